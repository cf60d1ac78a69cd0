"""The bulletin desk in a real browser: adopted, edited, linked, checked, signed, sealed; clicks counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from taizhang.bulletin.actions import approval, issues
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.citations import answer_figure
from taizhang.bulletin.models import Answer, Article, Citation, FactQuery, Issue, Submission
from taizhang.core.figures import read_figures
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.ledger.actions.records import record_activity
from taizhang.office import clock
from tests.bulletin.cast import BODY, TITLE, Cast, submission_in
from tests.bulletin.conftest import cast

from .clicks import Hand, let_caret_go
from .test_pages import sound

__all__ = ["cast"]

SHEET = """<table><tr><td colspan=3>各街道活动情况</td></tr><tr><td>街道</td><td>场次</td><td>人次</td></tr>
<tr><td>东河街道</td><td>8</td><td>520</td></tr><tr><td>西门街道</td><td>11</td><td>1,204</td></tr>
<tr><td>合计</td><td>19</td><td>1,723</td></tr></table>"""
PASTE = """(field, html) => { const data = new DataTransfer();
    data.setData("text/plain", "文字");
    data.setData("text/html", html);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture
def article(live_server: Any, cast: Cast) -> Article:
    """An issue at the desk with an adopted article; the ledger knows of its visits."""
    now = clock.now()
    record_activity(
        unit=cast.unit, kind="visit", title="走访独居老人", held_on=clock.today(), by=cast.liaison, at=now,
        counts=[("走访户数", "4216", "户", "period"), ("义诊场次", "9", "场", "period")],
    )  # fmt: skip
    issue = issues.open_issue(series=cast.series, on=clock.today(), by=cast.editor, at=now)
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now)


@pytest.fixture
def hand(article: Article, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def answered(cast: Cast, article: Article) -> None:
    """Somebody answers for every figure."""
    article.refresh_from_db()
    for figure in read_figures(article.text):
        answer_figure(
            article=article, version=article.version, span=figure.span, answer=Answer.ESTIMATE, reason="按登记估算",
            by=cast.editor, at=clock.now(),
        )  # fmt: skip


def through(cast: Cast, article: Article, state: str) -> Issue:
    """The issue on the checker's or the signer's desk."""
    answered(cast, article)
    issue = Issue.objects.get(pk=article.issue_id)
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=clock.now())
    if state == IssueState.CHECKED:
        approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=clock.now())
    return issue


def sit_in_text(page: Page, key: str) -> None:
    """With the caret where ``key`` brings it."""
    page.locator(".ProseMirror").focus()
    let_caret_go(page)
    page.keyboard.press(key)


def test_the_next_issue_from_the_last_ones_template_is_one_click(hand: Hand, cast: Cast, page: Page) -> None:
    Issue.objects.update(state=IssueState.DROPPED)
    hand.sits_down(cast.editor)
    hand.click(page.get_by_role("button", name=re.compile("新开一期")))
    assert hand.clicks == 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("第1期（拟）")
    sound(page)


def test_text_figures_and_official_page_are_before_the_editor_at_once(
    hand: Hand, cast: Cast, page: Page
) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    assert hand.clicks == 1
    expect(page.locator(".ProseMirror .mark-unlinked")).to_have_count(4)
    expect(page.locator("#leaf img")).to_be_visible()
    expect(page.get_by_text("版式核验通过")).to_be_visible()
    sound(page)


