from __future__ import annotations

import pytest

from taizhang.core.roster.people import (
    APART,
    OF_UNITS,
    ROLE_WORDS,
    WITH_OR_WITHOUT,
    OfficeRegister,
    PersonRow,
    read_people,
)
from taizhang.core.roster.units import DEPARTMENT, DISTRICT, OTHER
from taizhang.office.models import UnitKind
from taizhang.office.roles import ADMINISTRATORS, OF_A_UNIT, Role

OFFICE = OfficeRegister(
    own={"海川市文明办", "市文明办"},
    units={"海川市教育局": 1, "市教育局": 1, "市民政局": 2},
    held={("许佳宁", 1): frozenset({"liaison"}), ("罗成", None): frozenset({"sys_admin"})},
    logins={"许佳宁", "luocheng"},
)
HEAD = ["姓名", "单位", "岗位", "邮箱", "电话", "登录名"]


def read(*rows: list[str]) -> tuple[list[PersonRow], list[str], list[tuple[int, str]]]:
    table = read_people([HEAD, *rows], OFFICE)
    return list(table.rows), list(table.known), [(each.row, str(each.message)) for each in table.mistakes]


def test_the_words_are_those_of_the_roles() -> None:
    assert set(ROLE_WORDS.values()) == set(Role.values)
    assert ({*OF_A_UNIT}, {*ADMINISTRATORS}) == (OF_UNITS, APART)
    assert {Role.READER} == WITH_OR_WITHOUT
    assert {DEPARTMENT, DISTRICT, OTHER} == set(UnitKind.values)
    assert all(ROLE_WORDS[str(role.label)] == role for role in Role)


def test_a_liaison_needs_no_word_and_an_editor_no_unit() -> None:
    rows, _known, mistakes = read(
        ["秦维山", "海川市教育局", "", "ＱＩＮ@example.cn", "6555 0000"],
        ["林知远", "", "责编、督账员"],
        ["陆平", "市民政局", "读者"],
    )  # fmt: skip
    assert mistakes == []
    assert [(row.name, row.unit, row.roles, row.mail) for row in rows] == [
        ("秦维山", 1, ("liaison",), "QIN@example.cn"),
        ("林知远", None, ("editor", "ledger_officer"), ""),
        ("陆平", 2, ("reader",), ""),
    ]


def test_rows_of_one_person_are_joined_and_namesakes_get_a_login_name_each() -> None:
    rows, known, mistakes = read(
        ["周延平", "", "签发"], ["周延平", "市文明办", "核稿", "zhou@example.cn"], ["许佳宁", "市民政局", ""],
        ["许佳宁", "市民政局", "联络员"], ["许佳宁", "市教育局", "单位负责人"],
    )  # fmt: skip
    assert mistakes == []
    assert [(row.name, row.unit, row.roles, row.login, row.fresh) for row in rows] == [
        ("周延平", None, ("signer", "checker"), "周延平", True),
        ("许佳宁", 2, ("liaison",), "许佳宁2", True),
        ("许佳宁", 1, ("unit_leader",), "", False),
    ]
    assert rows[0].mail == "zhou@example.cn"
    assert known == ["许佳宁"]


def test_who_has_the_post_already_brings_nothing_new() -> None:
    assert read(["许佳宁", "市教育局", "联络员"]) == ([], ["许佳宁"], [])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["", "市教育局", ""], "缺少姓名"),
        (["许佳宁", "市教育厅", ""], "没有单位“市教育厅”"),
        (["许佳宁", "市教育局", "责编"], "是办公室的岗位"),
        (["许佳宁", "", "联络员"], "须属于一个单位"),
        (["许佳宁", "", ""], "须写明岗位"),
        (["许佳宁", "", "主编辑"], "没有岗位“主编辑”，可用：联络员、"),
        (["许佳宁", "市教育局", "", "xu@"], "邮箱“xu@”不正确"),
        (["名" * 31, "市教育局", ""], "最多30字"),
        (["许佳宁", "市教育局", "", "", "1" * 31], "最多30字"),
        (["许佳\n宁", "市教育局", ""], "多行文字"),
        (["白雪松", "", "安全管理员、责编"], "三员互斥"),
        (["罗成", "", "审计管理员"], "三员互斥"),
        (["新人", "市教育局", "", "", "", "Luocheng"], "登录名“Luocheng”已有人使用"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_row(row: list[str], words: str) -> None:
    rows, _known, mistakes = read(["秦维山", "市民政局", ""], row)
    assert [row.name for row in rows] == ["秦维山"]
    assert [number for number, _message in mistakes] == [3]
    assert words in mistakes[0][1]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("new@example.cn", ""), "邮箱"),
        (("", "6555 1111"), "电话"),
        (("new@example.cn", "6555 1111"), "邮箱、电话"),
    ],
)
@pytest.mark.parametrize("role", ["联络员", "单位负责人"])  # the one that is held, and one more
def test_another_address_than_the_known_one_is_told(role: str, cells: tuple[str, str], said: str) -> None:
    register = OfficeRegister(
        OFFICE.own, OFFICE.units, OFFICE.held, (), {("许佳宁", 1): ("xu@example.cn", "6555 0000")}
    )
    table = read_people([HEAD, ["许佳宁", "市教育局", role, *cells]], register)
    assert (len(table.rows), table.known, table.mistakes) == (int(role == "单位负责人"), (), ())
    assert f"名单里的{said}与已登记的不同" in str(table.differing[0].message)


@pytest.mark.parametrize("cells", [("", ""), ("xu@example.cn", ""), ("xu@example.cn", "６５５５ 0000")])
def test_the_known_address_is_nothing_new(cells: tuple[str, str]) -> None:
    register = OfficeRegister(
        OFFICE.own, OFFICE.units, OFFICE.held, (), {("许佳宁", 1): ("xu@example.cn", "6555 0000")}
    )
    table = read_people([HEAD, ["许佳宁", "市教育局", "联络员", *cells]], register)
    assert (table.known, table.differing) == (("许佳宁",), ())
