"""Accounts are prepared, opened without gaps, confirmed, and their history is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import PROJECT, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import IndicatorPlan, MeasurePlan, MilestonePlan, from_json
from taizhang.ledger.actions import accounts
from taizhang.ledger.models import Baseline, Counter, Ledger, Notice, Project, Signal, StateInterval, Theme
from taizhang.ledger.queries.accounts import lacking, to_open
from taizhang.ledger.rules.account_plans import freeze, missing_of, plan_of
from taizhang.office.models import Event, Office, Unit
from taizhang.office.workflow import move

from .conftest import People, ProjectIn, plan_for

LACKING = ("缺工作目标", "缺主要举措", "缺节点", "缺责任岗位", "缺销账标准", "缺起始日期", "缺完成时限")


def prepare(people: People, project: Project, at: datetime, **changes: object) -> Project:
    plan = replace(plan_of(project), **changes)  # type: ignore[arg-type]
    return accounts.prepare_account(
        project=project, version=project.version, plan=plan, by=people.officer, at=at
    )


def test_an_account_is_written_and_rows_it_no_longer_names_stay_out_of_force(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    survey, pairs = plan_of(project).measures
    prepare(people, project, at, title="独居老人每日一问", measures=(MeasurePlan("建群"), pairs))
    assert project.title == "独居老人每日一问"
    assert [each.text for each in plan_of(project).measures] == ["建群", "邻里结对"]
    gone = project.measures.get(pk=survey.key)
    assert (gone.text, gone.in_force) == ("社区摸底", False)
    assert not Baseline.objects.exists()


def test_a_stale_copy_is_refused(people: People, project_in: ProjectIn, at: datetime) -> None:
    project = project_in(ProjectState.ADMITTED)
    seen = project.version
    prepare(people, project, at, goal="每天有人问候。")
    events = Event.objects.count()
    with pytest.raises(Refused, match="已在别处改动过"):
        accounts.prepare_account(
            project=project, version=seen, plan=plan_for(people), by=people.officer, at=at
        )
    strange = replace(plan_of(project), measures=(MeasurePlan("结对", key=10**6),))
    with pytest.raises(Refused, match="已在别处改动过"):
        accounts.prepare_account(
            project=project, version=project.version, plan=strange, by=people.officer, at=at
        )
    project.refresh_from_db()
    assert (project.goal, Event.objects.count()) == ("每天有人问候。", events)


def test_a_plan_that_contradicts_itself_is_refused(
    people: People, project_in: ProjectIn, other_office: Office, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"due": date(2025, 12, 1), "milestones": ()}, "早于起始日期"),
        ({"milestones": (MilestonePlan("验收", date(2027, 1, 5)),)}, "“验收”晚于完成时限"),
        ({"curve": {"points": [["2026-01-01", "2"]]}}, "0至1之间"),
        ({"lead_post": 10**6}, "须属于牵头单位"),
        ({"theme": 10**6}, "不属于本年度台账"),
        ({"supporting_units": (10**6,)}, "不在成员单位名册"),
        ({"indicators": (IndicatorPlan("走访", "人次", definition=10**6),)}, "口径不属于本办公室"),
        ({"measures": (MeasurePlan("秘密★1年：会议安排"),)}, "密级标志"),
        ({"title": "长" * 121}, "最多120字"),
    ]
    for changes, words in cases:
        with pytest.raises(Refused, match=words):
            prepare(people, project, at, **changes)
    assert plan_of(project) == plan_of(Project.objects.get(pk=project.pk))


def test_what_is_lacking_is_said_and_nothing_is_opened(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    whole = project_in(ProjectState.ADMITTED)
    empty = project_in(
        ProjectState.ADMITTED, title="楼道微花园", goal=" ", lead_post=None, start=None, due=None, measures=(),
        milestones=(), criteria=(),
    )  # fmt: skip
    said = [str(each) for each in missing_of(empty)]
    assert len(said) == len(LACKING)
    assert all(words in each for words, each in zip(LACKING, said, strict=True))
    shown = {row.pk: lacking(row) for row in to_open()}
    assert shown == {whole.pk: [], empty.pk: missing_of(empty)}
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        accounts.open_accounts(projects=[whole, empty], by=people.officer, at=at)
    assert "“楼道微花园”还不能建账：缺工作目标、缺主要举措" in str(refused.value)
    states = set(Project.objects.values_list("state", "serial"))
    assert states == {(ProjectState.ADMITTED, None)}
    assert not Counter.objects.exists()
    assert not Baseline.objects.exists()
    assert Event.objects.count() == events


def test_numbers_have_no_gaps_though_an_opening_fails_halfway(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    def rows(count: int) -> list[Project]:
        return [project_in(ProjectState.ADMITTED) for _ in range(count)]

    first, second = rows(2), rows(2)
    incomplete = project_in(ProjectState.ADMITTED, goal="")
    accounts.open_accounts(projects=first, by=people.officer, at=at)
    with pytest.raises(Refused):
        accounts.open_accounts(projects=[*second, incomplete], by=people.officer, at=at)
    with pytest.raises(Refused):
        accounts.open_accounts(projects=second, by=people.head, at=at)
    again = Project.objects.get(pk=second[0].pk)
    with pytest.raises(Refused):  # the same twice
        accounts.open_accounts(projects=[again, again], by=people.officer, at=at)
    second = list(Project.objects.filter(pk__in=[each.pk for each in second]).order_by("pk"))
    accounts.open_accounts(projects=second, by=people.officer, at=at)
    assert accounts.open_accounts(projects=[], by=people.officer, at=at) == []
    numbers = Project.objects.filter(serial__isnull=False).order_by("serial")
    assert list(numbers.values_list("account_no", flat=True)) == [
        "2026-001", "2026-002", "2026-003", "2026-004",
    ]  # fmt: skip
    assert [each.serial for each in second] == [3, 4]


def test_the_first_baseline_says_what_the_account_says(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED, supporting_units=(people.other_unit.pk,))
    accounts.open_accounts(projects=[project], by=people.officer, at=at)
    baseline = Baseline.objects.get()
    assert (baseline.version, baseline.since, baseline.until, baseline.due) == (1, at, None, project.due)
    assert baseline.frozen_by == people.officer
    assert from_json(baseline.data) == plan_of(project)
    assert baseline.data["supporting_names"] == [people.other_unit.short_name]


def test_a_baseline_needs_its_dates(people: People, project_in: ProjectIn, at: datetime) -> None:
    project = project_in(ProjectState.ADMITTED, start=None)
    with pytest.raises(Refused, match="缺起止日期"):
        freeze(project, by=people.officer, at=at)


def test_the_states_follow_each_other_without_gap(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    moves = Ledger.objects.get(pk=ledger.pk).moves
    accounts.open_accounts(projects=[project], by=people.officer, at=at + timedelta(hours=1))
    accounts.confirm_account(project=project, by=people.leader, at=at + timedelta(hours=2))
    rows = StateInterval.objects.filter(project=project).order_by("since")
    assert list(rows.values_list("state", "since", "until")) == [
        ("admitted", at, at + timedelta(hours=1)),
        ("opened", at + timedelta(hours=1), at + timedelta(hours=2)),
        ("active", at + timedelta(hours=2), None),
    ]
    assert Ledger.objects.get(pk=ledger.pk).moves == moves + 3  # opened, confirmed, and judged at once
    verbs = Event.objects.filter(subject_kind="project", subject_id=project.pk).order_by("pk")
    assert list(verbs.values_list("verb", "at")) == [
        ("open_account", at + timedelta(hours=1)),
        ("confirm_account", at + timedelta(hours=2)),
    ]


def test_who_leaves_supervision_is_judged_no_longer(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in()
    Project.objects.filter(pk=project.pk).update(level="overdue", level_reason={"pattern": "x"}, planned=1)
    project.refresh_from_db()
    signal = Signal.objects.create(
        office=ledger.office, project=project, ledger=ledger, period="2026-03", level="overdue", rule="due",
        reason={}, baseline=project.baselines.get(), rules=ledger.rules, since=at.date(), judged_at=at,
    )  # fmt: skip
    notice = Notice.objects.create(
        office=ledger.office, project=project, ledger=ledger, colour="red", text="请整改。", drafted_at=at
    )
    move(project, PROJECT.step("suspend", project.state), at=at + timedelta(days=2))
    signal.refresh_from_db()
    notice.refresh_from_db()
    assert (project.level, project.level_reason, project.planned) == ("", {}, None)
    assert signal.until == (at + timedelta(days=2)).date()
    assert notice.state == "dropped"


def test_accounts_wait_in_the_order_of_themes_and_units(
    people: People, ledger: Ledger, project_in: ProjectIn, unit: Unit
) -> None:
    first = Theme.objects.get(ledger=ledger)
    second = Theme.objects.create(office=ledger.office, ledger=ledger, name="环境", position=2)
    rows = [
        project_in(ProjectState.ADMITTED, theme=theme.pk, lead_post=None, unit=of, measures=())
        for theme, of in ((second, people.unit), (first, people.other_unit), (first, people.unit))
    ]
    assert list(to_open()) == rows[::-1]
