"""Acts that begin at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.models import Office


def at_once(office: Office, acts: list[Callable[[], object]]) -> list[str]:
    """Run the acts in threads that begin together; what became of each: done, refused or the error's name."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            with scope(office=office.pk):
                start.wait()
                act()
        except Refused:
            return "refused"
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
