"""What the log says of a request: the number on the error page, and the person's key (never a name)."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

current: ContextVar[Any] = ContextVar("request", default=None)


class RequestFilter(logging.Filter):
    """Adds ``request_id`` and ``person`` to every record; "-" where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = current.get() or getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", "-")
        # The person as far as they are known already: the log must not ask the database.
        person = getattr(request, "_cached_user", None)
        record.person = getattr(person, "pk", None) or "-"
        return True
