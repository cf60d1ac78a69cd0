"""Where the header of a sheet is, and which column means what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from taizhang.core.workbook.fields import SHARED, Field, candidates, unit_in
from taizhang.core.workbook.grid import Area, Cell, Sheet

_SEARCHED = 40  # rows with content in which the header is looked for
_DEEPEST = 3
_TARGET_WEIGHT = 6
_LEAST = 2  # fields besides the title that make a header


@dataclass(frozen=True, slots=True)
class HeadingColumn:
    """A column with its heading as the user knows it (the lowest of its headings)."""

    number: int
    heading: str
    field: Field | None
    unit: str = ""


@dataclass(frozen=True)
class Header:
    """Rows ``top`` to ``bottom``; ``weight`` tells how much of them was understood."""

    top: int
    bottom: int
    columns: tuple[HeadingColumn, ...]
    weight: int = 0

    @cached_property
    def _by_field(self) -> Mapping[Field, tuple[HeadingColumn, ...]]:
        return {field: tuple(c for c in self.columns if c.field is field) for field in Field}

    def of(self, field: Field) -> tuple[HeadingColumn, ...]:
        return self._by_field[field]


class Merged:
    """Which merged area a cell lies in."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_row: dict[int, list[Area]] = {}
        for area in areas:
            for row in range(area.top, area.bottom + 1):
                self._by_row.setdefault(row, []).append(area)

    def area(self, row: int, column: int) -> Area:
        for area in self._by_row.get(row, ()):
            if area.left <= column <= area.right:
                return area
        return Area(row, column, row, column)

    def areas(self, row: int) -> Sequence[Area]:
        """All merged areas that touch the row."""
        return self._by_row.get(row, ())

    def reach(self, row: int) -> tuple[int, int]:
        """The first and last row of all areas that touch the row."""
        areas = self._by_row.get(row, ())
        return min((a.top for a in areas), default=row), max((a.bottom for a in areas), default=row)


def find_header(sheet: Sheet, merged: Merged) -> Header | None:
    """The header that explains most columns; None where no row names a project column."""
    best: Header | None = None
    for row in sorted(sheet.rows)[:_SEARCHED]:
        for depth in range(1, _DEEPEST + 1):
            top, bottom = _whole(merged, row, row + depth - 1)
            if bottom - top >= 2 * _DEEPEST:
                continue
            header = _header(sheet, merged, top, bottom)
            if header and (best is None or _rank(header) > _rank(best)):
                best = header
    return best


def _rank(header: Header) -> tuple[int, int, int]:
    return header.weight, -(header.bottom - header.top), -header.top


def _whole(merged: Merged, top: int, bottom: int) -> tuple[int, int]:
    """The rows widened until no merged area is cut (a header's rows belong together)."""
    while True:
        reaches = [merged.reach(row) for row in (top, bottom)]
        wider = min(top, *(r[0] for r in reaches)), max(bottom, *(r[1] for r in reaches))
        if wider == (top, bottom) or wider[1] - wider[0] > 2 * _DEEPEST:
            return wider
        top, bottom = wider


def _header(sheet: Sheet, merged: Merged, top: int, bottom: int) -> Header | None:
    last = max((max(sheet.rows[row]) for row in range(top, bottom + 1) if row in sheet.rows), default=0)
    paths = {column: _path(sheet.rows, merged, column, top, bottom) for column in range(1, last + 1)}
    paths = {column: path for column, path in paths.items() if path}
    meant, weight = _assign(_with_units({column: candidates(path) for column, path in paths.items()}))
    fields = set(meant.values())
    if Field.TITLE not in fields or len(fields) <= _LEAST:
        return None
    columns = tuple(
        HeadingColumn(number, " ".join(path[-1].split()), meant.get(number), unit_in(path[-1]))
        for number, path in paths.items()
    )
    return Header(top, bottom, columns, weight)


def _path(
    rows: Mapping[int, Mapping[int, Cell]], merged: Merged, column: int, top: int, bottom: int
) -> tuple[str, ...]:
    """The headings of a column from the top down; a parent without merging reaches over blanks to its right."""
    path: list[str] = []
    for row in range(top, bottom + 1):
        area = merged.area(row, column)
        cell = rows.get(area.top, {}).get(area.left)
        if cell is None and row < bottom and column in rows.get(row + 1, {}) and column > 1:
            cell = _to_the_left(rows.get(row, {}), merged, row, column)
        if cell is not None and (not path or path[-1] != cell.text):
            path.append(cell.text)
    return tuple(path)


def _to_the_left(row: Mapping[int, Cell], merged: Merged, number: int, column: int) -> Cell | None:
    for left in range(column - 1, 0, -1):
        if left in row:
            area = merged.area(number, left)
            return row[left] if area.right == left and area.bottom == number else None
    return None


def _with_units(possible: dict[int, Mapping[Field, int]]) -> dict[int, Mapping[Field, int]]:
    """单位 is a measure's unit only beside indicators; beside them 年度目标 is their target if nothing else is."""
    best = {column: max(fields, key=fields.__getitem__) for column, fields in possible.items() if fields}
    if not {Field.TARGET, Field.INDICATOR} & set(best.values()):
        return {column: _without(fields, Field.UNIT) for column, fields in possible.items()}
    units = [column for column, field in best.items() if field is Field.UNIT]
    if Field.TARGET not in best.values() and units:
        goals = [c for c in best if best[c] is Field.GOAL and Field.TARGET in possible[c] and c < units[0]]
        if goals:
            return possible | {goals[-1]: {Field.TARGET: _TARGET_WEIGHT}}
    return possible


def _without(fields: Mapping[Field, int], field: Field) -> Mapping[Field, int]:
    return {own: weight for own, weight in fields.items() if own is not field or len(fields) == 1}


def _assign(possible: Mapping[int, Mapping[Field, int]]) -> tuple[dict[int, Field], int]:
    """Columns get their fields, the surest first; what may be shared may be given twice."""
    claims = sorted(
        ((weight, -column, field) for column, fields in possible.items() for field, weight in fields.items()),
        reverse=True,
    )
    meant: dict[int, Field] = {}
    total = 0
    for weight, negative, field in claims:
        column = -negative
        taken = field in meant.values()
        if column in meant or (taken and field not in SHARED):
            continue
        meant[column] = field
        total += 1 if taken else weight
    return meant, total
