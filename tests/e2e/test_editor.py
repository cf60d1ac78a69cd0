"""The text editor against its contract alone: a page whose server is this test, so that answers come when it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.house.sources import PACKAGE

from .clicks import let_caret_go

STATIC = PACKAGE / "web" / "static"
SITE = "http://desk.test"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css"}
BODY = "𠮷祥社区开展了8场宣讲。\n受到欢迎。"
HTML = f"""<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>稿件</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/web/css/document.css">
<main><span id="saved"></span><div id="keeping" hidden data-person="7" data-typing="正在输入" data-busy="没有存上"
 data-offline="没有存上" data-expired="请重新登录" data-forbidden="请重新登录" data-home="/me/"
 data-left="没有存上" data-left-side="留着的" data-stored-side="现在的" data-restore="恢复" data-forget="放弃"></div>
<div data-editor-conflict></div>
<form data-editor data-save="/keep/" data-marks="/marks/" data-candidates="/candidates/" data-link="/link/"
 data-version="3"><input type="hidden" name="csrfmiddlewaretoken" value="token">
<label for="t">标题</label><input id="t" name="title" value="宣讲到社区">
<label for="b">正文</label><textarea id="b" name="body">{BODY}</textarea>
<button type="button" data-insert-table hidden>插入表格</button></form></main>
<script type="module" src="/static/start.js"></script></html>"""
START = 'import { startEditor } from "/static/web/js/editor.js"; startEditor(document);'
CARD = """<form data-card><ul role="listbox"><li><button name="figure" value="7" data-insert="8场" role="option">8场
义诊</button></li><li><button name="figure" value="9" data-insert="11处" role="option">11处</button></li></ul></form>"""
CONFLICT = """<div><textarea data-merged hidden>标题\n两边都在。</textarea>
<textarea data-theirs hidden>标题\n对方。</textarea>
<button type="button" data-take="mine">用我的</button><button type="button" data-take="theirs">用对方的</button>
<button type="button" data-take="merged">都保留</button></div>"""
FIELD = re.compile(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', re.DOTALL)


def mark(start: int, end: int, look: str = "unlinked") -> dict[str, Any]:
    return {"start": start, "end": end, "look": look, "words": "还没有来源", "field": "body"}


class Desk:
    """The server's side: what was posted, each held until ``answer``, unless ``prompt`` says what to answer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.waiting: list[Route] = []
        page.route(f"{SITE}/**", self.serve)
        page.goto(f"{SITE}/")
        expect(self.marks).to_have_count(1)

    @property
    def text(self) -> Locator:
        return self.page.locator(".ProseMirror")

    @property
    def marks(self) -> Locator:
        return self.page.locator(".ProseMirror .mark")

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if route.request.method == "POST":
            found = FIELD.findall(route.request.post_data or "")
            self.posts.append((path, {name: value.replace("\r\n", "\n") for name, value in found}))
            self.waiting.append(route)
        elif path == "/marks/":
            route.fulfill(json={"version": 3, "marks": [mark(8, 10)]})
        elif path == "/candidates/":
            route.fulfill(body=CARD, content_type="text/html; charset=utf-8")
        elif path == "/":
            route.fulfill(
                body=HTML,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": POLICY + "; img-src 'self' data:"},
            )
        elif path == "/static/start.js":
            route.fulfill(body=START, content_type="text/javascript")
        else:
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_text("utf-8"), content_type=TYPES[file.suffix])

    def posted(self, number: int) -> dict[str, str]:
        """The fields of the latest post, when there have been so many."""
        self.until(lambda: len(self.posts) >= number)
        assert len(self.posts) == number, self.posts
        return self.posts[-1][1]

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(200):
            if holds():
                return
            self.page.evaluate("new Promise((done) => requestAnimationFrame(done))")
        raise AssertionError(self.posts)

    def answer(self, **told: Any) -> None:
        self.waiting.pop(0).fulfill(body=json.dumps(told), content_type="application/json")

    def saved(self, version: int, *marks: dict[str, Any]) -> None:
        self.answer(version=version, saved=f"已存 第{version}稿", marks=list(marks))

    def says(self, words: str) -> None:
        expect(self.page.locator("#saved")).to_have_text(words)

    def at_end(self) -> None:
        self.text.locator("p").last.click()
        self.page.keyboard.press("Control+End")

    def lines(self) -> list[str]:
        return self.text.locator("p").all_inner_texts()


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def test_marks_stand_on_the_servers_places_and_move_with_the_words(desk: Desk, page: Page) -> None:
    expect(desk.marks).to_have_text("8场")
    desk.text.locator("p").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("昨天")
    expect(desk.marks).to_have_text("8场")
    assert desk.posted(1)["body"] == "昨天" + BODY
    assert page.locator("textarea[name=body]").input_value() == "昨天" + BODY


