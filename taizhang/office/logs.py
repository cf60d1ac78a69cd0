"""What the log says of a request: the number on the error page, and the person's key (never a name)."""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
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


class JsonLine(logging.Formatter):
    """A record as one line of JSON. Of an error its class and place, not its words: a database quotes what people typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "person": getattr(record, "person", "-"),
            "message": record.getMessage(),
        }
        kind, _error, trace = record.exc_info or (None, None, None)
        if kind is not None:
            said["error"] = kind.__name__
            said["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return json.dumps(said, ensure_ascii=False)
