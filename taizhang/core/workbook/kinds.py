"""What a row under the header is: a project, one more indicator, a subtotal, a note, a section …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.grid import Cell, CellKind, Sheet
from taizhang.core.workbook.heading import Header, Merged
from taizhang.core.workbook.model import Why

_SUM = re.compile(
    r"(?:本页|分类|本类|全部|项目|以上)?(?:小计|合计|总计|共计|累计|汇总)(?:[:：(（\d].{0,20}|[个项件]?)"
)
_SUM_END = re.compile(r".{1,16}(?:小计|合计|总计)[:：]?(?:\d+[个项件]?)?")
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|备注说明|[*＊※]注?|(?:填[表报]|制表|审[核批签]|报送|经办|联系|负责|签发|复核|单位负责|主要负责)[人者]?(?:员|人|签字|签名)?"
    r"|联系电话|电话|填[表报](?:单位|日期|时间)|报送(?:单位|日期|时间)|单位\(盖章\)|(?:单位)?(?:盖章|公章)|日期|制表(?:单位|日期|时间))"
    r"(?:\([^)]{1,8}\))?[0-9]{0,2}[:：.].*",
    re.S,
)
_NOTE_BARE = re.compile(r"(?:注[0-9]?|说明|填表人|填报人|审核人|制表人|负责人|单位负责人|联系人|联系电话)")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[部分章类]|【|板块|类别)"
)
_COUNT_IN_SECTION = re.compile(r"[(（]\s*(?:共\s*)?\d+\s*[个项件]?\s*[)）]$")
_NUMBERISH = re.compile(r"[A-Za-z]{0,4}[-—.]?\d{1,6}(?:[-—.]\d{1,6})*[.、)]?")
_SECTION_WITHIN = 3  # columns from the left
_SCHEME = frozenset("甲乙丙丁戊")


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it was filled in: ``own`` are its own cells; ``spread`` also those of areas merged from above."""

    number: int
    own: Mapping[int, Cell]
    spread: Mapping[int, Cell]

    def text(self, column: int | None) -> str:
        cell = self.own.get(column or 0)
        return cell.text.strip() if cell else ""

    @property
    def first(self) -> str:
        return self.own[min(self.own)].text.strip() if self.own else ""


def view(sheet: Sheet, merged: Merged, number: int) -> RowView:
    """The row with what merged areas spread into it (downwards only; a wide cell is one cell)."""
    own = dict(sheet.rows.get(number, {}))
    spread = dict(own)
    for area in merged.areas(number):
        if area.top < number:
            for column in range(area.left, area.right + 1):
                own.pop(column, None)  # what a merged area covers is not shown
                spread.pop(column, None)
            cell = sheet.rows.get(area.top, {}).get(area.left)
            if cell is not None:
                spread[area.left] = cell
        else:
            for column in range(area.left + 1, area.right + 1):
                own.pop(column, None)
                spread.pop(column, None)
    return RowView(number, own, spread)


def kind_of(row: RowView, header: Header, merged: Merged, *, after_note: bool = False) -> Why | None:
    """Why the row is no project and no part of one; None where it may be."""
    texts = ["".join(cell.text.split()) for cell in row.own.values()]
    if _repeats(row, header):
        return Why.HEADER
    if _counts_columns(texts, row.number - header.bottom):
        return Why.NUMBERS
    named = _column(header, Field.TITLE)
    numbered = bool(_NUMBERISH.fullmatch(row.text(_column(header, Field.NO))))
    first = "".join(row.first.split())
    led = bool(row.text(_column(header, Field.LEAD)))
    if not numbered and not led and _is_sum(row, header):
        return Why.SUBTOTAL
    if not numbered and (_is_note(first, len(texts)) or (after_note and len(texts) == 1 and not led)):
        return Why.NOTE
    if _is_section(row, header, merged):
        return Why.SECTION
    if numbered and len(row.own) == 1 and named not in row.spread:
        return Why.ONLY_NUMBER
    return None


def _column(header: Header, field: Field) -> int | None:
    columns = header.of(field)
    return columns[0].number if columns else None


def _repeats(row: RowView, header: Header) -> bool:
    headings = {column.number: "".join(column.heading.split()) for column in header.columns}
    same = sum("".join(cell.text.split()) == headings.get(n) for n, cell in row.own.items())
    return same >= 3 and same * 2 > len(row.own)


def _counts_columns(texts: list[str], below: int) -> bool:
    """甲 乙 1 2 3 directly under the header: the numbers of the columns."""
    if below != 1 or len(texts) < 4:
        return False
    numbers = [int(text) for text in (t.strip("()（）") for t in texts) if text.isascii() and text.isdigit()]
    schemes = sum(text in _SCHEME or (len(text) == 1 and "A" <= text <= "Z") for text in texts)
    rising = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return rising and len(numbers) + schemes == len(texts)


def _is_sum(row: RowView, header: Header) -> bool:
    places = {_column(header, field) for field in (Field.NO, Field.CATEGORY, Field.TITLE)} | {min(row.own)}
    words = ["".join(row.text(place).split()) for place in places if place in row.own]
    return any(_SUM.fullmatch(word) or _SUM_END.fullmatch(word) for word in words)


def _is_note(first: str, cells: int) -> bool:
    return bool(_NOTE.fullmatch(first)) or (cells <= 6 and bool(_NOTE_BARE.fullmatch(first)))


def _is_section(row: RowView, header: Header, merged: Merged) -> bool:
    """One cell alone in its row, over most columns or numbered as a section is."""
    if len(row.own) != 1 or len(row.spread) != 1:
        return False
    ((column, cell),) = row.own.items()
    if cell.kind is CellKind.NUMBER or column > min(c.number for c in header.columns) + _SECTION_WITHIN:
        return False
    area = merged.area(row.number, column)
    wide = (area.right - area.left + 1) * 2 > len(header.columns)
    return wide or bool(_SECTION.match(cell.text.strip()))


def section_name(text: str) -> str:
    """理论武装 of 一、理论武装（12项）."""
    words = " ".join(text.split())
    words = re.sub(
        r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])\s*", "", words
    )
    return _COUNT_IN_SECTION.sub("", words).strip("【】 ") or text.strip()
