"""Pictures of pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from taizhang.press import PressError, Typeset, page_image


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_a_page_is_a_png_of_its_size(typeset: Typeset, scale: float) -> None:
    with Image.open(io.BytesIO(page_image(typeset.pdf, 1, scale))) as picture:
        assert picture.format == "PNG"
        assert picture.size == pytest.approx((595.3 * scale, 841.9 * scale), abs=1)
        assert picture.mode == "RGB"


def test_a_page_without_colour_is_grey(typeset: Typeset) -> None:
    with Image.open(io.BytesIO(page_image(typeset.pdf, 2, 0.5))) as picture:
        assert picture.mode == "L"
        assert picture.getextrema() != (255, 255)


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_is_not_there_is_a_sentence(typeset: Typeset, page: int) -> None:
    with pytest.raises(PressError, match=f"没有第{page}页，共{typeset.pages}页。"):
        page_image(typeset.pdf, page)
