"""A change that answers with the rows as they are now: one statement instead of a change and a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row", bound=Model)


def update_returning(rows: QuerySet[Row], changes: Mapping[str, Any]) -> list[Row]:
    """As ``rows.update(**changes)``; return the rows that were changed, with all their columns as they are now."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    statement, values = query.get_compiler(rows.db).as_sql()
    return list(rows.model._base_manager.raw(f"{statement} RETURNING *", values))
