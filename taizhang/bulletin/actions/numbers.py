"""Numbers of issues: allotted in the signing transaction from a locked counter row, void ones passed over."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import NumberCounter, Series, VoidNumber
from taizhang.bulletin.queries.numbers import (
    EVER,
    MOST,
    counted_as,
    highest_number,
    number_after,
    numbers_used,
)
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def allot(series: Series, kind: str, year: int) -> tuple[int, int | None]:
    """The next annual and cumulative number (supplements have no cumulative one), in the caller's transaction.

    The counter's row is locked until that ends: rolled back, the numbers were never given.
    """
    counted = counted_as(kind)
    ever = None if counted is IssueKind.SUPPLEMENT else _next(series, counted, EVER)
    return _next(series, counted, year), ever


def _next(series: Series, kind: IssueKind, year: int) -> int:
    key = {"office": series.office, "series": series, "kind": kind, "year": year}
    NumberCounter.objects.get_or_create(**key, defaults={"last": highest_number(series, kind, year)})
    counter = NumberCounter.objects.select_for_update().get(series=series, kind=kind, year=year)
    number = number_after(series, kind, year, counter)
    NumberCounter.objects.filter(pk=counter.pk).update(last=number)
    return number


def set_next_number(
    *, series: Series, kind: str, year: int, number: int, by: Person | None, at: datetime
) -> NumberCounter:
    """Let the next issue of a year (0: the cumulative count) have ``number``; never one below those used."""
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        counted = counted_as(kind)
        highest = max(numbers_used(series, counted, year), default=0)
        if not highest < number <= MOST:
            raise Refused(
                Message(N_("下一个号须大于已用过的{last}，且不超过{most}。"), {"last": highest, "most": MOST})
            )
        counter, _new = NumberCounter.objects.update_or_create(
            series=series, kind=counted, year=year, defaults={"office": series.office, "last": number - 1}
        )
        detail = {"kind": counted.value, "year": year, "number": number}
        work.record("set_next_number", counter, detail)
    return counter


def declare_void(
    *, series: Series, kind: str, year: int, number: int, reason: str, by: Person | None, at: datetime
) -> VoidNumber:
    """Put a number that no issue carries into the register of void numbers (year 0: a cumulative one)."""
    check_reason(reason)
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        counted = counted_as(kind)
        if not 1 <= number <= MOST:
            raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
        if number in numbers_used(series, counted, year):
            raise Refused(Message(N_("{number}号已有一期在用，不能作废。"), {"number": number}))
        known = VoidNumber.objects.filter(series=series, kind=counted, year=year, number=number)
        if known.exists():
            raise Refused(Message(N_("{number}号已经作废。"), {"number": number}))
        void = VoidNumber.objects.create(
            office=series.office,
            series=series,
            kind=counted,
            year=year,
            number=number,
            reason=reason.strip(),
            by=by,
            at=at,
        )
        detail = {"kind": counted.value, "year": year, "number": number}
        work.record("declare_void", void, detail)
    return void
