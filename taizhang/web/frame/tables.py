"""Lists in columns, declared: headings, cells, order, pages, the sentence where nothing is, and cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict

from taizhang.web.frame.parts import Words
from taizhang.web.frame.query_values import number_in

Row = TypeVar("Row")
MOST_SORTED = 2_000


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A heading and what stands under it.

    ``cell`` is a function of the row, or a path of attributes ("lead_unit.name"). ``look`` is "number", "date"
    or "tight". ``head``: the cell names its row. ``url``: where the cell leads. ``boxes``: the cell is a list of steps
    that can be taken on the spot; a cell may be a part, too. ``sort``: the heading is a link that orders the rows by
    this path of fields ("lead_unit__short_name"), or by a function of the row where the rows are no query.
    """

    heading: Words
    cell: Callable[[Row], object] | str
    look: str = ""
    head: bool = False
    url: Callable[[Row], str] | None = None
    boxes: bool = False
    sort: str | Callable[[Row], Any] = ""

    def value(self, row: Row) -> object:
        found = attrgetter(self.cell)(row) if isinstance(self.cell, str) else self.cell(row)
        return "" if found is None else found


@dataclass(frozen=True, slots=True)
class TableHead:
    """A column's heading; ``url`` orders the rows by it, ``order`` says how they lie by it now (as ``aria-sort`` does)."""

    column: Column[Any]
    url: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class SortOrder:
    """The column that the address asks the rows to be ordered by ("sort=2", "sort=-2"); none: as they come."""

    query: QueryDict = field(default_factory=QueryDict)
    column: int | None = None
    falling: bool = False

    def head(self, number: int, column: Column[Any]) -> TableHead:
        """The heading with the link that orders by it; once more, the other way round."""
        if not column.sort:
            return TableHead(column)
        here = number == self.column
        query = self.query.copy()
        query.pop("page", None)
        query["sort"] = f"{'-' if here and not self.falling else ''}{number}"
        order = ("descending" if self.falling else "ascending") if here else "none"
        return TableHead(column, f"?{query.urlencode()}", order)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One value under its heading."""

    column: Column[Any]
    value: object
    url: str
    name: object  # of the row


BELOW: Column[Any] = Column("", "", "gap")


class Table(Generic[Row]):
    """The columns of a list.

    ``empty`` is said where there is no row, ``caption`` is read out and not shown; ``look`` is a class of its own;
    ``below`` is said across all columns under a row. Rows that are no query are ordered up to MOST_SORTED of them; of
    more the headings are no links.
    """

    def __init__(
        self,
        *columns: Column[Row],
        empty: Words = "",
        caption: Words = "",
        look: str = "",
        per_page: int = 100,
        below: Callable[[Row], Words] = lambda row: "",
    ) -> None:
        self.columns, self.empty, self.caption = columns, empty, caption
        self.look, self.per_page, self.below = look, per_page, below

    def of(self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Row]) -> TableView:
        """The page of the list that the address asks for ("page"), in its order ("sort"), with links to the others."""
        order = self.order_asked(request)
        page = Paginator(self._ordered(rows, order), self.per_page).get_page(request.GET.get("page"))
        heads = self._heads(order, page.paginator.count, rows)
        return TableView(self, heads, list(self._lines(page)), page=page)

    def whole(
        self, rows: Iterable[Row], heading: Words = "", note: Words = "", order: SortOrder | None = None
    ) -> TableView:
        """All of a list that is short by its nature, under a heading with a quiet note.

        ``order``: as the address asks (``order_asked``); without it the headings are no links.
        """
        found = list(rows)
        heads = self._heads(order, len(found), found)
        ordered = self._ordered(found, order) if order else found
        return TableView(self, heads, list(self._lines(ordered)), heading, note)

    def order_asked(self, request: HttpRequest) -> SortOrder:
        """The order that the address asks for; what is no column that one may order by asks for none."""
        asked = request.GET.get("sort", "")
        number = number_in(asked.removeprefix("-"), digits=2)
        known = number is not None and number < len(self.columns) and bool(self.columns[number].sort)
        return SortOrder(request.GET, number if known else None, known and asked.startswith("-"))

    def _ordered(
        self, rows: QuerySet[Any] | Sequence[Row], order: SortOrder
    ) -> QuerySet[Any] | Sequence[Row]:
        """In that order, those alike as they came."""
        if order.column is None or not _is_sortable(rows):
            return rows
        by = self.columns[order.column].sort
        if isinstance(rows, QuerySet):
            key = F(str(by))
            first = key.desc(nulls_last=True) if order.falling else key.asc(nulls_last=True)
            return rows.order_by(first, *rows.query.order_by)
        return _by_value(
            rows, attrgetter(by.replace("__", ".")) if isinstance(by, str) else by, order.falling
        )

    def _heads(self, order: SortOrder | None, count: int, rows: Any) -> list[TableHead]:
        if order is None or count < 2 or not _is_sortable(rows):
            return [TableHead(column) for column in self.columns]
        return [order.head(number, column) for number, column in enumerate(self.columns)]

    def _lines(self, rows: Iterable[Row]) -> Iterator[list[TableCell]]:
        for row in rows:
            yield self._cells(row)
            if said := self.below(row):
                yield [TableCell(BELOW, said, "", "")]

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
    heads: Sequence[TableHead]
    rows: Sequence[Sequence[TableCell]]
    heading: Words = ""
    note: Words = ""
    page: Any = None


def _is_sortable(rows: Any) -> bool:
    return isinstance(rows, QuerySet) or len(rows) <= MOST_SORTED


def _by_value(rows: Sequence[Row], key: Callable[[Row], Any], falling: bool) -> list[Row]:
    """Rows without a value stand last, whichever way round."""
    valued = [row for row in rows if key(row) not in (None, "")]
    return sorted(valued, key=key, reverse=falling) + [row for row in rows if key(row) in (None, "")]
