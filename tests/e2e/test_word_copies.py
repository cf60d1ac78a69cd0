"""An issue goes out as a Word file with one click and comes back edited with three; one more accepts all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.bulletin.actions import issues
from taizhang.bulletin.models import Article
from taizhang.office import clock
from tests import word_files as wf
from tests.bulletin.cast import Cast, submission_in
from tests.bulletin.conftest import cast

from .clicks import Hand
from .test_pages import sound_at_both_widths

__all__ = ["cast"]


@pytest.fixture
def article(live_server: Any, cast: Cast) -> Article:
    now = clock.now()
    issue = issues.open_issue(series=cast.series, on=clock.today(), by=cast.editor, at=now)
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now)


def test_out_with_one_click_and_back_with_three(
    live_server: Any, cast: Cast, article: Article, page: Page, tmp_path: Path
) -> None:
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    hand.clicks = 0
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Word").click()
    document = wf.opened(Path(taken.value.path()).read_bytes())
    wf.track(document, "780台", "800台", "张三")
    wf.track(document, "义诊8场", "义诊9场", "张三")
    wf.replace(document, "逐户走访", "上门走访")
    wf.comment(document, "500多名", "写明时间", "李四")
    edited = tmp_path / "改好.docx"
    edited.write_bytes(wf.as_wps(wf.saved(document)))
    hand.click(page.get_by_text("带回 Word 稿"))
    page.get_by_label("改好的 Word 稿").set_input_files(edited)
    hand.clicks += 1  # the file is chosen
    hand.button("带回")
    assert hand.clicks == 3
    expect(page.get_by_text("已带回3处修订、1条批注")).to_be_visible()
    expect(page.get_by_text("张三（Word 稿）").first).to_be_visible()
    sound_at_both_widths(page)
    hand.button("全部采纳")
    text = Article.objects.get(pk=article.pk).text
    assert "上门走访4216户，安装智能呼叫设备800台" in text
    assert "义诊9场，服务500多名" in text
