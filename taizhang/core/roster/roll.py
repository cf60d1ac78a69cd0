"""A roll from a pasted table: the name, district and code of everyone who should be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taizhang.core.roster.table import Cells, FieldRow, RowMistake, field_rows, table_mistakes
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message

ROLL_HEADINGS = {
    "name": ("单位名称", "名称", "单位", "单位全称", "全称", "社区", "社区名称", "支部", "支部名称", "党支部", "村（社区）"),
    "district": ("区县", "所属区县", "所在区县", "地区", "所属地区", "街道", "所属街道"),
    "code": ("编码", "代码", "编号", "统一社会信用代码"),
}  # fmt: skip
LIMITS = {"name": 100, "district": 30, "code": 40}


@dataclass(frozen=True, slots=True)
class RollRow:
    """A line of the table."""

    row: int
    name: str
    district: str = ""
    code: str = ""


def read_roll(cells: Cells) -> tuple[list[RollRow], list[RowMistake]]:
    """Return the lines of the table, and those that cannot be used; each name may stand once."""
    told = field_rows(cells, ROLL_HEADINGS)
    rows, mistakes, seen = list[RollRow](), table_mistakes(told), set[str]()
    for each in told:
        key = comparison_key(each["name"])
        wrong = _wrong(each, twice=key in seen)
        seen.add(key)
        if wrong:
            mistakes.append(RowMistake(each.row, each["name"], wrong))
        else:
            rows.append(RollRow(each.row, each["name"], each["district"], each["code"]))
    return rows, mistakes


def _wrong(told: FieldRow, *, twice: bool) -> Message | None:
    if not told["name"]:
        return Message(N_("第{row}行没有名称。"), {"row": told.row})
    if "\n" in "".join(told.values.values()):
        return Message(N_("第{row}行的一格里有多行文字，请改成一行。"), {"row": told.row})
    for field, most in LIMITS.items():
        if len(told[field]) > most:
            return Message(N_("第{row}行有一格超过{most}字。"), {"row": told.row, "most": most})
    if twice:
        return Message(N_("第{row}行“{name}”在上面已有一行。"), {"row": told.row, "name": told["name"]})
    return None


def named_twice(rows: Iterable[RollRow], units: Mapping[str, int]) -> list[RowMistake]:
    """Return the lines that name a member unit which stands above under another of its names: such a unit would be asked
    for twice and covered once. ``units``: the units by their names, folded.
    """
    seen: dict[int, str] = {}
    found = []
    for row in rows:
        unit = units.get(comparison_key(row.name))
        if unit is None:
            continue
        if unit in seen:
            gaps: dict[str, str | int | Message] = {"row": row.row, "one": seen[unit], "other": row.name}
            words = Message(N_("第{row}行“{other}”和上面的“{one}”是同一个单位，请只留一行。"), gaps)
            found.append(RowMistake(row.row, row.name, words))
        seen.setdefault(unit, row.name)
    return found
