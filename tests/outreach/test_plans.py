"""Plans in phases: when the event moves, open steps follow and done ones stay; problems end with an answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import PHASED_PLAN, PLAN_STEP, PlanState, PlanStepState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.rules.checks import Objections
from taizhang.office.actions import units
from taizhang.office.models import Event
from taizhang.office.tasks import tasks_for
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import follow_ups, plans
from taizhang.outreach.models import FollowUp, PhasedPlan, PlanStep
from taizhang.outreach.visible import plan_steps_for, plans_for
from tests.matrix import surprises

from .conftest import Pool
from .test_media import actors

STARTS, ENDS = date(2026, 10, 16), date(2026, 10, 22)


@pytest.fixture
def plan(pool: Pool, at: datetime) -> PhasedPlan:
    return plan_of(pool, at)


def plan_of(pool: Pool, at: datetime, name: str = "理论宣讲周") -> PhasedPlan:
    given = {"name": name, "event": "全市理论宣讲周", "starts_on": STARTS, "ends_on": ENDS}
    return plans.make_plan(office=pool.office, by=pool.dispatcher, at=at, **given)


def step(
    pool: Pool, plan: PhasedPlan, at: datetime, phase: str = "before", days: int = 30, **changes: Any
) -> PlanStep:
    given = {"title": f"{phase}{days}", "unit": pool.unit, "by": pool.dispatcher, **changes}
    return plans.add_step(plan=plan, phase=phase, days=days, at=at, **given)


def test_a_plan_takes_the_steps_of_its_table_and_no_others(pool: Pool, at: datetime) -> None:
    def put(state: str, verb: str) -> PhasedPlan:
        row = plan_of(pool, at)
        return row if state == "running" else plans.close_plan(plan=row, by=None, at=at)

    acts = {
        "move": lambda row, by: plans.move_event(plan=row, starts_on=STARTS, ends_on=STARTS, by=by, at=at),
        "add": lambda row, by: plans.add_step(plan=row, phase="after", days=5, title="总结", by=by, at=at),
        "follow_up": lambda row, by: follow_ups.follow_up_plan(
            plan=row, text="场地未定", due=localdate(at), unit=pool.unit, by=by, at=at
        ),
        "close": lambda row, by: plans.close_plan(plan=row, by=by, at=at),
    }
    assert surprises(PHASED_PLAN, PlanState, acts, put, actors(pool)) == []


def test_a_step_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, plan: PhasedPlan, at: datetime
) -> None:
    def put(state: str, verb: str) -> PlanStep:
        row = step(pool, plan, at)
        if state == "done":
            return plans.finish_step(step=row, by=None, at=at)
        return plans.drop_step(step=row, by=None, at=at) if state == "dropped" else row

    acts = {
        "finish": lambda row, by: plans.finish_step(step=row, by=by, at=at),
        "reopen": lambda row, by: plans.reopen_step(step=row, by=by, at=at),
        "drop": lambda row, by: plans.drop_step(step=row, by=by, at=at),
    }
    assert surprises(PLAN_STEP, PlanStepState, acts, put, actors(pool)) == []


def test_when_the_event_moves_open_steps_follow_and_done_ones_stay(
    pool: Pool, plan: PhasedPlan, at: datetime
) -> None:
    done, before = step(pool, plan, at), step(pool, plan, at, days=7)
    during, after = step(pool, plan, at, "during", 2), step(pool, plan, at, "after", 10)
    plans.finish_step(step=done, by=pool.liaison, at=at)
    assert [row.due for row in (done, before, during, after)] == [
        date(2026, 9, 16), date(2026, 10, 9), date(2026, 10, 17), date(2026, 11, 1),
    ]  # fmt: skip
    plans.move_event(
        plan=plan, starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 24), by=pool.dispatcher, at=at
    )
    for row in (done, before, during, after):
        row.refresh_from_db()
    assert [row.due for row in (done, before, during, after)] == [
        date(2026, 9, 16), date(2026, 10, 13), date(2026, 10, 21), date(2026, 11, 3),
    ]  # fmt: skip
    assert done.done_on == localdate(at)
    assert Event.objects.get(verb="move_event").detail == {
        "starts_on": "2026-10-16", "ends_on": "2026-10-22", "rows": 3,
    }  # fmt: skip
    done.refresh_from_db()
    done.plan.refresh_from_db()
    plans.reopen_step(step=done, by=pool.dispatcher, at=at)
    assert (done.due, done.done_on) == (date(2026, 9, 20), None)


def test_what_cannot_be_is_refused(pool: Pool, plan: PhasedPlan, at: datetime) -> None:
    for phase, days in (("during", 8), ("before", 0), ("after", 0), ("during", 0)):
        with pytest.raises(Objections, match="不在所选阶段里"):
            step(pool, plan, at, phase, days)
    with pytest.raises(Objections, match="已有同名"):
        plan_of(pool, at)
    with pytest.raises(Objections, match="早于开始日期"):
        plans.move_event(plan=plan, starts_on=ENDS, ends_on=STARTS, by=None, at=at)
    last = step(pool, plan, at, "during", 7)
    with pytest.raises(Objections, match="during7"):
        plans.move_event(plan=plan, starts_on=STARTS, ends_on=STARTS, by=None, at=at)
    point = follow_ups.follow_up_plan(
        plan=plan, text="场地未定", due=localdate(at), unit=pool.unit, by=None, at=at
    )
    with pytest.raises(Refused, match="还有2项"):
        plans.close_plan(plan=plan, by=None, at=at)
    plans.drop_step(step=last, by=None, at=at)
    follow_ups.answer_follow_up(follow_up=point, answer="已定。", by=pool.liaison, at=at)
    plans.close_plan(plan=plan, by=pool.dispatcher, at=at)


def test_a_unit_sees_its_steps_and_has_them_as_tasks(pool: Pool, plan: PhasedPlan, at: datetime) -> None:
    own, others = step(pool, plan, at), step(pool, plan, at, unit=None)
    for person, seen in (
        (pool.liaison, {own}),
        (pool.other_liaison, set()),
        (pool.dispatcher, {own, others}),
    ):
        assert set(plan_steps_for(viewer_at(person, at))) == seen
        assert set(plans_for(viewer_at(person, at))) == ({plan} if seen else set())
    near = at + (own.due - localdate(at)) - timedelta(days=14)
    for person in (pool.liaison, pool.leader, pool.dispatcher):
        assert tasks_for(person, near - timedelta(days=1)) == []
        assert [str(task.title) for task in tasks_for(person, near)] == ["before30"]
    with pytest.raises(Refused, match="任务"):
        units.close_unit(unit=pool.unit, by=None, at=at)
    units.merge_unit(unit=pool.unit, into=pool.other, by=None, at=at)
    own.refresh_from_db()
    assert own.unit == pool.other


def test_a_plan_on_its_pages(pool: Pool) -> None:
    desk, unit = Client(), Client()
    desk.force_login(pool.dispatcher)
    unit.force_login(pool.liaison)
    given = {
        "act": "make",
        "name": "宣讲周",
        "event": "宣讲周",
        "starts_on": "2026-10-16",
        "ends_on": "2026-10-22",
    }
    assert "已制定。" in desk.post(reverse("plan-new"), given, follow=True).content.decode()
    plan = PhasedPlan.objects.get()
    act = reverse("plan-act", args=[plan.pk])
    told = {"act": "add", "title": "备课会", "phase": "before", "days": "30", "unit": pool.unit.pk}
    assert desk.post(act, {**told, "phase": "during"}).status_code == 422
    assert "提前30天" in desk.post(act, told, follow=True).content.decode()
    point = {"act": "follow_up", "text": "会场未定", "unit": pool.unit.pk, "due": "2026-12-31"}
    assert "会场未定" in desk.post(act, point, follow=True).content.decode()
    moved = {"act": "move", "starts_on": "2026-10-20", "ends_on": "2026-10-26"}
    assert "9月20日" in desk.post(act, moved, follow=True).content.decode()
    done = unit.post(reverse("plan-step", args=[PlanStep.objects.get().pk]), {"act": "finish"}, follow=True)
    assert "已登记完成。" in done.content.decode()
    assert "会场未定" in unit.get(reverse("plan", args=[plan.pk])).content.decode()
    shown = unit.get(reverse("follow-up", args=[FollowUp.objects.get().pk])).content.decode()
    assert reverse("plan", args=[plan.pk]) in shown
    desk.post(reverse("plan-step", args=[PlanStep.objects.get().pk]), {"act": "reopen"})
    assert PlanStep.objects.get().done_on is None
    assert "宣讲周" in unit.get(reverse("plans")).content.decode()
