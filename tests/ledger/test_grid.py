"""The grid: what it counts always adds up, and a past day shows what was shown on that day."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import LifeStep
from taizhang.ledger.actions import changes, records, signals
from taizhang.ledger.models import Figure, Indicator, Ledger, Milestone, Project
from taizhang.ledger.queries.conservation import counts_among, counts_of
from taizhang.ledger.queries.grid import GridPage, GridQuery, page_of
from taizhang.ledger.queries.sheet import one_page
from taizhang.ledger.queries.wall import tracks_of
from taizhang.ledger.visible import projects_for
from taizhang.office.visible import viewer_at
from taizhang.office.workflow import move

from .conftest import People, ProjectIn

A, S = ProjectState.ACTIVE, ProjectState.SUSPENDED
EVERYTHING = GridQuery()


def page(ledger: Ledger, on: date | None = None, wanted: GridQuery = EVERYTHING, **more: Any) -> GridPage:
    ledger = Ledger.objects.get(pk=ledger.pk)
    return page_of(ledger, Project.objects.all(), whole=True, wanted=wanted, on=on, **more)


def turn(project: Project, to: str, at: datetime) -> None:
    project.refresh_from_db()
    move(project, LifeStep("set", frozenset({project.state}), to), at=at)


class Year:
    """Random days of a ledger: each step is something that changes what the grid shows."""

    def __init__(self, people: People, ledger: Ledger, projects: list[Project], seed: int) -> None:
        self.people, self.ledger, self.projects = people, ledger, projects
        self.random = random.Random(seed)

    def live(self, at: datetime) -> None:
        project = self.random.choice(self.projects)
        project.refresh_from_db()
        self.random.choice(self.steps())(project, at)

    def steps(self) -> list[Callable[[Project, datetime], None]]:
        return [self.move, self.report, self.report, self.reach, self.show, self.extend]

    def move(self, project: Project, at: datetime) -> None:
        turn(project, self.random.choice([A, S, ProjectState.CLOSED, ProjectState.CANCELLED]), at)

    def report(self, project: Project, at: datetime) -> None:
        indicator = Indicator.objects.get(project=project)
        value = Decimal(self.random.randrange(60_000))
        Figure.objects.create(
            office=project.office, project=project, whose=project.lead_unit, indicator=indicator, name=indicator.name,
            value=value, unit=indicator.unit, basis=indicator.basis, as_of=localdate(at), imported_from="测试",
            recorded_at=at,
        )  # fmt: skip

    def reach(self, project: Project, at: datetime) -> None:
        stones = Milestone.objects.filter(project=project, done_on__isnull=True)[:1]
        Milestone.objects.filter(pk__in=[s.pk for s in stones]).update(
            done_on=localdate(at), done_noted_at=at
        )

    def show(self, project: Project, at: datetime) -> None:
        if project.state == A:
            records.add_evidence(
                project=project, title="活动简讯", content=b"x" * self.random.randrange(1, 90), name="简讯.txt",
                by=self.people.liaison, at=at,
            )  # fmt: skip

    def extend(self, project: Project, at: datetime) -> None:
        if project.state == A and project.due:
            change = changes.request_change(
                project=project, kind="extend", reason="雨季", forecast=project.due + timedelta(days=1),
                by=self.people.liaison, at=at,
            )  # fmt: skip
            changes.approve_change(change=change, by=self.people.officer, at=at)


@pytest.mark.parametrize("seed", range(3))
def test_a_past_day_shows_what_was_shown_on_that_day(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime, seed: int
) -> None:
    projects = [project_in(title=f"第{n}项") for n in range(4)]
    signals.adopt_rules(ledger=ledger, preset="blue-yellow-red", by=None, at=at)
    ledger.refresh_from_db()
    lived, seen = Year(people, ledger, projects, seed), {}
    for days in range(1, 150, 12):
        now = at + timedelta(days=days)
        for _step in range(3):
            lived.live(now)
        signals.judge_ledger(ledger=ledger, at=now + timedelta(hours=1))
        seen[localdate(now)] = page(ledger)
    for day, shown in seen.items():
        then = page(ledger, on=day)
        assert then.rows == shown.rows
        assert then.counts == shown.counts
        assert then.counts.conservation.holds


def test_an_account_opened_later_is_not_there_before(
    ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project_in()
    before = page(ledger, on=localdate(at) - timedelta(days=1))
    assert (before.rows, before.counts.opened, before.total) == ([], 0, 0)
    assert page(ledger, on=localdate(at)).total == 1


def test_every_way_out_stays_in_the_count(ledger: Ledger, project_in: ProjectIn) -> None:
    states = [state for state in ProjectState if state not in (ProjectState.ADMITTED, ProjectState.MERGED)]
    for state in [ProjectState.ADMITTED, *states]:
        project_in(state)
    shown = page(ledger).counts
    assert shown.opened == len(states)
    assert shown.conservation.holds
    assert shown.conservation.closed == 2


def test_the_kept_count_is_the_count_itself(ledger: Ledger, project_in: ProjectIn, at: datetime) -> None:
    first, *_rest = [project_in() for _ in range(3)]
    assert page(ledger).counts == counts_among(Project.objects.all(), None)
    turn(first, S, at)
    ledger.refresh_from_db()
    assert counts_of(ledger).conservation.suspended == 1
    ledger.refresh_from_db()
    assert ledger.tally["moves"] == ledger.moves
    assert counts_of(ledger) == counts_among(Project.objects.all(), None)


@pytest.mark.parametrize("past", [False, True])
def test_filters_and_order(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime, past: bool
) -> None:
    signals.adopt_rules(ledger=ledger, preset="blue-yellow-red", by=None, at=at)
    ledger.refresh_from_db()
    first = project_in(title="邻里“夜话”", due=date(2026, 12, 1))
    second = project_in(title="独居老人每周一访", due=date(2026, 11, 1))
    other = project_in(S, unit=people.other_unit, title="名医下乡")
    signals.judge_ledger(ledger=ledger, at=at + timedelta(hours=1))
    on = localdate(at) if past else None

    def found(**wanted: Any) -> list[int]:
        return [row.pk for row in page(ledger, on=on, wanted=GridQuery(**wanted)).rows]

    assert found() == [first.pk, second.pk, other.pk]
    assert found(falling=True) == [other.pk, second.pk, first.pk]
    assert found(sort="due") == [second.pk, first.pk, other.pk]
    assert found(words="夜话") == [first.pk]
    assert found(words=second.account_no) == [second.pk]
    assert found(words="市卫健委 名医") == [other.pk]
    assert found(units=(people.unit.pk,)) == [first.pk, second.pk]
    assert found(states=("suspended",)) == [other.pk]
    assert found(states=("closed",)) == []
    assert found(themes=(0,)) == []
    assert set(found(sort="level")) == {first.pk, second.pk, other.pk}
    levels = {row.pk: row.level for row in page(ledger, on=on).rows}
    assert levels[other.pk] == ""
    assert found(levels=(levels[first.pk],)) == [
        pk for pk, level in levels.items() if level == levels[first.pk]
    ]


def test_pages_end_where_the_rows_end(
    ledger: Ledger, project_in: ProjectIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [project_in() for _ in range(3)]
    assert [len(page(ledger, number=number).rows) for number in (1, 2)] == [3, 3]
    monkeypatch.setattr("taizhang.ledger.queries.grid.WHOLE", 2)
    monkeypatch.setattr("taizhang.ledger.queries.grid.PAGE", 2)
    last = page(ledger, number=9)
    assert ([row.pk for row in last.rows], last.number, last.total) == ([rows[2].pk], 2, 3)
    assert page(ledger, number=0).number == 1


def test_a_period_indicator_is_summed_and_a_cumulative_one_is_not(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    from .conftest import plan_for

    basis = plan_for(people).indicators[0]
    for kind, total in (("cumulative", 30), ("period", 50), ("level", 30)):
        project = project_in(indicators=(replace(basis, basis=kind),))
        indicator = Indicator.objects.get(project=project)
        for month, value in ((3, 20), (4, 25), (4, 30)):
            Figure.objects.create(
                office=ledger.office, project=project, whose=people.unit, indicator=indicator, name="走访", value=value,
                unit="人次", basis=kind, period=f"2026-0{month}", as_of=date(2026, month, 28), imported_from="测试",
                recorded_at=at + timedelta(days=month),
            )  # fmt: skip
        row = page(ledger).rows[-1]
        assert row.details.value == total


def test_people_see_what_their_posts_open(people: People, project_in: ProjectIn, at: datetime) -> None:
    own = project_in()
    theirs = project_in(unit=people.other_unit)
    shared = project_in(unit=people.other_unit, supporting_units=(people.unit.pk,))
    assert set(projects_for(viewer_at(people.liaison, at))) == {own, shared}
    assert set(projects_for(viewer_at(people.other_leader, at))) == {theirs, shared}
    assert (
        set(projects_for(viewer_at(people.officer, at)))
        == set(projects_for(viewer_at(people.head, at)))
        == {own, theirs, shared}
    )


def test_wall_and_one_page_tell_the_same_year(ledger: Ledger, project_in: ProjectIn, at: datetime) -> None:
    signals.adopt_rules(ledger=ledger, preset="blue-yellow-red", by=None, at=at)
    ledger.refresh_from_db()
    project = project_in()
    signals.judge_ledger(ledger=ledger, at=at + timedelta(hours=1))
    turn(project, S, at + timedelta(days=40))
    on = date(2026, 5, 20)
    (track,) = tracks_of(ledger, Project.objects.all(), on)
    assert [stood.state if stood else None for stood in track.months] == [None, None, A, S, S]
    assert track.months[2]
    assert track.months[2].level
    assert [stone.state for stone in track.stones] == ["overdue", "open"]
    told = one_page(ledger, on)
    assert [month.opened for month in told.months] == [0, 0, 1, 1, 1]
    assert told.months[3].parts == {"suspended": 1}
    assert told.counts.conservation.suspended == 1
    assert one_page(ledger, date(2025, 12, 31)).months == []
    assert tracks_of(ledger, Project.objects.all(), None)[0].pk == project.pk
