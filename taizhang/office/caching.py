"""The shared cache: a table, so that it holds over all processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.db import DatabaseCache

from taizhang.office.faults import not_essential


class TableCache(DatabaseCache):
    """Django's cache in a table; nobody's page waits or fails because the table cannot be written to."""

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """What is known of the keys. What has run out is deleted on the way, which may have to wait."""
        found: list[dict[Any, Any]] = [{}]
        with not_essential("reading the cache"):
            found.append(super().get_many(keys, version))
        return found[-1]

    def set(self, key: Any, value: Any, timeout: Any = -1, version: int | None = None) -> None:
        """Keep a value if that can be done at once."""
        given = {} if timeout == -1 else {"timeout": timeout}
        with not_essential("writing the cache"):
            super().set(key, value, version=version, **given)