def test_an_answer_never_speaks_for_a_newer_text(desk: Desk, page: Page) -> None:
    desk.at_end()
    page.keyboard.type("共12户")
    assert desk.posted(1)["version"] == "3"
    page.keyboard.type("人")
    desk.saved(4, mark(0, 1))
    desk.says("已存 第4稿")
    expect(desk.marks).to_have_text("8场")
    assert desk.posted(2) == {"version": "4", "title": "宣讲到社区", "body": BODY + "共12户人"}
    desk.saved(5, mark(20, 23))
    expect(desk.marks).to_have_text("12户")


HOLD = """addEventListener("selectionchange", (event) => event.isTrusted && event.stopImmediatePropagation(), true)"""


def test_a_key_pressed_before_the_page_is_told_of_the_caret_works_at_the_caret(
    desk: Desk, page: Page
) -> None:
    desk.text.locator("p").first.click()
    page.evaluate(HOLD)
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("最后一段。")
    assert desk.lines() == [*BODY.split("\n"), "最后一段。"]


def test_marks_that_arrive_before_the_page_is_told_of_the_caret_leave_it_there(
    desk: Desk, page: Page
) -> None:
    desk.at_end()
    page.keyboard.type("又办了9场。")
    desk.posted(1)
    page.evaluate(HOLD)
    page.keyboard.press("Home")
    desk.saved(4, mark(8, 10), mark(20, 22))
    desk.says("已存 第4稿")
    page.keyboard.type("昨天")
    assert desk.lines()[1] == "昨天受到欢迎。又办了9场。"


def test_what_is_pasted_is_paragraphs_of_plain_text_and_can_be_undone(desk: Desk, page: Page) -> None:
    desk.at_end()
    desk.text.evaluate(
        """(field) => { const data = new DataTransfer();
        data.setData("text/plain", "一。\\r\\n\\r\\n二。\\u0002\\ud83d\\n三。\\ufffe");
        data.setData("text/html", "<b>一。</b><table><tr><td>二。</td></tr></table>");
        field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    assert desk.lines() == [*BODY.split("\n")[:1], "受到欢迎。一。", "二。", "三。"]
    page.keyboard.press("Control+z")
    assert desk.lines() == BODY.split("\n")


TABLE = """<style>td {color: red}</style><p>情况如下：</p><table>
<tr><td colspan=3>各街道活动情况</td></tr>
<tr><td rowspan=2>街道</td><td colspan=2>活动</td></tr><tr><td>场次</td><td>人<br>次</td></tr>
<tr><td>东河|街道</td><td>8</td><td>1,520</td></tr><tr><td></td><td></td><td></td></tr></table>"""
LINES = [
    "表1 各街道活动情况",
    "| 街道 | 活动 | << |",
    "| ^^ | 场次 | 人 次 |",
    "| --- | --- | --- |",
    "| 东河｜街道 | 8 | 1,520 |",
]
PASTE = """(field, html) => { const data = new DataTransfer();
    data.setData("text/plain", "文字");
    data.setData("text/html", html);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""


def test_a_pasted_table_stands_below_the_paragraph_in_the_form_of_the_text(desk: Desk, page: Page) -> None:
    desk.at_end()
    desk.text.evaluate(PASTE, TABLE)
    # An empty paragraph follows, where writing goes on.
    assert desk.posted(1)["body"] == "\n".join([BODY, "情况如下：", *LINES, ""])
    expect(desk.text.locator(".text-row")).to_have_count(4)
    expect(desk.text.locator(".text-row-head")).to_have_count(2)
    page.keyboard.press("Control+z")
    assert desk.lines() == BODY.split("\n")


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<table><tr><td>" * 300 + "<b>甲</b>", ["文字"]),  # nested beyond all measure
        ("<table>" + "<tr><td>甲</td><td>8</td></tr>" * 201 + "</table>", ["文字"]),
        ("<table><tr><td rowspan=9999 colspan=1000>甲</td><td>乙</td></tr></table>", ["文字"]),
        ("<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tr><td>1</td><td>2</td></tr></table>",
         ["表1", "| 甲 | 乙 |", "| --- | --- |", "| 1 | 2 |"]),
    ],
)  # fmt: skip
def test_what_is_no_table_or_too_large_a_one_is_pasted_as_text(
    desk: Desk, html: str, lines: list[str]
) -> None:
    desk.at_end()
    desk.text.evaluate(PASTE, html)
    assert desk.posted(1)["body"].removeprefix(BODY).strip().split("\n") == lines


