"""What of outreach waits for a person: each kind with its rows, and the task that a row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.calendar.day_words import day_words
from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import part_words
from taizhang.core.lifecycle.outreach_life import OrderState, SessionState
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.tasks import News, Shortcut, Task, Waiting
from taizhang.office.visible import Viewer
from taizhang.outreach.models import FollowUp, Order, PlanStep, ServiceSlot, Session, SitIn, Venue
from taizhang.outreach.queries import tasks as rows
from taizhang.outreach.visible import sit_ins_for


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """What waits for the viewer's posts, the most pressing kind first."""
    today = localdate(at)
    if viewer.may(Permission.HANDLE_DIRECTIVE):
        points = rows.follow_ups_of(viewer.units, viewer.posts)
        yield Waiting(N_("跟进事项"), points, lambda found: map(_point, found))
    if viewer.units:
        yield from _of_unit(viewer, today)
    if Role.DISPATCHER in viewer.roles:
        yield from _of_dispatcher(today)
    yield from _sit_ins(viewer, today)
    yield from _plan_steps(viewer, today)


def _of_unit(viewer: Viewer, today: date) -> Iterator[Waiting[Any]]:
    units = viewer.units
    yield Waiting(
        N_("待确认的宣讲"),
        rows.heads_to_state(today, units),
        lambda found: (_heads(row, N_("确认人数"), today) for row in found),
    )
    yield Waiting(
        N_("人数有出入的宣讲"),
        rows.heads_in_question(units),
        lambda found: (_heads(row, N_("核对"), today) for row in found),
    )
    if Role.LIAISON in viewer.roles:
        group = N_("点单")
        offered = rows.orders_of(units, OrderState.OFFERED)
        yield Waiting(group, offered, lambda found: (_order(row, N_("回应"), today) for row in found))
        begun = rows.orders_of(units, OrderState.DRAFT)
        yield Waiting(group, begun, lambda found: (_order(row, N_("接着填"), today) for row in found))
        yield Waiting(
            N_("没有登记的公益服务"),
            rows.services_running(today, units),
            lambda found: (_missed(row, today) for row in found),
            sift=lambda row: rows.day_missed(row, today) is not None,
        )


def _missed(row: ServiceSlot, today: date) -> Task:
    day = rows.day_missed(row, today)
    note = joined(" · ", [row.recurrence.words(), *([verbatim(row.place)] if row.place else [])])
    return Task(
        f"slot-{row.pk}-{day}", verbatim(row.item.title), Message(N_("登记")), "slot", (row.pk,), day, note
    )


def _of_dispatcher(today: date) -> Iterator[Waiting[Any]]:
    refused = rows.orders_to_place(refused=True)
    yield Waiting(
        N_("宣讲员未能承接，须另派"), refused, lambda found: (_to_place(row, today) for row in found)
    )
    fresh = rows.orders_to_place(refused=False)
    yield Waiting(N_("待派单"), fresh, lambda found: (_to_place(row, today) for row in found))
    postponed = rows.sessions_in(SessionState.POSTPONED)
    yield Waiting(N_("待改期"), postponed, lambda found: (_session(row, N_("改期"), today) for row in found))
    asked = rows.sessions_in(SessionState.OFFERED)
    yield Waiting(
        N_("待宣讲员答复"), asked, lambda found: (_session(row, N_("查看"), today) for row in found)
    )
    yield Waiting(
        N_("待单位确认人数"),
        rows.heads_to_state(today),
        lambda found: (_unconfirmed(row, today) for row in found),
        bulk=_chase,
    )
    yield Waiting(
        N_("人数有出入的宣讲"),
        rows.heads_in_question(),
        lambda found: (_session(row.session, N_("查看"), today) for row in found),
    )


def _sit_ins(viewer: Viewer, today: date) -> Iterator[Waiting[Any]]:
    """Before the day both sides are reminded; afterwards the office of the record that is still to be written."""
    if viewer.units:
        near = rows.sit_ins_ahead(today, viewer.units)
        yield Waiting(N_("将到本单位旁听"), near, lambda found: (_sit_in(row, N_("查看")) for row in found))
    if Role.DISPATCHER in viewer.roles:
        ahead = rows.sit_ins_ahead(today)
        yield Waiting(
            N_("巡听旁听"),
            ahead,
            lambda found: (
                _sit_in(row, N_("写记录") if row.planned_on <= today else N_("准备")) for row in found
            ),
        )


