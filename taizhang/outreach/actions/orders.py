"""Orders for talks: written, handed in, offered by the office, declined, taken back, and a line about what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import ORDER, OrderState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, transition, unit_of_work
from taizhang.outreach.models import Order, Topic, secret_text
from taizhang.outreach.queries.topics import guessed_topic
from taizhang.outreach.rules.orders import check_near, check_order

LIVING = (OrderState.OFFERED, OrderState.SUBMITTED, OrderState.PLACED)


def order_talk(*, unit: Unit, by: Person, at: datetime, **wish: Any) -> Order:
    """Write an order and hand it in. A topic that the words do not name from the menu is guessed, and marked so."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.ORDER_TALK):
        return submit_order(order=draft_order(unit=unit, by=by, at=at, **wish), by=by, at=at)


def draft_order(*, unit: Unit, by: Person, at: datetime, **wish: Any) -> Order:
    """Write an order that is not handed in yet."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.ORDER_TALK) as work:
        check_actor(ORDER.steps["edit"], unit.pk, by, at)
        values = _values(unit, wish, at)
        order = Order.objects.create(office=unit.office, unit=unit, written_by=by, written_at=at, **values)
        work.record("draft_order", order)
    return order


def edit_order(*, order: Order, by: Person, at: datetime, **wish: Any) -> Order:
    """Change an order that is not handed in, or that the office has offered."""
    with transition(ORDER, "edit", order, by=by, at=at) as act:
        act.move(**_values(order.unit, wish, at))
        act.record("edit_order", sitting=True)
    return order


def submit_order(*, order: Order, by: Person, at: datetime) -> Order:
    """Hand it in to the office; the days must still lie ahead."""
    with transition(ORDER, "submit", order, by=by, at=at) as act:
        check_order({name: getattr(order, name) for name in ASKED}, localdate(at))
        _check_not_there(order)
        act.move(submitted_at=at)
        act.record("submit_order")
    return order


def edit_and_submit_order(*, order: Order, by: Person, at: datetime, **wish: Any) -> Order:
    """Change it and hand it in; where it cannot go, it stays as it was."""
    with unit_of_work(office=order.office, by=by, at=at, needs=Permission.ORDER_TALK):
        return submit_order(order=edit_order(order=order, by=by, at=at, **wish), by=by, at=at)


def withdraw_order(*, order: Order, reason: str = "", by: Person, at: datetime) -> Order:
    """The unit takes it back, or does not take up what was offered; once it is placed, the office cancels it."""
    with transition(ORDER, "withdraw", order, by=by, at=at) as act:
        check_no_secret(reason)
        act.move(reason=reason)
        act.record("withdraw_order", detail={"reason": reason})
    return order


def decline_order(*, order: Order, reason: str, by: Person, at: datetime) -> Order:
    """The office cannot serve it."""
    with transition(ORDER, "decline", order, by=by, at=at) as act:
        check_reason(reason)
        act.move(reason=reason)
        act.record("decline_order", detail={"reason": reason})
    return order


def arrange_order(
    *, order: Order, topic: Topic | None, wanted_from: date, wanted_to: date, by: Person, at: datetime
) -> Order:
    """The dispatcher writes down what was settled with the unit: the topic, which is a guess no more, and the days."""
    with transition(ORDER, "arrange", order, by=by, at=at) as act:
        told = {name: getattr(order, name) for name in ASKED}
        given: dict[str, Any] = {"topic": topic, "wanted_from": wanted_from, "wanted_to": wanted_to}
        check_order({**told, **given}, localdate(at))
        act.move(**given, topic_guessed=False)
        act.record("arrange_order", detail={"topic": topic.name if topic else ""})
    return order


def rate_order(*, order: Order, words: str, by: Person, at: datetime) -> Order:
    """One line of fact about what was heard; never a score, and nobody has to write it."""
    with transition(ORDER, "rate", order, by=by, at=at) as act:
        check_no_secret(words)
        if not words.strip():
            raise Refused(Message(N_("请用一句话写明效果或建议，例如：案例贴近实际，希望再讲一次。")))
        act.move(rating=words.strip())
        act.record("rate_order")
    return order


def offer_talks(
    *, office: Office, units: Sequence[Unit], topic: Topic, first: date, last: date, by: Person, at: datetime
) -> list[Order]:
    """Offer a topic to units, for each an order that it only has to complete and take up. Who has such an order under way
    is left out; Refused where nobody is left.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if last < first or first < localdate(at):
            raise Refused(Message(N_("日期请从今天以后选，最晚日期不早于最早日期。")))
        check_near(last, localdate(at))
        having = set(Order.objects.filter(topic=topic, state__in=LIVING).values_list("unit", flat=True))
        made = [
            Order.objects.create(
                office=office, unit=unit, topic=topic, wanted_from=first, wanted_to=last,
                district=unit.district, state=OrderState.OFFERED, written_by=by, written_at=at,
            )
            for unit in units
            if unit.pk not in having
        ]  # fmt: skip
        if not made:
            raise Refused(Message(N_("所选单位都已有这个课题的点单。")))
        for order in made:
            work.record("offer_talk", order)
    return made


ASKED = ("topic", "wish", "wanted_from", "wanted_to", "place", "heads")
SAID = (*ASKED, "part", "audience", "note", "project")  # all that tells one order of a unit from another


def _check_not_there(order: Order) -> None:
    """Refused where the unit has handed in the same, word by word: it was most likely sent from an older page. Orders of
    one unit go in one after the other, so that of two at once the second sees the first.
    """
    Unit.objects.select_for_update().get(pk=order.unit_id)
    told = {name: getattr(order, name) for name in SAID}
    waiting = Order.objects.filter(
        unit=order.unit_id, state__in=(OrderState.SUBMITTED, OrderState.PLACED), **told
    )
    if waiting.exclude(pk=order.pk).exists():
        raise Refused(
            Message(
                N_("本单位已交过一份内容相同的点单，这次没有再交。确实要多听一场的，请在“其他说明”里写明。")
            )
        )


def _values(unit: Unit, wish: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The fields of an order as they are stored; the telephone number is sealed."""
    given = {"topic": None, "wish": "", "part": "", "project": None, "district": unit.district, **wish}
    phone = given.pop("contact_phone", None)
    guess = guessed_topic(given["wish"]) if given["topic"] is None else None
    check_order(given, localdate(at))
    if phone is not None:
        given["contact_phone_sealed"] = secret_text.seal(phone)
    return {**given, "topic": given["topic"] or guess, "topic_guessed": guess is not None}
