"""Remarks and suggestions in real browsers: raised in two clicks, accepted with one, and nobody's words lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from taizhang.bulletin.actions import approval, issues, proofs, remarks
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Article, Issue, Remark
from taizhang.core.text.remarking import RemarkDraft, RemarkKind
from taizhang.office import clock
from tests.bulletin.cast import BODY, Cast, submission_in
from tests.bulletin.conftest import cast

from .clicks import Hand, let_caret_go
from .test_pages import sound, sound_at_both_widths

__all__ = ["cast"]

SELECT = """([where, words]) => {
  const box = document.querySelector(where);
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  const text = nodes.map((node) => node.data).join("");
  const from = text.indexOf(words);
  const range = document.createRange();
  let at = 0;
  for (const node of nodes) {
    const end = at + node.length;
    if (from >= at && from < end) range.setStart(node, from - at);
    if (from + words.length > at && from + words.length <= end) range.setEnd(node, from + words.length - at);
    at = end;
  }
  box.focus?.();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def article(live_server: Any, cast: Cast) -> Article:
    now = clock.now()
    issue = issues.open_issue(series=cast.series, on=clock.today(), by=cast.editor, at=now)
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now)


@pytest.fixture
def hand(article: Article, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def select(page: Page, where: str, words: str) -> None:
    page.evaluate(SELECT, [where, words])
    expect(page.locator(".remark-bar")).to_be_visible()


def passed_on(cast: Cast, article: Article) -> Issue:
    issue = Issue.objects.get(pk=article.issue_id)
    return approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=clock.now())


def suggested(cast: Cast, article: Article, quote: str, replacement: str) -> Remark:
    draft = RemarkDraft("", RemarkKind.SUGGESTION, quote, None, replacement)
    return remarks.remark_on_article(article=article, draft=draft, by=cast.checker, at=clock.now())


def raise_box(page: Page) -> Locator:
    return page.locator("[data-remark-raise]")


def test_a_remark_is_raised_in_two_clicks(hand: Hand, cast: Cast, page: Page, article: Article) -> None:
    passed_on(cast, article)
    hand.sits_down(cast.checker)
    hand.link(cast.series.name)
    hand.clicks = 0
    select(page, "[data-remark-text]", "走访4216户，安装")
    hand.click(page.locator(".remark-bar").get_by_role("button", name="批注"))
    expect(raise_box(page).locator("textarea[name=words]")).to_be_focused()
    page.keyboard.type("请与台账核对户数")
    hand.click(raise_box(page).get_by_role("button", name="提出批注"))
    assert hand.clicks == 2
    expect(page.locator("#remarks .remark")).to_contain_text("请与台账核对户数")
    expect(page.locator(".remark-place").first).to_be_visible()
    row = Remark.objects.get()
    assert (row.quote, row.start) == ("走访4216户，安装", article.text.index("走访4216户，安装"))
    page.locator("#remarks a[data-remark-go]").click()
    expect(page.locator(".remark-place.here").first).to_be_in_viewport()
    page.locator(".remark-place", has_text="，安装").first.click()
    expect(page.locator(f"#remark-{row.pk}")).to_be_focused()
    sound(page)


