"""The office's key for sealing, with the certificate that names it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError

_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280, 4.1.2.5: no date at which it ends
_LONGEST = 64  # characters of a common name (X.520)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Both in PEM; the key is PKCS #8, without a password."""

    key: bytes = field(repr=False)
    certificate: bytes


def new_key_pair(name: str, at: datetime) -> KeyPair:
    """An elliptic key (P-256) and a certificate in the name of ``name``, signed by itself, that does not expire."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:_LONGEST])])
    usage = {n: n in {"digital_signature", "content_commitment"} for n in _USES}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return KeyPair(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(pem),
    )


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def certificate_der(certificate: bytes) -> bytes:
    """The certificate of a PEM or DER file, as DER. Raises PressError where it is none."""
    try:
        read = x509.load_der_x509_certificate
        if b"-----BEGIN CERTIFICATE" in certificate:
            read = x509.load_pem_x509_certificate
        return read(certificate).public_bytes(serialization.Encoding.DER)
    except ValueError as error:
        raise PressError(Message(N_("这不是证书文件（PEM 或 DER 格式）。"))) from error


def certificate_name(certificate: x509.Certificate) -> str:
    """Whose it is, without characters that a terminal or a page would obey."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    name = str(names[0].value) if names else ""
    return "".join(c for c in name[:_LONGEST] if not unicodedata.category(c).startswith(("C", "Z"))) or "—"


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate (PEM or DER), in groups of four that can be read out on the telephone."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(certificate_der(certificate))
    text = digest.finalize().hex().upper()
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
