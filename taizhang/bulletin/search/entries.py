"""What is found by which words: issues, articles, projects, figures, directives, orders, sessions, fieldwork."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate

from taizhang.bulletin.models import Article, Issue
from taizhang.bulletin.models.search import FoundKind, SearchEntry
from taizhang.bulletin.rules.versions import VersionsNow
from taizhang.bulletin.search.keys import MOST_PARTS, key_of
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.text.bigrams import index_form
from taizhang.ledger.models import Directive, Figure, Project
from taizhang.ledger.queries.figures import number_of
from taizhang.office.models import Owned
from taizhang.outreach.models import (
    MediaItem,
    Order,
    PhasedPlan,
    ResearchTopic,
    ServiceSlot,
    Session,
    SitIn,
)

FORM = 4  # counts on when other words of a thing are entered: the index is made anew
PART = 12_000  # characters of one part of a long text: PostgreSQL counts places up to 16,383
OVERLAP = 60  # so that a phrase across the seam is found


@dataclass(frozen=True, slots=True)
class Indexed:
    """An entry with the text it is found by."""

    entry: SearchEntry
    text: str


def entries_form() -> str:
    """Return what tells the entries that this module makes from those of another version of it."""
    return f"{index_form()[:13]}.{FORM}"


def issues_out() -> QuerySet[Issue]:
    """The issues that can be found."""
    return Issue.objects.filter(state__in=OUT).select_related("series")


def of_issues(issues: Iterable[Issue], versions: VersionsNow) -> Iterator[Indexed]:
    """Masthead, columns and note of each as its last version prints them (a revision's note tells what it put right);
    the articles are entries of their own.
    """
    for issue in issues:
        data = versions.data(issue)
        number = [f"{issue.year}年第{issue.annual_no}期"] if issue.annual_no else []
        ever = [f"总第{issue.cumulative_no}期"] if issue.cumulative_no else []
        columns = data.get("column") or []
        note = data.get("editor_note") or ""
        words = [
            issue.series.name,
            issue.name,
            str(data.get("name") or ""),
            issue.issuer,
            *number,
            *ever,
            *columns,
            note,
        ]
        yield from _parts(
            _entry(FoundKind.ISSUE, issue.pk, issue, column="、".join(columns)[:100]), "\n".join(words)
        )


def of_articles(articles: Iterable[Article], versions: VersionsNow) -> Iterator[Indexed]:
    """Headline and text as the last version prints them, and the contributing unit."""
    for article in articles:
        entry = _entry(
            FoundKind.ARTICLE, article.pk, article.issue, column=article.column, unit=article.unit_id
        )
        yield from _parts(entry, "\n".join([*versions.text(article), article.source_unit, article.column]))


def _entry(kind: str, target: int, issue: Issue, *, column: str, unit: int | None = None) -> SearchEntry:
    return SearchEntry(
        office_id=issue.office_id,
        kind=kind,
        target=target,
        date=issue.date,
        year=issue.year,
        series=issue.series_id,
        unit=unit,
        column=column,
    )


def of_projects(projects: Iterable[Project]) -> Iterator[Indexed]:
    """Number, title, goal, theme, lead unit."""
    for project in projects:
        on = project.start or date(project.ledger.year, 1, 1)
        entry = SearchEntry(
            office_id=project.office_id,
            kind=FoundKind.PROJECT,
            target=project.pk,
            date=on,
            year=project.ledger.year,
            unit=project.lead_unit_id,
            project=project.pk,
            column=project.theme.name if project.theme else "",
        )
        words = [str(project.account_no or ""), project.title, project.goal, project.lead_unit.name]
        yield from _parts(entry, "\n".join([*words, project.lead_unit.short_name, entry.column]))


def of_figures(figures: Iterable[Figure]) -> Iterator[Indexed]:
    """Name, what is counted, project and unit; the value is a filter."""
    for figure in figures:
        low, high = _ends(figure)
        entry = SearchEntry(
            office_id=figure.office_id,
            kind=FoundKind.FIGURE,
            target=figure.pk,
            date=figure.as_of,
            year=figure.as_of.year,
            unit=figure.whose_id,
            project=figure.project_id,
            low=low,
            high=high,
            counted_in=figure.unit,
        )
        said = figure.surface or f"{number_of(figure).normalize():f}{figure.unit}"
        words = [figure.name, said, figure.scope, figure.whose.short_name]
        yield from _parts(entry, "\n".join([*words, figure.project.title if figure.project else ""]))


def of_directives(directives: Iterable[Directive]) -> Iterator[Indexed]:
    """The sentence, what it is about, and whose task it became first."""
    for directive in directives:
        entry = _plain(FoundKind.DIRECTIVE, directive, localdate(directive.written_at))
        entry.project = directive.project_id
        yield from _parts(entry, "\n".join([directive.text, directive.title, directive.post.title]))


def of_orders(orders: Iterable[Order]) -> Iterator[Indexed]:
    """Topic, wish, place, audience and the unit that ordered."""
    for order in orders:
        entry = _plain(FoundKind.ORDER, order, order.wanted_from)
        entry.unit, entry.project = order.unit_id, order.project_id
        topic = order.topic.name if order.topic else ""
        words = [topic, order.wish, order.place, order.audience, order.unit.name, order.unit.short_name]
        yield from _parts(entry, "\n".join(words))


def of_sessions(sessions: Iterable[Session]) -> Iterator[Indexed]:
    """Title, topic, speaker, and of each venue place and unit."""
    for session in sessions:
        entry = _plain(FoundKind.SESSION, session, session.held_on)
        entry.project = session.project_id
        where = [f"{venue.place} {venue.unit.name} {venue.unit.short_name}" for venue in session.venues.all()]
        topic = session.topic.name if session.topic else ""
        yield from _parts(entry, "\n".join([session.title, topic, session.speaker.name, *where]))


def of_sit_ins(sit_ins: Iterable[SitIn]) -> Iterator[Indexed]:
    """What was listened to, where, and what was written and answered."""
    for row in sit_ins:
        entry = _plain(FoundKind.SIT_IN, row, row.planned_on)
        entry.unit, entry.project = row.unit_id, row.project_id
        words = [row.subject, row.place, row.team, row.unit.name, row.unit.short_name, row.record, row.reply]
        yield from _parts(entry, "\n".join(words))


def of_media(items: Iterable[MediaItem]) -> Iterator[Indexed]:
    """Title, outlet, column and unit; of what was withdrawn, too: its page says so."""
    for row in items:
        entry = _plain(FoundKind.MEDIA, row, row.published_on)
        entry.unit, entry.project = row.unit_id, row.project_id
        entry.column = row.column.name if row.column else ""
        unit = [row.unit.name, row.unit.short_name] if row.unit else []
        yield from _parts(entry, "\n".join([row.title, row.outlet.name, entry.column, row.issue_name, *unit]))


def of_research(topics: Iterable[ResearchTopic]) -> Iterator[Indexed]:
    """Question, method, findings and project."""
    for row in topics:
        entry = _plain(FoundKind.RESEARCH, row, localdate(row.started_at))
        entry.unit, entry.project = row.project.lead_unit_id, row.project_id
        yield from _parts(entry, "\n".join([row.question, row.method, row.findings, row.project.title]))


def of_slots(slots: Iterable[ServiceSlot]) -> Iterator[Indexed]:
    """The service, its place and project."""
    for row in slots:
        entry, project = _plain(FoundKind.SERVICE, row, row.starts_on), row.item.project
        entry.unit, entry.project = project.lead_unit_id, project.pk
        yield from _parts(entry, "\n".join([row.item.title, row.place, project.title]))


def of_plans(plans: Iterable[PhasedPlan]) -> Iterator[Indexed]:
    """Name and event; not the steps, of which each unit sees its own."""
    for row in plans:
        entry = _plain(FoundKind.PLAN, row, row.starts_on)
        entry.project = row.project_id
        yield from _parts(entry, "\n".join([row.name, row.event]))


def _plain(kind: str, row: Owned, on: date) -> SearchEntry:
    return SearchEntry(office_id=row.office_id, kind=kind, target=row.pk, date=on, year=on.year)


def _ends(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    if figure.value is not None:
        return figure.value, figure.value
    return figure.low, figure.high


def _parts(entry: SearchEntry, text: str) -> Iterator[Indexed]:
    """The entry, or as many as a long text needs."""
    starts = range(0, max(len(text) - OVERLAP, 1), PART - OVERLAP)
    for part, start in enumerate(list(starts)[:MOST_PARTS]):
        fields = {f.attname: getattr(entry, f.attname) for f in SearchEntry._meta.concrete_fields}
        fields["id"] = key_of(entry.date, entry.kind, entry.target, part)
        yield Indexed(SearchEntry(**fields), text[start : start + PART])
