"""Rows as lines that are the same bytes whichever database they were read from.

SQLite and PostgreSQL hand back the same value in different clothes: a moment in another zone, a JSON number as 100.0 or
100, the keys of an object in another order. One form of each makes a table's digest comparable across engines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

ENCODING = ("utf-8", "surrogatepass")  # what an older release let in must not end the packing


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()


def _same(value: Any) -> Any:
    return value


def _float(value: float) -> float | int:
    """A whole number is one, however JSON wrote it: 1e2 and 100.0 are 100."""
    return int(Decimal(repr(value))) if value.is_integer() else value


def _object(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(each) for key, each in value.items()}


def _list(value: Iterable[Any]) -> list[Any]:
    return [_plain(each) for each in value]


# By exact type: a datetime is a date as well, and a truth value a number.
_FORMS: Mapping[type, Callable[[Any], Any]] = {
    type(None): _same,
    bool: _same,
    int: _same,
    str: _same,
    float: _float,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    Decimal: lambda value: format(value, "f"),
    UUID: str,
    dict: _object,
    list: _list,
}


def _plain(value: Any) -> Any:
    form = _FORMS.get(type(value))
    if form is None:
        raise TypeError(f"a {type(value).__name__} has no place in a suitcase")
    return form(value)


def line_of(values: Iterable[Any]) -> bytes:
    """Return a row's values as one line of JSON without its end; raise TypeError for a type that no column holds."""
    row = [_plain(value) for value in values]
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(*ENCODING)


def values_of(line: bytes) -> list[Any]:
    """Return the plain values of a line; the columns' own types are for the reader to restore."""
    row: list[Any] = json.loads(line.decode(*ENCODING))
    return row


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table holds: its columns in order, the number of rows, and the digest of their lines."""

    columns: tuple[str, ...]
    rows: int
    digest: str


@dataclass
class TableDigest:
    """Counts and sums the lines of a table, in the order of its keys."""

    columns: tuple[str, ...]
    rows: int = 0
    _sum: Any = field(default_factory=sha256, repr=False)

    def add(self, line: bytes) -> None:
        """Take one more line."""
        self.rows += 1
        self._sum.update(line + b"\n")

    def facts(self) -> TableFacts:
        """Return what has been seen so far."""
        return TableFacts(self.columns, self.rows, self._sum.hexdigest())
