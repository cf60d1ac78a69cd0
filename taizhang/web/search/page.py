"""What the search page shows: hits with the words marked where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Article, Issue
from taizhang.bulletin.models.search import FoundKind, SearchEntry
from taizhang.bulletin.rules.versions import VersionsNow
from taizhang.bulletin.search import Filters, find
from taizhang.bulletin.visible import OF_OUTREACH, articles_for, issues_for
from taizhang.core.figures.model import Span
from taizhang.core.text.search_words import Query, highlights, parse
from taizhang.ledger.models import Directive, Figure, Project
from taizhang.ledger.visible import directives_for, figures_for, projects_for
from taizhang.office import clock
from taizhang.office.models import PostHolder
from taizhang.office.permissions import Permission
from taizhang.office.queries import holders_of
from taizhang.office.visible import Viewer
from taizhang.outreach.models import (
    MediaItem,
    Order,
    PhasedPlan,
    ResearchTopic,
    ServiceSlot,
    Session,
    SitIn,
)
from taizhang.outreach.visible import sessions_for
from taizhang.web.frame.parts import dotted
from taizhang.web.frame.tags_record_look import figure_words
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import headline

AROUND = 60  # characters of text shown on either side of what was found
PER_PAGE = 20
MOST_LOOKED = 200  # of the newest projects
MOST_FIRST = 5  # people and projects that are called so
OPEN, CLOSE = format_html("<mark>{}", ""), format_html("</mark>{}", "")


@dataclass(frozen=True, slots=True)
class HitPiece:
    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its words with the hits in them."""

    kind: str
    title: tuple[HitPiece, ...]
    words: tuple[HitPiece, ...]
    small: str
    day: date
    url: str

    @property
    def title_marked(self) -> SafeString:
        """The headline as HTML."""
        return _marked(self.title)

    @property
    def words_marked(self) -> SafeString:
        """The words around the first hit as HTML."""
        return _marked(self.words)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody of the office or of a unit, with the posts held now."""

    name: str
    posts: str
    url: str  # of the unit; empty for the office's own people


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page of hits: first the people and projects called so, then the rest; ``more`` leads to the next one."""

    people: tuple[FoundPerson, ...]
    first: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    asked: bool
    cut: bool
    more: str


def search_page(given: dict[str, Any], viewer: Viewer, below: int | None) -> SearchPage:
    """The hits of what was typed; ``given``: the cleaned values of the form."""
    query = parse(given["q"])
    by_likeness = given["order"] == "likely"
    filters = filters_of(given)
    found = find(query, viewer, filters, below=below, limit=PER_PAGE, likeliest=by_likeness)
    projects = () if by_likeness else projects_called(query, viewer, filters)
    shown = {(each.kind, each.target) for each in projects}
    rest = [each for each in found.entries if (each.kind, each.target) not in shown]
    fresh = below is None
    kept = {name: value.pk if hasattr(value, "pk") else value for name, value in given.items() if value}
    more = urlencode({**kept, "below": found.after}) if found.after else ""
    return SearchPage(
        people=tuple(people_called(query, viewer)) if fresh and filters == Filters() else (),
        first=tuple(hits_of(projects, query, viewer)) if fresh else (),
        hits=tuple(hits_of(rest, query, viewer)),
        asked=bool(query.wanted) or filters != Filters(),
        cut=query.cut,
        more=more,
    )


def projects_called(query: Query, viewer: Viewer, filters: Filters) -> tuple[SearchEntry, ...]:
    """The newest projects in whose title every wanted word stands; they come before what is counted of them."""
    if not query.wanted or filters.kinds:
        return ()
    found = find(query, viewer, replace(filters, kinds=(FoundKind.PROJECT,)), limit=MOST_LOOKED).entries
    rows = projects_for(viewer).filter(pk__in=[each.target for each in found])
    titles = {pk: f"{no} {title}" for pk, no, title in rows.values_list("pk", "account_no", "title")}
    apart = [Query(words=(term,)) for term in query.wanted]
    called = [each for each in found if all(highlights(titles[each.target], word) for word in apart)]
    return tuple(called[:MOST_FIRST])


