"""Previews: every page of a PDF up to a cap, each with its number and how many there are."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from taizhang.intake import draw_preview
from taizhang.intake.preview import MOST_PAGES, SIDE, STRIP


def pdf(*sizes: tuple[float, float]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    content, media_type = draw_preview(data)
    image = Image.open(io.BytesIO(content))
    assert media_type == f"image/{str(image.format).lower()}"
    return image


@pytest.mark.parametrize(("pages", "shown"), [(1, 1), (3, 3), (MOST_PAGES + 12, MOST_PAGES)])
def test_all_pages_are_below_each_other_up_to_a_cap(pages: int, shown: int) -> None:
    image = drawn(pdf(*[(300, 400)] * pages))
    assert image.size == (900, shown * (SIDE + STRIP))


def test_each_page_is_numbered_below() -> None:
    image = drawn(pdf((300, 400), (300, 400))).convert("L")
    strips = [image.crop((0, top - STRIP, 900, top)) for top in (SIDE + STRIP, 2 * (SIDE + STRIP))]
    dark = [
        [x for x in range(900) if strip.crop((x, 0, x + 1, STRIP)).getextrema()[0] < 120] for strip in strips
    ]
    assert all(350 < columns[0] < columns[-1] < 550 for columns in dark)
    assert strips[0].tobytes() != strips[1].tobytes()


def test_turned_and_wide_pages_stand_in_the_middle() -> None:
    image = drawn(pdf((400, 300), (300, 400)))
    assert image.size == (1_200, 900 + STRIP + SIDE + STRIP)