def test_a_figure_is_linked_in_two_clicks_and_contradictions_show(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    hand.clicks = 0
    hand.click(page.locator(".ProseMirror .mark", has_text="4216户"))
    hand.click(page.get_by_role("option").filter(has_text="走访户数"))
    assert hand.clicks == 2
    expect(page.locator(".mark-consistent", has_text="4216户").first).to_be_visible()
    page.locator(".ProseMirror .mark", has_text="8场").click()
    page.get_by_role("option").filter(has_text="义诊场次").click()
    expect(page.locator(".ProseMirror .mark-contradict", has_text="8场")).to_be_visible()
    expect(page.locator("#doubts")).to_contain_text("台账为 9")
    assert Citation.objects.filter(answer=Answer.LINKED).count() == 2


def test_a_table_is_pasted_and_its_figures_are_read(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    sit_in_text(page, "Control+End")
    page.locator(".ProseMirror").evaluate(PASTE, SHEET)
    expect(page.locator(".ProseMirror .mark-unlinked", has_text="1,204")).to_be_visible()
    expect(page.locator(".ProseMirror .mark-contradict", has_text="1,723")).to_be_visible()
    expect(page.locator("#doubts")).to_contain_text("一列2个数相加是1724")
    expect(page.get_by_text("版式核验通过")).to_be_visible()
    article.refresh_from_db()
    assert "表1 各街道活动情况\n| 街道 | 场次 | 人次 |\n| --- | --- | --- |" in article.body
    page.locator(".ProseMirror .mark", has_text="1,204").click()
    expect(page.locator(".card")).to_be_visible()
    sound(page)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (
            "<table><tr><td>街道</td><td>场次</td></tr><tr><td>东河</td><td><p>12</p><p>5</p></td></tr></table>",
            ["表1", "| 街道 | 场次 |", "| --- | --- |", "| 东河 | 12 5 |"],
        ),
        (
            "<table><tr><td><ul><li>走访<li>义诊</ul><td>8<br>3<tr><td>合计<td><div>1</div><div>1</div></table>",
            ["表1", "| 走访 义诊 | 8 3 |", "| --- | --- |", "| 合计 | 1 1 |"],
        ),
        (  # a page laid out by tables in tables
            "<table><tr><td>东河<td>12<td>5<td><table><tr><td>场次<td>8<tr><td>户数<td>3</table></table>",
            ["东河", "12", "5", "表1", "| 场次 | 8 |", "| --- | --- |", "| 户数 | 3 |"],
        ),
    ],
)
def test_pasted_numbers_are_not_drawn_together_and_writing_goes_on_below(
    hand: Hand, cast: Cast, page: Page, article: Article, html: str, lines: list[str]
) -> None:
    Article.objects.filter(pk=article.pk).update(body="第一段。\n第二段。")
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    field = page.locator(".ProseMirror")
    field.focus()
    let_caret_go(page)
    page.keyboard.press("Control+Home")
    field.evaluate(PASTE, html)
    page.keyboard.type("接着写。")
    expected = "\n".join(["第一段。", *lines, "接着写。", "第二段。"])
    page.wait_for_function(
        "(body) => document.querySelector('textarea[name=body]').value === body", arg=expected
    )
    sound(page)


def test_a_refused_answer_keeps_what_was_typed(
    hand: Hand, cast: Cast, page: Page, article: Article, silence: list[str]
) -> None:
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}\n实现全覆盖。")
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    page.locator(".ProseMirror .mark", has_text="全覆盖").click()
    page.locator(".card summary").click()
    page.locator(".card input[name=reason]").fill("以街道台账为准，应覆盖18个社区")
    page.locator(".card button[value=unsourced]").click()
    expect(page.locator(".card [role=alert]")).to_contain_text("要写明应覆盖的总数")
    expect(page.locator(".card input[name=reason]")).to_have_value("以街道台账为准，应覆盖18个社区")
    expect(page.locator("#saved")).not_to_contain_text("未存")
    silence.clear()  # the browser tells of the 422, as it should be
    page.locator(".card button[value=scope]").click()
    expect(page.locator(".card")).to_have_count(0)
    assert Citation.objects.get().reason == "以街道台账为准，应覆盖18个社区"


def test_a_question_in_the_list_leads_to_its_mark(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}\n实现全覆盖。")
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark", has_text="全覆盖")).to_be_visible()
    page.locator("#doubts a[data-question]", has_text="全覆盖").first.click()
    expect(page.locator(".card .card-title")).to_contain_text("全覆盖")