def test_the_editor_accepts_a_suggestion_with_one_click_and_nothing_typed_is_lost(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    suggested(cast, article, "逐户走访", "上门走访")
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .remark-place")).to_have_text("逐户走访")
    page.locator(".ProseMirror").focus()
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("老人们都说好。")
    hand.clicks = 0
    hand.click(page.locator("#remarks").get_by_role("button", name=re.compile("^采纳")))
    assert hand.clicks == 1
    expect(page.get_by_text("已采纳，文字已改。")).to_be_visible()
    expect(page.locator(".ProseMirror")).to_contain_text("会同街道社区上门走访4216户")
    article.refresh_from_db()
    assert article.body == BODY.replace("逐户走访", "上门走访") + "老人们都说好。"
    sound(page)


@pytest.mark.parametrize("form", ["place", "order", "act"])
def test_what_was_typed_is_stored_before_any_other_form_is_sent(
    hand: Hand, cast: Cast, page: Page, article: Article, form: str
) -> None:
    add = {"issue": Issue.objects.get(), "title": "另一篇", "body": "", "by": cast.editor, "at": clock.now()}
    issues.add_article(**add)
    hand.sits_down(cast.editor)
    page.goto(f"{hand.server}/drafts/{article.issue_id}/?article={article.pk}")
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    page.locator(".ProseMirror").focus()
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("老人们都说好。")
    with page.expect_navigation():
        page.evaluate(
            "(form) => document.querySelector(`form[action$='/${form}/'] button:not([disabled])`).click()",
            form,
        )
    article.refresh_from_db()
    assert article.body == BODY + "老人们都说好。"


def test_the_editor_suggests_in_the_text_by_the_keyboard(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    select(page, ".ProseMirror", "全年开展")
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("是全年吗？")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#remarks .remark")).to_contain_text("是全年吗？")
    assert Remark.objects.get().quote == "全年开展"


def test_two_editors_and_a_checker_at_once_lose_nothing(
    hand: Hand, cast: Cast, page: Page, article: Article, browser: Browser, live_server: Any
) -> None:
    others = [browser.new_context(locale="zh-CN") for _ in range(2)]
    second, checker = (Hand(context.new_page(), live_server.url) for context in others)
    for each, person in ((hand, cast.editor), (second, cast.second_editor), (checker, cast.checker)):
        each.sits_down(person)
        each.page.goto(f"{live_server.url}/drafts/{article.issue_id}/")
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    expect(second.page.locator(".ProseMirror .mark")).to_have_count(4)
    for each, key, words in (
        (page, "Control+Home", "今年以来，"),
        (second.page, "Control+End", "老人们都说好。"),
    ):
        each.locator(".ProseMirror").focus()
        let_caret_go(each)
        each.keyboard.press(key)
        each.keyboard.type(words)
    select(checker.page, "[data-remark-text]", "智能呼叫设备")
    checker.page.locator(".remark-bar").get_by_role("button", name="修订").click()
    raise_box(checker.page).locator("textarea[name=replacement]").fill("一键呼叫设备")
    raise_box(checker.page).get_by_role("button", name="提出修订").click()
    expect(checker.page.locator("#remarks .remark")).to_contain_text("一键")
    expect(page.locator("#saved")).to_contain_text("已")
    article.refresh_from_db()
    page.reload()
    page.locator("#remarks").get_by_role("button", name=re.compile("^采纳")).click()
    expect(page.locator(".ProseMirror")).to_contain_text("一键呼叫设备")
    second.page.locator(".ProseMirror").focus()
    let_caret_go(second.page)
    second.page.keyboard.press("Control+End")
    second.page.keyboard.type("回访满意。")
    expect(second.page.locator(".ProseMirror")).to_contain_text("一键呼叫设备")
    expect(second.page.locator("#saved")).to_contain_text(re.compile("已存|合"))
    second.page.wait_for_timeout(1500)
    article.refresh_from_db()
    expected = BODY.replace("智能呼叫设备", "一键呼叫设备")
    assert article.body == f"今年以来，{expected}老人们都说好。回访满意。"
    for context in others:
        context.close()


def test_the_unit_remarks_on_its_proof_on_a_phone(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    proof = proofs.ask_proof(article=article, by=cast.editor, at=clock.now())
    page.set_viewport_size({"width": 390, "height": 844})
    hand.sits_down(cast.leader)
    page.goto(f"{hand.server}/proofs/{proof.pk}/")
    select(page, "[data-remark-text]", "780台")
    page.locator(".remark-bar").get_by_role("button", name="修订").click()
    raise_box(page).locator("textarea[name=replacement]").fill("790台")
    raise_box(page).get_by_role("button", name="提出修订").click()
    expect(page.get_by_text("修订已提出。")).to_be_visible()
    row = Remark.objects.get()
    assert (row.quote, row.replacement, row.unit) == ("780台", "790台", cast.unit)
    sound(page)


def test_a_version_is_restored_in_two_clicks(hand: Hand, cast: Cast, page: Page, article: Article) -> None:
    keep_article(
        article=article, version=article.version, title=article.title, body="另写一篇。",
        by=cast.second_editor, at=clock.now(),
    )  # fmt: skip
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    hand.clicks = 0
    hand.link("历次文字")
    sound_at_both_widths(page)
    hand.click(page.locator(".lines-act").get_by_role("button").first)
    assert hand.clicks == 2
    expect(page.locator(".ProseMirror")).to_contain_text("会同街道社区逐户走访4216户")


def test_a_click_in_the_page_leads_to_the_words_in_the_text(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.get_by_text("版式核验通过")).to_be_visible()
    picture = page.locator("#leaf .leaf").first
    box = picture.bounding_box()
    assert box is not None
    with page.expect_response(re.compile("/words/")) as answer:
        picture.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.457})
    assert answer.value.status == 200
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type("【此处】")
    expect(page.locator(".ProseMirror")).to_contain_text(re.compile("安装.*【此处】|【此处】.*780台"))


def test_all_pages_stand_below_each_other(hand: Hand, cast: Cast, page: Page, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(body="\n".join([BODY] * 14))
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.get_by_text("版式核验通过")).to_be_visible()
    page.locator("#leaf a[data-every]").click()
    expect(page.locator("#leaf .leaf")).not_to_have_count(1)
    sound(page)
    page.locator("#leaf .leaf").last.scroll_into_view_if_needed()
    expect(page.locator("#leaf img").last).to_have_js_property("complete", True)
    page.locator("#leaf a[data-every]").click()
    expect(page.locator("#leaf .leaf")).to_have_count(1)
