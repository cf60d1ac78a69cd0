"""What waits for a person: one list for landing page, badge, digest and calendar.

An app says in ``AppConfig.ready`` what may wait: ``tasks.register("ledger", waiting)``. It returns a ``Waiting`` for
each kind, with its rows as a query set that is not evaluated yet; one query finds out which kinds have rows at all, and
one more reads the rows of all kinds that say which fields they need (``only``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Count, Exists, F, Model, QuerySet, Subquery, prefetch_related_objects
from django.urls import reverse
from django_scopes import scope

from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person
from taizhang.office.together import instance_of, together
from taizhang.office.visible import Viewer, viewer_at

SHOWN = 60  # tasks of one kind that are listed; the rest are counted
Row = TypeVar("Row", bound=Model)
Args = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What is done with one click: a form that posts ``fields`` to a route. ``ask`` is asked before, where given."""

    label: Message
    route: str
    args: Args = ()
    fields: tuple[tuple[str, str], ...] = ()
    ask: Message | None = None

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits. ``key`` tells it from every other for good, ``verb`` stands on the link to ``route``, and
    ``duty`` says what is to be done where the link only opens it; ``note`` says more of it in small print. Without
    ``due`` it has no date.
    """

    key: str
    title: Message
    verb: Message
    route: str
    args: Args = ()
    due: date | None = None
    note: Message | None = None
    shortcut: Shortcut | None = None
    duty: Message | None = None

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)

    @property
    def line(self) -> Message:
        """The task in one sentence, where no button stands beside it: 填报：书香校园."""
        return Message(N_("{verb}：{title}"), {"verb": self.duty or self.verb, "title": self.title})

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class News:
    """Something the person might like to read: told once in a digest, never due."""

    title: Message
    route: str
    args: Args = ()

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)


@dataclass(frozen=True, slots=True, eq=False)
class Waiting(Generic[Row]):
    """One kind of thing that may wait. ``tasks`` makes the tasks of the first rows, ``bulk`` what can be done about all
    of them; with ``counted`` the rows are one task that tells their number. ``sift`` keeps those that wait where this
    cannot be asked of the database: all ``rows`` are read for it, with their annotations.
    """

    group: str
    rows: QuerySet[Row]
    tasks: Callable[[Sequence[Row]], Iterable[Task]] = lambda rows: ()
    bulk: Callable[[Sequence[Row]], Shortcut | None] = lambda rows: None
    counted: Callable[[int], Task] | None = None
    sift: Callable[[Row], bool] | None = None


@dataclass(slots=True)
class TaskGroup:
    """Tasks under one heading; ``more`` of them are not listed."""

    label: str
    tasks: list[Task] = field(default_factory=list)
    bulks: list[Shortcut] = field(default_factory=list)
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.tasks) + self.more


Source = Callable[[Viewer, datetime], Iterable[Waiting[Any]]]
NewsSource = Callable[[Viewer, datetime], Iterable[News]]
_SOURCES: dict[str, Source] = {}
_NEWS: dict[str, NewsSource] = {}


def register(name: str, source: Source, news: NewsSource | None = None) -> None:
    """Ask ``source`` whenever it matters what waits; it is called in the scope of the viewer's office."""
    _SOURCES[name] = source
    if news is not None:
        _NEWS[name] = news


def groups_for(viewer: Viewer, at: datetime) -> list[TaskGroup]:
    """Return everything that waits for the viewer, by headings in the order of the sources; no empty groups."""
    with scope(office=viewer.office.pk):
        waiting = [each for source in _SOURCES.values() for each in source(viewer, at)]
        there = dict(_with_rows(waiting, viewer.office))
        groups: dict[str, TaskGroup] = {}
        for (each, count), rows in zip(there.items(), _first_rows(there), strict=True):
            _gather(groups.setdefault(each.group, TaskGroup(each.group)), each, count, rows)
    return [group for group in groups.values() if group.count]


def _with_rows(waiting: Sequence[Waiting[Any]], office: Office) -> Iterator[tuple[Waiting[Any], int]]:
    """Those of which there is a row; with the number of rows where this is all that is told of them. One query."""
    if not waiting:
        return
    asked = {
        f"rows_{n}": _number(each) if each.counted else Exists(each.rows) for n, each in enumerate(waiting)
    }
    there: dict[str, Any] = dict(Office.objects.filter(pk=office.pk).values(**asked).get())
    yield from ((each, int(found)) for n, each in enumerate(waiting) if (found := there[f"rows_{n}"]))


def _number(each: Waiting[Any]) -> Subquery:
    """How many rows there are; NULL for none."""
    rows = each.rows.order_by().annotate(office_key=F("office")).values("office_key")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


def _first_rows(waiting: Iterable[Waiting[Any]]) -> Iterator[list[Any]]:
    """Of each kind the rows that are listed, and one more, or all that ``sift`` keeps; none where they are only counted."""
    needed = {each: fields for each in waiting if (fields := _needed(each)) and not each.counted}
    found = together(*((_asked(each), fields) for each, fields in needed.items()))
    read = dict(zip(needed, found, strict=True))
    for each in waiting:
        if each in read:
            found_here = [_row(each.rows, values) for values in read[each]]
            prefetch_related_objects(found_here, *each.rows._prefetch_related_lookups)  # type: ignore[attr-defined]
        else:
            found_here = [] if each.counted else list(_asked(each))
        yield list(filter(each.sift, found_here)) if each.sift else found_here


def _asked(each: Waiting[Any]) -> QuerySet[Any]:
    return each.rows if each.sift else each.rows[: SHOWN + 1]


def _needed(each: Waiting[Any]) -> Sequence[str]:
    """The fields that the rows are limited to (``only``), with what ``sift`` looks at; empty where they are not."""
    names, deferred = each.rows.query.deferred_loading
    return () if deferred else ("pk", *sorted(names), *(each.rows.query.annotations if each.sift else ()))


def _row(rows: QuerySet[Any], values: dict[str, Any]) -> Any:
    """An instance with the values of its fields, and its annotations."""
    annotated = values.keys() & rows.query.annotations.keys()
    row = instance_of(rows.model, {name: each for name, each in values.items() if name not in annotated})
    for name in annotated:
        setattr(row, name, values[name])
    return row


def _gather(group: TaskGroup, each: Waiting[Any], count: int, rows: list[Any]) -> None:
    if each.counted is not None:
        group.tasks.append(each.counted(count))
        return
    if len(rows) > SHOWN:
        group.more += (len(rows) if each.sift else each.rows.count()) - SHOWN
        rows = rows[:SHOWN]
    group.tasks += each.tasks(rows)
    bulk = each.bulk(rows)
    if bulk is not None:
        group.bulks.append(bulk)


def tasks_for(person: Person, at: datetime) -> list[Task]:
    """Return what waits for the person, by date; what has no date comes last."""
    groups = groups_for(viewer_at(person, at), at)
    return sorted(
        (task for group in groups for task in group.tasks), key=lambda task: (task.due or date.max, task.key)
    )


def count_for(viewer: Viewer, at: datetime) -> int:
    """Return how many things wait for the viewer."""
    return sum(group.count for group in groups_for(viewer, at))


def news_for(person: Person, at: datetime) -> list[News]:
    """Return what the person is told of the day before ``at``."""
    viewer = viewer_at(person, at)
    with scope(office=person.office_id):
        return [news for source in _NEWS.values() for news in source(viewer, at)]
