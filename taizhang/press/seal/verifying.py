"""Whether a PDF is as the office sealed it.

Nothing of a foreign file is interpreted but its bytes: the signed range is the whole file except one hexadecimal
string, so whoever cannot sign in the office's name cannot change anything in it, whatever the file pretends to be.
No PDF structure is followed, hence no cross-reference table, compressed stream or depth can do harm.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.seal.envelope import opened_envelope
from taizhang.press.seal.keypair import certificate_der, fingerprint

LARGEST = 64 * 1024 * 1024  # bytes of a PDF
_LARGEST_GAP = 64 * 1024  # bytes of the hexadecimal string
_MOST = 16  # signatures looked at, the last ones
_RANGE = re.compile(rb"/ByteRange {0,8}\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
_GAP = re.compile(rb"<[0-9A-F]*>")
_MADE = re.compile(rb"/M {0,8}\(D(?::|\\072)(\d{14})([+-]\d\d'\d\d'?|Z)?\)")
_FAR = 1000  # bytes around the string within which its dictionary tells the time


@dataclass(frozen=True, slots=True)
class Verified:
    """What a seal says. Without ``genuine`` it is damaged or of another kind, and nothing else is known."""

    genuine: bool = False
    signed_by: str = ""  # as the certificate names it: believed only where ``known``
    fingerprint: str = ""  # of the certificate
    signed_at: datetime | None = None
    known: bool = False  # the certificate is among those it was compared with
    intact: bool = False  # what was signed is as it was
    whole: bool = False  # nothing was added after it

    @property
    def changed(self) -> bool:
        """The file is not the one that was sealed."""
        return not (self.genuine and self.intact and self.whole)


def verify_pdf(pdf: bytes, certificates: Iterable[bytes] = ()) -> Verified | None:
    """What the seal of ``pdf`` says, compared with ``certificates`` (PEM or DER); None where there is no seal.

    Of several seals the one counts that says most: known, unchanged, whole. Raises PressError where the bytes are
    no PDF or too many, or a certificate is none.
    """
    if len(pdf) > LARGEST:
        raise PressError(Message(N_("文件超过{size} MB，不予核验。"), {"size": LARGEST >> 20}))
    if not pdf.startswith(b"%PDF-"):
        raise PressError(Message(N_("这不是 PDF 文件。")))
    known = {certificate_der(certificate) for certificate in certificates}
    seals = [_seal(pdf, known, *map(int, found.groups())) for found in _last_ranges(pdf)]
    return max(seals, key=lambda s: (s.known, s.genuine, not s.changed, s.whole), default=None)


def _last_ranges(pdf: bytes) -> Iterator[re.Match[bytes]]:
    end = len(pdf)
    for _ in range(_MOST):
        end = pdf.rfind(b"/ByteRange", 0, end)
        if end < 0:
            return
        if found := _RANGE.match(pdf, end):
            yield found


def _seal(pdf: bytes, known: set[bytes], start: int, after: int, length: int) -> Verified:
    """The seal whose envelope stands between ``start`` and ``after``."""
    gap = pdf[start : min(after, start + _LARGEST_GAP)]
    der = _envelope(gap) if len(gap) == after - start else b""
    envelope = opened_envelope(der) if der else None
    if envelope is None:
        return Verified()
    digest = hashlib.sha256(pdf[:start])
    digest.update(pdf[after : after + length])
    return Verified(
        genuine=True,
        signed_by=envelope.name,
        fingerprint=fingerprint(envelope.certificate),
        signed_at=_made(pdf[max(0, start - _FAR) : start], pdf[after : after + _FAR]),
        known=envelope.certificate in known,
        intact=digest.digest() == envelope.digest,
        whole=after + length == len(pdf),
    )


def _envelope(gap: bytes) -> bytes:
    """The envelope in its hexadecimal string, filled up with zeros and nothing else; empty where it is not so."""
    if not _GAP.fullmatch(gap) or len(gap) % 2:
        return b""
    padded = bytes.fromhex(gap[1:-1].decode("ascii"))
    if len(padded) < 4 or padded[:2] != b"\x30\x82":  # a sequence whose length takes two bytes
        return b""
    length = 4 + int.from_bytes(padded[2:4])
    return b"" if padded[length:].strip(b"\0") else padded[:length]


def _made(before: bytes, after: bytes) -> datetime | None:
    """The time in the signature's dictionary, on either side of its string; it is part of what was signed."""
    found = _MADE.search(before[before.rfind(b" obj") :]) or _MADE.search(after.partition(b"endobj")[0])
    if found is None:
        return None
    zone = (found[2] or b"Z").decode().replace("'", "").replace("Z", "+0000")
    try:
        return datetime.strptime(found[1].decode() + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