def test_a_table_is_inserted_and_filled_by_the_keyboard(desk: Desk, page: Page) -> None:
    desk.text.locator("p").first.click()
    page.get_by_role("button", name="插入表格").click()
    page.keyboard.type(" 经费")
    for words in ("街道", "人次", "说明", "东河", "520"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("西门")
    page.keyboard.press("Enter")
    page.keyboard.type("南浦")
    assert desk.lines()[1:7] == [
        "表1 经费", "| 街道 | 人次 | 说明 |", "| --- | --- | --- |", "| 西门 | 520 |  |", "| 南浦 |  |  |", "|  |  |  |"
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["body", "title"])
def test_nothing_is_saved_while_an_input_method_composes(desk: Desk, page: Page, place: str) -> None:
    page.clock.install()
    if place == "body":
        desk.at_end()
    else:
        page.locator("[name=title]").press("End")
    keyboard = page.context.new_cdp_session(page)
    for typed in ("w", "we", "wen"):
        keyboard.send("Input.imeSetComposition", {"text": typed, "selectionStart": 1, "selectionEnd": 1})
        page.clock.run_for(2_000)
    assert desk.posts == []
    keyboard.send("Input.insertText", {"text": "文"})
    page.clock.run_for(2_000)
    assert desk.posted(1)[place].endswith("文")
    assert "we" not in desk.posted(1)[place]


def test_marks_that_arrive_while_an_input_method_composes_wait_for_its_end(desk: Desk, page: Page) -> None:
    desk.at_end()
    page.keyboard.type("。")
    desk.posted(1)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "w", "selectionStart": 1, "selectionEnd": 1})
    desk.saved(4, mark(0, 2))
    desk.says("已存 第4稿")
    expect(desk.marks).to_have_text("8场")
    keyboard.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    desk.posted(2)
    desk.saved(5, mark(0, 2))
    expect(desk.marks).to_have_text("𠮷")


