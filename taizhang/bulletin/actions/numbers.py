"""Numbers of issues: allotted in the signing transaction from a locked counter row, void ones passed over."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import Issue, NumberCounter, Series, VoidNumber
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.numbering import next_number
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.rules.checks import check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, record_event

EVER = 0  # the year of the cumulative counter
MOST = 999_999


def counted_as(kind: str) -> IssueKind:
    """The kind under which an issue is numbered: special issues count with the regular ones, supplements apart."""
    return IssueKind.SUPPLEMENT if kind == IssueKind.SUPPLEMENT else IssueKind.REGULAR


def allot(series: Series, kind: str, year: int) -> tuple[int, int | None]:
    """The next annual and cumulative number (supplements have no cumulative one), in the caller's transaction.

    The counter's row is locked until that ends: rolled back, the numbers were never given.
    """
    counted = counted_as(kind)
    ever = None if counted is IssueKind.SUPPLEMENT else _next(series, counted, EVER)
    return _next(series, counted, year), ever


def foreseen(series: Series, kind: str, year: int) -> tuple[int, int | None]:
    """What ``allot`` would give now; for the page shown before the signature, nothing is taken."""
    counted = counted_as(kind)
    ever = None if counted is IssueKind.SUPPLEMENT else _after(series, counted, EVER, None)
    return _after(series, counted, year, None), ever


def _next(series: Series, kind: IssueKind, year: int) -> int:
    key = {"office": series.office, "series": series, "kind": kind, "year": year}
    NumberCounter.objects.get_or_create(**key, defaults={"last": _highest(series, kind, year)})
    counter = NumberCounter.objects.select_for_update().get(series=series, kind=kind, year=year)
    number = _after(series, kind, year, counter)
    NumberCounter.objects.filter(pk=counter.pk).update(last=number)
    return number


def _after(series: Series, kind: IssueKind, year: int, counter: NumberCounter | None) -> int:
    there = counter or NumberCounter.objects.filter(series=series, kind=kind, year=year).first()
    last = there.last if there else _highest(series, kind, year)
    void = VoidNumber.objects.filter(series=series, kind=kind, year=year, number__gt=last)
    taken = {*_numbers(series, kind, year, above=last), *void.values_list("number", flat=True)}
    number = next_number(last, taken)
    if number > MOST:
        raise Refused(Sentence(N_("期号{number}有误，请核对。"), {"number": number}))
    return number


def _numbers(series: Series, kind: IssueKind, year: int, above: int = 0) -> list[int]:
    """The numbers ``above`` one that issues carry of this counter."""
    issues = Issue.objects.filter(series=series)
    if year == EVER:
        rows = issues.filter(cumulative_no__gt=above).values_list("cumulative_no", flat=True)
    else:
        kinds = [kind] if kind is IssueKind.SUPPLEMENT else [IssueKind.REGULAR, IssueKind.SPECIAL]
        rows = issues.filter(year=year, kind__in=kinds, annual_no__gt=above).values_list(
            "annual_no", flat=True
        )
    return [number for number in rows if number is not None]


def _highest(series: Series, kind: IssueKind, year: int) -> int:
    """Where a counter begins: after the issues that are there, or before the series' first number."""
    first = series.first_cumulative_no - 1 if year == EVER else 0
    return max(*_numbers(series, kind, year), first, 0)


def set_next_number(
    *, series: Series, kind: str, year: int, number: int, by: Person | None, at: datetime
) -> NumberCounter:
    """Let the next issue of a year (0: the cumulative count) have ``number``; never one below those used."""
    with acting(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN):
        counted = counted_as(kind)
        highest = max(_numbers(series, counted, year), default=0)
        if not highest < number <= MOST:
            raise Refused(
                Sentence(
                    N_("下一个号须大于已用过的{last}，且不超过{most}。"), {"last": highest, "most": MOST}
                )
            )
        counter, _new = NumberCounter.objects.update_or_create(
            series=series, kind=counted, year=year, defaults={"office": series.office, "last": number - 1}
        )
        detail = {"kind": counted.value, "year": year, "number": number}
        record_event(
            office=series.office, by=by, at=at, verb="set_next_number", subject=counter, detail=detail
        )
    return counter


def declare_void(
    *, series: Series, kind: str, year: int, number: int, reason: str, by: Person | None, at: datetime
) -> VoidNumber:
    """Put a number that no issue carries into the register of void numbers (year 0: a cumulative one)."""
    check_reason(reason)
    with acting(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN):
        counted = counted_as(kind)
        if not 1 <= number <= MOST:
            raise Refused(Sentence(N_("期号{number}有误，请核对。"), {"number": number}))
        if number in _numbers(series, counted, year):
            raise Refused(Sentence(N_("{number}号已有一期在用，不能作废。"), {"number": number}))
        known = VoidNumber.objects.filter(series=series, kind=counted, year=year, number=number)
        if known.exists():
            raise Refused(Sentence(N_("{number}号已经作废。"), {"number": number}))
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
        record_event(office=series.office, by=by, at=at, verb="declare_void", subject=void, detail=detail)
    return void
