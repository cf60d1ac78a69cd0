"""A picture is pasted into a text: at the desk and in a unit's article; clicks counted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.bulletin.actions import issues
from taizhang.bulletin.models import Article, Submission
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.core.text.pictures import picture_in
from taizhang.office import clock
from tests.bulletin.cast import BODY, Cast, submission_in
from tests.bulletin.conftest import cast

from .clicks import Hand, let_caret_go
from .test_pages import sound, sound_at_both_widths

__all__ = ["cast"]
SHOTS = os.environ.get("SHOTS", "")
# A picture lies in the clipboard, or is let go over the text, as a file without words.
GIVE = """async (field, {kind, files, words}) => { const data = new DataTransfer();
    for (let n = 0; n < files; n += 1) {
        const drawn = document.createElement("canvas");
        [drawn.width, drawn.height] = [640, 420];
        const pen = drawn.getContext("2d");
        pen.fillStyle = n ? "seagreen" : "steelblue"; pen.fillRect(0, 0, 640, 420);
        pen.fillStyle = "white"; pen.fillRect(60, 60, 200, 160);
        data.items.add(new File([await new Promise((done) => drawn.toBlob(done))], "image.png", {type: "image/png"}));
    }
    if (words) data.setData("text/plain", words);
    const made = kind === "paste" ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
    field.dispatchEvent(made); }"""


def shot(page: Page, name: str) -> None:
    if SHOTS:
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def hand(live_server: Any, cast: Cast, page: Page) -> Hand:
    return Hand(page, live_server.url)


def say(page: Page) -> None:
    expect(page.get_by_label("图题")).to_be_focused()
    page.keyboard.type("走访现场")
    page.get_by_label("供图").fill("市民政局供图")
    page.get_by_label("图中是什么").fill("社区工作人员在老人家中安装呼叫设备")


@pytest.mark.journey
def test_a_picture_is_pasted_at_the_desk_with_one_click(hand: Hand, cast: Cast, page: Page) -> None:
    issue = issues.open_issue(series=cast.series, on=clock.today(), by=cast.editor, at=clock.now())
    article = issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=clock.now())
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    hand.clicks = 0
    field = page.locator(".ProseMirror")
    field.focus()
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("\n最后一段，刚刚写下。")
    page.keyboard.press("ArrowUp")
    field.evaluate(GIVE, {"kind": "paste", "files": 1})
    say(page)
    shot(page, "desk-pasted")
    hand.button("插入")
    assert hand.clicks == 1
    expect(page.locator(".ProseMirror img.text-thumbnail")).to_be_visible()
    expect(page.get_by_text("已插入图片。")).to_be_visible()
    body = Article.objects.get(pk=article.pk).body
    lines = body.split("\n")
    assert lines[-1] == "最后一段，刚刚写下。"  # typed a moment before, and stored
    picture = picture_in(lines[-2])
    assert picture is not None
    assert picture.title == "图1　走访现场（市民政局供图）"
    assert "\n".join(lines[:-2]) == BODY
    shot(page, "desk-there")
    sound_at_both_widths(page)


def test_words_are_pasted_as_words_and_several_pictures_one_by_one(
    hand: Hand, cast: Cast, page: Page
) -> None:
    row = submission_in(cast, SubmissionState.DRAFT)
    hand.sits_down(cast.liaison)
    page.goto(f"{hand.server}/submissions/{row.pk}/write/")
    field = page.get_by_label("正文")
    field.focus()
    field.evaluate(GIVE, {"kind": "paste", "files": 1, "words": "单元格"})
    expect(page.get_by_label("图题")).to_be_hidden()
    field.evaluate(GIVE, {"kind": "drop", "files": 2})
    expect(page.get_by_text("一次插入一张，其余的请再粘贴。")).to_be_visible()
    assert page.get_by_label("图片").evaluate("field => field.files.length") == 1
    sound(page)


@pytest.mark.journey
def test_a_unit_pastes_a_picture_with_one_click_and_loses_nothing_typed(
    hand: Hand, cast: Cast, page: Page
) -> None:
    row = submission_in(cast, SubmissionState.DRAFT)
    hand.sits_down(cast.liaison)
    page.goto(f"{hand.server}/submissions/{row.pk}/write/")
    field = page.get_by_label("正文")
    field.press("Control+Home")
    page.keyboard.type("第一段，刚刚写下。\n")
    page.keyboard.press("ArrowUp")
    field.evaluate(GIVE, {"kind": "paste", "files": 1})
    say(page)
    shot(page, "unit-pasted")
    sound_at_both_widths(page)
    hand.clicks = 0
    hand.button("插入")
    assert hand.clicks == 1
    expect(page.locator("#checked .text-picture img")).to_be_visible()
    lines = Submission.objects.get(pk=row.pk).body.split("\n")
    assert lines[0] == "第一段，刚刚写下。"
    assert picture_in(lines[1]) is not None
    assert "\n".join(lines[2:]) == BODY
    shot(page, "unit-there")
    sound_at_both_widths(page)
