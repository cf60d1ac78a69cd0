"""Numbers that issues of a series carry, and those that the next issue would get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from operator import itemgetter

from django.db.models import QuerySet

from taizhang.bulletin.models import Issue, NumberCounter, Series, VoidNumber
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.numbering import next_number
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.together import together

EVER = 0  # the year of the cumulative counter
MOST = 999_999
Key = tuple[int, str, int]  # of a series, the kind of issue, the year


def counted_as(kind: str) -> IssueKind:
    """The kind under which an issue is numbered: special issues count with the regular ones, supplements apart."""
    return IssueKind.SUPPLEMENT if kind == IssueKind.SUPPLEMENT else IssueKind.REGULAR


def foreseen(series: Series, kind: str, year: int) -> tuple[int, int | None]:
    """What ``allot`` would give now; for the page shown before the signature, nothing is taken."""
    counted = counted_as(kind)
    ever = None if counted is IssueKind.SUPPLEMENT else number_after(series, counted, EVER, None)
    return number_after(series, counted, year, None), ever


def annual_foreseen(wanted: Collection[Key]) -> dict[Key, int]:
    """The annual number that ``allot`` would give now for each of ``wanted``. One query for all."""
    among = {
        "series__in": {series for series, _kind, _year in wanted},
        "year__in": {year for _series, _kind, year in wanted},
    }
    counters, void, issues = together(
        (NumberCounter.objects.filter(**among), ("series", "kind", "year", "last")),
        (VoidNumber.objects.filter(**among), ("series", "kind", "year", "number")),
        (
            Issue.objects.filter(**among, annual_no__isnull=False).order_by(),
            ("series", "kind", "year", "annual_no"),
        ),
    )
    counter_of = itemgetter("series", "kind", "year")
    last = {counter_of(row): row["last"] for row in counters}
    used, taken = defaultdict[Key, set[int]](set), defaultdict[Key, set[int]](set)
    for row in issues:
        used[row["series"], counted_as(row["kind"]), row["year"]].add(row["annual_no"])
    for row in void:
        taken[counter_of(row)].add(row["number"])
    found = {}
    for series, kind, year in wanted:
        key = (series, counted_as(kind), year)
        found[series, kind, year] = next_number(
            last.get(key, max(used[key], default=0)), used[key] | taken[key]
        )
    return found


def number_after(series: Series, kind: IssueKind, year: int, counter: NumberCounter | None) -> int:
    there = counter or NumberCounter.objects.filter(series=series, kind=kind, year=year).first()
    last = there.last if there else highest_number(series, kind, year)
    void = VoidNumber.objects.filter(series=series, kind=kind, year=year, number__gt=last)
    used = _used(series, kind, year, above=last).union(void.values_list("number", flat=True), all=True)
    number = next_number(last, {each for each in used if each is not None})
    if number > MOST:
        raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
    return number


def numbers_used(series: Series, kind: IssueKind, year: int) -> list[int]:
    """The numbers that issues carry of this counter."""
    return [number for number in _used(series, kind, year, above=0) if number is not None]


def _used(series: Series, kind: IssueKind, year: int, above: int) -> QuerySet[Issue, int | None]:
    """Those ``above`` one."""
    issues = Issue.objects.filter(series=series).order_by()
    if year == EVER:
        rows = issues.filter(cumulative_no__gt=above).values_list("cumulative_no", flat=True)
    else:
        kinds = [kind] if kind is IssueKind.SUPPLEMENT else [IssueKind.REGULAR, IssueKind.SPECIAL]
        rows = issues.filter(year=year, kind__in=kinds, annual_no__gt=above).values_list(
            "annual_no", flat=True
        )
    return rows


def highest_number(series: Series, kind: IssueKind, year: int) -> int:
    """Where a counter begins: after the issues that are there, or before the series' first number."""
    first = series.first_cumulative_no - 1 if year == EVER else 0
    return max(*numbers_used(series, kind, year), first, 0)
