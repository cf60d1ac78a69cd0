"""Random years: valid steps and, one time in ten, steps that nobody may take; the ledger stays sound throughout."""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.core.lifecycle.project_year import PROJECT, ChangeKind, ProjectState, ReportState, conserve
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import accounts, changes, closing, notices, obligations, reports, signals
from taizhang.ledger.models import (
    Baseline,
    ChangeRequest,
    Closure,
    Counter,
    Figure,
    Ledger,
    Notice,
    Obligation,
    ProgressReport,
    Project,
    Rectification,
    Signal,
    StateInterval,
)
from taizhang.ledger.queries.figures import totals
from taizhang.office.models import Event, Person

from .conftest import People, ProjectIn

STEPS, INVALID = 45, 10  # steps of a year; one in INVALID is taken by whoever, wherever
DUE = date(2026, 12, 20)


class Year:
    """A ledger that lives at random. ``by`` is the right person, unless the step is an invalid one."""

    def __init__(self, people: People, ledger: Ledger, project_in: ProjectIn, dice: random.Random) -> None:
        self.people, self.ledger, self.project_in, self.dice = people, ledger, project_in, dice
        self.now = datetime.fromisoformat("2026-03-02T01:00:00+00:00")
        self.everyone = [
            people.liaison, people.leader, people.other_liaison, people.other_leader,
            people.officer, people.other_officer, people.head,
        ]  # fmt: skip
        self.wild = False
        self.tried: Tally[str] = Tally()
        self.refused: Tally[str] = Tally()

    def step(self) -> None:
        """One act; what is refused leaves no trace, what is done leaves its event."""
        self.now += timedelta(hours=self.dice.choice([1, 5, 30, 200]))
        self.wild = self.dice.randrange(INVALID) == 0
        act = self.dice.choice(ACTS)
        before = self.picture()
        events = Event.objects.count()
        self.tried[act.__name__] += 1
        try:
            done = act(self)
        except Refused:
            self.refused[act.__name__] += 1
            assert self.picture() == before
            assert Event.objects.count() == events
        else:
            assert not done or Event.objects.count() > events
        self.check()

    def by(self, right: Person) -> Person:
        return self.dice.choice(self.everyone) if self.wild else right

    def some(self, rows: object) -> object:
        """One of the rows; any project's, where the step is an invalid one."""
        found = list(rows.order_by("pk"))  # type: ignore[attr-defined]
        return self.dice.choice(found) if found else None

    def project(self, *states: str) -> Project | None:
        projects = Project.objects.select_related("lead_unit", "ledger")
        return self.some(projects if self.wild else projects.filter(state__in=states))  # type: ignore[return-value]

    def picture(self) -> object:
        """What must not change when a step is refused."""
        return (
            list(Project.objects.order_by("pk").values_list("pk", "state", "version", "serial", "due")),
            list(Obligation.objects.order_by("pk").values_list("pk", "state", "clock_from", "late_reason")),
            list(ProgressReport.objects.order_by("pk").values_list("pk", "state", "version")),
            list(ChangeRequest.objects.order_by("pk").values_list("pk", "state")),
            list(Closure.objects.order_by("pk").values_list("pk", "state")),
            list(Notice.objects.order_by("pk").values_list("pk", "state", "serial")),
            Baseline.objects.count(), Figure.objects.count(), StateInterval.objects.count(),
            list(Counter.objects.order_by("pk").values_list("kind", "last")),
        )  # fmt: skip

    def check(self) -> None:
        """Conservation, numbers, history, baselines, obligations, figures."""
        states = Tally(Project.objects.filter(serial__isnull=False).values_list("state", flat=True))
        last = Counter.objects.filter(kind="account").values_list("last", flat=True).first() or 0
        assert conserve(last, states).holds
        serials = Project.objects.filter(serial__isnull=False).order_by("serial")
        assert list(serials.values_list("serial", flat=True)) == list(range(1, last + 1))
        out = Notice.objects.filter(serial__isnull=False).order_by("serial").values_list("serial", flat=True)
        assert list(out) == list(range(1, len(out) + 1))
        for project in Project.objects.all():
            self.check_history(project)
        self.check_obligations()

    def check_history(self, project: Project) -> None:
        standings = list(StateInterval.objects.filter(project=project).order_by("since", "pk"))
        assert standings[-1].state == project.state
        assert [each.until for each in standings] == [*(each.since for each in standings[1:]), None]
        baselines = list(Baseline.objects.filter(project=project))
        assert [each.version for each in baselines] == list(range(1, len(baselines) + 1))
        assert [each.until for each in baselines[:-1]] == [each.since for each in baselines[1:]]
        if baselines:
            assert baselines[-1].until is None
            assert baselines[-1].due == project.due
        assert bool(baselines) is (project.state != ProjectState.ADMITTED)

    def check_obligations(self) -> None:
        for obligation in Obligation.objects.select_related("report"):
            report = getattr(obligation, "report", None)
            filed = report is not None and report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
            assert (obligation.state in ("filed", "met", "late_met")) is filed
            assert (obligation.state == "late_met") <= bool(obligation.late_reason)
        for figure in Figure.objects.filter(ended_at__isnull=True, report__isnull=False):
            assert figure.report is not None
            assert figure.report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)

    # --- acts: each returns whether there was anything to do

    def prepare_one(self) -> bool:
        if Project.objects.count() < 4:
            unit = self.dice.choice([self.people.unit, self.people.other_unit])
            post = None if unit == self.people.other_unit else self.people.lead_post.pk
            self.project_in(ProjectState.ADMITTED, unit=unit, lead_post=post)
        return False

    def open_some(self) -> bool:
        ready = list(Project.objects.filter(state=ProjectState.ADMITTED).order_by("pk"))
        if self.wild:
            ready += list(Project.objects.order_by("pk")[:1])
        by = self.by(self.people.officer)
        return bool(accounts.open_accounts(projects=ready, by=by, at=self.now))

    def confirm_one(self) -> bool:
        project = self.project("opened")
        return project is not None and bool(
            accounts.confirm_account(project=project, by=self.by(self.leader(project)), at=self.now)
        )

    def leader(self, project: Project) -> Person:
        own = project.lead_unit_id == self.people.unit.pk
        return self.people.leader if own else self.people.other_leader

    def liaison(self, project: Project) -> Person:
        own = project.lead_unit_id == self.people.unit.pk
        return self.people.liaison if own else self.people.other_liaison

    def ask_for_reports(self) -> bool:
        return obligations.ask_reports(ledger=self.ledger, at=self.now) > 0

    def report_one(self) -> bool:
        obligation = self.some(Obligation.objects.filter(state="due").select_related("project__lead_unit"))
        if not isinstance(obligation, Obligation):
            return False
        by = self.by(self.liaison(obligation.project))
        if self.dice.random() < 0.3:
            why = "材料汇总推迟。"
            return bool(reports.file_no_change(obligations=[obligation], late_reason=why, by=by, at=self.now))
        with transaction.atomic():  # one act of several: refused, it changes nothing
            return self.write_one(obligation, by)

    def write_one(self, obligation: Obligation, by: Person) -> bool:
        report = reports.start_report(obligation=obligation, by=by, at=self.now)
        indicator = obligation.project.indicators.filter(in_force=True).first()
        known = totals([indicator], localdate(self.now)) if indicator else {}
        value = int(known.get(indicator.pk, 0)) + self.dice.randrange(0, 3_000) if indicator else 0
        reports.write_report(
            report=report,
            version=report.version,
            narrative="本月走访按计划推进。",
            values={indicator.pk: str(value)} if indicator else {},
            late_reason="材料汇总推迟。",
            by=by,
            at=self.now,
        )
        return bool(reports.send_report(report=report, by=by, at=self.now))

    def sign_some(self) -> bool:
        waiting = ProgressReport.objects.filter(state="unit_review").select_related("project__lead_unit")
        report = self.some(ProgressReport.objects.all() if self.wild else waiting)
        if not isinstance(report, ProgressReport):
            return False
        by = self.by(self.leader(report.project))
        return bool(reports.sign_reports(reports=[report], by=by, at=self.now))

    def take_one(self) -> bool:
        waiting = ProgressReport.objects.filter(state="submitted")
        report = self.some(ProgressReport.objects.all() if self.wild else waiting)
        if not isinstance(report, ProgressReport):
            return False
        by = self.by(self.people.officer)
        if self.dice.random() < 0.3:
            reports.return_report(report=report, reasons={"narrative": "请写具体。"}, by=by, at=self.now)
        else:
            reports.accept_report(report=report, by=by, at=self.now)
        return True

    def waive_one(self) -> bool:
        obligation = self.some(
            Obligation.objects.all() if self.wild else Obligation.objects.filter(state="due")
        )
        if not isinstance(obligation, Obligation) or self.dice.random() < 0.5:
            return False
        by = self.by(self.people.officer)
        return bool(
            obligations.waive_obligation(obligation=obligation, reason="当月无任务", by=by, at=self.now)
        )

    def ask_for_change(self) -> bool:
        project = self.project("opened", "active", "suspended")
        if project is None:
            return False
        fitting = [kind for kind in ChangeKind if project.state in PROJECT.steps[kind].before]
        kind = self.dice.choice(list(ChangeKind) if self.wild or not fitting else fitting)
        others = Project.objects.exclude(pk=project.pk).filter(state="active")
        changes.request_change(
            project=project,
            kind=kind,
            reason="情况有变。",
            forecast=(project.due or DUE) + timedelta(days=self.dice.choice([-3, 4, 9])),
            into=others.first(),
            by=self.by(self.liaison(project)),
            at=self.now,
        )
        return True

    def decide_change(self) -> bool:
        waiting = ChangeRequest.objects.filter(state="requested")
        change = self.some(ChangeRequest.objects.all() if self.wild else waiting)
        if not isinstance(change, ChangeRequest):
            return False
        if self.dice.random() < 0.7:
            changes.approve_change(change=change, by=self.by(self.people.officer), at=self.now)
        elif self.dice.random() < 0.5:
            changes.decline_change(
                change=change, decision="不同意。", by=self.by(self.people.head), at=self.now
            )
        else:
            by = self.by(self.liaison(change.project))
            changes.withdraw_change(change=change, by=by, at=self.now)
        return True

    def ask_to_close(self) -> bool:
        project = self.project("active")
        if project is None or self.dice.random() < 0.5:
            return False
        for item in Rectification.objects.filter(closure__project=project, done_on__isnull=True):
            by = self.by(self.liaison(project))
            closing.mark_rectified(rectification=item, note="已改", by=by, at=self.now)
        words = "" if self.wild else "已完成"
        answers = {each.pk: ((), words) for each in project.criteria.filter(in_force=True)}
        by = self.by(self.liaison(project))
        closing.draft_closure(project=project, summary="完成", answers=answers, by=by, at=self.now)
        return True

    def sign_closure(self) -> bool:
        closure = self.some(Closure.objects.filter(state="unit_review"))
        if not isinstance(closure, Closure):
            return False
        by = self.by(self.leader(closure.project))
        if self.dice.random() < 0.2:
            closing.hand_back_closure(closure=closure, words="请补数据。", by=by, at=self.now)
        else:
            closing.sign_closure(closure=closure, by=by, at=self.now)
        return True

    def decide_closure(self) -> bool:
        waiting = Closure.objects.filter(state="requested")
        closure = self.some(Closure.objects.all() if self.wild else waiting)
        if not isinstance(closure, Closure):
            return False
        by = self.by(self.people.officer)
        luck = self.dice.random()
        if luck < 0.5:
            closing.verify_closure(closure=closure, by=by, at=self.now)
        elif luck < 0.8:
            closing.rectify_closure(
                closure=closure, opinion="再补", items=[("补齐记录", None)], by=by, at=self.now
            )
        else:
            own = self.by(self.liaison(closure.project))
            closing.withdraw_closure(closure=closure, by=own, at=self.now)
        return True

    def after_closing(self) -> bool:
        project = self.project("closed")
        if project is None:
            return False
        if self.dice.random() < 0.5:
            by = self.by(self.people.head)
            closing.reopen_project(project=project, reason="数据需要核实", by=by, at=self.now)
        else:
            closing.archive_project(project=project, by=self.by(self.people.officer), at=self.now)
        return True

    def judge(self) -> bool:
        changed = signals.judge_ledger(ledger=self.ledger, at=self.now) > 0
        assert signals.judge_ledger(ledger=self.ledger, at=self.now) == 0
        judged = Signal.objects.filter(until__isnull=True).values_list("project__state", flat=True)
        assert set(judged) <= {ProjectState.ACTIVE}
        return changed

    def notify(self) -> bool:
        notice = self.some(Notice.objects.all() if self.wild else Notice.objects.filter(state="draft"))
        if not isinstance(notice, Notice):
            return False
        due = localdate(self.now) + timedelta(days=7)
        notices.issue_notice(notice=notice, reply_due=due, by=self.by(self.people.officer), at=self.now)
        return True


ACTS: list[Callable[[Year], bool]] = [
    Year.prepare_one, Year.open_some, Year.confirm_one, Year.confirm_one, Year.ask_for_reports,
    Year.report_one, Year.report_one, Year.report_one, Year.sign_some, Year.sign_some, Year.take_one,
    Year.take_one, Year.waive_one, Year.ask_for_change, Year.decide_change, Year.ask_to_close, Year.sign_closure,
    Year.decide_closure, Year.after_closing, Year.judge, Year.notify,
]  # fmt: skip


@pytest.mark.no_cover
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_random_year_keeps_the_ledger_sound(
    people: People, ledger: Ledger, project_in: ProjectIn, seed: int
) -> None:
    with transaction.atomic():
        year = Year(people, ledger, project_in, random.Random(seed))
        for _ in range(STEPS):
            year.step()
        transaction.set_rollback(True)
