"""Nothing typed is lost, and "saved" is said only of what is stored: log-in gone, network cut, tab closed, server ill."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from taizhang.bulletin.actions import issues, submissions
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Article, Issue, Submission
from taizhang.office.clock import now, today
from taizhang.office.models import Office, Person
from tests.bulletin.cast import Cast, cast_of, submission_in
from tests.replaying import STARTED

from .clicks import Hand, let_caret_go

TITLE = "市民政局暖冬行动"
BODY = "走访独居老人4216户。\n一、每周一访\n组织网格员结对，全年服务1.2万余人次。"
LONG = "".join(f"第{n}户安装呼叫设备，老人说方便多了。" for n in range(1, 51))  # 934 characters and more
SAVED = re.compile("已存 [0-9]{2}:[0-9]{2}")
Open = Callable[[], Page]


@pytest.fixture
def cast(live_server: Any, office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def row(cast: Cast) -> Submission:
    return submissions.start_submission(unit=cast.unit, title=TITLE, body=BODY, by=cast.liaison, at=now())


@pytest.fixture
def article(cast: Cast) -> Article:
    issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    return issues.adopt(submission=submission_in(cast), issue=issue, by=cast.editor, at=now())


@pytest.fixture
def hand(cast: Cast, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


@pytest.fixture(autouse=True)
def faults_are_logged(silence: list[str]) -> Iterator[None]:
    """The browser logs each refusal and each lost connection; nothing else may stand there."""
    yield
    silence[:] = [line for line in silence if not line.startswith("Failed to load resource")]


@pytest.fixture
def writing(hand: Hand, cast: Cast, row: Submission) -> Page:
    """The liaison's form, open."""
    hand.sits_down(cast.liaison)
    hand.page.goto(f"{hand.server}/submissions/{row.pk}/write/")
    return hand.page


def body(page: Page) -> Locator:
    return page.get_by_label("正文")


def state(page: Page) -> Locator:
    return page.locator("#kept")


def offered(page: Page) -> Locator:
    return page.locator(".kept-offer")


def stored(row: Submission) -> str:
    return Submission.objects.get(pk=row.pk).body


def admit(context: BrowserContext, person: Person, server: str) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies["taizhang"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])


def never_saved(page: Page) -> None:
    """From now on the page notes whether it ever says "saved"."""
    page.evaluate(
        """() => { window.said = []; const place = document.getElementById("kept");
        new MutationObserver(() => window.said.push(place.textContent)).observe(place, {childList: true,
        characterData: true, subtree: true}); }"""
    )


def nothing_was_called_saved(page: Page) -> None:
    assert not [words for words in page.evaluate("window.said") if "已存" in words]


def left(page: Page) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('taizhang.typed')).length")
    )


def test_saved_is_said_when_it_is_stored_and_the_browser_keeps_nothing(
    writing: Page, row: Submission
) -> None:
    body(writing).fill(LONG)
    assert left(writing) == 1
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == LONG
    assert left(writing) == 0


def test_a_log_in_that_is_gone_is_said_and_the_text_is_saved_after_the_next(
    writing: Page, row: Submission, cast: Cast, hand: Hand
) -> None:
    never_saved(writing)
    writing.context.clear_cookies()
    body(writing).fill(LONG)
    expect(state(writing)).to_contain_text("登录已过期，还没有存上")
    expect(state(writing).get_by_role("link", name="在新窗口登录")).to_be_visible()
    nothing_was_called_saved(writing)
    assert stored(row) == BODY
    admit(writing.context, cast.liaison, hand.server)
    writing.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == LONG


def test_after_a_log_in_the_form_comes_back_whole(
    writing: Page, row: Submission, cast: Cast, hand: Hand, password: str
) -> None:
    cast.liaison.set_password(password)
    cast.liaison.save()
    writing.context.clear_cookies()
    body(writing).fill(LONG)
    writing.get_by_role("button", name="存为草稿").click()
    expect(state(writing)).to_contain_text("登录已过期")
    writing.on("dialog", lambda dialog: dialog.accept())  # leaving warns
    writing.reload()
    writing.get_by_label("用户名").fill(cast.liaison.username)
    writing.get_by_label("密码").fill(password)
    writing.get_by_role("button", name="登录").click()
    expect(offered(writing)).to_contain_text("没有存上的内容")
    expect(body(writing)).to_have_value(BODY)
    offered(writing).get_by_role("button", name="恢复").click()
    expect(body(writing)).to_have_value(LONG)
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == LONG
    assert left(writing) == 0


def test_somebody_else_who_logs_in_saves_nothing_and_sees_nothing_of_it(
    writing: Page, row: Submission, cast: Cast, hand: Hand
) -> None:
    writing.context.clear_cookies()
    body(writing).fill(LONG)
    expect(state(writing)).to_contain_text("登录已过期")
    admit(writing.context, cast.leader, hand.server)
    writing.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(writing)).to_contain_text("现在登录的是另一个人")
    assert stored(row) == BODY
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.reload()
    expect(offered(writing)).to_have_count(0)


