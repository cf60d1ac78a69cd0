"""Files are put beside an issue at the desk; clicks counted."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.bulletin.queries.attachments import attached_names
from tests.bulletin.cast import Cast, issue_in
from tests.bulletin.conftest import cast
from tests.intake import hostile

from .clicks import Hand
from .test_pages import sound_at_both_widths
from .test_pictures import shot

__all__ = ["cast"]


@pytest.fixture
def hand(live_server: Any, cast: Cast, page: Page) -> Hand:
    return Hand(page, live_server.url)


def test_two_files_are_attached_and_change_places(hand: Hand, cast: Cast, page: Page) -> None:
    issue = issue_in(cast)
    hand.sits_down(cast.editor)
    page.goto(f"{hand.server}/drafts/{issue.pk}/")
    before = hand.clicks
    for name, words in (("b.pdf", "全市文明实践阵地一览表"), ("海川市志愿服务项目清单.pdf", "")):
        hand.click(page.get_by_text("添加附件", exact=True))
        file = {"name": name, "mimeType": "application/pdf", "buffer": hostile.pdf_file() + name.encode()}
        page.get_by_label("文件", exact=True).set_input_files([file])  # type: ignore[list-item]
        page.get_by_label("附件名称").fill(words)
        hand.click(page.get_by_role("button", name="添加", exact=True))
        expect(page.get_by_text("附件已添加。")).to_be_visible()
    assert hand.clicks - before == 4
    shot(page, "attached")
    hand.click(page.get_by_role("button", name="上移海川市志愿服务项目清单"))
    expect(page.get_by_text("附件次序已更改。")).to_be_visible()
    assert attached_names(issue) == ["海川市志愿服务项目清单", "全市文明实践阵地一览表"]
    sound_at_both_widths(page)
