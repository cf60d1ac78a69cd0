"""A booklet: every page once, beside the page that it is beside when the sheets are folded."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from taizhang.core.gongwen import for_setting
from taizhang.press import Press, PressError, booklet
from taizhang.press.booklet import booklet_order

from .samples import bulletin, item


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (4, [3, 0, 1, 2]), (8, [7, 0, 1, 6, 5, 2, 3, 4]), (3, [None, 0, 1, 2]), (1, [None, 0, None, None]),
        (6, [None, 0, 1, None, 5, 2, 3, 4]),
    ],
)  # fmt: skip
def test_the_order_of_the_pages(pages: int, order: list[int | None]) -> None:
    assert booklet_order(pages) == order


@given(pages=st.integers(1, 200))
def test_folded_the_pages_follow_one_another(pages: int) -> None:
    """Leaf after leaf from the outside: right of each front, left of its back; then the same way out again."""
    order = booklet_order(pages)
    faces = list(zip(order[::2], order[1::2], strict=True))
    fronts, backs = faces[::2], faces[1::2]
    inwards = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    outwards = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    read = [*inwards, *reversed(outwards)]
    assert read[:pages] == list(range(pages))
    assert set(read[pages:]) <= {None}
    assert len(read) % 4 == 0
    assert len(read) - pages < 4


def test_the_sheets_are_a3_and_hold_the_words_of_their_pages(press: Press) -> None:
    pdf = press.typeset(for_setting(bulletin(items=tuple(item(n) for n in (1, 2, 3, 4, 1, 2, 3, 4))))).pdf
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    sheets = PdfReader(io.BytesIO(booklet(pdf))).pages
    order = booklet_order(len(pages))
    assert len(sheets) == len(order) // 2
    for n, sheet in enumerate(sheets):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (1191, 842)
        words = "".join(sheet.extract_text().split())
        for page in order[2 * n : 2 * n + 2]:
            assert page is None or pages[page].split()[0] in words


def test_what_is_no_pdf_makes_no_booklet() -> None:
    with pytest.raises(PressError):
        booklet(b"%PDF-1.7")