def news(viewer: Viewer, at: datetime) -> Iterator[News]:
    """What was written yesterday about a sit-in at the viewer's units, so that each is told once."""
    day = localdate(at) - timedelta(days=1)
    written = sit_ins_for(viewer).filter(unit__in=viewer.units, recorded_at__date=day)
    for row in written:
        yield News(Message(N_("旁听记录：{subject}"), {"subject": row.subject}), "sit-in", (row.pk,))


def _plan_steps(viewer: Viewer, today: date) -> Iterator[Waiting[Any]]:
    if viewer.units:
        own = rows.plan_steps_ahead(today, viewer.units)
        yield Waiting(N_("专项方案"), own, lambda found: map(_plan_step, found))
    if Role.DISPATCHER in viewer.roles:
        yield Waiting(N_("专项方案"), rows.plan_steps_ahead(today), lambda found: map(_plan_step, found))


def _plan_step(row: PlanStep) -> Task:
    return Task(
        f"plan-step-{row.pk}-{row.due}", verbatim(row.title), Message(N_("办理")), "plan", (row.plan_id,),
        row.due, verbatim(row.plan.name),
    )  # fmt: skip


def _sit_in(row: SitIn, verb: str) -> Task:
    note = joined(" · ", [verbatim(each) for each in (row.unit.short_name, row.place) if each])
    return Task(
        f"sit-in-{row.pk}-{row.planned_on}", verbatim(row.subject), Message(verb), "sit-in", (row.pk,),
        row.planned_on, note, duty=Message(N_("巡听旁听")),
    )  # fmt: skip


def _point(row: FollowUp) -> Task:
    note = verbatim(row.again) if row.again else None
    return Task(
        f"follow-up-{row.pk}-{row.due}", verbatim(row.text), Message(N_("答复")), "follow-up", (row.pk,),
        row.due, note,
    )  # fmt: skip


def _chase(found: Sequence[Venue]) -> Shortcut | None:
    n = {"n": len(found)}
    return Shortcut(
        Message(N_("催办全部")), "sessions-chase", ask=Message(N_("提醒这{n}个单位的联络员确认到场人数？"), n)
    )


def _to_place(row: Order, today: date) -> Task:
    note = joined(
        " · ",
        [
            verbatim(row.unit.short_name),
            Message(N_("{first}至{last}"), _days(row, today)),
            Message(N_("约{n}人"), {"n": row.heads or 0}),
            *([Message(N_("课题为推测"))] if row.topic_guessed else []),
        ],
    )
    return Task(
        f"order-{row.pk}-{row.version}", verbatim(row), Message(N_("派单")), "order-dispatch", (row.pk,),
        row.wanted_to, note,
    )  # fmt: skip


def _order(row: Order, verb: str, today: date) -> Task:
    note = Message(N_("{first}至{last}"), _days(row, today))
    return Task(
        f"order-{row.pk}-{row.state}", verbatim(row), Message(verb), "order", (row.pk,), row.wanted_to, note
    )


def _days(row: Order, today: date) -> dict[str, str | int | Message]:
    return {
        "first": day_words(row.wanted_from, today.year),
        "last": day_words(row.wanted_to, today.year),
    }


def _heads(row: Venue, verb: str, today: date) -> Task:
    return Task(
        f"heads-{row.pk}-{row.heads}", verbatim(row.session.title), Message(verb), "venue", (row.pk,),
        row.session.held_on, _when(row.session, today),
    )  # fmt: skip


def _unconfirmed(row: Venue, today: date) -> Task:
    note = joined(" · ", [verbatim(row.unit.short_name), _when(row.session, today)])
    return Task(
        f"unconfirmed-{row.pk}", verbatim(row.session.title), Message(N_("查看")), "session",
        (row.session_id,), row.session.held_on, note,
    )  # fmt: skip


def _session(row: Session, verb: str, today: date) -> Task:
    return Task(
        f"session-{row.pk}-{row.state}", verbatim(row.title), Message(verb), "session", (row.pk,),
        row.held_on, _when(row, today),
    )  # fmt: skip


def _when(row: Session, today: date) -> Message:
    """The hour is not among the fields that a list of tasks reads."""
    day = joined("", [day_words(row.held_on, today.year), part_words(DayPart(row.part))])
    return joined(" · ", [day, verbatim(row.speaker.name)])
