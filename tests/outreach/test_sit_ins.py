"""Sit-ins: no more than the number for the year, facts that the unit sees and may answer, points that end with an answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import FOLLOW_UP, SIT_IN, FollowUpState, SitInState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.rules.checks import Objections
from taizhang.office.actions import units
from taizhang.office.models import Person, Post, PostHolder
from taizhang.office.tasks import news_for, tasks_for
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import follow_ups, sit_ins
from taizhang.outreach.models import FollowUp, SitIn
from taizhang.outreach.visible import follow_ups_for, sit_ins_for
from tests.matrix import surprises

from .conftest import Pool
from .test_media import actors

FACTS = {"heads": 42, "record": "讲了三个案例，听众问了两个问题。"}


def planned(pool: Pool, at: datetime, days: int = 0, **changes: Any) -> SitIn:
    given = {"unit": pool.unit, "subject": "支部主题党日", "planned_on": localdate(at) + timedelta(days=days)}
    return sit_ins.plan_sit_in(office=pool.office, at=at, **{**given, "by": pool.dispatcher, **changes})


def sat_in(pool: Pool, state: str, at: datetime) -> SitIn:
    row = planned(pool, at)
    if state == "cancelled":
        return sit_ins.cancel_sit_in(sit_in=row, reason="改期", by=None, at=at)
    if state in ("recorded", "answered"):
        sit_ins.record_sit_in(sit_in=row, by=pool.dispatcher, at=at, **FACTS)
    if state == "answered":
        sit_ins.reply_to_sit_in(sit_in=row, reply="属实。", by=None, at=at)
    return row


def point(pool: Pool, sit_in: SitIn, at: datetime, **owner: Any) -> FollowUp:
    given = {"text": "把案例送到社区", "due": localdate(at) + timedelta(days=7), "unit": pool.unit, **owner}
    return follow_ups.follow_up_sit_in(sit_in=sit_in, by=pool.dispatcher, at=at, **given)


def post_of(person: Person) -> Post:
    return PostHolder.objects.select_related("post").get(person=person).post


def titles(person: Person, at: datetime) -> list[str]:
    return [f"{task.verb} {task.title}" for task in tasks_for(person, at)]


def test_a_sit_in_takes_the_steps_of_its_table_and_no_others(pool: Pool, at: datetime) -> None:
    acts = {
        "change": lambda row, by: sit_ins.change_sit_in(
            sit_in=row, subject="专题学习", planned_on=localdate(at), by=by, at=at
        ),
        "record": lambda row, by: sit_ins.record_sit_in(sit_in=row, by=by, at=at, **FACTS),
        "cancel": lambda row, by: sit_ins.cancel_sit_in(sit_in=row, reason="停电", by=by, at=at),
        "correct": lambda row, by: sit_ins.correct_sit_in(sit_in=row, by=by, at=at, **FACTS),
        "follow_up": lambda row, by: follow_ups.follow_up_sit_in(
            sit_in=row, text="补发材料", due=localdate(at), unit=row.unit, by=by, at=at
        ),
        "reply": lambda row, by: sit_ins.reply_to_sit_in(sit_in=row, reply="已知悉。", by=by, at=at),
    }
    assert (
        surprises(SIT_IN, SitInState, acts, lambda state, verb: sat_in(pool, state, at), actors(pool)) == []
    )


@pytest.mark.parametrize("owner", ["unit", "dispatcher", "officer", "liaison"])
@pytest.mark.parametrize("state", list(FollowUpState))
@pytest.mark.parametrize("verb", FOLLOW_UP.steps)
def test_only_whose_point_it_is_answers_it(
    pool: Pool, at: datetime, owner: str, state: str, verb: str
) -> None:
    given = {} if owner == "unit" else {"post": post_of(getattr(pool, owner))}
    row = point(pool, sat_in(pool, "recorded", at), at, **given)
    if state == "answered":
        follow_ups.answer_follow_up(follow_up=row, answer="已办。", by=None, at=at)
    elif state == "withdrawn":
        follow_ups.withdraw_follow_up(follow_up=row, reason="已不需要", by=None, at=at)
    acts: dict[str, Any] = {
        "answer": lambda by: follow_ups.answer_follow_up(follow_up=row, answer="已办。", by=by, at=at),
        "ask_again": lambda by: follow_ups.ask_follow_up_again(
            follow_up=row, reason="缺名单", due=localdate(at), by=by, at=at
        ),
        "withdraw": lambda by: follow_ups.withdraw_follow_up(follow_up=row, reason="已办", by=by, at=at),
    }
    theirs = {pool.liaison, pool.leader} if owner == "unit" else {getattr(pool, owner)}
    for person in sorted(set(pool.everybody()), key=lambda each: each not in theirs, reverse=True):
        row.refresh_from_db()
        may = person in theirs if verb == "answer" else person == pool.dispatcher
        if not may or state not in FOLLOW_UP.steps[verb].before:
            with pytest.raises(Refused):
                acts[verb](person)
            assert FollowUp.objects.get(pk=row.pk).state == state
    if state in FOLLOW_UP.steps[verb].before:
        acts[verb](next(iter(theirs)) if verb == "answer" else pool.dispatcher)
        row.refresh_from_db()
        assert row.state == FOLLOW_UP.steps[verb].after


def test_no_more_than_the_number_for_the_year(pool: Pool, at: datetime) -> None:
    first = planned(pool, at)
    second = planned(pool, at, 3)
    with pytest.raises(Objections, match="已排满2次"):
        planned(pool, at, 5)
    planned(pool, at, 5, unit=pool.other)
    next_year = date(localdate(at).year + 1, 1, 20)
    later = planned(pool, at, planned_on=next_year)
    with pytest.raises(Objections) as refused:
        sit_ins.change_sit_in(sit_in=later, subject="学习", planned_on=localdate(at), by=None, at=at)
    assert set(refused.value.by_field) == {"planned_on"}
    sit_ins.change_sit_in(
        sit_in=second, subject="学习", planned_on=localdate(at) + timedelta(days=4), by=None, at=at
    )
    sit_ins.cancel_sit_in(sit_in=first, reason="停电", by=None, at=at)
    planned(pool, at, 6)
    for cap in ({"most": 3}, {"most": 2, "unit": pool.unit}, {"most": 3, "unit": pool.unit}):
        sit_ins.set_cap(office=pool.office, year=localdate(at).year, by=pool.dispatcher, at=at, **cap)
    assert sit_ins.cap_of(pool.unit, next_year.year) == sit_ins.USUAL
    planned(pool, at, 7)
    with pytest.raises(Objections, match="已排满3次"):
        planned(pool, at, 8)
    with pytest.raises(Refused):
        sit_ins.set_cap(office=pool.office, year=2026, most=9, by=pool.officer, at=at)


def test_what_cannot_be_is_refused(pool: Pool, at: datetime) -> None:
    with pytest.raises(Objections, match="日期已过"):
        planned(pool, at, -1)
    ahead = planned(pool, at, 2)
    with pytest.raises(Refused, match="还没有到"):
        sit_ins.record_sit_in(sit_in=ahead, by=None, at=at, **FACTS)
    row = sat_in(pool, "recorded", at)
    with pytest.raises(Refused, match="请写回应"):
        sit_ins.reply_to_sit_in(sit_in=row, reply=" ", by=None, at=at)
    with pytest.raises(Objections, match="请写旁听记录"):
        sit_ins.correct_sit_in(sit_in=row, heads=3, record=" ", by=None, at=at)
    for wrong, field in (
        ({"text": " "}, "text"),
        ({"unit": None}, "unit"),
        ({"due": date(2026, 1, 1)}, "due"),
    ):
        with pytest.raises(Objections) as refused:
            point(pool, row, at, **wrong)
        assert set(refused.value.by_field) == {field}
    open_point = point(pool, row, at)
    with pytest.raises(Refused, match="请写办理情况"):
        follow_ups.answer_follow_up(follow_up=open_point, answer="", by=pool.liaison, at=at)
    follow_ups.answer_follow_up(follow_up=open_point, answer="已送。", by=pool.liaison, at=at)
    with pytest.raises(Objections, match="时限早于今天"):
        follow_ups.ask_follow_up_again(
            follow_up=open_point, reason="缺", due=date(2026, 1, 1), by=None, at=at
        )


def test_both_sides_are_reminded_in_the_week_before(pool: Pool, at: datetime) -> None:
    row = planned(pool, at, 8)
    day = row.planned_on - localdate(at)
    assert titles(pool.liaison, at) == titles(pool.dispatcher, at) == []
    near = at + timedelta(days=1)
    assert titles(pool.liaison, near) == ["查看 支部主题党日"]
    assert titles(pool.dispatcher, near) == ["准备 支部主题党日"]
    assert titles(pool.other_liaison, near) == []
    assert titles(pool.dispatcher, at + day + timedelta(days=2)) == ["写记录 支部主题党日"]
    assert titles(pool.liaison, at + day + timedelta(days=2)) == []


def test_the_unit_sees_what_was_written_and_others_do_not(pool: Pool, at: datetime) -> None:
    row = sat_in(pool, "recorded", at)
    own = point(pool, row, at)
    of_post = point(pool, row, at, post=post_of(pool.officer))
    assert [str(each.title) for each in news_for(pool.liaison, at + timedelta(days=1))] == [
        "旁听记录：支部主题党日"
    ]
    assert news_for(pool.other_liaison, at + timedelta(days=1)) == []
    assert titles(pool.officer, at) == titles(pool.leader, at) == ["答复 把案例送到社区"]
    seen = {
        person.pk: (set(sit_ins_for(viewer_at(person, at))), set(follow_ups_for(viewer_at(person, at))))
        for person in (pool.liaison, pool.other_liaison, pool.officer)
    }
    assert seen == {
        pool.liaison.pk: ({row}, {own}),
        pool.other_liaison.pk: (set(), set()),
        pool.officer.pk: ({row}, {own, of_post}),
    }


def test_what_is_open_goes_with_the_unit(pool: Pool, at: datetime) -> None:
    row = point(pool, sat_in(pool, "recorded", at), at)
    planned(pool, at, 3)
    with pytest.raises(Refused, match="旁听、任务或跟进事项"):
        units.close_unit(unit=pool.unit, by=None, at=at)
    units.merge_unit(unit=pool.unit, into=pool.other, by=None, at=at)
    row.refresh_from_db()
    assert row.unit == pool.other
    assert SitIn.objects.get(state="planned").unit == pool.other
