"""What an order must say before it may be handed in, and head counts that can be meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import Objections, check_no_secret

MOST_HEADS = 100_000
MOST_SPAN = 62  # days between the first and the last that is wished
MOST_AHEAD = 400  # days from today: what lies beyond is a slip of the year
TOO_FAR = Message(N_("日期离今天太远，请核对年份。"))


def check_order(values: Mapping[str, Any], today: date) -> None:
    """Raise Objections, field by field, for an order that says too little, or what cannot be meant."""
    check_no_secret(dict(values))
    found: dict[str, Message] = {}
    first, last = values["wanted_from"], values["wanted_to"]
    if values["topic"] is None and not values["wish"].strip():
        found["wish"] = Message(N_("请选择课题，或者写明想听什么。"))
    if first < today:
        found["wanted_from"] = Message(N_("最早日期已过，请改为今天以后的日期。"))
    elif is_too_far(first, today):
        found["wanted_from"] = TOO_FAR
    if last < first:
        found["wanted_to"] = Message(N_("最晚日期早于最早日期，请核对。"))
    elif (last - first).days > MOST_SPAN:
        found["wanted_to"] = Message(N_("日期范围请控制在{n}天以内。"), {"n": MOST_SPAN})
    if not values["place"].strip():
        found["place"] = Message(N_("请填写地点。"))
    if not 1 <= (values["heads"] or 0) <= MOST_HEADS:
        found["heads"] = Message(N_("预计人数请填1到{most}的整数。"), {"most": MOST_HEADS})
    if found:
        raise Objections(found)


def is_too_far(day: date, today: date) -> bool:
    """Whether nobody plans a talk for so late a day."""
    return (day - today).days > MOST_AHEAD


def check_near(day: date, today: date) -> None:
    """Refused for a day that is too far."""
    if is_too_far(day, today):
        raise Refused(TOO_FAR)


def check_heads(heads: int, on: date, today: date) -> None:
    """Refused before the day of the session, and for a number that is no head count."""
    if today < on:
        raise Refused(Message(N_("还没有到宣讲日期，请在宣讲以后填写人数。")))
    if not 1 <= heads <= MOST_HEADS:
        raise Refused(
            Message(N_("到场人数请填1到{most}的整数；没有举行的，请选“没有举行”。"), {"most": MOST_HEADS})
        )
