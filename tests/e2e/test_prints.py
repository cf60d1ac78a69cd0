"""What is printed is whole: every row under a true total, the sheet on one page, the wall chart on the fewest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page

from taizhang.ledger.actions import signals
from taizhang.ledger.actions.directives import write_directive
from taizhang.ledger.models import DirectiveSubject, Ledger
from taizhang.office.clock import now, today
from taizhang.office.models import Post
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

from .clicks import Hand

__all__ = ["ledger", "people", "project_in"]
MANY = 98
A3, A4 = (297, 420), (210, 297)


@pytest.fixture
def office_page(live_server: Any, people: People, ledger: Ledger, project_in: ProjectIn, page: Page) -> Page:
    """The officer's browser; ninety-eight projects, of which more are overdue than the sheet names."""
    start, due = today() - timedelta(days=200), today() + timedelta(days=30)
    for number in range(MANY):
        project_in(title=f"重点项目第{number + 1}项", start=start, due=due)
    for number in range(8):
        write_directive(
            kind=DirectiveSubject.SHEET, subject=ledger.pk, title=ledger.name, due=due, by=people.head, at=now(),
            text=f"第{number + 1}件：请把下半年的节点逐项排到天，责任到岗，拿不准的先来商量，不要等到月底再说。",
            post=Post.objects.get(holders__person=people.officer),
        )  # fmt: skip
    signals.judge_ledger(ledger=ledger, at=now())
    Hand(page, live_server.url).sits_down(people.officer)
    return page


def printed(page: Page, path: str) -> tuple[list[tuple[int, int]], str]:
    """The pages as (width, height) in mm, and the words on them."""
    page.goto(page.url.rstrip("/") + path)
    page.wait_for_load_state("networkidle")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = [tuple(round(side / 72 * 25.4) for side in sheet.get_size()) for sheet in document]
    words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    return sizes, "".join(words.split())  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("path", "size", "pages"), [("/sheet/", A4, 1), ("/ledger/wall/", A3, 1)], ids=["sheet", "wall"]
)
def test_a_picture_of_the_year_is_one_page(
    office_page: Page, path: str, size: tuple[int, int], pages: int
) -> None:
    sizes, words = printed(office_page, path)
    assert sizes == [size] * pages
    assert "查找" not in words
    if path == "/sheet/":
        assert "第5件" in words
        assert "另有3条" in words


def test_the_grid_is_printed_with_every_row(
    office_page: Page, project_in: ProjectIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = MANY + 7  # than a hundred
    for number in range(MANY, more):
        project_in(title=f"重点项目第{number + 1}项")
    sizes, words = printed(office_page, "/ledger/")
    assert {sorted(size) == sorted(A4) for size in sizes} == {True}
    assert f"{more}项" in words
    assert all(f"重点项目第{number}项" in words for number in range(1, more + 1))
    assert "查找" not in words
    assert "下一页" not in words
    monkeypatch.setattr("taizhang.ledger.queries.grid.WHOLE", MANY)
    _sizes, words = printed(office_page, "")
    assert f"以上是第1页的100项，共2页{more}项" in words
