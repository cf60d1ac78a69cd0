"""Plans in phases (专项方案): made around an event, moved with it, their steps done one by one."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.core.calendar.phases import EventDays, PhasedStep, moved
from taizhang.core.lifecycle.outreach_life import PHASED_PLAN, PLAN_STEP, PlanStepState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work
from taizhang.outreach.models import PhasedPlan, PlanStep


def make_plan(
    *, office: Office, name: str, event: str, starts_on: date, ends_on: date, project: Project | None = None,
    by: Person | None, at: datetime,
) -> PhasedPlan:  # fmt: skip
    """Begin a plan around an event."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(name, event)
        _check_days(starts_on, ends_on)
        if PhasedPlan.objects.filter(name=name.strip()).exists():
            raise Objections({"name": Message(N_("已有同名的专项方案。"))})
        plan = PhasedPlan.objects.create(
            office=office, name=name.strip(), event=event.strip(), starts_on=starts_on, ends_on=ends_on,
            project=project, made_by=by, made_at=at,
        )  # fmt: skip
        work.record("make_plan", plan)
    return plan


def move_event(
    *, plan: PhasedPlan, starts_on: date, ends_on: date, by: Person | None, at: datetime
) -> PhasedPlan:
    """The event takes place on other days: what is open follows, what is done stays where it was done."""
    with transition(PHASED_PLAN, "move", plan, by=by, at=at) as act:
        _check_days(starts_on, ends_on)
        days, steps = EventDays(starts_on, ends_on), list(plan.steps.select_for_update())
        open_ones = [step for step in steps if step.state == PlanStepState.OPEN]
        outside = next((step for step in open_ones if not days.holds(step.phase, step.days)), None)
        if outside is not None:
            gaps = {"title": outside.title}
            raise Objections({"ends_on": Message(N_("“{title}”不在新的会期内，请先取消或改列。"), gaps)})
        told = [
            PhasedStep(step.pk, step.phase, step.days, step.due, step.state != PlanStepState.OPEN)
            for step in steps
        ]
        follows = moved(told, days)
        for key, due in follows.items():
            PlanStep.objects.filter(pk=key).update(due=due)
        before = {"starts_on": plan.starts_on.isoformat(), "ends_on": plan.ends_on.isoformat()}
        act.move(starts_on=starts_on, ends_on=ends_on)
        act.record("move_event", detail={**before, "rows": len(follows)})
    return plan


def add_step(
    *, plan: PhasedPlan, phase: str, days: int, title: str, unit: Unit | None = None, by: Person | None,
    at: datetime,
) -> PlanStep:  # fmt: skip
    """Say what is due so many days before, into or after the event."""
    with transition(PHASED_PLAN, "add", plan, by=by, at=at) as act:
        check_no_secret(title)
        number = days - 1 if phase == "during" else days
        if not plan.days.holds(phase, number):
            raise Objections(
                {"days": Message(N_("这一天不在所选阶段里：召开前、结束后至少1天，期间填第几天。"))}
            )
        step = PlanStep.objects.create(
            office=plan.office, plan=plan, phase=phase, days=number, title=title.strip(), unit=unit,
            due=plan.days.due(phase, number),
        )  # fmt: skip
        act.record("add_plan_step", step)
    return step


def finish_step(*, step: PlanStep, by: Person | None, at: datetime) -> PlanStep:
    """It is done; from now on it stays on its day."""
    with transition(PLAN_STEP, "finish", step, by=by, at=at) as act:
        act.move(done_on=localdate(at), done_by=by)
        act.record("finish_plan_step")
    return step


def reopen_step(*, step: PlanStep, by: Person | None, at: datetime) -> PlanStep:
    """It was not done after all: it follows the event again."""
    with transition(PLAN_STEP, "reopen", step, by=by, at=at) as act:
        act.move(done_on=None, done_by=None, due=step.plan.days.due(step.phase, step.days))
        act.record("reopen_plan_step")
    return step


def drop_step(*, step: PlanStep, by: Person | None, at: datetime) -> PlanStep:
    """It is not needed."""
    with transition(PLAN_STEP, "drop", step, by=by, at=at) as act:
        act.move()
        act.record("drop_plan_step")
    return step


def close_plan(*, plan: PhasedPlan, by: Person | None, at: datetime) -> PhasedPlan:
    """Everything is done or given up, the problems answered."""
    with transition(PHASED_PLAN, "close", plan, by=by, at=at) as act:
        left = (
            plan.steps.filter(state=PlanStepState.OPEN).count() + plan.follow_ups.filter(state="open").count()
        )
        if left:
            raise Refused(Message(N_("还有{n}项任务或问题没有办结，请先办结。"), {"n": left}))
        act.move()
        act.record("close_plan")
    return plan


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Objections({"ends_on": Message(N_("结束日期早于开始日期，请核对。"))})