def test_a_network_that_is_cut_and_comes_back(writing: Page, row: Submission) -> None:
    never_saved(writing)
    writing.context.set_offline(True)
    body(writing).fill(LONG)
    expect(state(writing)).to_contain_text("没有连上服务器，还没有存上")
    writing.get_by_role(
        "button", name="存为草稿"
    ).click()  # no page of the browser's own in place of the text
    expect(body(writing)).to_have_value(LONG)
    nothing_was_called_saved(writing)
    assert stored(row) == BODY
    writing.context.set_offline(False)
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == LONG


def test_a_tab_that_is_closed_and_opened_again(
    writing: Page, row: Submission, context: BrowserContext
) -> None:
    address = writing.url
    context.set_offline(True)
    body(writing).fill(LONG)
    writing.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(offered(page)).to_contain_text(LONG)
    expect(body(page)).to_have_value(BODY)
    body(page).fill(BODY + "又写了一句。")  # typed before the offer is answered: both stay
    expect(state(page)).to_have_text(SAVED)
    page.reload()
    expect(offered(page)).to_contain_text(LONG)
    offered(page).get_by_role("button", name="放弃").click()
    assert left(page) == 0
    page.reload()
    expect(offered(page)).to_have_count(0)
    expect(body(page)).to_have_value(BODY + "又写了一句。")


@pytest.mark.parametrize("status", [500, 503, 200])
def test_a_server_that_is_ill(writing: Page, row: Submission, status: int) -> None:
    """An answer of 200 that is not the server's, a log-in page of the network's, stores nothing either."""
    never_saved(writing)

    def ill(route: Route) -> None:
        route.fulfill(status=status, body="<h1>已存 14:02</h1>", content_type="text/html; charset=utf-8")

    writing.route("**/keep/", ill)
    body(writing).fill(LONG)
    expect(state(writing)).to_contain_text("还没有存上")
    nothing_was_called_saved(writing)
    assert stored(row) == BODY
    writing.unroute("**/keep/")
    writing.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == LONG


def test_a_refusal_is_said_in_the_servers_words(writing: Page, row: Submission) -> None:
    never_saved(writing)
    body(writing).fill("机密★1年\n" + LONG)
    expect(state(writing)).to_contain_text("未存：")
    expect(state(writing)).to_contain_text("密级")
    nothing_was_called_saved(writing)
    assert stored(row) == BODY
    expect(body(writing)).to_have_value("机密★1年\n" + LONG)


def elsewhere(row: Submission, cast: Cast, **changed: str) -> None:
    fresh = Submission.objects.get(pk=row.pk)
    given: dict[str, Any] = {
        "title": fresh.title,
        "body": fresh.body,
        "project": None,
        "theme": None,
        "answers": {},
    }
    submissions.write_submission(
        submission=fresh, version=fresh.version, **{**given, **changed}, by=cast.liaison, at=now()
    )


def test_changes_of_two_fields_go_together(writing: Page, row: Submission, cast: Cast) -> None:
    elsewhere(row, cast, title="暖冬行动走访独居老人")
    body(writing).fill(LONG)
    expect(state(writing)).to_have_text(SAVED)
    fresh = Submission.objects.get(pk=row.pk)
    assert (fresh.title, fresh.body) == ("暖冬行动走访独居老人", LONG)
    expect(writing.get_by_label("标题")).to_have_value("暖冬行动走访独居老人")


@pytest.mark.parametrize(("pressed", "wins"), [("用我的", LONG), ("用已存的", "别处写的。")])
def test_a_stale_text_is_shown_beside_the_stored_one(
    writing: Page, row: Submission, cast: Cast, pressed: str, wins: str
) -> None:
    elsewhere(row, cast, body="别处写的。")
    body(writing).fill(LONG)
    both = writing.locator(".conflict")
    expect(both).to_contain_text(LONG)
    expect(both).to_contain_text("别处写的。")
    expect(body(writing)).to_have_value(LONG)
    assert stored(row) == "别处写的。"
    both.get_by_role("button", name=pressed).click()
    expect(state(writing)).to_have_text(SAVED)
    assert stored(row) == wins
    expect(both).to_have_count(0)


def test_what_was_left_is_not_restored_over_a_newer_text(
    writing: Page, row: Submission, cast: Cast, context: BrowserContext
) -> None:
    address = writing.url
    context.set_offline(True)
    body(writing).fill(LONG)
    writing.close()
    context.set_offline(False)
    elsewhere(row, cast, body="别处写的。")
    page = context.new_page()
    page.goto(address)
    expect(offered(page)).to_contain_text(LONG)
    expect(offered(page)).to_contain_text("别处写的。")
    offered(page).get_by_role("button", name="恢复").click()
    expect(page.locator(".conflict")).to_contain_text("别处写的。")
    assert stored(row) == "别处写的。"
    page.locator(".conflict").get_by_role("button", name="用我的").click()
    expect(state(page)).to_have_text(SAVED)
    assert stored(row) == LONG


