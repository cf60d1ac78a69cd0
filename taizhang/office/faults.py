"""A database or a disk that cannot be written to for the moment: told apart from mistakes of the program."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

log = logging.getLogger(__name__)
# No room, nothing more that may be opened, a store of files that is away.
PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EHOSTUNREACH})
# What SQLite says in such a case; everything else it says is a mistake of the program ("no such table").
SQLITE_SAYS = ("locked", "busy", "full", "readonly", "disk i/o", "unable to open")
PATIENCE = 5_000  # milliseconds for what a person waits for
# How long a connection waits for a lock: the question, and the order (milliseconds).
_WAITS = {
    "sqlite": ("PRAGMA busy_timeout", "PRAGMA busy_timeout={}"),
    "postgresql": ("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'", "SET lock_timeout = {}"),
}
SHORT_WAIT = 100  # milliseconds for what is not essential


def is_passing(error: BaseException | None) -> bool:
    """Whether trying again later may help: a lock, a full disk, a database or a store of files that is away."""
    if isinstance(error, OSError):
        return error.errno in PASSING
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if connection.vendor != "sqlite":
        return True
    words = str(error).lower()
    return any(each in words for each in SQLITE_SAYS)


@contextmanager
def not_essential(what: str) -> Iterator[None]:
    """Do the block if it can be done at once; where it cannot, the log says so and the reader goes on.

    Raise OperationalError where not even a savepoint can be set: the transaction around it is lost.
    """
    # Inside a transaction a failure must not spoil the rest of it; outside, the block begins its own.
    savepoint = transaction.atomic() if connection.in_atomic_block else nullcontext()
    begun = False
    try:
        with _short_wait(), savepoint:
            begun = True
            yield
    except (DatabaseError, InterfaceError, OSError) as error:
        if not begun or not is_passing(error):
            raise
        log.warning("left out for the moment: %s (%s)", what, error)


@contextmanager
def _short_wait() -> Iterator[None]:
    """Wait hardly at all for whoever writes now. Where the database is away, the block itself will say so."""
    if connection.in_atomic_block:  # the lock is held already, or waited for by whoever began
        yield
        return
    try:
        before = _wait_at_most(SHORT_WAIT)
    except (DatabaseError, InterfaceError) as error:
        if not is_passing(error):
            raise
        before = None
    try:
        yield
    finally:
        if before is not None:
            _wait_at_most(before)


def _wait_at_most(milliseconds: int) -> int:
    """Have this connection wait no longer for a lock; how long it waited before."""
    asked, told = _WAITS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        before = int(cursor.fetchone()[0])
        cursor.execute(told.format(milliseconds))
    return before


def answer_soon(**_: Any) -> None:
    """Have a new connection of the web server wait no longer than a person does (receiver of a signal)."""
    _wait_at_most(PATIENCE)
