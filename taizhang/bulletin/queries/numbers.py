"""Numbers that issues of a series carry, and those that the next issue would get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from operator import itemgetter

from django.db.models import QuerySet

from taizhang.bulletin.models import Issue, NumberCounter, Series, VoidNumber
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import AT_DESK
from taizhang.core.lifecycle.numbering import next_number
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.together import together

EVER = 0  # the year of the cumulative counter
MOST = 999_999
Counted = tuple[int, str, str, int]  # of a series, its count, the kind of issue, the year
Place = tuple[int, str, str, int, int]  # the same with the key of a draft, 0 for one that is not begun


def counted_as(kind: str) -> IssueKind:
    """The kind under which an issue is numbered: special issues count with the regular ones, supplements apart."""
    return IssueKind.SUPPLEMENT if kind == IssueKind.SUPPLEMENT else IssueKind.REGULAR


def foreseen(issue: Issue, ahead: Iterable[tuple[str, int]] = ()) -> tuple[int, int | None]:
    """What ``allot`` would give to an issue after those ``ahead`` in its count (kind and year of each) have got theirs;
    for the page shown before the signature, nothing is taken.
    """
    counted, year = counted_as(issue.kind), issue.date.year
    before = [of_year for other, of_year in ahead if counted_as(other) is counted]
    run = issue.series, issue.count, counted
    annual = number_after(*run, year, None, before.count(year))
    return annual, number_after(*run, EVER, None, len(before)) if has_cumulative(issue) else None


def has_cumulative(issue: Issue) -> bool:
    """Whether it gets a cumulative number: supplements have none, nor those whose template counts by the year alone."""
    by_the_year = issue.made_by is not None and not issue.made_by.cumulative
    return counted_as(issue.kind) is not IssueKind.SUPPLEMENT and not by_the_year


def annual_foreseen(wanted: Collection[Place]) -> dict[Place, int]:
    """The annual number that ``allot`` would give to each of ``wanted`` if the drafts before it in the series, by their
    dates, were signed first. One query for all.
    """
    of_series = {"series__in": {series for series, *_rest in wanted}}
    among = {**of_series, "year__in": {year for *_run, year, _key in wanted}}
    drafts = Issue.objects.filter(**of_series, state__in=AT_DESK, annual_no__isnull=True)
    counters, void, issues, waiting = together(
        (NumberCounter.objects.filter(**among), ("series", "count", "kind", "year", "last")),
        (VoidNumber.objects.filter(**among), ("series", "count", "kind", "year", "number")),
        (
            Issue.objects.filter(**among, annual_no__isnull=False).order_by(),
            ("series", "count", "kind", "year", "annual_no"),
        ),
        (drafts.order_by("date", "pk"), ("series", "count", "kind", "date", "id")),
    )
    counter_of = itemgetter("series", "count", "kind", "year")
    last = {counter_of(row): row["last"] for row in counters}
    used, taken = defaultdict[Counted, set[int]](set), defaultdict[Counted, set[int]](set)
    line = defaultdict[Counted, list[int]](list)
    for row in issues:
        used[row["series"], row["count"], counted_as(row["kind"]), row["year"]].add(row["annual_no"])
    for row in void:
        taken[counter_of(row)].add(row["number"])
    for row in waiting:
        line[row["series"], row["count"], counted_as(row["kind"]), row["date"].year].append(row["id"])
    found = {}
    for series, count, kind, year, draft in wanted:
        key = (series, count, counted_as(kind), year)
        ahead = line[key].index(draft) if draft in line[key] else len(line[key])
        start = last.get(key, max(used[key], default=0))
        found[series, count, kind, year, draft] = _nth(start, used[key] | taken[key], ahead)
    return found


def _nth(last: int, taken: Collection[int], ahead: int) -> int:
    """The next free number after ``last``, when ``ahead`` others have been taken."""
    number = next_number(last, taken)
    for _other in range(ahead):
        number = next_number(number, taken)
    return number


def number_after(
    series: Series, count: str, kind: IssueKind, year: int, counter: NumberCounter | None, ahead: int = 0
) -> int:
    """The next free number of a counter after ``ahead`` others have been taken; Refused where it makes no sense."""
    there = counter or NumberCounter.objects.filter(series=series, count=count, kind=kind, year=year).first()
    last = there.last if there else highest_number(series, count, kind, year)
    void = VoidNumber.objects.filter(series=series, count=count, kind=kind, year=year, number__gt=last)
    used = _used(series, count, kind, year, above=last).union(void.values_list("number", flat=True), all=True)
    number = _nth(last, {each for each in used if each is not None}, ahead)
    if number > MOST:
        raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
    return number


def numbers_used(series: Series, count: str, kind: IssueKind, year: int) -> list[int]:
    """The numbers that issues carry of this counter."""
    return [number for number in _used(series, count, kind, year, above=0) if number is not None]


def _used(series: Series, count: str, kind: IssueKind, year: int, above: int) -> QuerySet[Issue, int | None]:
    """Those ``above`` one."""
    issues = Issue.objects.filter(series=series, count=count).order_by()
    if year == EVER:
        rows = issues.filter(cumulative_no__gt=above).values_list("cumulative_no", flat=True)
    else:
        kinds = [kind] if kind is IssueKind.SUPPLEMENT else [IssueKind.REGULAR, IssueKind.SPECIAL]
        rows = issues.filter(year=year, kind__in=kinds, annual_no__gt=above).values_list(
            "annual_no", flat=True
        )
    return rows


def highest_number(series: Series, count: str, kind: IssueKind, year: int) -> int:
    """Where a counter begins: after the issues that are there, or before the series' first number."""
    first = series.first_cumulative_no - 1 if year == EVER and not count else 0
    return max(*numbers_used(series, count, kind, year), first, 0)
