"""How many projects stand where: no account that was ever opened drops out of the count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from taizhang.core.lifecycle.project_year import IN_COUNT, Conservation, ProjectState, conserve
from taizhang.ledger.models import Counter, Ledger, Project
from taizhang.ledger.queries.asof import as_of
from taizhang.ledger.queries.figures import end_of
from taizhang.office.together import Branch, together

ACCOUNT = "account"
UNJUDGED = "none"  # beside the levels: under supervision, without a signal


@dataclass(frozen=True, slots=True)
class Counts:
    """``opened`` numbers allotted, and the projects by (state, level); a level is had by active ones only."""

    opened: int
    by: Mapping[tuple[str, str], int]

    @property
    def conservation(self) -> Conservation:
        sums: dict[str, int] = {}
        for (state, _level), count in self.by.items():
            sums[state] = sums.get(state, 0) + count
        return conserve(self.opened, sums)

    def having(self, states: Collection[str], levels: Collection[str]) -> int:
        """Projects in one of the parts ``states`` (of IN_COUNT) and at one of ``levels``; empty: in any."""
        wanted = {state for part in states for state in IN_COUNT[part]}
        return sum(
            count
            for (state, level), count in self.by.items()
            if (not wanted or state in wanted) and (not levels or _level(state, level) in levels)
        )

    def at(self, level: str) -> int:
        """Active projects at that level; with UNJUDGED those that have none."""
        return self.having((), (level,))


def _level(state: str, level: str) -> str:
    """The level, or UNJUDGED where an active project has none; empty where there is nothing to judge."""
    return level or (UNJUDGED if state in IN_COUNT["active"] else "")


def counts_of(ledger: Ledger, on: date | None = None) -> Counts:
    """Of the whole ledger at the end of ``on``; of now, from the tally if nothing has moved since."""
    if on is not None:
        return counts_among(Project.objects.filter(ledger=ledger), on)
    kept = ledger.tally
    if kept.get("moves") != ledger.moves:
        kept = _tally(ledger)
        Ledger.objects.filter(pk=ledger.pk, moves=ledger.moves).update(tally=kept)
    return Counts(kept["opened"], {(state, level): count for state, level, count in kept["counts"]})


def counts_among(projects: QuerySet[Project], on: date | None) -> Counts:
    """Of these projects; what was opened is counted apart from the states."""
    if on is None:
        return counts_in(together(counting(projects))[0])
    opened = projects.filter(opened_at__lt=end_of(on))
    rows, columns = as_of(projects, on)
    return Counts(opened.count(), _by_state(rows, columns["state"], columns["level"]))


def counting(projects: QuerySet[Project]) -> Branch:
    """What is read of these projects to count them as they stand now (see ``together``)."""
    numbered, opened = Count("pk", filter=Q(serial__isnull=False)), Count("opened_at")
    rows = projects.order_by().values("state", "level").annotate(numbered=numbered, opened=opened)
    return rows, ("state", "level", "numbered", "opened")


def counts_in(rows: Sequence[Mapping[str, Any]]) -> Counts:
    """The counts from what ``counting`` has read: an account that was opened counts as such without a number, too."""
    by = _summed((row["state"], row["level"], row["numbered"]) for row in rows if row["numbered"])
    return Counts(sum(row["opened"] for row in rows), by)


def _by_state(rows: QuerySet[Project], state: str, level: str) -> dict[tuple[str, str], int]:
    return _summed(rows.order_by().values_list(F(state), F(level)).annotate(n=Count("pk")))


def _summed(found: Iterable[tuple[str, str | None, int]]) -> dict[tuple[str, str], int]:
    """By state and level; only an active project has a level."""
    by: dict[tuple[str, str], int] = {}
    for at, signal, count in found:
        key = (at, (signal or "") if at == ProjectState.ACTIVE else "")
        by[key] = by.get(key, 0) + count
    return by


def _tally(ledger: Ledger) -> dict[str, Any]:
    """Numbers allotted and projects counted, with the moves they hold for; who moves a project outdates it."""
    numbers = Counter.objects.filter(ledger=ledger, kind=ACCOUNT).values_list("last", flat=True)
    by = _by_state(Project.objects.filter(ledger=ledger, serial__isnull=False), "state", "level")
    counts = [[*key, count] for key, count in by.items()]
    return {"moves": ledger.moves, "opened": numbers.first() or 0, "counts": counts}
