"""Figures in the cells of tables: a bare number takes its unit from the heads, and the heads say what it counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from taizhang.core.figures.draft import Around, quantity_of
from taizhang.core.figures.intervals import negated
from taizhang.core.figures.model import Aggregation, Kind, Quantity, Relation, Span, Surroundings, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.numerals import read_numeral
from taizhang.core.figures.units import WORDS, unit_named
from taizhang.core.text.tables import TableBlock, TextCell

ReadFigures = Callable[[str], list[TextFigure]]
_BARE = re.compile(r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?[万亿]?")
IN_BRACKETS = re.compile(r"\((?:单位:)?([^()]{1,8})\)")
_AS_OF = re.compile(r"截[至止]到?[^,，。;；、()（）|\n]{1,16}")
_ORDINAL = re.compile(r"序号|编号|次序|年份|年度|月份|日期|时间|电话|号码|代码|邮编|名次|排名|位次")
_TOTAL = re.compile(r"合计|总计|共计|小计|总和")
_OF_UNITS = frozenset({"单位", "计量单位"})
_YEARS = range(1900, 2101)
_start = attrgetter("span.start")


@dataclass(frozen=True)
class TableHeads:
    """The words that say what the cells of a table count."""

    table: TableBlock

    @cached_property
    def whole(self) -> list[str]:
        """The words above each column, from top to bottom."""
        return [fold(self.table.head_of(n)) for n in range(self.table.columns)]

    @cached_property
    def columns(self) -> list[str]:
        """The same without units in brackets and without blanks."""
        return ["".join(IN_BRACKETS.sub("", words).split()) for words in self.whole]

    @cached_property
    def rows(self) -> list[str]:
        """The words at the head of each row: its first cells that are no number, no ordinal and no unit."""
        return ["".join(self._row(row).split()) for row in range(len(self.table.grid))]

    def _row(self, row: int) -> str:
        words: list[str] = []
        for cell in dict.fromkeys(self.table.grid[row]):
            if _ORDINAL.search(self.whole[cell.column]):
                words += [] if _BARE.fullmatch(fold(cell.text)) else [cell.text]
            elif _BARE.match(fold(cell.text)) or cell.column in self._of_units:
                break
            else:
                words.append(cell.text)
        return "".join(words)

    @cached_property
    def _of_units(self) -> list[int]:
        return [n for n, words in enumerate(self.whole) if words in _OF_UNITS]

    @cached_property
    def ordinals(self) -> set[int]:
        """The columns whose numbers only name rows: by their heads, or the first one with 1, 2, 3 …"""
        below = [row[0].text for row in self.table.grid[self.table.head :]]
        counts = len(below) > 1 and below[:-1] == [str(n) for n in range(1, len(below))]
        return {n for n, words in enumerate(self.whole) if _ORDINAL.search(words) or (counts and n == 0)}

    @cached_property
    def _units(self) -> list[str]:
        """The unit that the heads above each column name, the lowest first."""
        above = [
            [row[n].text for row in self.table.grid[: self.table.head]] for n in range(self.table.columns)
        ]
        return [next(filter(None, map(_unit_in, reversed(words))), "") for words in above]

    @cached_property
    def _usual(self) -> str:
        return _bracketed(fold(self.table.caption.text)) if self.table.caption else ""

    def unit_of(self, cell: TextCell) -> str:
        """The unit of a bare number: of its row's column of units, the heads above, its row's head, the caption."""
        row = self.table.grid[cell.row]
        own = (words for n in self._of_units if unit_named(words := fold(row[n].text)))
        return next(own, "") or self._units[cell.column] or _unit_in(self.rows[cell.row]) or self._usual


def figures_of_table(
    table: TableBlock, scanned: Sequence[TextFigure], read: ReadFigures
) -> Iterator[TextFigure]:
    """The figures of a table in order; ``scanned`` are those that its lines hold as prose, ``read`` reads a number.

    A figure inside one cell stays; a number that is all of a cell becomes one. What reaches over a bar is none.
    """
    heads = TableHeads(table)
    for cell in [*([table.caption] if table.caption else []), *(cell for row in table.rows for cell in row)]:
        first = bisect_left(scanned, cell.start, key=_start)
        inside = scanned[first : bisect_left(scanned, cell.end, key=_start)]
        found = [figure for figure in inside if figure.span.end <= cell.end]
        if cell.row < table.head:
            yield from found
        elif found:
            yield from (_in_cell(figure, _around(heads, cell)) for figure in found)
        elif quantity := _number(heads, cell, read):
            yield TextFigure(Span(cell.start, cell.end), cell.text, quantity, _around(heads, cell))


def _in_cell(figure: TextFigure, around: Surroundings) -> TextFigure:
    """A figure among words of a cell: what its own words say is counted comes first."""
    counted = figure.counted if "|" not in figure.counted and figure.counted else around.counted
    return TextFigure(figure.span, figure.surface, figure.quantity, around._replace(counted=counted))


def _number(heads: TableHeads, cell: TextCell, read: ReadFigures) -> Quantity | None:
    """The quantity of a cell that is a bare number; None for other words, and for ordinals and years."""
    written = fold(cell.text).replace("−", "-")
    if not _BARE.fullmatch(written) or cell.column in heads.ordinals:
        return None
    unit, digits = heads.unit_of(cell), written.lstrip("-+")
    found = read(f"{digits}{unit}") if unit else []
    if len(found) == 1 and found[0].surface == f"{digits}{unit}":
        return _negative(found[0].quantity) if written.startswith("-") else found[0].quantity
    numeral = read_numeral(digits.replace(",", ""), 0)
    is_year = not unit and digits.isdecimal() and int(digits) in _YEARS
    if numeral is None or numeral.end < len(digits.replace(",", "")) or is_year:
        return None
    words = Around(0, numeral.end, Relation.EQ, negative=written.startswith("-"))
    return quantity_of(numeral, "", Kind.COUNT, words, None)


def _negative(quantity: Quantity) -> Quantity:
    strict, usual = quantity.strict, quantity.conventional
    return quantity.but(
        base=-quantity.base if quantity.base is not None else None,
        strict=negated(strict) if strict else None,
        conventional=negated(usual) if usual else None,
    )


def _unit_in(words: str) -> str:
    """万元 in 支出(万元), 人 in 参加人数, 场次 in 活动场次; empty where a head names none."""
    words = fold(words)
    if unit := _bracketed(words):
        return unit
    bare = IN_BRACKETS.sub("", words)
    ends = bare.removesuffix("数")
    least = 1 if ends != bare or len(bare) < 3 else 2
    sizes = range(min(3, len(ends)), least - 1, -1)
    return next((ends[-size:] for size in sizes if ends[-size:] in WORDS), "")


def _bracketed(words: str) -> str:
    return next((unit for unit in IN_BRACKETS.findall(words) if unit_named(unit)), "")


def _around(heads: TableHeads, cell: TextCell) -> Surroundings:
    """The row as the sentence; row and column head as what is counted."""
    row, caption = heads.table.grid[cell.row], heads.table.caption
    head, above = heads.rows[cell.row], heads.columns[cell.column]
    as_of = _AS_OF.search(caption.text) if caption else None
    basis = Aggregation.TOTAL if _TOTAL.search(head) else Aggregation.PERIOD
    basis = Aggregation.CUMULATIVE if "累计" in f"{above}{head}" else basis
    sentence = Span(min(each.start for each in row), max(each.end for each in row))
    counted = f"{head}{above}" if cell.text not in head else above
    return Surroundings(sentence, basis, counted, as_of[0] if as_of else None, in_table=True)
