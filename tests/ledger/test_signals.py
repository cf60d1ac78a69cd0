"""A year of signals under the three presets; judging again changes nothing; drafts follow the level."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import NoticeState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.signals import PRESETS, rules_to_json
from taizhang.core.plan.account_plan import IndicatorPlan, MilestonePlan
from taizhang.core.text.messages import Message
from taizhang.ledger import jobs
from taizhang.ledger.actions import changes, notices, obligations, reports, signals
from taizhang.ledger.models import (
    Figure,
    Ledger,
    Milestone,
    Notice,
    Obligation,
    Project,
    RuleSet,
    Signal,
)
from taizhang.ledger.queries.pace_facts import curve_of, facts_of
from taizhang.ledger.rules.account_plans import freeze, plan_of
from taizhang.office.models import Event

from .conftest import People, ProjectIn

STONES = (MilestonePlan("摸底完成", date(2026, 4, 15)), MilestonePlan("结对完成", date(2026, 9, 30)))
TARGET = (IndicatorPlan("上门走访", "人次", "cumulative", Decimal(1000), "1000"),)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def report_value(project: Project, value: int, day: date) -> None:
    indicator = project.indicators.get()
    Figure.objects.create(
        office=project.office, project=project, whose=project.lead_unit, indicator=indicator, value=value,
        name="上门走访", unit="人次", as_of=day, imported_from="进度表", recorded_at=on(day),
    )  # fmt: skip


def a_year(ledger: Ledger, project: Project, preset: str) -> list[tuple[str, str, str]]:
    """The signals of a year: the first milestone ten days late, halfway through the work stands still."""
    signals.adopt_rules(ledger=ledger, preset=preset, by=None, at=on(date(2026, 3, 2)))
    for week in range(43):
        day = date(2026, 3, 2) + timedelta(weeks=week)
        if day == date(2026, 4, 27):
            Milestone.objects.filter(title="摸底完成").update(done_on=date(2026, 4, 25))
        if day.month < 8 or day.month == 12:
            report_value(project, min(1000, 190 + 23 * week), day)
        if day == date(2026, 9, 28):
            Milestone.objects.filter(title="结对完成").update(done_on=day)
        signals.judge_ledger(ledger=ledger, at=on(day))
    rows = Signal.objects.filter(project=project).order_by("since", "pk")
    return [(f"{row.since:%m-%d}", row.level, row.rule) for row in rows]


YEARS = {
    "blue-yellow-red": [
        ("04-06", "near", "milestone_near"),
        ("04-20", "overdue", "milestone_overdue"),
        ("04-27", "behind", "made_good"),
        ("06-01", "normal", "on_pace"),
        ("09-21", "near", "milestone_near"),
        ("09-28", "normal", "on_pace"),
        ("10-12", "behind", "behind_pace"),
        ("12-07", "normal", "on_pace"),
    ],
    "three-lights": [
        ("04-20", "overdue", "milestone_overdue"),
        ("04-27", "normal", "on_pace"),
        ("10-12", "behind", "behind_pace"),
        ("12-07", "normal", "on_pace"),
    ],
    "planned-pace": [
        ("04-06", "near", "milestone_near"),
        ("04-20", "overdue", "milestone_overdue"),
        ("04-27", "normal", "on_pace"),
        ("09-21", "near", "milestone_near"),
        ("09-28", "behind", "behind_pace"),
        ("11-16", "overdue", "far_behind"),
        ("12-07", "normal", "on_pace"),
    ],
}


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_year(ledger: Ledger, project_in: ProjectIn, preset: str) -> None:
    project = project_in(milestones=STONES, indicators=TARGET, due=date(2026, 12, 31))
    year = a_year(ledger, project, preset)
    changes = [
        row for before, row in zip([None, *year], year, strict=False) if not before or before[1:] != row[1:]
    ]
    assert changes == [("03-02", "normal", "on_pace"), *YEARS[preset]]
    spans = list(Signal.objects.filter(project=project).order_by("since").values_list("since", "until"))
    assert all(until == since for (_, until), (since, _) in itertools.pairwise(spans))
    assert spans[-1][1] is None
    reasons = Signal.objects.values_list("reason", flat=True)
    assert all(reason["pattern"].endswith("。") for reason in reasons)
    assert not Notice.objects.exclude(state__in=[NoticeState.DRAFT, NoticeState.DROPPED]).exists()
    assert Signal.objects.filter(baseline=project.baselines.get()).count() == len(spans)


@pytest.fixture
def late(ledger: Ledger, project_in: ProjectIn) -> Project:
    """Its first milestone passed on 15 April; nothing is asked of it by month."""
    return project_in(milestones=STONES, indicators=())


APRIL = date(2026, 4, 20)


def test_judging_twice_a_day_changes_nothing_more(ledger: Ledger, late: Project) -> None:
    assert signals.judge_ledger(ledger=ledger, at=on(APRIL)) == 1
    before = list(Signal.objects.values()), list(Notice.objects.values()), Event.objects.count()
    assert signals.judge_ledger(ledger=ledger, at=on(APRIL) + timedelta(hours=3)) == 0
    assert (list(Signal.objects.values()), list(Notice.objects.values()), Event.objects.count()) == before
    late.refresh_from_db()
    assert (late.level, late.planned) == ("overdue", Signal.objects.get().planned)
    assert late.level_reason["values"]["days"] == 5


def test_each_day_keeps_the_sentence_it_was_shown_with(ledger: Ledger, late: Project) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    tomorrow = APRIL + timedelta(days=1)
    assert signals.judge_ledger(ledger=ledger, at=on(tomorrow)) == 0
    then, now = Signal.objects.order_by("pk")
    assert (then.since, then.until, then.reason["values"]["days"]) == (APRIL, tomorrow, 5)
    assert (now.since, now.until, now.reason["values"]["days"]) == (tomorrow, None, 6)
    draft = Notice.objects.get()
    assert draft.signal == now
    assert "逾期6天" in draft.text


def test_what_is_put_right_the_same_day_leaves_no_day_of_red(ledger: Ledger, late: Project) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    Milestone.objects.filter(title="摸底完成").update(done_on=APRIL)
    assert signals.judge_ledger(ledger=ledger, at=on(APRIL) + timedelta(hours=3)) == 1
    red, now = Signal.objects.order_by("pk")
    assert (red.since, red.until) == (APRIL, APRIL)
    assert (now.level, now.since, now.until) == ("normal", APRIL, None)
    assert Notice.objects.get().state == NoticeState.DROPPED


def test_red_made_good_is_yellow_until_the_next_month_is_over(ledger: Ledger, late: Project) -> None:
    levels = {}
    for day in (APRIL, date(2026, 4, 28), date(2026, 5, 20), date(2026, 6, 2), date(2026, 7, 2)):
        if day == date(2026, 4, 28):
            Milestone.objects.filter(title="摸底完成").update(done_on=day)
        signals.judge_ledger(ledger=ledger, at=on(day))
        levels[f"{day:%m-%d}"] = Signal.objects.get(until=None).level
    assert levels == {
        "04-20": "overdue", "04-28": "behind", "05-20": "behind", "06-02": "normal", "07-02": "normal",
    }  # fmt: skip


def test_a_new_baseline_is_judged_afresh(ledger: Ledger, late: Project) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    Milestone.objects.filter(title="摸底完成").update(due=date(2026, 6, 30))
    freeze(late, by=None, at=on(APRIL))
    signals.judge_ledger(ledger=ledger, at=on(APRIL + timedelta(days=1)))
    now = Signal.objects.get(until=None)
    assert (now.level, now.baseline.version) == ("normal", 2)


@pytest.mark.parametrize("state", [ProjectState.SUSPENDED, ProjectState.CLOSED, ProjectState.CANCELLED])
def test_who_is_not_active_is_not_judged(ledger: Ledger, late: Project, state: str) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    Project.objects.filter(pk=late.pk).update(state=state)
    assert signals.judge_ledger(ledger=ledger, at=on(APRIL + timedelta(days=2))) == 0
    late.refresh_from_db()
    assert (late.level, late.level_reason, late.planned) == ("", {}, None)
    assert Signal.objects.get().until == APRIL + timedelta(days=2)
    assert Notice.objects.get().state == NoticeState.DROPPED


def test_missing_and_returned_reports_make_a_project_behind(ledger: Ledger, late: Project) -> None:
    Milestone.objects.update(due=date(2026, 12, 1))
    obligation = Obligation.objects.create(
        office=late.office, project=late, period="2026-03", opens_on=date(2026, 3, 25),
        due_on=date(2026, 4, 5), clock_from=date(2026, 3, 25),
    )  # fmt: skip
    assert facts_of([late], date(2026, 4, 5))[late.pk].unreported == ()
    assert facts_of([late], date(2026, 4, 6))[late.pk].unreported == (date(2026, 4, 5),)
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 9)))
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 10)))
    assert Signal.objects.get(until=None).rule == "unreported"
    Obligation.objects.filter(pk=obligation.pk).update(clock_from=date(2026, 4, 9))
    assert facts_of([late], date(2026, 4, 14))[late.pk].unreported == ()


def test_projects_without_dates_are_not_judged(ledger: Ledger, late: Project) -> None:
    Project.objects.update(due=None)
    late.refresh_from_db()
    assert signals.judge_ledger(ledger=ledger, at=on(APRIL)) == 0
    with pytest.raises(ValueError, match="without dates"):
        curve_of(late)


def test_drafts_follow_the_level_until_a_person_takes_them_up(
    people: People, ledger: Ledger, late: Project
) -> None:
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 10)))
    draft = Notice.objects.get()
    assert (draft.colour, draft.drafted_by, draft.serial) == ("blue", None, None)
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    draft.refresh_from_db()
    assert (draft.colour, draft.signal) == ("red", Signal.objects.get(until=None))
    assert "逾期5天" in draft.text
    notices.edit_notice(notice=draft, colour="red", text="请说明原因。", by=people.officer, at=on(APRIL))
    Milestone.objects.filter(title="摸底完成").update(done_on=APRIL)
    signals.judge_ledger(ledger=ledger, at=on(APRIL + timedelta(days=1)))
    draft.refresh_from_db()
    assert (draft.state, draft.text, Notice.objects.count()) == ("draft", "请说明原因。", 1)
    later = {"by": people.officer, "at": on(APRIL + timedelta(days=1))}
    due = {"reply_due": date(2026, 5, 1)}
    with pytest.raises(Refused, match="拟稿之后情况有好转"):
        notices.issue_notice(notice=draft, **due, **later)
    notices.edit_notice(notice=draft, colour="yellow", text="请抓紧推进。", **later)
    assert notices.issue_notice(notice=draft, **due, **later).serial == 1


def test_a_draft_says_what_is_so_now_or_is_dropped(ledger: Ledger, late: Project) -> None:
    for day in (APRIL, APRIL + timedelta(days=1)):
        signals.judge_ledger(ledger=ledger, at=on(day))
    draft = Notice.objects.get()
    assert "逾期6天" in draft.text
    assert draft.signal == Signal.objects.get(until=None)
    assert draft.drafted_at == on(APRIL + timedelta(days=1))
    signals.judge_ledger(ledger=ledger, at=on(APRIL + timedelta(days=1)) + timedelta(hours=2))
    assert Notice.objects.get().drafted_at == draft.drafted_at  # it says the same


def test_no_notice_goes_out_whose_reason_no_longer_holds(
    people: People, ledger: Ledger, late: Project
) -> None:
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 10)))
    draft = Notice.objects.get()
    seen = draft.drafted_at.isoformat()
    given = {"reply_due": date(2026, 5, 1), "by": people.officer}
    with pytest.raises(Refused, match="情况有更新"):  # it is overdue by now, and the draft says so
        notices.issue_notices(notices=[draft], seen=seen, at=on(APRIL), **given)
    assert Notice.objects.get().colour == "red"
    Milestone.objects.filter(title="摸底完成").update(done_on=date(2026, 4, 14))
    Signal.objects.update(level="near")
    with pytest.raises(Refused, match="这份草稿已不采用"):
        notices.issue_notices(notices=[draft], at=on(APRIL), **given)
    assert Notice.objects.get().state == NoticeState.DROPPED


def test_a_draft_by_hand_falls_with_its_reason_or_with_the_projects_life(
    people: People, ledger: Ledger, late: Project
) -> None:
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 10)))
    notices.drop_notices(notices=list(Notice.objects.all()), by=people.officer, at=on(date(2026, 4, 10)))
    written = {"colour": "blue", "text": "请按期完成。", "reply_due": date(2026, 5, 1), "by": people.officer}
    mine = notices.draft_notice(project=late, at=on(date(2026, 4, 10)), **written)
    assert mine.signal == Signal.objects.get(until=None)
    Milestone.objects.filter(title="摸底完成").update(done_on=date(2026, 4, 10))
    with pytest.raises(Refused, match="不采用"):
        notices.edit_and_issue_notice(notice=mine, at=on(date(2026, 4, 11)), **written)
    late.refresh_from_db()
    assert late.level == "normal"
    other = notices.draft_notice(project=late, at=on(date(2026, 4, 11)), **written)
    signals.judge_ledger(ledger=ledger, at=on(date(2026, 4, 12)))
    other.refresh_from_db()
    assert (other.signal, other.state) == (None, "draft")  # for a reason of the officer's own
    Project.objects.filter(pk=late.pk).update(state=ProjectState.SUSPENDED)
    with pytest.raises(Refused, match="已不在督账中"):
        notices.issue_notice(
            notice=other, reply_due=date(2026, 5, 1), by=people.officer, at=on(date(2026, 4, 12))
        )


def test_rules_are_adopted_in_versions(people: People, ledger: Ledger) -> None:
    at = on(APRIL)
    first = ledger.rules
    assert signals.adopt_rules(ledger=ledger, preset="blue-yellow-red", by=people.officer, at=at) == first
    other = signals.adopt_rules(ledger=ledger, preset="three-lights", by=people.officer, at=at)
    assert (other.version, ledger.rules) == (1, other)
    own = {**rules_to_json(PRESETS["three-lights"]), "behind_points": 12}
    second = signals.adopt_rules(ledger=ledger, data=own, by=people.officer, at=at)
    assert (second.version, second.data["version"], second.data["behind_points"]) == (2, 2, 12)
    assert signals.adopt_rules(ledger=ledger, data=second.data, by=people.officer, at=at) == second
    for wrong in ({"preset": "none"}, {"data": {}}, {"data": {**own, "behind_points": 0}}):
        with pytest.raises(Refused):
            signals.adopt_rules(ledger=ledger, **wrong, by=people.officer, at=at)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        signals.adopt_rules(ledger=ledger, preset="three-lights", by=people.liaison, at=at)
    assert RuleSet.objects.count() == 3


def test_a_ledger_without_rules_is_not_judged(ledger: Ledger) -> None:
    Ledger.objects.update(rules=None)
    ledger.refresh_from_db()
    with pytest.raises(Refused):
        signals.judge_ledger(ledger=ledger, at=on(APRIL))
    assert jobs.watch(office=ledger.office, at=on(APRIL)) == 0


def test_many_projects_are_judged_in_a_handful_of_queries(
    ledger: Ledger, project_in: ProjectIn, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        project_in(milestones=STONES, indicators=TARGET)
    with django_assert_max_num_queries(24):
        assert signals.judge_ledger(ledger=ledger, at=on(APRIL)) == 5


def test_the_clock_asks_and_judges_once_an_hour_and_each_morning(ledger: Ledger, late: Project) -> None:
    office, nine = ledger.office, datetime(2026, 4, 28, 1, tzinfo=UTC)
    assert jobs.watch(office=office, at=nine) == 3  # two reports, a signal
    Signal.objects.update(rule="none")
    assert jobs.watch(office=office, at=nine + timedelta(minutes=59)) == 0
    assert jobs.watch(office=office, at=nine + timedelta(minutes=61)) == 1
    Ledger.objects.update(watched_at=datetime(2026, 4, 28, 15, 50, tzinfo=UTC))
    Signal.objects.update(rule="none")
    assert jobs.watch(office=office, at=datetime(2026, 4, 28, 15, 59, tzinfo=UTC)) == 0
    assert jobs.watch(office=office, at=datetime(2026, 4, 28, 16, 0, tzinfo=UTC)) == 1
    Ledger.objects.update(closed_at=nine)
    assert jobs.watch(office=office, at=nine + timedelta(days=2)) == 0


def _refused_after_an_act(project: Project) -> None:
    with signals.judged_together(on(APRIL)):
        signals.judge_again([project], on(APRIL))
        raise Refused(Message("在别处办理过"))


def test_projects_judged_together_are_judged_once_after_the_acts(
    ledger: Ledger, late: Project, project_in: ProjectIn, django_assert_num_queries: Any
) -> None:
    """As of the moment given; where an act fails, not at all, and the next one is judged at once again."""
    other = project_in(ProjectState.ACTIVE)
    Project.objects.update(level="")
    with signals.judged_together(on(APRIL)):
        with django_assert_num_queries(0):
            for _twice in range(2):
                signals.judge_again([late, other], on(date(2026, 3, 2)))
        late.refresh_from_db()
        assert late.level == ""
    assert late.level == "overdue"
    assert [each.since for each in Signal.objects.filter(project=late)] == [APRIL]
    Project.objects.update(level="")
    with pytest.raises(Refused, match="别处"):
        _refused_after_an_act(late)
    late.refresh_from_db()
    assert late.level == ""
    signals.judge_again([late], on(APRIL))
    assert late.level == "overdue"


def test_an_approved_change_is_judged_at_once_by_the_new_baseline(
    people: People, ledger: Ledger, late: Project
) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    late.refresh_from_db()
    assert late.level == "overdue"
    first, second = plan_of(late).milestones
    proposed = replace(plan_of(late), milestones=(replace(first, due=date(2026, 5, 10)), second))
    change = changes.request_change(
        project=late, kind="amend", reason="雨季", proposed=proposed, by=people.liaison, at=on(APRIL)
    )
    changes.approve_change(change=change, by=people.officer, at=on(APRIL))
    late.refresh_from_db()
    now = Signal.objects.get(until=None)
    assert (late.level, now.level, now.baseline.version) == ("normal", "normal", 2)
    assert Notice.objects.get().state == NoticeState.DROPPED


def test_an_accepted_report_is_judged_at_once(people: People, ledger: Ledger, late: Project) -> None:
    signals.judge_ledger(ledger=ledger, at=on(APRIL))
    obligations.ask_reports(ledger=ledger, at=on(APRIL))
    due = Obligation.objects.filter(project=late).first()
    assert due is not None
    at = {"at": on(APRIL)}
    report = reports.start_report(obligation=due, by=people.liaison, **at)
    stone = late.milestones.get(title="摸底完成")
    reports.write_report(
        report=report,
        version=1,
        narrative="摸底已完成。",
        values={},
        milestones_done={stone.pk: APRIL},
        late_reason="雨季",
        by=people.liaison,
        **at,
    )
    reports.send_report(report=report, by=people.liaison, **at)
    reports.sign_reports(reports=[report], by=people.leader, **at)
    reports.accept_report(report=report, by=people.officer, **at)
    late.refresh_from_db()
    assert late.level == "normal"
    assert Notice.objects.get().state == NoticeState.DROPPED
