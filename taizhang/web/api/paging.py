"""Lists in pieces: each names where the next one begins, however many rows were added meanwhile."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query

MOST = 100
LARGEST = 2**63 - 1  # of a row's number

Key = Annotated[int, Query(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="一次最多几项，1到100")]
Cursor = Annotated[str | None, Query(max_length=40, description="上一次回答中的 next")]
Row = TypeVar("Row", bound=Model)


class BadCursor(Exception):
    """No piece begins there."""


def piece(rows: QuerySet[Row], cursor: str | None, limit: int) -> tuple[list[Row], str | None]:
    """At most ``limit`` rows after the cursor, oldest first, and where the next piece begins (None: nowhere)."""
    found = list(rows.filter(pk__gt=_read(cursor)).order_by("pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], _written(found[limit - 1].pk)


def _written(pk: Any) -> str:
    return urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def _read(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        words = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except (ValueError, UnicodeError) as error:
        raise BadCursor from error
    number = words.removeprefix("after:")
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= LARGEST):
        raise BadCursor
    return int(number)
