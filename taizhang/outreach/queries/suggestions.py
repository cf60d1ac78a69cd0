"""Whom to send, and which orders could be served together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from taizhang.core.dispatch.suggest import Suggestion, WhyNot, suggest
from taizhang.core.lifecycle.workflow import Refused
from taizhang.outreach.models import Order, Speaker
from taizhang.outreach.queries.offers import offers_of, wish_of


def suggestions_for(orders: Sequence[Order], today: date) -> tuple[list[Suggestion], list[WhyNot]]:
    """Return whom to send to the orders, which go together, and why not the others."""
    wish = wish_of(orders)
    offers = offers_of(Speaker.objects.all(), max(wish.first, today), max(wish.last, today))
    return suggest(wish, offers, today)


def together(orders: Sequence[Order]) -> list[list[Order]]:
    """Return groups of two or more orders that one session could serve: the same topic of the menu and district, a day
    and part of the day in common. An order stands in one group at most.
    """
    by_topic: dict[tuple[int, str], list[Order]] = defaultdict(list)
    for order in orders:
        if order.topic_id is not None:
            by_topic[order.topic_id, order.district].append(order)
    groups: list[list[Order]] = []
    for several in by_topic.values():
        own: list[list[Order]] = []
        for order in sorted(several, key=lambda each: (each.wanted_from, each.pk)):
            fitting = (group for group in own if _go_together([*group, order]))
            group = next(fitting, None)
            if group is None:
                own.append([order])
            else:
                group.append(order)
        groups += [group for group in own if len(group) > 1]
    return groups


def _go_together(orders: Sequence[Order]) -> bool:
    try:
        wish_of(orders)
    except Refused:
        return False
    return True
