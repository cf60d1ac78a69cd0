"""The index follows the event record: what an act has touched is entered anew, however often it is asked.

An act and its event are one transaction, so nothing can happen that the record does not tell; where a process
dies before the index was told, the next update finds the event still ahead of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django_scopes import scope

from taizhang.bulletin.models import Article, Correction
from taizhang.bulletin.models.search import FoundKind, SearchEntry, SearchState
from taizhang.bulletin.rules.versions import VersionsNow
from taizhang.bulletin.search import entries, store
from taizhang.bulletin.search.entries import Indexed, entries_form
from taizhang.ledger.models import Activity, Directive, Figure, ProgressReport, Project, ServiceItem
from taizhang.office.models import Event, Office
from taizhang.outreach.models import (
    MediaItem,
    Order,
    PhasedPlan,
    ResearchTopic,
    ServiceSlot,
    Session,
    SitIn,
)

AT_ONCE = 400  # entries in one transaction
EVENTS = 2_000  # that one update follows
UNSURE = 200  # newest events that PostgreSQL may yet show out of order: their keys come before their commit

Touched = dict[str, set[int]]


def update_index(office: Office) -> int:
    """Follow the event record to its end; how many events were followed. Cheap where nothing has happened."""
    with scope(office=office.pk):
        state = SearchState.objects.filter(office=office).first() or SearchState(
            office=office, form=entries_form()
        )
        fresh = Event.objects.filter(pk__gt=state.event).exclude(pk__in=state.ahead).order_by("pk")
        events = list(fresh.values_list("pk", "subject_kind", "subject_id")[:EVENTS])
        if not events:
            return 0
        with transaction.atomic():
            store.alone()
            _enter(touched_by((kind, key) for _pk, kind, key in events))
            _remember(state, [pk for pk, _kind, _key in events])
    return len(events)


def _remember(state: SearchState, seen: list[int]) -> None:
    """Everything up to an event is done; on PostgreSQL the newest ones stay under watch."""
    known = sorted({*state.ahead, *seen})
    keep = UNSURE if connection.vendor == "postgresql" else 0
    done = known[: max(0, len(known) - keep)]
    state.event = done[-1] if done else state.event
    state.ahead = known[len(done) :]
    SearchState.objects.update_or_create(
        office=state.office, defaults={"event": state.event, "ahead": state.ahead, "form": state.form}
    )


def touched_by(subjects: Iterable[tuple[str, int]]) -> Touched:
    """What has to be entered anew after acts on these subjects, by kind of entry."""
    by_kind: dict[str, set[int]] = {}
    for kind, key in subjects:
        by_kind.setdefault(kind, set()).add(key)
    found: Touched = {kind: set() for kind in FoundKind.values}
    found[FoundKind.ISSUE] |= by_kind.get("issue", set())
    corrected = Correction.objects.filter(pk__in=by_kind.get("correction", set()))  # one may be a revision
    found[FoundKind.ISSUE] |= set(corrected.values_list("issue_id", flat=True))
    found[FoundKind.PROJECT] |= by_kind.get("project", set())
    for found_kind, subject in _SUBJECTS.items():
        found[found_kind] |= by_kind.get(subject, set())
    for kind, reach in _REACH.items():
        if by_kind.get(kind):
            found[FoundKind.FIGURE] |= set(reach(by_kind[kind]))
    for ledger in by_kind.get("ledger", set()):
        found[FoundKind.PROJECT] |= set(Project.objects.filter(ledger=ledger).values_list("pk", flat=True))
        found[FoundKind.FIGURE] |= set(
            Figure.objects.filter(project__ledger=ledger).values_list("pk", flat=True)
        )
    return found


# Kinds of entries whose things are what acts are on, with the name that the event record has for them.
_SUBJECTS = {
    FoundKind.FIGURE: "figure",
    FoundKind.DIRECTIVE: "directive",
    FoundKind.ORDER: "order",
    FoundKind.SESSION: "session",
    FoundKind.SIT_IN: "sitin",
    FoundKind.MEDIA: "mediaitem",
    FoundKind.RESEARCH: "researchtopic",
    FoundKind.SERVICE: "serviceslot",
    FoundKind.PLAN: "phasedplan",
}


def _figures_of(field: str) -> Callable[[set[int]], Iterable[int]]:
    return lambda keys: Figure.objects.filter(**{f"{field}__in": keys}).values_list("pk", flat=True)


# Acts on these may have brought, changed or ended figures.
_REACH: dict[str, Callable[[set[int]], Iterable[int]]] = {
    ProgressReport._meta.model_name or "": _figures_of("report"),
    Activity._meta.model_name or "": _figures_of("activity"),
    ServiceItem._meta.model_name or "": _figures_of("service"),
    Project._meta.model_name or "": _figures_of("project"),
    "serviceentry": _figures_of("service__entries"),
}


def _enter(touched: Touched) -> None:
    """Take out what was touched, and put in what of it can be found now."""
    issues = touched[FoundKind.ISSUE]
    articles = set(Article.objects.filter(issue__in=issues).values_list("pk", flat=True))
    for kind, keys in {**touched, FoundKind.ARTICLE: articles}.items():
        _take(kind, keys)
    for rows in _batches(_all(touched)):
        _put(rows)


def _take(kind: str, targets: set[int]) -> None:
    there = SearchEntry.objects.filter(kind=kind, target__in=targets)
    store.take(list(there.values_list("pk", flat=True)))
    there.delete()


def _put(rows: list[Indexed]) -> None:
    fields = [f.name for f in SearchEntry._meta.concrete_fields if f.name != "id"]
    SearchEntry.objects.bulk_create(
        [row.entry for row in rows], update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
    store.put([(row.entry.pk, row.text) for row in rows])


def _all(touched: Touched | None) -> Iterator[Indexed]:
    """The entries of what was touched, or of everything (None)."""
    issues = None if touched is None else touched[FoundKind.ISSUE]
    out = _some(entries.issues_out(), issues)
    versions = VersionsNow.of(None if issues is None else list(issues))
    yield from entries.of_issues(out.defer("source_text", "search_text", "snapshot").iterator(200), versions)
    printed = Article.objects.filter(issue__in=out).select_related("issue")
    heavy = ("issue__data", "issue__source_text", "issue__search_text", "issue__snapshot")
    yield from entries.of_articles(printed.defer(*heavy).iterator(200), versions)
    for kind, rows, entries_of in _plain_kinds():
        yield from entries_of(_some(rows, None if touched is None else touched[kind]).iterator(500))


def _plain_kinds() -> list[tuple[FoundKind, QuerySet[Any], Callable[[Iterable[Any]], Iterator[Indexed]]]]:
    """What is found beside issues and articles: its rows with what their words need, and how they are entered."""
    projects = Project.objects.exclude(account_no="").select_related("ledger", "lead_unit", "theme")
    figures = Figure.objects.filter(ended_at__isnull=True).select_related("whose", "project")
    sessions = Session.objects.select_related("speaker", "topic").prefetch_related("venues__unit")
    return [
        (FoundKind.PROJECT, projects, entries.of_projects),
        (FoundKind.FIGURE, figures, entries.of_figures),
        (FoundKind.DIRECTIVE, Directive.objects.select_related("post"), entries.of_directives),
        (FoundKind.ORDER, Order.objects.select_related("topic", "unit"), entries.of_orders),
        (FoundKind.SESSION, sessions, entries.of_sessions),
        (FoundKind.SIT_IN, SitIn.objects.select_related("unit"), entries.of_sit_ins),
        (FoundKind.MEDIA, MediaItem.objects.select_related("unit", "outlet", "column"), entries.of_media),
        (FoundKind.RESEARCH, ResearchTopic.objects.select_related("project"), entries.of_research),
        (FoundKind.SERVICE, ServiceSlot.objects.select_related("item__project"), entries.of_slots),
        (FoundKind.PLAN, PhasedPlan.objects.all(), entries.of_plans),
    ]


def _some(rows: Any, keys: Iterable[int] | None) -> Any:
    return rows if keys is None else rows.filter(pk__in=list(keys))


def _batches(rows: Iterator[Indexed]) -> Iterator[list[Indexed]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def is_outdated(office: Office) -> bool:
    """Whether the index holds words of another form: an older version of this program made them."""
    with scope(office=office.pk):
        return SearchState.objects.filter(office=office).exclude(form=entries_form()).exists()


def rebuild(office: Office, told: Callable[[int], None] = lambda count: None) -> int:
    """Make the index anew while it goes on answering; how many entries there are. ``told`` hears of each batch."""
    with scope(office=office.pk):
        last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        entered: set[int] = set()
        for rows in _batches(_all(None)):
            with transaction.atomic():
                store.alone()
                _put(rows)
            entered.update(row.entry.pk for row in rows)
            told(len(rows))
        with transaction.atomic():
            store.alone()
            stale = [pk for pk in SearchEntry.objects.values_list("pk", flat=True) if pk not in entered]
            for start in range(0, len(stale), AT_ONCE):
                some = stale[start : start + AT_ONCE]
                store.take(some)
                SearchEntry.objects.filter(pk__in=some).delete()
            SearchState.objects.update_or_create(
                office=office, defaults={"event": last, "ahead": [], "form": entries_form()}
            )
        store.tend()
    return len(entered)


def size_of(office: Office) -> int:
    """How many things there are to enter, for a progress bar."""
    with scope(office=office.pk):
        issues = entries.issues_out()
        articles = Article.objects.filter(issue__in=issues).count()
        return issues.count() + articles + sum(rows.count() for _kind, rows, _entries in _plain_kinds())
