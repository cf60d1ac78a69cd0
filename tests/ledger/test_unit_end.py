from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions.unit_end import transfer_projects
from taizhang.ledger.models import Baseline, Ledger, Project
from taizhang.ledger.queries.grid import GridQuery, GridRow, page_of
from taizhang.ledger.queries.past_export import past_rows
from taizhang.office import actions
from taizhang.office.models import Event

from .conftest import People

DAY = timedelta(days=1)


def rows_of(ledger: Ledger, on: date | None) -> list[GridRow]:
    return page_of(ledger, Project.objects.all(), whole=True, wanted=GridQuery(), on=on).rows


def test_open_projects_go_with_the_unit_and_the_past_keeps_the_old_one(
    people: People, project_in: Callable[..., Project], at: datetime
) -> None:
    open_one, ended = project_in(ProjectState.ACTIVE), project_in(ProjectState.CLOSED)
    with pytest.raises(Refused, match="还有1个没有办结的项目"):
        actions.close_unit(unit=people.unit, by=None, at=at + DAY)
    assert people.unit.active
    later = at + 30 * DAY
    actions.merge_unit(unit=people.unit, into=people.other_unit, by=None, at=later)
    open_one.refresh_from_db()
    ended.refresh_from_db()
    assert (open_one.lead_unit, ended.lead_unit) == (people.other_unit, people.unit)
    versions = Baseline.objects.filter(project=open_one).order_by("version")
    assert [(each.lead_unit, each.until) for each in versions][-2:] == [
        (people.unit, later),
        (people.other_unit, None),
    ]
    assert Event.objects.get(verb="follow_unit").subject_id == open_one.pk


def test_the_ledger_of_a_past_day_shows_the_name_that_the_unit_bore(
    people: People, project_in: Callable[..., Project], ledger: Ledger, at: datetime
) -> None:
    project_in(ProjectState.ACTIVE)
    old = people.unit.short_name, people.unit.name
    for days, name in ((10, "第二名"), (20, "第三名")):
        actions.rename_unit(
            unit=people.unit, name=f"海川市{name}", short_name=name, by=None, at=at + days * DAY
        )
    day = at.date()
    for on, short, full in (
        (day + 9 * DAY, *old),
        (day + 15 * DAY, "第二名", "海川市第二名"),
        (day + 25 * DAY, "第三名", "海川市第三名"),
    ):
        assert [row.unit for row in rows_of(ledger, on)] == [short]
        assert [row.lead_unit for row in past_rows(Project.objects.all(), on)] == [full]
    assert [row.unit for row in rows_of(ledger, None)] == ["第三名"]


def test_a_unit_without_open_projects_is_closed(
    people: People, project_in: Callable[..., Project], at: datetime
) -> None:
    project_in(ProjectState.CLOSED)
    actions.close_unit(unit=people.unit, by=None, at=at + 30 * DAY)
    assert not people.unit.active


def test_a_unit_is_split_and_each_project_goes_where_it_is_chosen(
    people: People, project_in: Callable[..., Project], ledger: Ledger, at: datetime
) -> None:
    """One stays, one goes, and of the day before all are the old unit's; then the old one may be closed."""
    stays, goes, ended = (
        project_in(ProjectState.ACTIVE),
        project_in(ProjectState.ACTIVE),
        project_in(ProjectState.CLOSED),
    )
    later = at + 30 * DAY
    new = actions.split_unit(
        unit=people.unit, name="海川市医疗保障局", short_name="市医保局", by=None, at=later
    )
    assert (new.split_from, new.kind, new.active) == (people.unit, people.unit.kind, True)
    assert Event.objects.get(verb="split_unit").detail["into"] == "海川市医疗保障局"
    transfer_projects(unit=people.unit, into={goes: new}, by=people.officer, at=later)
    assert [row.unit for row in rows_of(ledger, (later + DAY).date())] == [
        people.unit.short_name, "市医保局", people.unit.short_name,
    ]  # fmt: skip
    assert {row.unit for row in rows_of(ledger, (later - DAY).date())} == {people.unit.short_name}
    assert Event.objects.get(verb="transfer_project").detail == {"before": people.unit.pk, "after": new.pk}
    transfer_projects(unit=people.unit, into={stays: people.other_unit}, by=people.officer, at=later + DAY)
    actions.close_unit(unit=people.unit, by=None, at=later + 2 * DAY)
    ended.refresh_from_db()
    assert ended.lead_unit == people.unit


def test_what_does_not_fit_is_not_transferred(
    people: People, project_in: Callable[..., Project], at: datetime
) -> None:
    mine, ended = project_in(ProjectState.ACTIVE), project_in(ProjectState.CLOSED)
    closed = actions.add_unit(office=people.unit.office, name="海川旧局", short_name="旧局", by=None, at=at)
    actions.close_unit(unit=closed, by=None, at=at + DAY)
    for into in ({}, {ended: people.other_unit}, {mine: people.unit}, {mine: closed}):
        with pytest.raises(Refused):
            transfer_projects(unit=people.unit, into=into, by=people.officer, at=at + DAY)
    with pytest.raises(Refused):
        transfer_projects(unit=people.unit, into={mine: people.other_unit}, by=people.leader, at=at + DAY)
    mine.refresh_from_db()
    assert mine.lead_unit == people.unit


def test_what_cannot_be_split_is_refused(people: People, at: datetime) -> None:
    for name, said in ((people.other_unit.name, "已经存在"), (" ", "请填写")):
        with pytest.raises(Refused, match=said):
            actions.split_unit(unit=people.unit, name=name, by=None, at=at)
    actions.close_unit(unit=people.unit, by=None, at=at + DAY)
    with pytest.raises(Refused, match="已经撤销"):
        actions.split_unit(unit=people.unit, name="海川新局", by=None, at=at + DAY)