def people_called(query: Query, viewer: Viewer) -> Iterator[FoundPerson]:
    """Who is called so, for those who may see who holds which post."""
    if not query.wanted or not viewer.may(Permission.SEE_OFFICE):
        return
    held: dict[int, list[PostHolder]] = {}
    for row in holders_of(viewer.office, clock.now()):
        if row.person.is_active and all(highlights(row.person.name, Query(words=(t,))) for t in query.wanted):
            held.setdefault(row.person_id, []).append(row)
    for rows in list(held.values())[:MOST_FIRST]:
        unit = next((row.post.unit_id for row in rows if row.post.unit_id), None)
        url = reverse("unit", args=[unit]) if unit and viewer.may(Permission.SEE_LEDGER) else ""
        yield FoundPerson(rows[0].person.name, _("、").join(row.post.title for row in rows), url)


def filters_of(given: dict[str, Any]) -> Filters:
    """The form's cleaned values as filters."""
    unit, series = given["unit"], given["series"]
    return Filters(
        kinds=(given["kind"],) if given["kind"] else (),
        series=series.pk if series else None,
        unit=unit.pk if unit else None,
        column=given["column"].strip(),
        year=given["year"],
        at_least=given["low"],
        at_most=given["high"],
        counted_in=given["counted_in"].strip(),
    )


def hits_of(entries: Sequence[SearchEntry], query: Query, viewer: Viewer) -> Iterator[Hit]:
    """The entries with their texts, a query for each kind that is among them."""
    there: dict[tuple[str, int], Any] = {}
    for kind, rows in _ROWS.items():
        keys = [entry.target for entry in entries if entry.kind == kind]
        if keys:
            there |= {(kind, row.pk): row for row in rows(viewer).filter(pk__in=keys)}
    issues = {row.pk for (kind, _pk), row in there.items() if kind == FoundKind.ISSUE}
    issues |= {row.issue_id for (kind, _pk), row in there.items() if kind == FoundKind.ARTICLE}
    versions = VersionsNow.of(issues)
    for entry in entries:
        row = there.get((entry.kind, entry.target))
        if row is not None:
            yield _hit(entry, row, query, versions)


def _hit(entry: SearchEntry, row: Any, query: Query, versions: VersionsNow) -> Hit:
    title, text, small, url = _SHOWN[entry.kind](row, versions)
    return Hit(
        kind=str(FoundKind(entry.kind).label),
        title=tuple(pieces(title, highlights(title, query))),
        words=tuple(excerpt(text, query)),
        small=small,
        day=entry.date,
        url=url,
    )


def pieces(text: str, spans: Iterable[Span], start: int = 0, stop: int | None = None) -> Iterator[HitPiece]:
    """The text from ``start`` to ``stop``, cut at what was found."""
    stop = len(text) if stop is None else stop
    at = start
    for span in spans:
        if span.start < at or span.end > stop:
            continue
        if span.start > at:
            yield HitPiece(text[at : span.start], hit=False)
        yield HitPiece(text[span.start : span.end], hit=True)
        at = span.end
    if at < stop:
        yield HitPiece(text[at:stop], hit=False)