def test_leaving_with_unsaved_text_warns(writing: Page) -> None:
    asked: list[str] = []
    writing.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writing.context.set_offline(True)
    body(writing).press_sequentially("又一句。")
    expect(state(writing)).to_contain_text("还没有存上")
    writing.context.set_offline(False)
    writing.goto("about:blank")
    assert asked == ["beforeunload"]


@pytest.fixture
def desk(hand: Hand, cast: Cast, article: Article) -> Page:
    hand.sits_down(cast.editor)
    hand.page.goto(f"{hand.server}/drafts/{article.issue_id}/?article={article.pk}")
    expect(hand.page.locator(".ProseMirror .mark").first).to_be_visible()
    return hand.page


def type_at(page: Page, key: str, words: str) -> None:
    page.locator(".ProseMirror").focus()
    let_caret_go(page)
    page.keyboard.press(key)
    page.keyboard.insert_text(words)


def test_the_masthead_form_saves_itself_and_keeps_what_it_cannot(desk: Page, article: Article) -> None:
    desk.get_by_role("tab", name="要素").click()
    desk.context.set_offline(True)
    desk.get_by_label("按语").fill(LONG[:300])
    expect(desk.locator("#head-kept")).to_contain_text("没有连上服务器")
    desk.context.set_offline(False)
    expect(desk.locator("#head-kept")).to_have_text(SAVED)
    assert LONG[:300] in str(Issue.objects.get(pk=article.issue_id).data)
    desk.get_by_label("按语").fill(LONG[:200])
    expect(desk.locator("#head-kept")).to_contain_text("正在修改")
    expect(desk.locator("#head-kept")).to_have_text(SAVED)


def test_an_article_survives_a_closed_tab(desk: Page, article: Article, context: BrowserContext) -> None:
    address = desk.url
    context.set_offline(True)
    type_at(desk, "Control+End", LONG)
    expect(desk.locator("#saved")).to_contain_text("没有连上服务器")
    desk.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(offered(page)).to_contain_text(LONG)
    offered(page).get_by_role("button", name="恢复").click()
    expect(page.locator("#saved")).to_contain_text("已存")
    article.refresh_from_db()
    assert article.body.endswith(LONG)


def test_disjoint_changes_of_an_article_go_together_whatever_the_line_ends(
    desk: Page, article: Article, cast: Cast
) -> None:
    before = article.body
    keep_article(
        article=article, version=article.version, title=article.title,
        body=("入冬以来，" + before).replace("\n", "\r\n"), by=cast.second_editor, at=now(),
    )  # fmt: skip
    type_at(desk, "Control+End", "群众都说好。")
    expect(desk.locator(".ProseMirror")).to_contain_text("入冬以来，")
    expect(desk.locator("#saved")).to_contain_text("已存")
    article.refresh_from_db()
    assert article.body == f"入冬以来，{before}群众都说好。"


def test_the_page_follows_the_article_and_late_pictures_are_dropped(
    desk: Page, article: Article, cast: Cast
) -> None:
    second = issues.add_article(
        issue=Issue.objects.get(pk=article.issue_id), title="末篇的标题", body="\n".join([LONG] * 4) + "\n结尾在此。",
        by=cast.editor, at=now(),
    )  # fmt: skip
    desk.goto(re.sub(r"article=\d+", f"article={second.pk}", desk.url))
    pages = desk.get_by_text(re.compile("第 [0-9] 页，共"))
    last = desk.locator(".ProseMirror p").last
    last.click()
    expect(pages).not_to_contain_text("第 1 页")
    end = pages.inner_text()
    held: list[Route] = []
    desk.route("**/draw/", lambda route: route.continue_() if held else held.append(route))
    desk.locator(".ProseMirror p").first.click()
    while not held:
        desk.wait_for_timeout(20)
    last.click()
    desk.wait_for_timeout(2_000)
    held[0].continue_()  # the picture of the beginning, two seconds late
    desk.wait_for_timeout(1_000)
    expect(pages).to_have_text(end)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(
    hand: Hand, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.sits_down(cast.editor)
    page = hand.page
    page.goto(f"{hand.server}/desk/")
    field = page.locator("input[type=file]")
    field.evaluate("(field) => { field.dataset.maxBytes = '1000'; }")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    field.set_input_files({"name": "大.txt", "mimeType": "text/plain", "buffer": b"a" * 1_001})
    expect(page.get_by_role("alert").filter(has_text="文件超过 20 MB")).to_be_visible()
    assert "POST" not in sent
