"""挂图作战: projects by months, with the signal at each month's end and the milestones of each month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from taizhang.ledger.models import Ledger, Milestone, Project
from taizhang.ledger.queries.asof import as_of
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.queries.history import Stood, history_of
from taizhang.office import clock

STONE = ("project", "pk", "title", "due", "done_on", "done_noted_at")


@dataclass(frozen=True, slots=True)
class WallMilestone:
    """A milestone; ``state`` done, open or overdue on the day looked at."""

    due: date
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Track:
    """A project over the year; ``months`` how it stood at the ends of the months begun."""

    pk: int
    no: str
    title: str
    unit: str
    theme: str
    state: str
    start: date | None
    due: date | None
    months: Sequence[Stood | None]
    stones: Sequence[WallMilestone]


def tracks_of(ledger: Ledger, projects: QuerySet[Project], on: date | None) -> list[Track]:
    """The projects on account by theme and number; four queries."""
    day = on or clock.today()
    rows, columns = as_of(projects.filter(ledger=ledger), on)
    start = "start" if on is None else "promised__start"
    found = list(
        rows.order_by(f"{columns['theme']}__position", columns["theme"], "serial").values_list(
            "pk",
            "account_no",
            columns["title"],
            f"{columns['unit']}__short_name",
            f"{columns['theme']}__name",
            columns["state"],
            start,
            columns["due"],
            *(() if on is None else ("promised__data",)),
        )
    )
    keys = [row[0] for row in found]
    months = history_of(ledger, keys, day)
    promised = None if on is None else {row[0]: row[8] for row in found}
    stones = stones_of(ledger, day, promised)
    return [
        Track(pk, no, title, unit, theme or "", state, first, due, months[pk], stones.get(pk, ()))
        for pk, no, title, unit, theme, state, first, due, *_data in found
    ]


def stones_of(
    ledger: Ledger, day: date, promised: Mapping[int, Mapping[str, object]] | None
) -> Mapping[int, list[WallMilestone]]:
    """The milestones of each project as known at the end of ``day``; those of the baselines ``promised``."""
    rows = Milestone.objects.filter(project__ledger=ledger)
    if promised is None:
        rows = rows.filter(in_force=True)
    return stones_in(rows.order_by("due", "position", "pk").values_list(*STONE), day, promised)


def stones_in(
    rows: Iterable[Sequence[Any]], day: date, promised: Mapping[int, Mapping[str, object]] | None
) -> Mapping[int, list[WallMilestone]]:
    """The same of these ``rows`` with the columns STONE, in their order."""
    end, found = end_of(day), dict[int, list[WallMilestone]]()
    known = _keys_in(promised)
    for pk, key, stands, falls_due, done, noted in rows:
        title, due = (stands, falls_due) if known is None else known.get(key, ("", None))
        if due is None:
            continue
        is_done = done is not None and (promised is None or noted is None or noted < end)
        state = "done" if is_done else "overdue" if due < day else "open"
        found.setdefault(pk, []).append(WallMilestone(due, title, state))
    return found


def _keys_in(promised: Mapping[int, Mapping[str, object]] | None) -> dict[int, tuple[str, date]] | None:
    if promised is None:
        return None
    stones = [each for data in promised.values() for each in data.get("milestones", ())]  # type: ignore[attr-defined]
    return {each["key"]: (each["title"], date.fromisoformat(each["due"])) for each in stones}
