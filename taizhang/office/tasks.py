"""What is due for a person, from wherever it comes.

An app adds its own in ``AppConfig.ready``: ``digests.register("ledger", queries.due_lines)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django_scopes import scope

from taizhang.core.text.messages import Sentence
from taizhang.office.models import Person


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something a person has to do; or, with ``news``, only might like to read: that has no date."""

    title: Sentence
    due: date | None
    url_path: str  # within the site, beginning with /
    key: str = ""  # tells it from everything else for good; needed where title or url_path may change
    news: bool = False

    @property
    def identity(self) -> str:
        """By what a calendar knows it again."""
        return self.key or f"{self.url_path} {self.title}"


Source = Callable[[Person, datetime], Iterable[DueLine]]
_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Ask ``source`` whenever it matters what is due; it is called in the scope of the person's office."""
    _SOURCES[name] = source


def due_lines(person: Person, at: datetime) -> list[DueLine]:
    """Everything due for the person, by date; what has no date comes last."""
    with scope(office=person.office_id):
        lines = [line for source in _SOURCES.values() for line in source(person, at)]
    return sorted(lines, key=lambda line: (line.due or date.max, line.url_path))
