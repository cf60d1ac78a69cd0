"""Sealing and verifying: what was sealed is recognised, and whatever became of it is seen."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.press import PressError, Typeset, check_form
from taizhang.press.seal import verifying
from taizhang.press.seal.envelope import enveloped, opened_envelope
from taizhang.press.seal.keypair import certificate_der
from taizhang.press.seal.signing import (
    KeyPair,
    Verified,
    fingerprint,
    new_key_pair,
    sign_pdf,
    verify_pdf,
)

from .test_pool import said_on

AT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PAIR, OTHER = (new_key_pair("海川市文明办", AT) for _ in range(2))


@pytest.fixture(scope="module")
def sealed(typeset: Typeset) -> bytes:
    return sign_pdf(typeset.pdf, PAIR, at=AT)


def seal_of(pdf: bytes, *pairs: KeyPair) -> Verified:
    seal = verify_pdf(pdf, [pair.certificate for pair in pairs])
    assert seal is not None
    return seal


def envelope_in(pdf: bytes) -> tuple[int, int]:
    """Where the hexadecimal string with the envelope begins and ends."""
    start, after = re.findall(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)[-1]
    return int(start), int(after)


def test_what_was_sealed_is_recognised(sealed: bytes) -> None:
    assert seal_of(sealed, OTHER, PAIR) == Verified(
        genuine=True,
        signed_by="海川市文明办",
        fingerprint=fingerprint(PAIR.certificate),
        signed_at=AT,
        known=True,
        intact=True,
        whole=True,
    )
    assert not seal_of(sealed, PAIR).changed


def test_the_page_is_untouched_and_in_form(typeset: Typeset, sealed: bytes) -> None:
    assert sealed.startswith(typeset.pdf)
    form = check_form(sealed, notes=typeset.notes, fit=typeset.form.fit)
    assert form == typeset.form
    assert said_on(sealed) == said_on(typeset.pdf)


def test_the_marks_of_pdf_a_and_pdf_ua_remain(sealed: bytes) -> None:
    with pypdf.PdfReader(io.BytesIO(sealed)) as reader:
        root: Any = reader.trailer["/Root"]
        told = root["/Metadata"].get_data()
        assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in told
        assert b"<pdfuaid:part>1</pdfuaid:part>" in told
        assert root["/MarkInfo"]["/Marked"]
        assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
        (field,) = root["/AcroForm"]["/Fields"]
        widget = field.get_object()
        assert widget["/F"] & 0b111 == 0b100  # it would be printed, and nothing hides it
        assert list(widget["/Rect"]) == [0, 0, 0, 0]  # nothing is drawn, so no picture of it is asked for
        assert reader.pages[0]["/Tabs"] == "/S"
        assert widget["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_same_seal_is_the_same_bytes(typeset: Typeset, sealed: bytes) -> None:
    assert sign_pdf(typeset.pdf, PAIR, at=AT.astimezone(AT.tzinfo)) == sealed


def test_another_reader_finds_the_signature_valid(sealed: bytes) -> None:
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    ours = asn1.Certificate.load(certificate_der(PAIR.certificate))
    context = ValidationContext(trust_roots=[ours], allow_fetching=False, moment=AT)
    with ThreadPoolExecutor(1) as thread:  # it runs a loop, as a browser's tests may do in this thread
        status = thread.submit(validate_pdf_signature, signature, context).result()
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"


def test_another_key_is_not_known(sealed: bytes) -> None:
    for pairs in ((), (OTHER,)):
        seal = seal_of(sealed, *pairs)
        assert not seal.known
        assert not seal.changed


@settings(max_examples=40)
@given(st.data())
def test_any_byte_that_is_altered_is_seen(sealed: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(5, len(sealed) - 1))
    tampered = bytearray(sealed)
    tampered[place] ^= data.draw(st.integers(1, 255))
    seal = verify_pdf(bytes(tampered), [PAIR.certificate])
    assert seal is None or seal.changed


def test_any_byte_of_the_envelope_that_is_altered_is_seen(sealed: bytes) -> None:
    start, after = envelope_in(sealed)
    for place in [*range(start, after, 11), *range(after - 12, after), *range(after, len(sealed), 11)]:
        tampered = bytearray(sealed)
        tampered[place] = ord("0") if tampered[place] != ord("0") else ord("1")
        seal = verify_pdf(bytes(tampered), [PAIR.certificate])
        assert seal is None or seal.changed, place


@settings(max_examples=20)
@given(length=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_short_is_no_sealed_file(sealed: bytes, length: float) -> None:
    kept = sealed[: max(5, int(len(sealed) * length))]
    seal = verify_pdf(kept, [PAIR.certificate])
    assert seal is None or seal.changed


def test_an_update_after_the_seal_is_seen(sealed: bytes) -> None:
    updated = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(sealed), incremental=True)
    writer.add_metadata({"/Title": "改"})
    writer.write(updated)
    for later in (updated.getvalue(), sealed + b"\n"):
        assert later.startswith(sealed)
        seal = seal_of(later, PAIR)
        assert (seal.known, seal.intact, seal.whole, seal.changed) == (True, True, False, True)


def test_a_stranger_who_seals_a_sealed_file_again_is_seen(sealed: bytes) -> None:
    """The office's own seal counts first: what came after it is an alteration."""
    again = sign_pdf_as("Seal2", sealed, OTHER)
    seal = seal_of(again, PAIR)
    assert (seal.fingerprint, seal.changed) == (fingerprint(PAIR.certificate), True)