@pytest.mark.parametrize("pause", [1_000, 100])
def test_words_typed_while_both_sides_are_shown_are_not_lost(desk: Desk, page: Page, pause: int) -> None:
    """They are compared anew: after a pause, or when the writer chooses at once."""
    page.clock.install()
    desk.at_end()
    page.keyboard.type("我的")
    page.clock.run_for(1_000)
    desk.posted(1)
    desk.answer(version=6, html=CONFLICT)
    expect(page.get_by_role("button", name="都保留")).to_be_visible()
    desk.at_end()
    page.keyboard.type("话")
    page.clock.run_for(pause)
    if pause < 600:
        page.get_by_role("button", name="都保留").click()
    mine = {"version": "3", "title": "宣讲到社区", "body": BODY + "我的话"}
    assert desk.posted(2) == mine
    desk.answer(version=7, html=CONFLICT.replace("两边都在。", "两边都在，话也在。"))
    if pause > 600:
        expect(page.locator("textarea[data-merged]")).to_contain_text("话也在")
        page.clock.run_for(5_000)
        assert len(desk.posts) == 2
        page.get_by_role("button", name="都保留").click()
    expect(page.locator(".ProseMirror")).to_contain_text("话也在")
    page.clock.run_for(1_000)
    assert desk.posted(3) == {"version": "7", "title": "标题", "body": "两边都在，话也在。"}


@pytest.mark.parametrize(
    ("take", "title", "body"),
    [
        ("用我的", "宣讲到社区", BODY + "我的"),
        ("用对方的", "标题", "对方。"),
        ("都保留", "标题", "两边都在。"),
    ],
)
def test_the_chosen_side_of_a_conflict_is_saved(
    desk: Desk, page: Page, take: str, title: str, body: str
) -> None:
    desk.at_end()
    page.keyboard.type("我的")
    desk.posted(1)
    desk.answer(version=6, html=CONFLICT)
    page.get_by_role("button", name=take).click()
    assert desk.posted(2) == {"version": "6", "title": title, "body": body}


def test_a_linked_figures_answer_does_not_mark_words_typed_since(desk: Desk, page: Page) -> None:
    desk.marks.click()
    page.get_by_role("option").first.click()
    assert desk.posted(1) == {"version": "3", "figure": "7", "field": "body", "start": "8", "end": "10"}
    let_caret_go(page)
    page.keyboard.press("Control+Home")
    page.keyboard.type("昨天")
    desk.saved(3, mark(8, 10, "consistent"))
    desk.says("已存 第3稿")
    expect(desk.marks).to_have_text("8场")
    desk.posted(2)
    desk.saved(4, mark(10, 12, "consistent"))
    expect(page.locator(".mark-consistent")).to_have_text("8场")


def test_an_at_sign_becomes_the_chosen_figure_by_keyboard(desk: Desk, page: Page) -> None:
    desk.at_end()
    page.keyboard.type("共@")
    expect(page.get_by_role("option").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert desk.posted(1)["body"] == BODY + "共11处"
    desk.saved(4)
    assert desk.posted(2) == {"version": "4", "figure": "9", "field": "body", "start": "20", "end": "23"}


def test_typing_on_after_an_at_sign_is_typing(desk: Desk, page: Page) -> None:
    desk.at_end()
    page.keyboard.type("邮箱a@")
    expect(page.get_by_role("option").first).to_be_focused()
    page.keyboard.type("b.cn")
    expect(page.get_by_role("option")).to_have_count(0)
    assert desk.lines()[-1] == "受到欢迎。邮箱a@b.cn"


def test_a_card_closes_by_escape_and_the_writer_is_back_in_the_text(desk: Desk, page: Page) -> None:
    desk.marks.click()
    expect(page.get_by_role("option").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(desk.text).to_be_focused()


def test_a_lost_connection_is_said_and_tried_again(desk: Desk, page: Page, silence: list[str]) -> None:
    page.clock.install()
    desk.at_end()
    page.keyboard.type("好")
    page.clock.run_for(1_000)
    desk.posted(1)
    desk.waiting.pop().abort()
    desk.says("没有存上")
    page.clock.run_for(30_000)
    assert desk.posted(2)["body"] == BODY + "好"
    desk.saved(4)
    desk.says("已存 第4稿")
    silence[:] = [line for line in silence if "Failed to load resource" not in line]


def test_leaving_with_words_unsaved_is_asked_about(desk: Desk, page: Page) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.at_end()
    page.keyboard.type("好")
    desk.posted(1)
    page.reload()
    assert asked == ["beforeunload"]
