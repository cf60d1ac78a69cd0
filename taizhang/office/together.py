"""Rows of several kinds in one query: a page that shows a little of many tables asks the database once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import ExpressionWrapper, Field, Model, QuerySet, Value, Window
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import RowNumber

Row = TypeVar("Row", bound=Model)
Branch = tuple[QuerySet[Any], Sequence[str]]  # rows, and the paths of the fields that are wanted of them
# A column of the union holds values of one type; a date and time is looked for before a date, which it is as well.
TYPES: tuple[tuple[tuple[type[Field[Any, Any]], ...], type[Field[Any, Any]]], ...] = (
    ((models.DateTimeField,), models.DateTimeField),
    ((models.DateField,), models.DateField),
    ((models.BooleanField,), models.BooleanField),
    ((models.IntegerField, models.AutoField, models.ForeignKey), models.BigIntegerField),
    ((models.CharField, models.TextField), models.TextField),
    ((models.JSONField,), models.JSONField),
)
PLACE = "row_place"
Column = tuple[int, int]  # the place in TYPES, and the how many-th of this type


def together(*branches: Branch) -> list[list[dict[str, Any]]]:
    """Return for each branch its rows as path → value, in the order that it asks for (``order_by``), else in none.

    One query (UNION ALL) for all branches. Raise TypeError for a field that is neither text nor whole number, date,
    time, truth value or JSON.

    Django makes each branch's own SELECT; the columns that a branch does not have are said around it as text: to have
    Django say all columns of all branches takes several times as long as the database needs.
    """
    layouts = [_layout(rows, paths) for rows, paths in branches]
    columns = sorted({column for layout in layouts for column in layout.values()})
    told = [
        selected
        for n, ((rows, paths), layout) in enumerate(zip(branches, layouts, strict=True))
        if (selected := _selected(rows, paths, n, layout, columns)) is not None
    ]
    found: list[list[dict[str, Any]]] = [[] for _branch in branches]
    for branch, _place, *values in sorted(_rows(told, columns), key=itemgetter(1)):
        row = dict(zip(columns, values, strict=True))
        found[branch].append({path: row[column] for path, column in layouts[branch].items()})
    return found


def _rows(told: Sequence[_Selected], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """The rows of all branches, their values as Django's fields have them."""
    if not told:
        return
    connection: Any = connections[DEFAULT_DB_ALIAS]
    read = [_reading(connection.vendor, kind) for kind, _number in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(each.sql for each in told), [each for row in told for each in row.values]
        )
        for branch, place, *values in cursor.fetchall():
            for n, (expression, converters) in enumerate(read):
                for convert in converters:
                    values[n] = convert(values[n], expression, connection)
            yield [branch, place, *values]


@lru_cache
def _reading(vendor: str, kind: int) -> tuple[Any, list[Any]]:
    """How the values of a type come out of the databases of a vendor."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    expression = ExpressionWrapper(Value(None), output_field=TYPES[kind][1]())
    of_field = expression.get_db_converters(connection)
    return expression, [*connection.ops.get_db_converters(expression), *of_field]


def instance_of(model: type[Row], values: Mapping[str, Any]) -> Row:
    """Return an instance with ``values`` (path → value), for showing; its relations likewise.

    A relation of which all values are None is None. A field that is not among the values is loaded when it is read.
    """
    meta = model._meta
    own: dict[str, Any] = {}
    related: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        head, _sep, rest = path.partition(LOOKUP_SEP)
        if rest:
            related.setdefault(head, {})[rest] = value
        else:
            own[(meta.pk if head == "pk" else meta.get_field(head)).attname] = value  # type: ignore[union-attr]
    loaded = [field.attname for field in meta.concrete_fields if field.attname in own]
    each = model.from_db(DEFAULT_DB_ALIAS, loaded, [own[name] for name in loaded])
    for name, inner in related.items():
        field: Any = meta.get_field(name)
        there = any(value is not None for value in inner.values())
        inner = {"pk": own.get(field.attname), **inner}
        setattr(each, name, instance_of(field.related_model, inner) if there else None)
    return each


def _layout(rows: QuerySet[Any], paths: Sequence[str]) -> dict[str, Column]:
    """Which column of the union each path fills: the first free one of its type."""
    model: Any = rows.model
    free = [count() for _each in TYPES]
    layout = {}
    for path in paths:
        added = rows.query.annotations.get(path)
        kind = _type_of(path, _field(model, path) if added is None else added.output_field)
        layout[path] = (kind, next(free[kind]))
    return layout


@lru_cache(maxsize=1_000)
def _field(model: Any, path: str) -> Any:
    field: Any = None
    for step in path.split(LOOKUP_SEP):
        field = model._meta.pk if step == "pk" else model._meta.get_field(step)
        model = field.related_model or model
    return field


def _type_of(path: str, field: Any) -> int:
    for n, (kinds, _column) in enumerate(TYPES):
        if isinstance(field, kinds):
            return n
    raise TypeError(f"{path} cannot stand in a union")


@dataclass(frozen=True, slots=True)
class _Selected:
    """The SQL of a branch and the values in it."""

    sql: str
    values: Sequence[Any]


def _selected(
    rows: QuerySet[Any], paths: Sequence[str], n: int, layout: Mapping[str, Column], columns: Sequence[Column]
) -> _Selected | None:
    """The rows in the columns of all branches, each with its place; None where Django sees that there are none.

    SQLite knows neither LIMIT nor ORDER BY inside a union, but the one in a subquery and the other in a window.
    """
    order: Any = rows.query.order_by
    if rows.query.is_sliced:
        rows = rows.model._base_manager.filter(pk__in=rows.values("pk"))
    rows = rows.order_by()
    if order:
        rows = rows.annotate(**{PLACE: Window(RowNumber(), order_by=list(order))})
    query = rows.values(*paths, *([PLACE] if order else [])).query
    compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, values = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    quote = compiler.connection.ops.quote_name
    aliases = (quote(alias) for _column, _sql, alias in compiler.select)
    names = dict(zip(query.selected or (), aliases, strict=True))
    taken = {layout[path]: names[path] for path in paths}
    cells = (taken.get(each) or _nothing(compiler.connection.vendor, each[0]) for each in columns)
    whole = ", ".join([str(n), names.get(PLACE, "0"), *cells])
    return _Selected(" ".join(["SELECT", whole, "FROM (", sql, ") AS branch"]), values)


@lru_cache
def _nothing(vendor: str, kind: int) -> str:
    """A branch without a column says NULL with its type, which PostgreSQL cannot guess, in the vendor's words."""
    return f"CAST(NULL AS {TYPES[kind][1]().db_type(connections[DEFAULT_DB_ALIAS])})"
