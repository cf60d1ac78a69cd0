"""A booklet of a PDF (骑马订): two pages beside each other on each side of A3 sheets, in the order in which they are read
once the sheets are printed on both sides, laid into each other and folded."""

from __future__ import annotations

import io

import pypdfium2
from pypdfium2 import raw

from taizhang.press.pdfium import opened

A3 = (1190.55, 841.89)  # points, across
A4 = (595.28, 841.89)


def booklet_order(pages: int) -> list[int | None]:
    """The pages (from 0) side by side of one sheet's face after the other: 4-1, 2-3; None where a blank one stands."""
    whole = -(-pages // 4) * 4
    order: list[int] = []
    for n in range(whole // 2):
        pair = (whole - 1 - n, n)
        order += pair if n % 2 == 0 else reversed(pair)
    return [page if page < pages else None for page in order]


def booklet(pdf: bytes) -> bytes:
    """Return the sheets to be printed. Raises PressError where the bytes are no readable PDF."""
    made = io.BytesIO()
    with opened(pdf) as document:
        row = pypdfium2.PdfDocument.new()
        try:
            for n, page in enumerate(booklet_order(len(document))):
                if page is None:
                    row.new_page(*A4)
                else:
                    row.import_pages(document, [page], n)
            sheets = pypdfium2.PdfDocument(raw.FPDF_ImportNPagesToOne(row, *A3, 2, 1))
            try:
                sheets.save(made)
            finally:
                sheets.close()
        finally:
            row.close()
    return made.getvalue()
