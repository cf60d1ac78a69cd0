"""Numbers of issues: allotted in the signing transaction from a locked counter row, void ones passed over."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import Issue, NumberCounter, Series, VoidNumber
from taizhang.bulletin.queries.numbers import (
    EVER,
    MOST,
    counted_as,
    has_cumulative,
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


def allot(issue: Issue) -> tuple[int, int | None]:
    """The next annual and cumulative number (None where it has none) of the issue's count, in the caller's transaction.

    The counter's row is locked until that ends: rolled back, the numbers were never given.
    """
    counted = counted_as(issue.kind)
    ever = _next(issue, counted, EVER) if has_cumulative(issue) else None
    return _next(issue, counted, issue.date.year), ever


def _next(issue: Issue, kind: IssueKind, year: int) -> int:
    series, count = issue.series, issue.count
    key = {"series": series, "count": count, "kind": kind, "year": year}
    first = {"office": series.office, "last": highest_number(series, count, kind, year)}
    NumberCounter.objects.get_or_create(**key, defaults=first)
    counter = NumberCounter.objects.select_for_update().get(**key)
    number = number_after(series, count, kind, year, counter)
    NumberCounter.objects.filter(pk=counter.pk).update(last=number)
    return number


def set_next_number(
    *, series: Series, count: str = "", kind: str, year: int, number: int, by: Person | None, at: datetime
) -> NumberCounter:
    """Let the next issue of a year (0: the cumulative number) in a count have ``number``; never one below those used."""
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        counter = count_on(series, count, counted_as(kind), year, number)
        detail = {"count": count, "kind": counter.kind, "year": year, "number": number}
        work.record("set_next_number", counter, detail)
    return counter


def count_on(series: Series, count: str, kind: IssueKind, year: int, number: int) -> NumberCounter:
    """Have a counter give ``number`` next, in the caller's transaction; Refused for one that is not above those used."""
    highest = max(numbers_used(series, count, kind, year), default=0)
    if not highest < number <= MOST:
        raise Refused(
            Message(N_("下一个号须大于已用过的{last}，且不超过{most}。"), {"last": highest, "most": MOST})
        )
    counter, _new = NumberCounter.objects.update_or_create(
        series=series, count=count, kind=kind, year=year,
        defaults={"office": series.office, "last": number - 1},
    )  # fmt: skip
    return counter


def declare_void(
    *, series: Series, count: str = "", kind: str, year: int, number: int, reason: str, by: Person | None,
    at: datetime,
) -> VoidNumber:  # fmt: skip
    """Put a number that no issue carries into the register of void numbers (year 0: a cumulative one)."""
    check_reason(reason)
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        counted = counted_as(kind)
        if not 1 <= number <= MOST:
            raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
        if number in numbers_used(series, count, counted, year):
            raise Refused(Message(N_("{number}号已有一期在用，不能作废。"), {"number": number}))
        known = VoidNumber.objects.filter(series=series, count=count, kind=counted, year=year, number=number)
        if known.exists():
            raise Refused(Message(N_("{number}号已经作废。"), {"number": number}))
        void = VoidNumber.objects.create(
            office=series.office,
            series=series,
            count=count,
            kind=counted,
            year=year,
            number=number,
            reason=reason.strip(),
            by=by,
            at=at,
        )
        detail = {"count": count, "kind": counted.value, "year": year, "number": number}
        work.record("declare_void", void, detail)
    return void
