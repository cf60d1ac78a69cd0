"""Proofreading in a browser: questions beside the figures, each put away with one click on their page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.bulletin.actions import issues
from taizhang.bulletin.models import Article, PutAside
from taizhang.office import clock
from tests.bulletin.cast import Cast, submission_in
from tests.bulletin.conftest import cast

from .clicks import Hand
from .test_pages import sound_at_both_widths

__all__ = ["cast"]

BODY = (
    "截止8月底，全市共走访4216户，安装扶手320处，群众满意度稳定在90-95%。\n"
    "一是建档，各社区统一填写台帐；三是回访，每月上门不少于2次,随时更新。\n"
    "据海川市卫健局介绍，2026年2月30日前将完成全部改造。"
)


@pytest.fixture
def article(live_server: Any, cast: Cast) -> Article:
    now = clock.now()
    issue = issues.open_issue(series=cast.series, on=clock.today(), by=cast.editor, at=now)
    row = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now)
    Article.objects.filter(pk=row.pk).update(body=BODY)
    return Article.objects.get(pk=row.pk)


def test_a_question_is_put_away_with_one_click(
    live_server: Any, page: Page, cast: Cast, article: Article
) -> None:
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator("#doubts")).to_contain_text("“台帐”应作“台账”。")
    hand.link("校对")
    expect(page.get_by_text("“台帐”应作“台账”。")).to_be_visible()
    sound_at_both_widths(page)
    hand.clicks = 0
    hand.click(page.get_by_role("button", name="本篇忽略").first)
    assert hand.clicks == 1
    assert PutAside.objects.get().by == cast.editor
    hand.link("校对设置")
    expect(page.get_by_label("用词", exact=True)).to_be_visible()
    sound_at_both_widths(page)
