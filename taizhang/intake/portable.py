"""Text of a PDF, page by page, with the indents that the places of the characters show."""

from __future__ import annotations

import re
from typing import Any

from taizhang.core.text.messages import N_, Sentence
from taizhang.intake.archive import damaged
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused

_JUNK = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LINE = re.compile(r"\r\n|\r|\n")
_MOST_LINES = 400  # a page with more is not prose; its indents are not measured
_MOST_CELLS = 60


def text_of(data: bytes, limits: Limits) -> tuple[str, str]:
    """The text of the file; pages are parted by form feeds. Refuses locked, broken and scanned files."""
    # pdfium loads a native library: only when a PDF is really read.
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise IntakeRefused(Sentence(N_("PDF 设有密码，请解除密码后再试。"))) from None
        raise damaged() from None
    if len(document) > limits.pages:
        raise IntakeRefused(Sentence(N_("PDF 超过 {count} 页，请拆分后再试。"), {"count": limits.pages}))
    pages = _pages(document, limits)
    if not any(page.strip() for page in pages):
        raise IntakeRefused(Sentence(N_("PDF 中没有可提取的文字，可能是扫描件；请提供文字版。")))
    return "\f".join(pages), "pdf"


def _pages(document: Any, limits: Limits) -> list[str]:
    pages: list[str] = []
    length = 0
    for index in range(len(document)):
        try:
            text = _page(document[index].get_textpage())
        except Exception:  # a page that the library cannot read; the others may be whole
            text = ""
        pages.append(text)
        length += len(text)
        if length > limits.characters:
            break
    return pages


def _page(page: Any) -> str:
    lines = _LINE.split(page.get_text_range())
    clean = [_JUNK.sub("", line) for line in lines]
    if len(lines) > _MOST_LINES or not any(clean):
        return "\n".join(clean)
    lefts = _lefts(page, lines)
    known = [left for left, _ in filter(None, lefts)]
    margin = min(known, default=0.0)
    return "\n".join(_indent(place, margin) + line for place, line in zip(lefts, clean, strict=True))


def _lefts(page: Any, lines: list[str]) -> list[tuple[float, float] | None]:
    """Left edge and height of the first character of each line, in points."""
    places: list[tuple[float, float] | None] = []
    at, count = 0, page.count_chars()
    for line in lines:
        first = next((i for i, c in enumerate(line) if not c.isspace()), None)
        place = None
        if first is not None and at + first < count:
            left, bottom, right, top = page.get_charbox(at + first, loose=True)
            place = (left, max(right - left, top - bottom, 1.0))
        places.append(place)
        at += len(line.encode("utf-16-le")) // 2 + 2  # pdfium counts UTF-16 units and a two-unit line end
    return places


def _indent(place: tuple[float, float] | None, margin: float) -> str:
    if place is None:
        return ""
    left, em = place
    return " " * min(int((left - margin) * 2 / em + 0.3), _MOST_CELLS)
