"""Rows of several kinds in one query: a page that shows a little of many tables asks the database once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from operator import itemgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import ExpressionWrapper, F, Field, Model, QuerySet, Value, Window
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, RowNumber

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


def together(*branches: Branch) -> list[list[dict[str, Any]]]:
    """Return for each branch its rows as path → value, in the order that it asks for (``order_by``), else in none.

    One query (UNION ALL) for all branches. Raise TypeError for a field that is neither text nor whole number, date,
    time, truth value or JSON.
    """
    if not branches:
        return []
    layouts = [_layout(rows, paths) for rows, paths in branches]
    columns = sorted({column for layout in layouts for column in layout.values()})
    first, *others = (
        _selected(rows, n, layout, columns)
        for n, ((rows, _paths), layout) in enumerate(zip(branches, layouts, strict=True))
    )
    found: list[list[dict[str, Any]]] = [[] for _branch in branches]
    union = first.union(*others, all=True) if others else first
    for row in sorted(union, key=itemgetter("row_place")):
        layout = layouts[row["branch"]]
        found[row["branch"]].append({path: row[_name(column)] for path, column in layout.items()})
    return found


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


Column = tuple[int, int]  # the place in TYPES, and the how many-th of this type


def _layout(rows: QuerySet[Any], paths: Iterable[str]) -> dict[str, Column]:
    """Which column of the union each path fills: the first free one of its type."""
    free = [count() for _each in TYPES]
    layout = {}
    for path in paths:
        kind = _type_of(rows, path)
        layout[path] = (kind, next(free[kind]))
    return layout


def _type_of(rows: QuerySet[Any], path: str) -> int:
    field: Any = None
    model: Any = rows.model
    if path in rows.query.annotations:
        field = rows.query.annotations[path].output_field
    else:
        for step in path.split(LOOKUP_SEP):
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
            model = field.related_model or model
    for n, (kinds, _column) in enumerate(TYPES):
        if isinstance(field, kinds):
            return n
    raise TypeError(f"{path} cannot stand in a union")


def _selected(
    rows: QuerySet[Any], n: int, layout: dict[str, Column], columns: Sequence[Column]
) -> QuerySet[Any, dict[str, Any]]:
    """The rows in the columns of all branches, each with its place.

    SQLite knows neither LIMIT nor ORDER BY inside a union, but the one in a subquery and the other in a window.
    """
    order: Any = rows.query.order_by
    place: Any = Window(RowNumber(), order_by=list(order)) if order else Value(0, models.IntegerField())
    if rows.query.is_sliced:
        rows = rows.model._base_manager.filter(pk__in=rows.values("pk"))
    paths = {column: path for path, column in layout.items()}
    values: dict[str, Combinable] = {_name(each): _value(paths.get(each), each) for each in columns}
    return rows.order_by().values(branch=Value(n, models.IntegerField()), row_place=place, **values)


def _value(path: str | None, column: Column) -> Combinable:
    """A branch without this column says NULL with its type, which PostgreSQL cannot guess."""
    field = TYPES[column[0]][1]()
    return Cast(Value(None), field) if path is None else ExpressionWrapper(F(path), output_field=field)


def _name(column: Column) -> str:
    return "column_{}_{}".format(*column)
