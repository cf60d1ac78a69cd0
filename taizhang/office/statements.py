"""Queries that every request asks: their SQL is made once in a process, and only the values in it change.

Django makes the SQL of a query set anew each time; for a row with four others beside it that takes ten times as long as
the database needs. What is read is never kept.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django_scopes import scopes_disabled

Row = TypeVar("Row", bound=Model)
Value = int | str | datetime | date
# Values that no query has of its own: where they stand in the SQL's list, the values asked for are put.
_MARKS: dict[type[Value], Callable[[int], Value]] = {
    int: lambda n: 7_315_926_535_897_000 + n,
    str: lambda n: f"\ue000{n}",
    datetime: lambda n: datetime(1907, 3, 1, 5, 9, 7, 265, tzinfo=UTC) + timedelta(hours=n),
    date: lambda n: date(1607, 3, 1) + timedelta(days=n),
}


@dataclass(frozen=True, slots=True)
class _Made:
    """The SQL for one kind of database; ``places``: for each value where it stands among ``values``."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    places: tuple[list[int], ...]


class Statement(Generic[Row]):
    """``rows`` makes the query from values of the ``types``, which must not decide what it looks like.

    It is made without a scope, so an office is one of the values; it does not prefetch.
    """

    def __init__(self, rows: Callable[..., QuerySet[Row]], *types: type[Value]) -> None:
        self._rows, self._types = rows, types
        self._made: dict[str, _Made] = {}

    def read(self, *values: Value) -> list[Row]:
        """Return the rows for these values, as ``list(rows(*values))`` would without a scope."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor) or self._make(connection)
        filled = list(made.values)
        for value, places in zip(values, made.places, strict=True):
            for place in places:
                filled[place] = _as_stored(value, type(filled[place]), connection)
        compiler = copy(made.compiler)  # the one kept is of all threads
        compiler.connection = connection
        compiler.as_sql = lambda: (made.sql, tuple(filled))
        rows: Any = made.rows.all()
        rows.query.get_compiler = lambda *_using, **_named: compiler
        return list(rows)

    def _make(self, connection: Any) -> _Made:
        marks = [_MARKS[kind](n) for n, kind in enumerate(self._types)]
        with scopes_disabled():
            rows = self._rows(*marks)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        stored = [_as_stored(mark, type(mark), connection) for mark in marks]
        places = tuple([n for n, value in enumerate(values) if value == mark] for mark in stored)
        if not all(places):
            raise TypeError("a value of the statement does not stand in its SQL as it is")
        made = self._made[connection.vendor] = _Made(rows, compiler, sql, tuple(values), places)
        return made


def _as_stored(value: Value, kind: type[Any], connection: Any) -> Any:
    """The value as the database's driver takes it; whole numbers in the type that the query gave them."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return kind(value)
