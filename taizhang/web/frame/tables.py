"""Lists in columns, declared: headings, cells, order, pages, the sentence where nothing is, and cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from taizhang.web.frame.parts import Words

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A heading and what stands under it.

    ``cell`` is a function of the row, or a path of attributes ("lead_unit.name"). ``look`` is "number", "date"
    or "tight". ``head``: the cell names its row. ``url``: where the cell leads. ``boxes``: the cell is a list of steps
    that can be taken on the spot; a cell may be a part, too.
    """

    heading: Words
    cell: Callable[[Row], object] | str
    look: str = ""
    head: bool = False
    url: Callable[[Row], str] | None = None
    boxes: bool = False

    def value(self, row: Row) -> object:
        found = attrgetter(self.cell)(row) if isinstance(self.cell, str) else self.cell(row)
        return "" if found is None else found


@dataclass(frozen=True, slots=True)
class TableCell:
    """One value under its heading."""

    column: Column[Any]
    value: object
    url: str
    name: object  # of the row


class Table(Generic[Row]):
    """The columns of a list.

    ``empty`` is said where there is no row, ``caption`` is read out and not shown; ``look`` is a class of its own.
    """

    def __init__(
        self,
        *columns: Column[Row],
        empty: Words = "",
        caption: Words = "",
        look: str = "",
        per_page: int = 100,
    ) -> None:
        self.columns, self.empty, self.caption = columns, empty, caption
        self.look, self.per_page = look, per_page

    def of(self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Row]) -> TableView:
        """The page of the list that the address asks for ("page"), with links to the others."""
        page = Paginator(rows, self.per_page).get_page(request.GET.get("page"))
        return TableView(self, [self._cells(row) for row in page], page=page)

    def whole(self, rows: Iterable[Row], heading: Words = "", note: Words = "") -> TableView:
        """All of a list that is short by its nature, under a heading with a quiet note."""
        return TableView(self, [self._cells(row) for row in rows], heading, note)

    def _cells(self, row: Row) -> list[TableCell]:
        name = next((each.value(row) for each in self.columns if each.head), "")
        return [
            TableCell(each, each.value(row), each.url(row) if each.url else "", name) for each in self.columns
        ]


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows of a Table as they stand on a page."""

    template: ClassVar[str] = "frame/parts/table.html"
    table: Table[Any]
    rows: Sequence[Sequence[TableCell]]
    heading: Words = ""
    note: Words = ""
    page: Any = None
