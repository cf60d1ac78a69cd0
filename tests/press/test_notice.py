"""The printed 督办单."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from taizhang.press import NoticeSheet, PressError, shared_press
from taizhang.press.typeset import worker

SHEET = NoticeSheet(
    issuer="海川市文明办",
    title="督办单",
    number="督办〔2026〕3号",
    colour="黄色",
    addressee="市民政局",
    facts=(("项目", "2026-012 独居老人每周一访"), ("回复时限", "2026年8月28日")),
    body=("请你单位说明落后的原因。",),
    reply=(),
    day=date(2026, 8, 18),
)


def words(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), text.replace("\r\n", "").replace(" ", "")


def test_a_notice_is_one_page_with_room_for_the_answer() -> None:
    pages, text = words(shared_press().set_notice(SHEET))
    assert pages == 1
    for part in ("海川市文明办", "督办〔2026〕3号", "黄色", "市民政局", "独居老人每周一访", "可另附页"):
        assert part in text


def test_the_answer_stands_where_there_is_one() -> None:
    _, text = words(shared_press().set_notice(replace(SHEET, reply=("已增派人员。",))))
    assert "已增派人员" in text
    assert "可另附页" not in text


def test_typed_words_are_words_and_never_commands() -> None:
    hostile = '#panic("x") $x$ *b* \\u{41} <label> @ref " ]]'
    _, text = words(shared_press().set_notice(replace(SHEET, body=(hostile,))))
    assert hostile.replace(" ", "") in text


def test_a_long_text_runs_on_to_numbered_pages() -> None:
    pages, text = words(shared_press().set_notice(replace(SHEET, body=("请说明原因。" * 60,) * 4)))
    assert pages > 1
    assert "—2—" in text


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert shared_press().set_notice(SHEET) == shared_press().set_notice(SHEET)


def test_a_character_nobody_can_draw_is_named() -> None:
    with pytest.raises(PressError, match="U\\+E000"):
        shared_press().set_notice(replace(SHEET, body=("请\ue000。",)))


def test_the_worker_sets_it_as_any_other_page() -> None:
    setters: dict[str | None, worker.Setter] = {}
    head, pdf = worker.answer({"notice": SHEET.to_json(), "fonts": None}, setters)
    assert head == {"warnings": [], "notes": []}
    head, pdf = worker.answer({"notice": replace(SHEET, number="\ue000").to_json(), "fonts": None}, setters)
    assert "没有可用的字形" in head["error"]["pattern"]
    assert pdf == b""
