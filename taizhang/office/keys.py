"""Where the keys are kept with which the offices seal their issues: a folder of the home for each office.

``seal.pem`` holds key and certificate in one file, so that the two are made at once; ``certificate.pem`` is the
part to hand out. Both are for this user's eyes only, as everything in the home.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings

from taizhang.office import clock
from taizhang.office.home import written_once
from taizhang.press.seal.signing import KeyPair, new_key_pair

KEYS, SEAL, CERTIFICATE = "keys", "seal.pem", "certificate.pem"
_BEGIN = b"-----BEGIN CERTIFICATE-----"


class Named(Protocol):
    """An office, as far as its key is concerned."""

    slug: str
    name: str


def signing_key(office: Named) -> KeyPair:
    """The office's key and certificate, made when first asked for; of two who ask at once, both get the same."""
    folder: Path = settings.TAIZHANG_HOME / KEYS / office.slug
    if not (folder / SEAL).exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = new_key_pair(office.name, clock.now())
        written_once(folder / SEAL, made.key + made.certificate)
    key, begin, certificate = (folder / SEAL).read_bytes().partition(_BEGIN)
    if not (folder / CERTIFICATE).exists():
        written_once(folder / CERTIFICATE, begin + certificate)
    return KeyPair(key, begin + certificate)


def known_certificates(home: Path) -> list[bytes]:
    """The certificates of all offices of this home; none where there is no home. Asks no database.

    An earlier one, of a key that was lost, counts too if it is kept beside it under a name like ``certificate-2025.pem``.
    """
    return [path.read_bytes() for path in sorted((home / KEYS).glob("*/certificate*.pem"))]
