"""Units from a pasted table: full name, short name, aliases, kind, district."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.core.roster.table import (
    Cells,
    FieldRow,
    RowMistake,
    field_rows,
    table_mistakes,
    words_of,
)
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message, joined

DEPARTMENT, DISTRICT, OTHER = "department", "district", "other"
LONGEST_NAME, LONGEST_SHORT, LONGEST_DISTRICT = 100, 30, 30
UNIT_HEADINGS = {
    "name": ("单位名称", "单位全称", "全称", "单位", "名称", "成员单位", "部门", "责任单位"),
    "short_name": ("简称", "单位简称", "规范简称"),
    "kind": ("类别", "单位类别", "类型", "单位类型", "性质"),
    "district": ("区县", "所属区县", "所在区县", "地区", "所属地区"),
    "aliases": ("别名", "其他名称", "曾用名", "又称"),
}
# Words of the column 类别, the first that occurs in the cell; then what a name itself says.
KIND_WORDS = {
    "区县": DISTRICT, "县区": DISTRICT, "区直": DISTRICT, "镇": DISTRICT, "乡": DISTRICT, "街道": DISTRICT,
    "直": DEPARTMENT, "部门": DEPARTMENT, "委办局": DEPARTMENT, "局": DEPARTMENT, "机关": DEPARTMENT,
    "其他": OTHER, "企业": OTHER, "高校": OTHER, "院校": OTHER, "学校": OTHER, "医院": OTHER, "社会": OTHER,
    "区": DISTRICT, "县": DISTRICT,
}  # fmt: skip
_OF_A_DISTRICT = re.compile(r"[区县旗](?:文明办|委.*|人民政府|政府|管委会)?$")
_SEAT = re.compile(r"^.{1,8}?[省市区县州盟旗]")  # 海川市教育局 → 海川市
_MOST = 0.5  # of the units that begin with the same place: they are called without it


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the table has it; ``kind`` is one of DEPARTMENT, DISTRICT, OTHER."""

    row: int
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    kind: str = DEPARTMENT
    district: str = ""

    @property
    def every_name(self) -> tuple[str, ...]:
        """All that the unit is known by."""
        return self.name, self.short_name, *self.aliases


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that the office has; ``names`` are all that it is known by, folded."""

    short_name: str = ""
    names: frozenset[str] = frozenset()
    kind: str = DEPARTMENT
    district: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class UnitTable:
    """What was read: units to add, names whose row brings nothing new, rows of units that are there and of which the
    table says something else (``differing``), and rows that cannot be used.
    """

    rows: tuple[UnitRow, ...]
    known: tuple[str, ...]
    mistakes: tuple[RowMistake, ...]
    differing: tuple[RowMistake, ...] = ()


def read_units(cells: Cells, known: Mapping[str, KnownUnit]) -> UnitTable:
    """Read the units of a table; ``known`` are those that are there, by their folded names.

    A short name that the table does not give is the name without the place that most names begin with
    (海川市教育局 → 市教育局).
    """
    told = field_rows(cells, UNIT_HEADINGS)
    rows: list[UnitRow] = []
    there: list[str] = []
    differing: list[RowMistake] = []
    mistakes = table_mistakes(told)
    seat, seen = _seat([each["name"] for each in told]), set[str]()
    taken = {name: unit.short_name for unit in known.values() if unit.active for name in unit.names}
    for each in told:
        row = _unit(each, seat)
        key = comparison_key(row.name)
        wrong = _wrong(row, each, twice=key in seen)
        seen.add(key)
        if wrong is not None:
            mistakes.append(RowMistake(each.row, row.name, wrong))
        elif key in known and (other := _difference(row, each, known[key])) is not None:
            differing.append(RowMistake(each.row, row.name, other))
        elif key in known:
            there.append(row.name)
        elif (shared := shared_alias(row.aliases, taken)) is not None:
            mistakes.append(RowMistake(each.row, row.name, shared))
        else:
            rows.append(row)
            taken |= dict.fromkeys(map(comparison_key, row.every_name), row.name)
    return UnitTable(tuple(rows), tuple(there), tuple(mistakes), tuple(differing))


def short_name(name: str, seat: str) -> str:
    """Return the name without the place ``seat`` but for its last character; the name where it begins otherwise."""
    return name[len(seat) - 1 :] if seat and name.startswith(seat) and len(name) > len(seat) + 1 else name


def _unit(told: FieldRow, seat: str) -> UnitRow:
    name = told["name"]
    row = UnitRow(told.row, name, told["short_name"] or short_name(name, seat), words_of(told["aliases"]))
    return replace(row, kind=kind_of(told["kind"], name), district=told["district"])


def kind_of(words: str, name: str) -> str:
    """Return the kind that the table's words say, else the one that the name says."""
    for word, kind in KIND_WORDS.items():
        if word in words:
            return kind
    if words:
        return OTHER
    return DISTRICT if _OF_A_DISTRICT.search(name) else DEPARTMENT


def _seat(names: Sequence[str]) -> str:
    """The place with which most names begin; empty where there is none."""
    begun = [found[0] for name in names if (found := _SEAT.match(name))]
    seat = max(begun, key=begun.count, default="")
    return seat if begun.count(seat) > max(1, _MOST * len(names)) else ""


def _difference(row: UnitRow, told: FieldRow, known: KnownUnit) -> Message | None:
    """What the table says of a unit that is not as the office has it; nothing of it is stored."""
    if not known.active:
        return Message(N_("这个单位已经撤销；还要用的，请在它的页面上恢复使用。"))
    compared = (
        (N_("简称"), told["short_name"] and row.short_name != known.short_name),
        (N_("类别"), told["kind"] and row.kind != known.kind),
        (N_("所属区县"), row.district and row.district != known.district),
        (N_("别名"), not known.names.issuperset(map(comparison_key, row.aliases))),
    )
    fields = [Message(words) for words, differs in compared if differs]
    words = N_("名单里的{fields}与已登记的不同，没有改动；要改的，请到它的页面上改。")
    return Message(words, {"fields": joined("、", fields)}) if fields else None


def shared_alias(aliases: Iterable[str], taken: Mapping[str, str]) -> Message | None:
    """Return what to say of an alias by which another unit is known already: a name of two units would be read as neither.
    None where there is none; ``taken`` are the units in use by all their names, folded. Two units may have one short name:
    they are asked for by the full one.
    """
    name = next((each for each in aliases if comparison_key(each) in taken), None)
    if name is None:
        return None
    told = {"alias": name, "name": taken[comparison_key(name)]}
    return Message(N_("“{alias}”已是“{name}”的名称，不能再作别名。"), told)


def _wrong(row: UnitRow, told: FieldRow, *, twice: bool) -> Message | None:
    if not row.name:
        return Message(N_("缺少单位名称。"))
    if "\n" in "".join(told.values.values()):
        return Message(N_("一格里有多行文字，请改成一行。"))
    if len(row.name) > LONGEST_NAME:
        return Message(N_("单位名称最多{most}字。"), {"most": LONGEST_NAME})
    if len(row.short_name) > LONGEST_SHORT:
        return Message(N_("简称最多{most}字，请在“简称”一栏填写。"), {"most": LONGEST_SHORT})
    if len(row.district) > LONGEST_DISTRICT:
        return Message(N_("所属区县最多{most}字。"), {"most": LONGEST_DISTRICT})
    if twice:
        return Message(N_("“{name}”在上面已有一行。"), {"name": row.name})
    return None
