"""Opening PDF files: one at a time, because PDFium is not safe to use from several threads at once."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError

_LOCK = threading.RLock()


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed afterwards. Raises PressError where the bytes are no readable PDF."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise PressError(Message(N_("这不是可以打开的 PDF 文件，或者设有密码。"))) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise PressError(Message(N_("这个 PDF 文件已经损坏，有的页面无法读取。"))) from error
        finally:
            document.close()


def merged(*files: bytes) -> bytes:
    """The pages of several documents as one. Raises PressError."""
    made = io.BytesIO()
    with _LOCK:
        whole = pypdfium2.PdfDocument.new()
        try:
            for each in files:
                with opened(each) as document:
                    whole.import_pages(document)
            whole.save(made)
        finally:
            whole.close()
    return made.getvalue()