def excerpt(text: str, query: Query) -> Iterator[HitPiece]:
    """Some words around the first place that was found, with every hit in them; the beginning where none is."""
    found = highlights(text, query)
    start = max(0, found[0].start - AROUND // 2) if found else 0
    stop = min(len(text), (found[0].end if found else 0) + AROUND * 2)
    if start:
        yield HitPiece("…", hit=False)
    yield from pieces(text, found, start, stop)
    if stop < len(text):
        yield HitPiece("…", hit=False)


def _marked(parts: Iterable[HitPiece]) -> SafeString:
    """The pieces as HTML: one string, because a page of hits has hundreds of them."""
    return format_html_join(
        "", "{}{}{}", ((OPEN, part.text, CLOSE) if part.hit else ("", part.text, "") for part in parts)
    )


def _of_issue(issue: Issue, versions: VersionsNow) -> tuple[str, str, str, str]:
    data = versions.data(issue)
    columns = _("、").join(data.get("column") or [])
    small = " · ".join(filter(None, [columns, *_version(issue.pk, versions)]))
    return issue_title(issue), data.get("editor_note") or "", small, reverse("issue", args=[issue.pk])


def _of_article(article: Article, versions: VersionsNow) -> tuple[str, str, str, str]:
    title, body = versions.text(article)
    where = [article.source_unit, issue_title(article.issue), *_version(article.issue_id, versions)]
    small = " · ".join(filter(None, [*where, article.column]))
    return headline(title), body, small, reverse("issue", args=[article.issue_id])


def _version(issue: int, versions: VersionsNow) -> Iterator[str]:
    """Which revision the words are of, and that the issue is recalled."""
    if letter := versions.letter(issue):
        yield _("修订版{letter}").format(letter=letter)
    if issue in versions.recalled:
        yield _("已撤回")


def _of_project(project: Project, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = " · ".join(filter(None, [project.account_no, str(project.lead_unit), str(project.theme or "")]))
    return project.title, project.goal, small, reverse("project", args=[project.pk])


def _of_figure(figure: Figure, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = " · ".join(filter(None, [str(figure.whose), figure.scope]))
    project = figure.project.title if figure.project else ""
    title = _("{name} {value}").format(name=figure.name, value=figure_words(figure))
    return title, project, small, reverse("figure", args=[figure.pk])


def _of_directive(directive: Directive, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(directive.post.title, directive.get_state_display())
    return directive.title, directive.text, small, reverse("directive", args=[directive.pk])


def _of_order(order: Order, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(order.unit, order.place, order.get_state_display())
    return str(order), order.wish, small, reverse("order", args=[order.pk])


def _of_session(session: Session, versions: VersionsNow) -> tuple[str, str, str, str]:
    where = _("、").join(venue.place for venue in session.venues.all())
    small = dotted(session.speaker.name, session.get_state_display())
    return session.title, where, small, reverse("session", args=[session.pk])


def _of_sit_in(row: SitIn, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(row.unit, row.place, row.get_state_display())
    return row.subject, row.record, small, reverse("sit-in", args=[row.pk])


def _of_media(row: MediaItem, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(row.column or row.outlet, row.unit, row.get_state_display())
    return row.title, "", small, reverse("media-item", args=[row.pk])


def _of_research(row: ResearchTopic, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(row.project.lead_unit, row.get_state_display())
    text = "\n".join(filter(None, [row.findings, row.method, row.project.title]))
    return row.question, text, small, reverse("research-topic", args=[row.pk])


def _of_slot(row: ServiceSlot, versions: VersionsNow) -> tuple[str, str, str, str]:
    small = dotted(row.item.project.lead_unit, row.place, row.get_state_display())
    return row.item.title, row.item.project.title, small, reverse("slot", args=[row.pk])


def _of_plan(row: PhasedPlan, versions: VersionsNow) -> tuple[str, str, str, str]:
    return row.name, row.event, row.get_state_display(), reverse("plan", args=[row.pk])


_OF_AN_ARTICLE = ("office_id", "issue_id", "title", "body", "source_unit", "column")
_OF_ITS_ISSUE = (
    "office_id", "kind", "named", "year", "annual_no", "cumulative_no", "series_id", "series__office_id",
)  # fmt: skip
_LIGHT = (*_OF_AN_ARTICLE, *(f"issue__{name}" for name in (*_OF_ITS_ISSUE, "series__name")))
_ROWS: dict[str, Callable[[Viewer], Any]] = {
    FoundKind.ISSUE: lambda viewer: issues_for(viewer).defer("source_text", "search_text", "snapshot"),
    FoundKind.ARTICLE: lambda viewer: (
        articles_for(viewer).select_related(None).select_related("issue__series").only(*_LIGHT)
    ),
    FoundKind.PROJECT: projects_for,
    FoundKind.FIGURE: figures_for,
    FoundKind.DIRECTIVE: directives_for,
    **OF_OUTREACH,
    FoundKind.SESSION: lambda viewer: sessions_for(viewer).prefetch_related("venues"),
}
_SHOWN: dict[str, Callable[[Any, VersionsNow], tuple[str, str, str, str]]] = {
    FoundKind.ISSUE: _of_issue,
    FoundKind.ARTICLE: _of_article,
    FoundKind.PROJECT: _of_project,
    FoundKind.FIGURE: _of_figure,
    FoundKind.DIRECTIVE: _of_directive,
    FoundKind.ORDER: _of_order,
    FoundKind.SESSION: _of_session,
    FoundKind.SIT_IN: _of_sit_in,
    FoundKind.MEDIA: _of_media,
    FoundKind.RESEARCH: _of_research,
    FoundKind.SERVICE: _of_slot,
    FoundKind.PLAN: _of_plan,
}
