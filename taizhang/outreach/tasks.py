"""What of outreach waits for a person: each kind with its rows, and the task that a row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.calendar.day_words import day_words
from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import part_words
from taizhang.core.lifecycle.outreach_life import OrderState, SessionState
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.office.roles import Role
from taizhang.office.tasks import Shortcut, Task, Waiting
from taizhang.office.visible import Viewer
from taizhang.outreach.models import Order, Session, Venue
from taizhang.outreach.queries import tasks as rows


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """What waits for the viewer's posts, the most pressing kind first."""
    today = localdate(at)
    if viewer.units:
        yield from _of_unit(viewer, today)
    if Role.DISPATCHER in viewer.roles:
        yield from _of_dispatcher(today)


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
