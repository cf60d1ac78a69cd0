"""What is asked about readings and the archive, always within the person's or the series' own office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django_scopes import scope

from taizhang.bulletin.models import ArchivedFile, Article, Issue, LastLook, Rendering, Series
from taizhang.bulletin.queries.printed import letter_now
from taizhang.bulletin.search import update_index
from taizhang.bulletin.search.search import issues_holding
from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.office.faults import not_essential
from taizhang.office.models import Office, Person
from taizhang.office.visible import Viewer


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Cumulative numbers that the archive lacks, from ``first`` to ``last``."""

    first: int
    last: int


def series_of(office: Office) -> QuerySet[Series]:
    """The office's series by name."""
    with scope(office=office.pk):
        return Series.objects.order_by("name")


def series_by_name() -> QuerySet[Series]:
    """The series of the office that is looked at."""
    return Series.objects.order_by("name")


def series_named(name: str) -> Series | None:
    """Return the series of this name; None where there is none."""
    return Series.objects.filter(name=name).first()


def years_with_issues() -> list[int]:
    """The years of all issues, the latest first."""
    return list(Issue.objects.order_by("-year").values_list("year", flat=True).distinct())


def files_read() -> QuerySet[ArchivedFile]:
    """What was read in bulk, the latest first."""
    rows: QuerySet[ArchivedFile] = ArchivedFile.objects.select_related("series", "issue", "reading")
    return rows.order_by("-at", "-pk")


def look_of(issue: Issue, person: Person) -> LastLook | None:
    """Return when the person last had the issue before them, and its texts then; None: never."""
    return LastLook.objects.filter(issue=issue, person=person).first()


def archive(
    viewer: Viewer, series: Series | None = None, year: int | None = None, words: str | None = None
) -> QuerySet[Issue]:
    """Issues that are out, newest first, with series and article titles loaded (three queries however many rows).

    ``words`` are as in a search: an issue holds every one of them, in one of its texts or another.
    """
    with scope(office=viewer.office.pk):
        titles = Article.objects.only("issue_id", "office_id", "position", "title", "source_unit")
        issues = (
            issues_for(viewer)
            .prefetch_related(Prefetch("articles", queryset=titles.order_by("position")))
            .defer(*ISSUE_TEXTS)
        )
    if series is not None:
        issues = issues.filter(series=series)
    if year is not None:
        issues = issues.filter(year=year)
    if words:
        with not_essential("bringing the index up to date"):
            update_index(viewer.office)
        with scope(office=viewer.office.pk):
            for holding in issues_holding(words):
                issues = issues.filter(holding)
    return issues


def with_files(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """These issues with their renderings (the newest of each kind first), articles, revisions and recall."""
    made = Rendering.objects.select_related("file").order_by("letter", "format", "-made_at", "-pk")
    titles = Article.objects.only("office_id", "issue_id", "position")
    parts = (Prefetch("renderings", queryset=made), Prefetch("articles", queryset=titles), "revisions")
    return (
        issues.select_related("recall", "original")
        .prefetch_related(*parts)
        .defer("source_text", "search_text")
    )


def years_of(office: Office) -> list[int]:
    """The years the archive holds issues of, newest first."""
    with scope(office=office.pk):
        return list(
            Issue.objects.filter(state__in=OUT).order_by("-year").values_list("year", flat=True).distinct()
        )


def rendering_of(issue: Issue, fmt: str) -> Rendering | None:
    """The newest rendering in one format, of the version of the issue that holds now."""
    with scope(office=issue.office_id):
        made = Rendering.objects.filter(issue=issue, format=fmt, letter=letter_now(issue)).select_related(
            "file"
        )
        return made.order_by("-made_at", "-pk").first()


def missing_numbers(series: Series) -> list[Gap]:
    """The gaps in a series' own cumulative numbers, from its start number to the newest issue kept."""
    with scope(office=series.office_id):
        kept = Issue.objects.filter(series=series, count="", cumulative_no__gte=series.first_cumulative_no)
        numbers = kept.order_by("cumulative_no").values_list("cumulative_no", flat=True)
        return gaps((number for number in numbers if number is not None), series.first_cumulative_no)


def missing_annual_numbers(series: Series, year: int) -> list[Gap]:
    """The gaps in one year's regular issues, from number 1 to the highest kept."""
    with scope(office=series.office_id):
        kept = Issue.objects.filter(
            series=series, count="", year=year, kind=IssueKind.REGULAR, annual_no__isnull=False
        )
        numbers = kept.order_by("annual_no").values_list("annual_no", flat=True)
        return gaps((number for number in numbers if number is not None), 1)


def gaps(numbers: Iterable[int], first: int) -> list[Gap]:
    """What is missing from ``first`` on in rising ``numbers``.

    >>> gaps([3, 4, 7], 1)
    [Gap(first=1, last=2), Gap(first=5, last=6)]
    """
    missing, expected = [], first
    for number in numbers:
        if number > expected:
            missing.append(Gap(expected, number - 1))
        expected = number + 1
    return missing
