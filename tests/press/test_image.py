"""Pictures of pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageColor

from taizhang.press import PressError, Typeset, page_image
from taizhang.press.image import page_with, words_at
from taizhang.press.pdfium import opened


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_a_page_is_a_png_of_its_size(typeset: Typeset, scale: float) -> None:
    with Image.open(io.BytesIO(page_image(typeset.pdf, 1, scale))) as picture:
        assert picture.format == "PNG"
        assert picture.size == pytest.approx((595.3 * scale, 841.9 * scale), abs=1)
        red, green, _blue = picture.convert("RGB").split()
        assert ImageChops.difference(red, green).getbbox()  # the red head


def test_a_page_without_colour_is_grey(typeset: Typeset) -> None:
    with Image.open(io.BytesIO(page_image(typeset.pdf, 2, 0.5))) as picture:
        red, green, blue = picture.convert("RGB").split()
        assert red == green == blue
        assert red.getextrema()[1] == 255
        assert red.getextrema()[0] < 100


@pytest.mark.parametrize("colour", ["#c00000", "#000000", "#ffffff", "#1040c0", "#e0a000"])
def test_colours_are_shown_as_they_are(colour: str) -> None:
    sheet, pdf = Image.new("RGB", (60, 84), colour), io.BytesIO()
    sheet.save(pdf, "PDF", resolution=72, quality=100)
    with Image.open(io.BytesIO(page_image(pdf.getvalue(), 1, 1.0))) as picture:
        shown = picture.convert("RGB").getpixel((30, 42))
    assert shown == pytest.approx(ImageColor.getrgb(colour), abs=12)


def test_the_page_that_shows_the_words_is_drawn(typeset: Typeset) -> None:
    with opened(typeset.pdf) as document:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    for number, text in enumerate(pages[:4], 1):
        words = text[20:34]
        assert page_with(typeset.pdf, words, 1, 0.2).page == next(
            n for n, each in enumerate(pages, 1) if words in each
        )
        assert page_with(typeset.pdf, words, number, 0.2).page == number
    assert page_with(typeset.pdf, "无处可寻", 3, 0.2).page == 3
    assert page_with(typeset.pdf, "", 99, 0.2).page == len(pages)


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_is_not_there_is_a_sentence(typeset: Typeset, page: int) -> None:
    with pytest.raises(PressError, match=f"没有第{page}页，共{typeset.pages}页。"):
        page_image(typeset.pdf, page)


def test_a_point_of_the_page_tells_its_words(typeset: Typeset) -> None:
    with opened(typeset.pdf) as document:
        sheet = document[1]
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        written = text.get_text_range()
        at = next(n for n in range(40, len(written)) if written[n - 4 : n + 5].isalnum())
        left, bottom, right, top = text.get_charbox(at)
    found = words_at(typeset.pdf, 2, (left + right) / 2 / width, 1 - (bottom + top) / 2 / height)
    assert found is not None
    words, place = found
    assert words[place] == written[at]
    assert written[at - 4 : at + 5] in words
    assert words_at(typeset.pdf, 2, 0.01, 0.01) is None
    assert words_at(typeset.pdf, 99, 0.5, 0.5) is None
