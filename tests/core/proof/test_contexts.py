"""The office's own register, archive and earlier issues; corners of pairing and counting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from taizhang.core.proof import NameRegister, ProofContext, proofread, register_from_json
from taizhang.core.proof.own import usual_wordings
from taizhang.core.proof.register import (
    PersonPost,
    RegisterUnit,
    SetPhrase,
    WrongLine,
    contradiction,
    pairs_in,
    people_in,
    phrases_in,
)
from taizhang.core.proof.repeats import sentence_key, sentence_keys

REGISTER = {
    "units": [
        {"name": "海川市教育局", "aliases": ["市教育局"]},
        {"name": "望潮区人民政府", "aliases": ["望潮区政府"]},
        {"name": "海川市卫生健康委员会"},
        {"name": "海川大学"},
        {"name": "长风剧团"},
    ],
    "people": [
        {"name": "顾明川", "post": "海川市教育局局长"},
        {"name": "周宁", "post": "望潮区区长"},
        {"name": "沈砚秋", "post": "宣讲员"},
    ],
    "phrases": [{"say": "百日行动", "since": "2026-03-01", "until": "2026-06-30", "wrong": ["百日攻坚"]}],
    "pairs": [{"wrong": "文明站", "right": "文明实践站"}],
}


def asked(
    text: str, register: dict[str, object] = REGISTER, day: date | None = None
) -> list[tuple[str, str, str]]:
    context = ProofContext(register_from_json(register), day=day)
    return [(q.rule.id, q.words, q.right) for q in proofread(text, context, certain_ends=True)]


def test_a_register_is_read_with_every_key_optional() -> None:
    assert register_from_json({}) == NameRegister()
    read = register_from_json(REGISTER)
    assert read.units[0] == RegisterUnit("海川市教育局", ("市教育局",))
    assert read.people[1] == PersonPost("周宁", "望潮区区长")
    phrase = SetPhrase("百日行动", ("百日攻坚",), "", date(2026, 3, 1), date(2026, 6, 30))
    assert read.phrases == (phrase,)
    assert [phrase.holds_on(day) for day in (None, date(2026, 4, 1), date(2026, 7, 1))] == [True, True, False]


@pytest.mark.parametrize(
    "wrong", [{"units": [{}]}, {"units": 3}, {"phrases": [{"say": "天", "since": "春"}]}]
)
def test_what_is_no_register_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        register_from_json(wrong)


@pytest.mark.parametrize(
    ("text", "rule", "right"),
    [
        ("望朝区政府印发通知。", "unit-name", "望潮区政府"),
        ("市教育委印发通知。", "unit-name", "市教育局"),
        ("望潮区副区长周宁调研。", "person-post", "望潮区区长周宁"),
        ("市教育局局长李正表示。", "person-name", "市教育局局长顾明川"),
        ("望潮区区长周平介绍。", "person-name", "望潮区区长周宁"),
        ("顾晓川介绍，书屋已经开放。", "person-near", "顾明川"),
        ("推进百日攻坚。", "phrase-wrong", "百日行动"),
        ("走进文明站。", "own-pair", "文明实践站"),
    ],
)
def test_names_near_to_the_register_are_asked_about(text: str, rule: str, right: str) -> None:
    assert [(each, meant) for each, _words, meant in asked(text)] == [(rule, right)]


@pytest.mark.parametrize(
    "text",
    [
        "望潮区政府印发通知，市教育局局长顾明川、望潮区区长周宁参加。",
        "时任市教育局副局长顾明川介绍。",
        "原市教育局局长李正表示。",
        "市财政局、市体育局、青禾县政府配合，海川大学、长风剧团演出。",
        "市教育局局长主持会议，宣讲员沈砚秋讲课。",
        "走进文明实践站。",
        "市卫生健康委、海川市卫生健康委员会、望潮区政府联合印发。",
        "顾明川区长",
    ],
)
def test_known_names_and_other_bodies_are_left_alone(text: str) -> None:
    found = asked(text)
    assert found == [] or text == "顾明川区长"


def test_a_phrase_counts_while_it_holds() -> None:
    assert asked("推进百日攻坚，开展百日行动。", day=date(2026, 7, 1)) == [
        ("phrase-out-of-date", "百日行动", "")
    ]
    assert [rule for rule, _, _ in asked("推进百日攻坚。", day=date(2026, 4, 1))] == ["phrase-wrong"]


def test_an_archive_knows_what_is_usual() -> None:
    usual = usual_wordings(["推动新时代文明实践走深走实。"] * 6 + ["甲乙丙丁戊。"])
    assert usual["代文实践"] == "明"
    assert "甲乙丁戊" not in usual
    context = ProofContext(wordings=usual)
    (question,) = proofread("推动新时代文朋实践走深走实。", context)
    assert (question.words, question.right) == ("代文朋实践", "代文明实践")


def test_a_wording_that_the_archive_has_both_ways_is_not_usual() -> None:
    assert usual_wordings(["推动文明实践。"] * 6 + ["推动文化实践。"] * 3).get("文实践") is None


def test_earlier_sentences_are_found_by_their_keys() -> None:
    printed = "一是志愿者每周两次上门送餐送药。天晴。"
    (key,) = sentence_keys(printed)
    assert key == sentence_key("志愿者每周两次上门送餐送药！")
    context = ProofContext(earlier={key: "第3期《邻里》"})
    (question,) = proofread("（二）志愿者每周两次上门送餐送药。", context, certain_ends=True)[-1:]
    assert str(question.sentence) == "这句话已在第3期《邻里》刊出，请核对是否重复刊登。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("做到（一是快、“二是准）。”", ["“二是准", "”"]),
        ("（甲）丙）丁", ["）"]),
        ("材料：1）名单；2）账目；（3）票据。", []),
        ("建成驿站12处（含移动驿站3处】，开放。", ["（含移动驿站3处】"]),
    ],
)
def test_signs_are_paired(text: str, words: list[str]) -> None:
    found = proofread(text, certain_ends=True)
    assert [q.words for q in found if q.rule.id.startswith(("bracket", "quote"))] == words


@pytest.mark.parametrize(
    "text",
    [
        "二、系统治水。投资1.36亿元。三、科学治土。",  # an excerpt keeps its numbers where they are in order
        "一、目标\n（一）建队伍\n1.招募\n（1）报名\n（2）面试\n2.培训\n（二）建阵地\n二、要求",
        "十、保障\n十一、监督\n十二、评估",
        "第二十一、",
    ],
)
def test_marks_in_order_are_left_alone(text: str) -> None:
    order = [q.words for q in proofread(text, certain_ends=True) if q.rule.id == "heading-order"]
    assert order in ([], ["二、"])


def test_a_mark_above_twenty_is_read() -> None:
    text = "".join(f"{mark}、措施\n" for mark in ("十九", "二十", "二十二"))
    found = [(q.words, q.right) for q in proofread(text, certain_ends=True) if q.rule.id == "heading-order"]
    assert found == [("二十二、", "二十一、")]


def test_a_run_that_goes_on_in_another_form_is_one_run() -> None:
    found = proofread("一是摸底数；二要建清单；三是抓整改。", certain_ends=True)
    assert [(q.words, q.right) for q in found if q.rule.id == "run-order"] == [("二要", "二是")]


def test_a_text_whose_lines_a_margin_ended_is_not_asked_for_stops() -> None:
    text = "会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告"
    assert [q.rule.id for q in proofread(text, certain_ends=True)] == ["without-end"]
    assert proofread(text) == []
    broken = text + "\n\n给牵头单位，并说明需要协调解决的具体事项和时限。"
    assert proofread(broken, certain_ends=True) == []


def test_a_date_with_its_year_may_follow_one_without() -> None:
    for text in ("12月1日至2027年1月5日。", "2026年12月1日至次年1月5日。", "2026年3月1日至2027年2月1日。"):
        assert proofread(text, certain_ends=True) == []
    (question,) = proofread("2027年3月1日至2026年2月1日。", certain_ends=True)
    assert question.rule.id == "date-backwards"


def test_the_lists_of_an_office_are_read_line_by_line() -> None:
    assert people_in("顾明川 海川市教育局局长\n\n周宁 望潮区区长") == (
        PersonPost("顾明川", "海川市教育局局长"),
        PersonPost("周宁", "望潮区区长"),
    )
    assert pairs_in("文明站 文明实践站") == (("文明站", "文明实践站"),)
    assert phrases_in("甲行动\n乙行动 乙运动、乙活动 - 2026-01-01") == (
        SetPhrase("甲行动"),
        SetPhrase("乙行动", ("乙运动", "乙活动"), "", date(2026, 1, 1)),
    )


@pytest.mark.parametrize(
    ("read", "lines", "number"),
    [
        (people_in, "顾明川 局长\n周宁", 2),
        (people_in, "\n顾明川 局长\n　\n周宁", 4),
        (pairs_in, "甲 乙 丙", 1),
        (phrases_in, "甲 乙 丙 春天", 1),
        (phrases_in, "乙\n甲 - - 2026-03-01 2026-02-28", 2),
        (pairs_in, "甲 乙\n甲 甲", 2),
        (phrases_in, "甲 乙、甲", 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named(read: Callable[[str], object], lines: str, number: int) -> None:
    with pytest.raises(WrongLine) as caught:
        read(lines)
    assert caught.value.number == number


@pytest.mark.parametrize(
    ("pairs", "phrases", "lines"),
    [
        ("甲 乙\n乙 甲", "", ("乙 甲", "甲 乙")),
        ("甲 乙\n丁 戊\n甲 丙", "", ("甲 丙", "甲 乙")),
        ("甲 乙\n乙 丙", "", ("乙 丙", "甲 乙")),
        ("甲 乙\n丙 甲", "", ("丙 甲", "甲 乙")),
        ("甲 乙", "丙 丁、甲", ("丙 丁、甲", "甲 乙")),
        ("", "甲 乙\n乙 丙", ("乙 丙", "甲 乙")),
        ("", "甲 乙 - - 2026-06-30\n丙 乙 - 2026-06-30", ("丙 乙 - 2026-06-30", "甲 乙 - - 2026-06-30")),
    ],
)
def test_lines_that_contradict_each_other_are_found(pairs: str, phrases: str, lines: tuple[str, str]) -> None:
    found = contradiction(pairs, phrases)
    assert found is not None
    assert (found[0].line, found[1].line) == lines


@pytest.mark.parametrize(
    ("pairs", "phrases"),
    [
        ("甲 丙\n乙 丙\n甲 丙", "丙 乙\n丁"),
        ("文明站 文明实践站\n实践站 文明实践站", ""),
        ("", "甲 乙 - - 2026-06-30\n丙 乙 - 2026-07-01"),
    ],
)
def test_lines_that_agree_stand_beside_each_other(pairs: str, phrases: str) -> None:
    assert contradiction(pairs, phrases) is None


def test_a_paragraph_in_order_follows_one_without_an_end() -> None:
    text = (
        "会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告\n一、目标\n"
        + "各单位按时报送。" * 5
    )
    assert proofread(text, certain_ends=True)[0].rule.id == "without-end"
    signed = "会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告。（市教育局）"
    assert proofread(signed, certain_ends=True) == []
    labelled = "联系人：会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告"
    assert proofread(labelled, certain_ends=True) == []


def test_the_next_point_may_follow_any_first_one() -> None:
    assert proofread("第一步摸排，其次，整改。一方面建亭，同时修路。", certain_ends=True) == []


PICTURE = "![图{}　揭牌｜供图｜人](picture:ghbcijdeklfamghbcijdeklf)"
TABLE = "表{} 经费\n| 街道 | 人次 |\n| --- | --- |\n| 东河 | 520 |"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [PICTURE.format(1), "又走访。", PICTURE.format(3), PICTURE.format(2)],
            [("图3", "图2"), ("图2", "图3")],
        ),
        ([PICTURE.format(1), TABLE.format(1), PICTURE.format(2), TABLE.format(2), TABLE.format(3)], []),
        ([PICTURE.format(1), PICTURE.format(1)], [("图1", "图2")]),
        ([PICTURE.format("一"), PICTURE.format("二"), PICTURE.format("四")], [("图四", "图三")]),
        ([PICTURE.format("1-1"), PICTURE.format("1-2"), "表3 没有横线\n| 表 |"], []),
    ],
)
def test_captions_of_pictures_and_of_tables_are_counted_apart(
    lines: list[str], expected: list[tuple[str, str]]
) -> None:
    asked = proofread("\n".join(lines), certain_ends=True)
    assert [(q.words, q.right) for q in asked if q.rule.id == "caption-order"] == expected
