"""Numbers that issues of a series carry, and those that the next issue would get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
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
Key = tuple[int, str, int]  # of a series, the kind of issue, the year


def counted_as(kind: str) -> IssueKind:
    """The kind under which an issue is numbered: special issues count with the regular ones, supplements apart."""
    return IssueKind.SUPPLEMENT if kind == IssueKind.SUPPLEMENT else IssueKind.REGULAR


def foreseen(
    series: Series, kind: str, year: int, ahead: Iterable[tuple[str, int]] = ()
) -> tuple[int, int | None]:
    """What ``allot`` would give after the issues ``ahead`` (kind and year of each) have got theirs; for the page shown
    before the signature, nothing is taken.
    """
    counted = counted_as(kind)
    before = [of_year for other, of_year in ahead if counted_as(other) is counted]
    annual = number_after(series, counted, year, None, before.count(year))
    if counted is IssueKind.SUPPLEMENT:
        return annual, None
    return annual, number_after(series, counted, EVER, None, len(before))


@dataclass(frozen=True, slots=True)
class AnnualCounter:
    """The annual numbers of a series, kind and year: the last one, all that are taken, and the drafts that have none yet
    (date and key).
    """

    last: int
    taken: frozenset[int]
    drafts: tuple[tuple[date, int], ...]

    def foreseen(self, draft: tuple[date, int] | None = None) -> int:
        """Return the number that ``draft`` would get if the drafts before it were signed first; of a new issue the
        number after all of them.
        """
        number = next_number(self.last, self.taken)
        for _ahead in range(sum(draft is None or each < draft for each in self.drafts)):
            number = next_number(number, self.taken)
        return number


def annual_counters(wanted: Collection[Key]) -> dict[Key, AnnualCounter]:
    """Return the counter of each of ``wanted`` (series, kind, year). One query for all."""
    series, years = {key[0] for key in wanted}, {key[2] for key in wanted}
    among = {"series__in": series, "year__in": years}
    issues = Issue.objects.filter(series__in=series).order_by()
    counters, void, numbered, drafts = together(
        (NumberCounter.objects.filter(**among), ("series", "kind", "year", "last")),
        (VoidNumber.objects.filter(**among), ("series", "kind", "year", "number")),
        (issues.filter(year__in=years, annual_no__isnull=False), ("series", "kind", "year", "annual_no")),
        (issues.filter(state__in=AT_DESK, annual_no__isnull=True), ("series", "kind", "date", "pk")),
    )
    counter_of = itemgetter("series", "kind", "year")
    last = {counter_of(row): row["last"] for row in counters}
    used, taken = defaultdict[Key, set[int]](set), defaultdict[Key, set[int]](set)
    waiting = defaultdict[Key, list[tuple[date, int]]](list)
    for row in numbered:
        used[row["series"], counted_as(row["kind"]), row["year"]].add(row["annual_no"])
    for row in void:
        taken[counter_of(row)].add(row["number"])
    for row in drafts:
        waiting[row["series"], counted_as(row["kind"]), row["date"].year].append((row["date"], row["pk"]))
    found = {}
    for of_series, kind, year in wanted:
        key = (of_series, counted_as(kind), year)
        begun = last.get(key, max(used[key], default=0))
        found[of_series, kind, year] = AnnualCounter(
            begun, frozenset(used[key] | taken[key]), tuple(waiting[key])
        )
    return found


def number_after(
    series: Series, kind: IssueKind, year: int, counter: NumberCounter | None, ahead: int = 0
) -> int:
    """The next free number of a counter after ``ahead`` others have been taken; Refused where it makes no sense."""
    there = counter or NumberCounter.objects.filter(series=series, kind=kind, year=year).first()
    last = there.last if there else highest_number(series, kind, year)
    void = VoidNumber.objects.filter(series=series, kind=kind, year=year, number__gt=last)
    used = _used(series, kind, year, above=last).union(void.values_list("number", flat=True), all=True)
    taken = {each for each in used if each is not None}
    number = next_number(last, taken)
    for _other in range(ahead):
        number = next_number(number, taken)
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
