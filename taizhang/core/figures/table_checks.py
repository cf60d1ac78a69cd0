"""Whether the numbers of a table go together: sums of columns and rows, shares of a whole, done against planned.

A row or column named 合计, 总计 or 共计 is the sum of the others, 小计 that of those before it. Rates, ordinals and tables
with 其中 are left alone; so is what is not certain to be a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from taizhang.core.figures.interchange import decimal_string
from taizhang.core.figures.model import Kind, Relation, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.tabular import IN_BRACKETS, TableHeads
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import TableBlock, tables_in

_TOTAL = re.compile(r"(?:全市|全区|全县)?(?:合计|总计|共计|总和|总数)(?:数)?")
_SUBTOTAL = re.compile(r".*小计")
_PART_OF = re.compile(r"其中|[含占]$")
_NO_SUM = re.compile(r"率|均|占|比|增[长减幅速]|指数|排名|位次|名次|序号|编号|单价|标准|年龄")
_SHARE = re.compile(r"(?:所?占)?(?:总数|总额|全部|全市|全区)?的?(?:比|比重|比例|构成|份额|百分比)")
_SHARE_OF = re.compile(r"占(?P<whole>.{2,8}?)的?(?:比|比重|比例|百分比)")
_PLANNED = re.compile(r"计划|目标|任务|预算|应")
_DONE = re.compile(r"完成|实际|支出|执行|已")
_RATE = re.compile(r".{0,4}(?:完成|执行|支出|到位|办结)(?:率|比例|百分比)")
_DIGITS = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_SUMMED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class TableFault:
    """A number of a table that the others contradict, one of them, and the sentence of it."""

    whole: TextFigure
    part: TextFigure
    reason: Message


def table_faults(text: str, figures: Sequence[TextFigure]) -> list[TableFault]:
    """The contradictions inside the tables of a text, in order of their place; one at most for each number."""
    of_place = {figure.span.start: figure for figure in figures if figure.in_table}
    found: dict[int, TableFault] = {}
    for table in tables_in(text):
        numbers = _Numbers(table, of_place)
        for fault in (*numbers.columns(), *numbers.rows(), *numbers.shares(), *numbers.rates()):
            found.setdefault(fault.whole.span.start, fault)
    return [found[place] for place in sorted(found)]


@dataclass(frozen=True)
class _Numbers:
    """The numbers of one table by their places in the grid."""

    table: TableBlock
    of_place: Mapping[int, TextFigure]

    @cached_property
    def body(self) -> range:
        """The rows below the heads down to the last that holds a number: notes below the sum are no part of it."""
        rows = range(self.table.head, len(self.table.grid))
        counted = [row for row in rows if any(self.at(row, column) for column in range(self.table.columns))]
        return range(rows.start, counted[-1] + 1 if counted else rows.start)

    @cached_property
    def _words(self) -> TableHeads:
        return TableHeads(self.table)

    @cached_property
    def names(self) -> dict[int, str]:
        return {row: self._words.rows[row] for row in self.body}

    @property
    def heads(self) -> list[str]:
        return self._words.columns

    @cached_property
    def total(self) -> int | None:
        """The row that sums up all others: the first or the last of the body."""
        ends = [row for row in (self.body.stop - 1, self.body.start) if row in self.names]
        return next((row for row in ends if _TOTAL.fullmatch(self.names[row])), None)

    def at(self, row: int, column: int) -> TextFigure | None:
        """The number that is all of an exact cell; None for an empty one, for words, and below a joined cell."""
        cell = self.table.grid[row][column]
        figure = self.of_place.get(cell.start)
        whole = (
            figure is not None and figure.span.end == cell.end and cell.row == row and cell.column == column
        )
        return figure if whole and figure and figure.quantity.relation is Relation.EQ else None

    def is_blank(self, row: int, column: int) -> bool:
        return self.table.grid[row][column].text in ("", "—", "——", "-", "－", "/", "0", "无")

    # ---- sums

    def columns(self) -> Iterator[TableFault]:
        """Each total against the rows above or below it, each subtotal against those since the last one."""
        if any(_PART_OF.search(name) for name in self.names.values()):
            return
        for whole, parts in self._sums():
            for column in range(self.table.columns):
                if not _NO_SUM.search(self.heads[column]):
                    yield from self._sum(
                        (whole, column), [(row, column) for row in parts], _COLUMN, self.heads[column]
                    )

    def _sums(self) -> Iterator[tuple[int, list[int]]]:
        section: list[int] = []
        subtotals: list[int] = []
        for row in self.body:
            if row == self.total:
                continue
            if _SUBTOTAL.fullmatch(self.names[row]):
                yield row, section
                subtotals, section = [*subtotals, row], []
            else:
                section.append(row)
        if self.total is not None:
            yield self.total, [*subtotals, *section] if subtotals else section

    def rows(self) -> Iterator[TableFault]:
        """A column 合计 against the columns of the same group beside it, where all count the same."""
        for column, head in enumerate(self.heads):
            group = self._group_of(column)
            last = self.table.grid[self.table.head - 1][column].text
            if _TOTAL.fullmatch("".join(last.split())) is None or _PART_OF.search("".join(self.heads)):
                continue
            for row in self.body:
                yield from self._sum((row, column), [(row, n) for n in group], _ROW, self.names[row] or head)

    def _group_of(self, column: int) -> list[int]:
        """The other columns under the same head; all others of numbers where it stands alone at either end."""
        above = self.table.grid[0][column]
        if above.across > 1:
            return [n for n in range(above.column, above.column + above.across) if n != column]
        counted = [n for n in range(self.table.columns) if any(self.at(row, n) for row in self.body)]
        counted = [n for n in counted if not _NO_SUM.search(self.heads[n])]
        return [n for n in counted if n != column] if counted and column in (counted[0], counted[-1]) else []

    def _sum(
        self, whole_at: tuple[int, int], parts_at: Sequence[tuple[int, int]], pattern: str, name: str
    ) -> Iterator[TableFault]:
        whole, parts = self.at(*whole_at), [self.at(*place) for place in parts_at]
        known = [part for part in parts if part]
        unread = any(
            part is None and not self.is_blank(*place) for part, place in zip(parts, parts_at, strict=True)
        )
        if whole is None or len(known) < 2 or unread or len({_measure(each) for each in (whole, *known)}) > 1:
            return
        total, written = sum(map(_value, known), Fraction(0)), _value(whole)
        if whole.quantity.kind in _SUMMED and abs(total - written) > _slack([whole, *known]):
            gaps: dict[str, str | int] = {
                "name": name,
                "count": len(known),
                "sum": _in_unit(total, whole),
                "whole": whole.surface,
            }
            yield TableFault(whole, known[-1], Message(pattern, gaps))

    # ---- shares and rates

    def shares(self) -> Iterator[TableFault]:
        """占比 against the column before and its total, 占预算比 against the column 预算."""
        for column in range(self.table.columns):
            head = self._last_head(column)
            before = [n for n in range(column) if self._holds_amounts(n)]
            named = _SHARE_OF.fullmatch(head)
            wholes = [n for n in before if named and named["whole"] in self.heads[n]]
            if before and _SHARE.fullmatch(head) and self.total is not None:
                total = self.at(self.total, before[-1])
                yield from self._ratios(column, before[-1], dict.fromkeys(self.body, total))
            elif len(before) > 1 and len(wholes) == 1 and wholes[0] != before[-1]:
                yield from self._ratios(
                    column, before[-1], {row: self.at(row, wholes[0]) for row in self.body}
                )

    def rates(self) -> Iterator[TableFault]:
        """完成率 against 计划 and 完成, where the table has one column of each."""
        amounts = [n for n in range(self.table.columns) if self._holds_amounts(n)]
        planned = [n for n in amounts if _PLANNED.search(self.heads[n])]
        done = [n for n in amounts if _DONE.search(self.heads[n]) and n not in planned]
        rates = [n for n in range(self.table.columns) if _RATE.fullmatch(self._last_head(n))]
        if (len(planned), len(done), len(rates)) == (1, 1, 1):
            yield from self._ratios(rates[0], done[0], {row: self.at(row, planned[0]) for row in self.body})

    def _last_head(self, column: int) -> str:
        return "".join(IN_BRACKETS.sub("", fold(self.table.grid[self.table.head - 1][column].text)).split())

    def _holds_amounts(self, column: int) -> bool:
        numbers = [number for row in self.body if (number := self.at(row, column))]
        return bool(numbers) and all(number.quantity.kind in _SUMMED for number in numbers)

    def _ratios(
        self, shares: int, parts: int, wholes: Mapping[int, TextFigure | None]
    ) -> Iterator[TableFault]:
        """The shares that are not part by whole; none where more than half are not: they are shares of something else."""
        checked, wrong = 0, list[TableFault]()
        for row in self.body:
            share, part, whole = self.at(row, shares), self.at(row, parts), wholes[row]
            if not (share and part and whole and _is_ratio(share, part, whole)):
                continue
            checked += 1
            right = _value(part) / _value(whole) * _HUNDRED
            if abs(right - _value(share)) > _step(share):
                gaps = {"row": self.names[row], "head": self.heads[shares], "written": share.surface}
                gaps["share"] = decimal_string(Fraction(round(right * 10), 10))
                wrong.append(TableFault(share, part, Message(_SHARE_OFF, gaps)))
        yield from wrong if len(wrong) * 2 <= checked else ()


def _is_ratio(share: TextFigure, part: TextFigure, whole: TextFigure) -> bool:
    alike = _measure(part) == _measure(whole) and _value(whole) != 0
    return alike and share.quantity.kind is Kind.PERCENT


_COLUMN = N_("“{name}”一列{count}个数相加是{sum}，合计写的是{whole}。")
_ROW = N_("“{name}”一行{count}个数相加是{sum}，合计写的是{whole}。")
_SHARE_OFF = N_("“{row}”的{head}按表中的数应为{share}%，写的是{written}。")


def _value(figure: TextFigure) -> Fraction:
    return figure.quantity.base or Fraction(0)


def _measure(figure: TextFigure) -> tuple[Kind, str]:
    return figure.quantity.kind, figure.quantity.unit


def _written(figure: TextFigure) -> tuple[Fraction, int]:
    """The number of a cell as it is written, without unit, and how many decimals it has."""
    digits = _DIGITS.match(fold(figure.surface).replace("−", "-").replace(",", ""))
    number = digits[0] if digits else "0"
    return Fraction(number), len(number.partition(".")[2])


def _scale(figure: TextFigure) -> Fraction:
    """What one is worth in the column: 10,000 where it is written in 万元."""
    number = _written(figure)[0]
    return _value(figure) / number if number else Fraction(1)


def _step(figure: TextFigure) -> Fraction:
    """The place of the last written digit: 0.01 of 12.50, 1 of 90."""
    return _scale(figure) * Fraction(1, 10 ** _written(figure)[1])


def _slack(figures: Sequence[TextFigure]) -> Fraction:
    """By how much a sum of rounded numbers may be off: nothing where all are whole numbers as written."""
    if not any(_written(figure)[1] for figure in figures):
        return Fraction(0)
    return min(map(_step, figures)) * ceil(len(figures) / 4)


def _in_unit(total: Fraction, whole: TextFigure) -> str:
    """A sum as the total is written: in 万元 where that is."""
    return decimal_string(total / _scale(whole))
