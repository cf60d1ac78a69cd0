"""Lists in pieces: each names where the next one begins, however many rows were added meanwhile."""

from __future__ import annotations

from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query

MOST = 100
LARGEST = 2**63 - 1  # of a row's number

Key = Annotated[int, Query(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="一次最多几项，1到100")]
_CURSOR = r"^after-[1-9][0-9]{0,17}$"
Cursor = Annotated[str | None, Query(pattern=_CURSOR, description="上一次回答中的 next，原样带回")]
Row = TypeVar("Row", bound=Model)


def piece(rows: QuerySet[Row], cursor: str | None, limit: int) -> tuple[list[Row], str | None]:
    """At most ``limit`` rows after the cursor, oldest first, and where the next piece begins (None: nowhere)."""
    last = int(cursor.removeprefix("after-")) if cursor else 0
    found = list(rows.filter(pk__gt=last).order_by("pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], f"after-{found[limit - 1].pk}"
