"""Pictures of single pages, for previews: only the page that is asked for is drawn."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import cast

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from taizhang.core.text.messages import N_, Message
from taizhang.press.pdfium import opened
from taizhang.press.refusal import PressError

A4_WIDTH = 595.28  # points
# Ink between black and red needs 16 steps of red and 16 of the rest: a third of the bytes and a quarter of the time
# of full colour. A page in black needs but the 16 greys.
AROUND = 10  # characters on either side by which a point of a page is found in the text
REACH = 12  # points
_STEP = [round(value / 17) for value in range(256)]
_STEP_OF_RED = [step * 16 for step in _STEP]
_GREYS = [level for step in range(16) for level in (step * 17,) * 3]
_REDS = [level for index in range(256) for level in (index // 16 * 17, index % 16 * 17, index % 16 * 17)]
_NEAR = 24  # green and blue may differ by so much and still be one channel


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PNG of a page, and which page it is (from 1)."""

    png: bytes
    page: int


def page_image(pdf: bytes, page: int, scale: float = 2.0) -> bytes:
    """PNG of page ``page`` (from 1) at ``scale`` pixels a point. Raises PressError where there is no such page."""
    with opened(pdf) as document:
        if not 1 <= page <= len(document):
            raise PressError(
                Message(N_("没有第{page}页，共{pages}页。"), {"page": page, "pages": len(document)})
            )
        return _png(document, page, scale)


def page_with(pdf: bytes, near: str, page: int, scale: float) -> Drawn:
    """The page that shows the words ``near``: ``page`` itself if it does or none does, the last one at most."""
    with opened(pdf) as document:
        pages = len(document)
        page = min(max(page, 1), pages)
        order = [page, *(n for n in range(1, pages + 1) if n != page)]
        shown = next((n for n in order if near in _words(document, n)), page)
        return Drawn(_png(document, shown, scale), shown)


def page_if_with(pdf: bytes, near: str, page: int, scale: float) -> Drawn | None:
    """``page`` if it is there and shows the words ``near``."""
    with opened(pdf) as document:
        if not 1 <= page <= len(document) or near not in _words(document, page):
            return None
        return Drawn(_png(document, page, scale), page)


def words_at(pdf: bytes, page: int, across: float, down: float) -> tuple[str, int] | None:
    """Return the characters around a point of the page, without blanks, and how many of them stand before the point, which
    is given as shares of the page's width and height; None where nothing is written there.
    """
    with opened(pdf) as document:
        if not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        index = text.get_index(across * width, (1 - down) * height, REACH, REACH)
        if index is None:
            return None
        first = max(0, index - AROUND)
        before = "".join(text.get_text_range(first, index - first).split())
        after = "".join(text.get_text_range(index, AROUND).split())
        return before + after, len(before)


def _words(document: PdfDocument, page: int) -> str:
    return "".join(document[page - 1].get_textpage().get_text_range().split())


def _png(document: PdfDocument, page: int, scale: float) -> bytes:
    picture: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    red, green, blue = picture.split()
    if _apart(green, blue) > _NEAR:
        picture.save(out, "PNG", compress_level=1)
    elif _apart(red, green):
        tinted = ImageChops.add(red.point(_STEP_OF_RED), green.point(_STEP))
        tinted.putpalette(_REDS)
        tinted.save(out, "PNG", compress_level=1)
    else:
        grey = green.point(_STEP)
        grey.putpalette(_GREYS)
        grey.save(out, "PNG", bits=4, compress_level=1)
    return out.getvalue()


def _apart(one: Image.Image, other: Image.Image) -> int:
    _least, most = cast(tuple[int, int], ImageChops.difference(one, other).getextrema())
    return most
