"""Sealing a PDF: a signature by the office's own key, appended so that not a byte of the page is touched."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.seal.envelope import LONGEST_SIGNATURE, enveloped, seal
from taizhang.press.seal.keypair import KeyPair, certificate_der, fingerprint, new_key_pair
from taizhang.press.seal.verifying import Verified, verify_pdf

__all__ = ["KeyPair", "Verified", "fingerprint", "new_key_pair", "sign_pdf", "verify_pdf"]

_FIELD = "Seal"


def sign_pdf(pdf: bytes, pair: KeyPair, *, at: datetime) -> bytes:
    """``pdf`` with a signature of ``at`` in an incremental update; the same three give the same bytes.

    No network and no time stamp server are asked. Raises PressError where the bytes are no readable PDF.
    """
    # Imported when first used: it takes most of a second, and only the desk that seals needs it.
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.signers import cms_embedder

    try:
        steps = cms_embedder.PdfCMSEmbedder().write_cms(_FIELD, _writer(pdf, at))
        field = next(steps).get_object()
        field["/TU"] = _string("封存签名")
        steps.send(cms_embedder.SigObjSetup(sig_placeholder=_placeholder(pair, at)))
        prepared, output = steps.send(cms_embedder.SigIOSetup(md_algorithm="sha256"))
    except PdfError as error:
        raise PressError(Message(N_("这个 PDF 文件无法封存：{reason}"), {"reason": str(error)})) from error
    steps.send(seal(prepared.document_digest, pair))
    signed: bytes = output.getvalue()
    return signed


def _writer(pdf: bytes, at: datetime) -> Any:
    """An incremental update that leaves title, dates and the marks of PDF/A and PDF/UA as they are."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Not with the time of the clock."""

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            first, _ = prev.trailer["/ID"]
            second = hashlib.sha256(pdf + at.isoformat().encode()).digest()[:16]
            return generic.ArrayObject([first, generic.ByteStringObject(second)])

    return Writer(io.BytesIO(pdf))


def _placeholder(pair: KeyPair, at: datetime) -> Any:
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    certificate = certificate_der(pair.certificate)
    longest = len(enveloped(certificate, bytes(32), bytes(LONGEST_SIGNATURE)))
    return SignatureObject(
        timestamp=at.astimezone(UTC), subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * longest
    )


def _string(text: str) -> Any:
    from pyhanko.pdf_utils.generic import pdf_string

    return pdf_string(text)
