"""The manager of every table of an office: inside a scope it sees that office's rows, outside it raises."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.sql import Query
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

if TYPE_CHECKING:
    from django.db.models.query import QuerySet

Row = TypeVar("Row", bound=models.Model, covariant=True)


class NoScope(DisabledQuerySet):  # type: ignore[misc]
    """Every question raises ScopeError, also those that django-scopes leaves open."""

    exists = exclude = in_bulk = select_related = prefetch_related = only = defer = DisabledQuerySet.error


@lru_cache(maxsize=1024)
def _rows_of(model: type[models.Model], office: Any) -> Query:
    """The query for the office's rows, to be copied: every question begins with it, and making it takes longer."""
    return models.QuerySet(model).filter(office=office).query


class OfficeManager(models.Manager[Row]):
    """Filters by the office of the active scope (``with scope(office=…)``)."""

    def get_queryset(self) -> QuerySet[Row]:
        """The rows of the office in scope."""
        active = get_scope()
        if not active.get("_enabled", True):
            return super().get_queryset()
        if active.get("office") is None:
            closed: QuerySet[Row] = NoScope(self.model, using=self._db, missing_scopes=["office"])
            return closed
        rows = super().get_queryset()
        rows.query = _rows_of(self.model, active["office"]).chain()
        return rows

    def all(self) -> QuerySet[Row]:
        """As get_queryset; raises outside a scope at once, not when the rows are read."""
        rows = self.get_queryset()
        # Never a copy of what is there: prefetched rows would be asked for again.
        return rows.all() if isinstance(rows, NoScope) else rows
