"""What the template is given to draw."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen.model import Bulletin, Contacts, IssueKind, Item, Paragraph
from taizhang.press import DEFAULT_TEMPLATE, FontRole, HouseTemplate, PressError, installed
from taizhang.press.typeset.headings import led
from taizhang.press.typeset.pack import SQUEEZE, Packed, Packer
from taizhang.press.typeset.wording import balanced, masthead_numbers, name_size

from .samples import bulletin, item


def packed(b: Bulletin, **changes: Any) -> Packed:
    return Packer(HouseTemplate(**changes), installed()).pack(b)


def text_of(block: dict[str, Any]) -> str:
    return "".join(run for line in block["lines"] for _, run in line["runs"])


def test_the_masthead_is_complete() -> None:
    head = packed(bulletin()).data["masthead"]
    assert head["name"] == "海川市精神文明建设情况简报"
    assert head["numbers"] == ["第10期", "（总第2222期）"]
    assert (head["issuer"], head["date"]) == ("海川市文明办", "2026年3月2日")


@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        ({"annual_no": 3, "kind": IssueKind.SUPPLEMENT}, ["增刊 第3期"]),
        ({"annual_no": 3, "kind": IssueKind.SPECIAL}, ["专刊 第3期"]),
        ({"annual_no": 18, "year": 2024}, ["〔2024〕第18期"]),
        ({"cumulative_no": 9}, ["（总第9期）"]),
        ({}, []),
    ],
)
def test_numbers_say_the_kind_and_the_year(changes: dict[str, Any], numbers: list[str]) -> None:
    assert masthead_numbers(Bulletin(**changes)) == numbers


def test_the_house_may_name_the_masthead_itself() -> None:
    data = packed(bulletin(), name="海川文明").data
    assert data["masthead"]["name"] == "海川文明"
    assert data["title"] == "海川文明 第10期"
    assert name_size("海川") == 56
    assert name_size("海" * 30) < 15


def test_an_empty_bulletin_still_has_a_title() -> None:
    data = packed(Bulletin()).data
    assert data["title"] == "简报"
    assert data["blocks"] == data["imprint"] == []
    assert data["masthead"]["date"] == ""


def test_each_column_is_named_once() -> None:
    items = (item(1), item(1), Item("海川。", (), column="县区动态"))
    columns = [b["text"] for b in packed(bulletin(items=items)).data["blocks"] if b["kind"] == "column"]
    assert columns == ["【创建动态】", "【县区动态】"]


def test_the_note_is_labelled_once_in_heiti() -> None:
    note = (Paragraph("海川。"), Paragraph("云岭。"))
    first, second = packed(Bulletin(note=note), note_label="编者按").data["blocks"]
    assert first["lines"][0]["runs"] == [(FontRole.HEI, "编者按："), (FontRole.KAI, "海川。")]
    assert second["lines"][0]["runs"] == [(FontRole.KAI, "云岭。")]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("一是织密网络。在社区建房。二是做优品牌。办好读书月。其中一是海川。（三）云岭",
         ["一是织密网络。", "二是做优品牌。", "（三）云岭"]),
        ("一是加强领导，压实责任。各单位成立专班。", ["一是加强领导，压实责任。"]),
        ("一是织密网络。在社区建房。二是做优品牌。办好读书月。三是送书上门。",
         ["一是织密网络。", "二是做优品牌。", "三是送书上门。"]),
        ("主要问题：一是认识不足。二是人手不够。", []),
        ("一是认识不足，二是人手不够，三是经费短缺。", []),
        ("一是认识不足；二是人手不够；三是经费短缺。下一步将逐一解决。", []),
        ("一是认识不足。二是人手不够。三是经费短缺。下一步将逐一解决。", []),
        ("一是一，二是二。", []),
        ("（一）健全机制。每月会商。", ["（一）健全机制。"]),
        ("附表（一）见下。", []),
    ],
)  # fmt: skip
def test_leading_sentences_stand_in_kaiti_where_they_are_headings(text: str, headings: list[str]) -> None:
    assert [words for role, words in led(text) if role is FontRole.KAI] == headings
    assert "".join(words for _, words in led(text)) == text


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("一、加强组织领导。各单位成立专班。", "一、加强组织领导。"),
        ("十二、工作要求", "十二、工作要求"),
        ("一、各单位要认真学习；二、抓好落实。", ""),
        ("共三项：一、加强领导。", ""),
        ("一、二月份走访4216户。", ""),
        ("一、三农工作", "一、三农工作"),
    ],
)
def test_a_first_level_runs_in_in_heiti(text: str, heading: str) -> None:
    assert "".join(words for role, words in led(text) if role is FontRole.HEI) == heading


def test_marks_share_their_white_in_any_line() -> None:
    text = "通过“建账”、“督账”，他说：“好！”（见《台账》）。"
    (block,) = packed(Bulletin(items=(Item("", (Paragraph(text),)),))).data["blocks"]
    runs = block["lines"][0]["runs"]
    assert text_of(block) == text
    before = [runs[n - 1][1][-1] + runs[n + 1][1][0] for n, run in enumerate(runs) if run[0] == SQUEEZE]
    assert before == ["”、", "、“", "”，", "：“", "！”", "”（", "》）", "）。"]


@pytest.mark.parametrize("quantity", ["30万余斤", "85%", "110个", "1100余人", "4.5万平方米", "3亿元", "8月"])
def test_a_number_is_never_parted_from_its_unit(quantity: str) -> None:
    for lead in range(18, 28):
        text = "海" * lead + quantity + "海川" * 20
        (block,) = packed(Bulletin(items=(Item("", (Paragraph(text),)),))).data["blocks"]
        lines = ["".join(words for _, words in line["runs"]) for line in block["lines"]]
        assert sum(quantity in line for line in lines) == 1, lines


def test_leading_sentences_stay_as_they_are_where_the_house_wants_it() -> None:
    body = packed(bulletin(2), lead_sentences=False).data["blocks"][3]
    assert {role for line in body["lines"] for role, _ in line["runs"]} == {FontRole.FANG, SQUEEZE}


@pytest.mark.parametrize("run_in", [True, False])
def test_all_text_of_an_item_is_there(run_in: bool) -> None:
    story = item(2, run_in=run_in)
    blocks = packed(Bulletin(items=(story,))).data["blocks"]
    said = "".join(
        "".join(b["lines"]) if b["kind"] in {"title", "source"} else b.get("text") or text_of(b)
        for b in blocks
    )
    assert said == "【创建动态】" + story.title + "".join(p.text for p in story.body) + "（市图书馆）"


def test_a_headline_may_stand_alone() -> None:
    (block,) = packed(Bulletin(items=(Item("海川。", ()),))).data["blocks"]
    assert block["lines"][0]["head"] == 1
    assert text_of(block) == "海川。"


def test_a_headline_of_two_lines_is_one_heading() -> None:
    title = "市图书馆坚持重心下移、资源下沉，推动服务从馆内走向街巷，在社区建成书房36座。"
    (block,) = packed(Bulletin(items=(Item(title, (Paragraph("海川。"),)),))).data["blocks"]
    heads = [run for line in block["lines"] for run in line["runs"][: line["head"]]]
    assert "".join(words for _, words in heads) == title
    assert text_of(block) == title + "海川。"


def test_a_column_without_items_is_printed_too() -> None:
    blocks = packed(Bulletin(columns=("甲", "乙"), items=(Item("海川。", (), column="甲"),))).data["blocks"]
    assert [b["text"] for b in blocks if b["kind"] == "column"] == ["【乙】", "【甲】"]


def test_blank_paragraphs_and_blank_titles_take_no_line() -> None:
    blank = Item(" ", (Paragraph(" "), Paragraph("海川。")), run_in=False)
    (block,) = packed(Bulletin(items=(blank,))).data["blocks"]
    assert text_of(block) == "海川。"


def test_a_blank_at_the_end_of_a_line_is_not_set() -> None:
    text = "海" * 23 + "Wi-Fi " + "https://example.org/a"
    (block,) = packed(Bulletin(items=(Item("", (Paragraph(text),)),))).data["blocks"]
    assert block["lines"][0]["runs"][-1][1].endswith("Wi-Fi")


def test_a_long_unit_stands_in_short_lines() -> None:
    *_, block = packed(Bulletin(items=(Item("海川。", (), "海川市" * 14),))).data["blocks"]
    assert [len(line) for line in block["lines"]] == [26, 18]


def test_contacts_that_do_not_fit_go_on_below() -> None:
    contacts = Contacts("010-55550000", "010-55550001", "jingshenwenming.bangongshi@haichuan.gov.cn")
    ((first, second),) = packed(Bulletin(contacts=contacts)).data["imprint"]
    assert [len(first["cells"]), len(second["cells"])] == [2, 1]


def test_the_imprint_follows_the_houses_order() -> None:
    usual = packed(bulletin()).data["imprint"]
    other = packed(bulletin(), imprint=("people", "recipients")).data["imprint"]
    assert usual == other[::-1]
    assert [row["lines"][0]["text"][:2] for row in usual[0]] == ["报：", "送：", "发："]
    assert usual[0][0]["lines"][0]["text"] == "报：省文明办，市文明委主任、副主任。"
    assert [row.get("cells") or row["right"] for row in usual[1]] == [
        ["责编：方一舟", "核稿：梁知微"],
        ["电话：5300617", "传真：5300618", "邮箱：jianbao@example.cn"],
        "（共印80份）",
    ]
    assert packed(bulletin(), imprint=("people",)).data["imprint"] == usual[1:]


def test_a_missing_glyph_is_refused_by_name() -> None:
    with pytest.raises(PressError, match="有1个字没有可用的字形，不能付印：\ue000（U\\+E000）"):
        packed(Bulletin(issuer="海川\ue000"))


def test_full_lines_of_a_bulletin_keep_to_the_grid() -> None:
    lines = packed(bulletin(10)).full_lines
    assert len(lines) > 50
    assert all(abs(line.cells - 28) <= 1.3 or abs(line.cells - 26) <= 1.3 for line in lines)


def test_a_pack_is_plain_json() -> None:
    assert (
        json.loads(json.dumps(packed(bulletin(date=date(2026, 1, 9))).data))["masthead"]["date"]
        == "2026年1月9日"
    )
    assert packed(bulletin()).data["colour"] == DEFAULT_TEMPLATE.colour


@given(st.text(st.sampled_from("海川市文明办，：《“A "), min_size=1, max_size=120), st.integers(8, 20))
def test_a_title_is_balanced_and_whole(title: str, most: int) -> None:
    lines = balanced(title, most)
    assert all(len(line) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")


def test_a_title_breaks_near_the_middle_at_a_mark() -> None:
    assert balanced("坚持重心下移资源下沉，推动服务走向街巷人人可及", 20) == [
        "坚持重心下移资源下沉，",
        "推动服务走向街巷人人可及",
    ]


@pytest.mark.parametrize(("title", "shared"), [("推进书香校园建设。", 1), ("推进书香校园建设", 0)])
def test_a_headline_at_the_head_of_the_text_shares_its_white_with_the_quotation_after_it(
    title: str, shared: int
) -> None:
    body = (Paragraph("“书香进校园”活动走进十一所学校，面向师生开展宣讲，累计发放图书三十万余册。"),)
    block = packed(bulletin(items=(Item(title, body, run_in=True),))).data["blocks"][-1]
    first = block["lines"][0]["runs"]
    assert [role for role, _ in first].count(SQUEEZE) == shared
    assert "".join(run for _, run in first).startswith(f"{title}“")