def sign_pdf_as(field: str, pdf: bytes, pair: KeyPair) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("taizhang.press.seal.signing._FIELD", field)
        return sign_pdf(pdf, pair, at=AT)


def test_a_file_without_a_seal_has_none(typeset: Typeset) -> None:
    assert verify_pdf(typeset.pdf, [PAIR.certificate]) is None


@pytest.mark.parametrize("pdf", [b"", b"PK\x03\x04", b"\n%PDF-1.7\n", "简报".encode()])
def test_what_is_no_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(PressError, match=r"这不是 PDF 文件。"):
        verify_pdf(pdf)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "LARGEST", 1 << 20)
    with pytest.raises(PressError, match=r"文件超过1 MB，不予核验。"):
        verify_pdf(b"%PDF-" + bytes(1 << 20))


@pytest.mark.parametrize(
    "tail",
    [
        b"/ByteRange [0 10 99999999 5]",
        b"/ByteRange [0 5 5 5]",
        b"/ByteRange [0 999999999 999999999 999999999]",
        b"/ByteRange [0 5 7 9]<>",
        b"/ByteRange [0 9999999999999 7 9]",
        b"xref\n0 9999999999\n" + b"/ByteRange [0 1 2 3]" * 5000,
        b"<" * 100_000,
    ],
)
def test_a_hostile_file_does_no_harm(tail: bytes) -> None:
    seal = verify_pdf(b"%PDF-1.7\n<30820000>" + tail)
    assert seal is None or not seal.genuine


def crafted(inside: bytes) -> Verified | None:
    """A file whose hexadecimal string holds ``inside``."""
    head = b"%PDF-1.7\n"
    gap = b"<" + inside.hex().upper().encode() + b">"
    tail = b"/ByteRange [0 %d %d 5]" % (len(head), len(head) + len(gap))
    return verify_pdf(head + gap + tail)


@pytest.mark.parametrize(
    "inside",
    [b"", b"\x30\x03\x01\x01\x00", b"\x30\x82\x00\x00", b"\x30\x82\xff\xff" + bytes(9)]
    + [b"\x30\x82\x01\x00" + bytes([n]) * 256 for n in (0x00, 0x02, 0x30, 0xA0, 0xFF)],
)
def test_rubbish_in_place_of_the_envelope_is_no_seal(inside: bytes) -> None:
    assert crafted(inside) == Verified()


def test_an_envelope_of_another_kind_of_key_is_not_ours() -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "外单位")])
    foreign = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, AT, AT)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    assert opened_envelope(enveloped(foreign, bytes(32), bytes(70))) is None
    assert opened_envelope(enveloped(certificate_der(PAIR.certificate), bytes(32), bytes(70))) is None


def test_a_name_cannot_command_the_terminal(typeset: Typeset) -> None:
    pair = new_key_pair("\x1b[2J海川\u202e市\n文明办", AT)
    assert seal_of(sign_pdf(typeset.pdf, pair, at=AT), pair).signed_by == "[2J海川市文明办"


@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        (b"1 0 obj /M (D:20260302013000Z)", b"", datetime(2026, 3, 2, 1, 30, tzinfo=UTC)),
        (b"", b"/M (D:20260302093000+08'00') endobj", AT),
        (b"/M (D:20260302013000Z) 2 0 obj", b"endobj /M (D:20260302013000Z)", None),
        (b"", b"/M (D:20269902013000Z)", None),
    ],
)
def test_the_time_is_read_in_the_signature_only(before: bytes, after: bytes, made: datetime | None) -> None:
    assert verifying._made(before, after) == made


def test_a_damaged_pdf_is_not_sealed() -> None:
    with pytest.raises(PressError, match="这个 PDF 文件无法封存"):
        sign_pdf(b"%PDF-1.7\nno more", PAIR, at=AT)


def test_a_key_is_not_shown() -> None:
    assert "PRIVATE" not in repr(PAIR)
    key = serialization.load_pem_private_key(PAIR.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)


def test_a_fingerprint_can_be_read_out() -> None:
    assert re.fullmatch(r"([0-9A-F]{4} ){15}[0-9A-F]{4}", fingerprint(PAIR.certificate))
    assert fingerprint(certificate_der(PAIR.certificate)) == fingerprint(PAIR.certificate)
    with pytest.raises(PressError, match="这不是证书文件"):
        fingerprint(b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")