def test_typing_saves_itself_and_redraws_the_page(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    before = page.locator("#leaf img").get_attribute("src")
    sit_in_text(page, "Control+End")
    page.keyboard.type("另有祥和社区12户。")
    expect(page.locator(".ProseMirror .mark", has_text="12户")).to_be_visible()
    expect(page.locator("#leaf img")).not_to_have_attribute("src", before or "")
    expect(page.locator("#list")).to_contain_text("5个数据待核")
    expect(page.locator("li[data-article]")).to_have_attribute("draggable", "true")  # the list came anew
    article.refresh_from_db()
    assert article.body == BODY + "另有祥和社区12户。"


def test_the_page_is_drawn_from_the_text_before_it_is_saved_and_never_an_older_one(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.get_by_text("版式核验通过")).to_be_visible()
    drawn: list[Route] = []
    page.route("**/keep/", lambda route: None)  # the save hangs
    typed = "先写一句".encode()  # clicking in the text asks for its page, too

    def hold(route: Route) -> None:
        if typed in (route.request.post_data_buffer or b""):
            drawn.append(route)
        else:
            route.continue_()

    page.route("**/draw/", hold)
    sit_in_text(page, "Control+End")
    for count, words in enumerate(("先写一句。", "再写一句。"), 1):
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
        while len(drawn) < count:
            page.wait_for_timeout(20)
    late, new = (route.fetch() for route in drawn)
    assert late.body() != new.body()
    drawn[1].fulfill(response=new)
    shown = page.locator("#leaf canvas").evaluate("picture => picture.toDataURL()")
    with page.expect_response("**/draw/"):
        drawn[0].fulfill(response=late)
    page.wait_for_timeout(100)
    assert page.locator("#leaf canvas").evaluate("picture => picture.toDataURL()") == shown
    article.refresh_from_db()
    assert article.body == BODY
    page.unroute_all()


def test_marks_stand_right_after_rare_characters_and_a_missing_glyph_is_named(
    hand: Hand, cast: Cast, page: Page, article: Article, silence: list[str]
) -> None:
    Article.objects.filter(pk=article.pk).update(body="𠮷祥里、𠮷庆里走访12户。")
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark")).to_have_text("12户")
    expect(page.locator("#leaf").get_by_role("alert")).to_contain_text("𠮷（U+20BB7）")
    silence[:] = [words for words in silence if "404" not in words]  # there is no picture of such a page


def test_an_at_sign_writes_a_figure_of_the_ledger_with_its_source(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    sit_in_text(page, "Control+End")
    page.keyboard.type("全年走访户数@")
    expect(page.get_by_role("option").first).to_be_focused()
    page.get_by_role("option").filter(has_text="走访户数").press("Enter")
    expect(page.locator(".ProseMirror .mark-consistent", has_text="4216户")).to_be_visible()
    expect(page.locator(".ProseMirror")).not_to_contain_text("@")


def test_the_unit_is_asked_about_a_figure_and_answers(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    page.locator(".ProseMirror .mark", has_text="780台").click()
    page.get_by_text("其他处理").click()
    page.get_by_label("说明或问题").fill("是今年安装的吗？")
    page.get_by_role("button", name="请单位核实").click()
    expect(page.locator(".ProseMirror .mark-question", has_text="780台")).to_be_visible()
    expect(page.locator("#leaf .leaf")).not_to_have_attribute("aria-busy", "true")
    hand.sits_down(cast.liaison)
    hand.click(page.get_by_role("link", name=re.compile("780台")).first)
    sound(page)
    hand.button("数据属实")
    assert hand.clicks == 2
    assert FactQuery.objects.get().answer == "confirmed"


@pytest.mark.journey
def test_two_editors_of_one_article_lose_nothing(
    hand: Hand,
    cast: Cast,
    page: Page,
    browser: Browser,
    live_server: Any,
    article: Article,
    silence: list[str],
) -> None:
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    other_page = browser.new_context(locale="zh-CN").new_page()
    other = Hand(other_page, live_server.url)
    other.sits_down(cast.second_editor)
    other.link(cast.series.name)
    expect(other_page.locator("#others")).to_contain_text(cast.editor.name)
    sit_in_text(other_page, "Control+Home")
    other_page.keyboard.type("入冬以来，")
    expect(other_page.locator("#saved")).to_contain_text("已存")
    expect(other_page.locator("#leaf .leaf")).not_to_have_attribute("aria-busy", "true")
    sit_in_text(page, "Control+End")
    page.keyboard.type("群众都说好。")
    expect(page.locator(".ProseMirror")).to_contain_text("入冬以来，")
    expect(page.locator("#saved")).to_contain_text("已存")
    article.refresh_from_db()
    assert (article.body[:5], article.body[-6:]) == ("入冬以来，", "群众都说好。")
    other_page.context.close()
    silence[:] = [line for line in silence if "409" not in line]  # the stale save, as the browser logs it


def test_articles_are_put_in_order_by_keyboard(hand: Hand, cast: Cast, page: Page, article: Article) -> None:
    issues.add_article(
        issue=article.issue, title="各单位一起读书。", body="大家按时来。", by=cast.editor, at=clock.now()
    )
    hand.sits_down(cast.editor)
    hand.link(cast.series.name)
    page.get_by_role("button", name=re.compile("上移：各单位")).press("Enter")
    expect(page.locator("li[data-article]").first).to_contain_text("各单位一起读书")
    expect(
        page.get_by_role("button", name=re.compile("下移：各单位"))
    ).to_be_focused()  # one goes on from there
    assert list(article.issue.articles.values_list("title", flat=True)) == ["各单位一起读书。", TITLE]


def test_the_checker_sees_changes_and_unverified_figures_first(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    issue = through(cast, article, IssueState.EDITED)
    hand.sits_down(cast.checker)
    hand.link(cast.series.name)
    approval.take_back(issue=issue, by=cast.editor, at=clock.now())
    article.refresh_from_db()
    keep_article(
        article=article, version=article.version, title=article.title, body=BODY.replace("8场", "9场"),
        by=cast.editor, at=clock.now(),
    )  # fmt: skip
    through(cast, article, IssueState.EDITED)
    Citation.objects.filter(surface="780台").delete()
    hand.sits_down(cast.checker)
    hand.link(cast.series.name)
    assert hand.clicks == 1
    expect(page.locator("#changes ins", has_text="9场").first).to_be_visible()
    sound(page)
    page.get_by_role("tab", name=re.compile("^数据")).click()
    expect(page.locator("#figures tbody tr").first).to_contain_text("780台")
    page.get_by_label("退回意见").fill("场次再核")
    hand.button("退回")
    issue.refresh_from_db()
    assert (issue.state, issue.reason) == (IssueState.COMPOSING, "场次再核")


@pytest.mark.journey
def test_sign_and_number_is_two_clicks_and_the_issue_is_sealed(
    hand: Hand, cast: Cast, page: Page, article: Article
) -> None:
    issue = through(cast, article, IssueState.CHECKED)
    hand.sits_down(cast.signer)
    hand.link(cast.series.name)
    hand.button("签发并编号")
    assert hand.clicks == 2
    expect(page.get_by_text("第1期已封存")).to_be_visible()
    expect(page.get_by_text("合计100%")).to_be_visible()
    expect(page.locator("#leaf img")).to_be_visible()
    sound(page)
    issue.refresh_from_db()
    assert (issue.state, issue.annual_no) == (IssueState.SEALED, 1)
    assert Submission.objects.get().state == "published"
    assert sorted(issue.renderings.values_list("format", flat=True)) == ["docx", "pdf"]
