"""Numbers that issues of a series carry, and those that the next issue would get."""

from __future__ import annotations

from taizhang.bulletin.models import Issue, NumberCounter, Series, VoidNumber
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.numbering import next_number
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

EVER = 0  # the year of the cumulative counter
MOST = 999_999


def counted_as(kind: str) -> IssueKind:
    """The kind under which an issue is numbered: special issues count with the regular ones, supplements apart."""
    return IssueKind.SUPPLEMENT if kind == IssueKind.SUPPLEMENT else IssueKind.REGULAR


def foreseen(series: Series, kind: str, year: int) -> tuple[int, int | None]:
    """What ``allot`` would give now; for the page shown before the signature, nothing is taken."""
    counted = counted_as(kind)
    ever = None if counted is IssueKind.SUPPLEMENT else number_after(series, counted, EVER, None)
    return number_after(series, counted, year, None), ever


def number_after(series: Series, kind: IssueKind, year: int, counter: NumberCounter | None) -> int:
    there = counter or NumberCounter.objects.filter(series=series, kind=kind, year=year).first()
    last = there.last if there else highest_number(series, kind, year)
    void = VoidNumber.objects.filter(series=series, kind=kind, year=year, number__gt=last)
    taken = {*numbers_used(series, kind, year, above=last), *void.values_list("number", flat=True)}
    number = next_number(last, taken)
    if number > MOST:
        raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
    return number


def numbers_used(series: Series, kind: IssueKind, year: int, above: int = 0) -> list[int]:
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


def highest_number(series: Series, kind: IssueKind, year: int) -> int:
    """Where a counter begins: after the issues that are there, or before the series' first number."""
    first = series.first_cumulative_no - 1 if year == EVER else 0
    return max(*numbers_used(series, kind, year), first, 0)
