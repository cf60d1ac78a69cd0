"""The signature itself: a detached CMS in the form of PAdES (ETSI EN 319 142-1), ECDSA on P-256 with SHA-256.

All of it follows from three values (certificate, digest of the document, signature), so that one comparison of
bytes tells whether an envelope is as we make it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from taizhang.press.seal.keypair import KeyPair, certificate_der, certificate_name

LONGEST_SIGNATURE = 72  # bytes of an ECDSA signature on P-256


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an envelope says, once its signature has been found right."""

    certificate: bytes  # DER
    name: str  # in the certificate
    digest: bytes  # of the document that was signed


def seal(digest: bytes, pair: KeyPair) -> bytes:
    """The envelope for a document of this SHA-256 ``digest``; the same key and digest give the same bytes."""
    key = serialization.load_pem_private_key(pair.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
    der = certificate_der(pair.certificate)
    told = _told(der, digest).dump()
    return enveloped(der, digest, key.sign(told, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))


def enveloped(certificate: bytes, digest: bytes, signature: bytes) -> bytes:
    """The envelope of these three."""
    parsed = asn1.Certificate.load(certificate, strict=True)
    by = {"issuer": parsed.issuer, "serial_number": parsed.serial_number}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", by),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": _told(certificate, digest),
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    content = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [parsed],
        "signer_infos": [signer],
    }
    dumped: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return dumped


def _told(certificate: bytes, digest: bytes) -> cms.CMSAttributes:
    """What is signed: the digest, and which certificate belongs to the signature."""
    ours = {"certs": [{"cert_hash": hashlib.sha256(certificate).digest()}]}
    values = {
        "content_type": "data",
        "message_digest": digest,
        "signing_certificate_v2": tsp.SigningCertificateV2(ours),
    }
    return cms.CMSAttributes([{"type": kind, "values": [value]} for kind, value in values.items()])


def opened_envelope(der: bytes) -> Envelope | None:
    """What the envelope says; None where it is damaged, of another kind, or wrongly signed."""
    try:
        signed = cms.ContentInfo.load(der, strict=True)["content"]
        signer = signed["signer_infos"][0]
        told = {attribute["type"].native: attribute["values"][0] for attribute in signer["signed_attrs"]}
        certificate, digest = signed["certificates"][0].chosen.dump(), told["message_digest"].native
        signature = signer["signature"].native
        if enveloped(certificate, digest, signature) != der:
            return None
        parsed = x509.load_der_x509_certificate(certificate)
        key = parsed.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return None
        key.verify(signature, _told(certificate, digest).dump(), ec.ECDSA(hashes.SHA256()))
        return Envelope(certificate, certificate_name(parsed), digest)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None  # asn1crypto tells what is not as expected in many ways
    except (InvalidSignature, UnsupportedAlgorithm):
        return None
