"""Answering a search: newest first from the keys themselves, permission and filters inside the query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Protocol

from django.db.models import Q, QuerySet

from taizhang.bulletin.models import Article
from taizhang.bulletin.models.search import FoundKind, SearchEntry
from taizhang.bulletin.search import store
from taizhang.bulletin.search.relevance import by_likeness
from taizhang.bulletin.visible import entries_for
from taizhang.core.text.search_words import Query, parse
from taizhang.office.visible import Viewer

STEPS = (40, 400, 4_000, 100_000)  # keys that are looked through for one page, ever more of them
CANDIDATES = 400  # the newest hits among which the likeliest are chosen
HIT = ("pk", "kind", "target")


class KeysOf(Protocol):
    """Keys of hits, the newest first."""

    def __call__(self, *, below: int | None, limit: int) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; None or empty: nothing."""

    kinds: tuple[str, ...] = ()
    series: int | None = None
    unit: int | None = None
    column: str = ""
    year: int | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    counted_in: str = ""

    def of(self, rows: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
        """The rows that pass."""
        exact = {"series": self.series, "unit": self.unit, "year": self.year}
        rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
        for name, text in (("column", self.column), ("counted_in", self.counted_in)):
            rows = rows.filter(**{name: text}) if text else rows
        rows = rows.filter(kind__in=self.kinds) if self.kinds else rows
        if self.at_least is not None:
            rows = rows.filter(high__gte=self.at_least)
        return rows.filter(low__lte=self.at_most) if self.at_most is not None else rows


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits; ``after`` is where the next one begins (None: there is none)."""

    entries: tuple[SearchEntry, ...]
    after: int | None


def find(
    query: Query,
    viewer: Viewer,
    filters: Filters = Filters(),
    *,
    below: int | None = None,
    limit: int = 20,
    likeliest: bool = False,
) -> Found:
    """A page of what is wanted and may be seen, newest first; or the likeliest of the newest hits, one page only.

    ``below`` is the ``after`` of the page before. Without words the filters alone find what passes, the newest
    first; what is only excluded finds nothing.
    """
    rows = filters.of(entries_for(viewer))
    if query.wanted:
        return among(query, rows, below=below, limit=limit, likeliest=likeliest)
    if query.excluded or filters == Filters():
        return Found((), None)
    return _newest(partial(_keys, rows), rows, below, limit)


def issues_holding(words: str) -> list[Q]:
    """What narrows issues to those that hold every word in one of their texts or another; called in the scope."""
    query = parse(words)
    return [_holding(Query(words=(term,))) for term in query.wanted]


def _holding(query: Query) -> Q:
    entries = SearchEntry.objects.filter(pk__in=store.keys_of(query))
    articles = Article.objects.filter(pk__in=entries.filter(kind=FoundKind.ARTICLE).values("target"))
    return Q(pk__in=entries.filter(kind=FoundKind.ISSUE).values("target")) | Q(
        pk__in=articles.values("issue_id")
    )


def among(
    query: Query, rows: QuerySet[SearchEntry], *, below: int | None, limit: int, likeliest: bool
) -> Found:
    """A page of what is wanted among these entries."""
    if likeliest:
        keys = store.matching(query, below=None, limit=CANDIDATES)
        order = by_likeness(query, list(rows.filter(pk__in=keys).order_by("-pk").values_list(*HIT)))
        return Found(tuple(_whole(order[:limit], rows, limit)), None)
    return _newest(partial(store.matching, query), rows, below, limit)


def _keys(rows: QuerySet[SearchEntry], *, below: int | None, limit: int) -> list[int]:
    rows = rows if below is None else rows.filter(pk__lt=below)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


def _newest(keys_of: KeysOf, rows: QuerySet[SearchEntry], below: int | None, limit: int) -> Found:
    found: list[SearchEntry] = []
    things: set[tuple[str, int]] = set()
    for step in STEPS:
        keys = keys_of(below=below, limit=step)
        for entry in _whole(keys, rows, len(keys)):
            if (entry.kind, entry.target) in things:
                continue
            if len(found) == limit:
                return Found(tuple(found), found[-1].pk)
            things.add((entry.kind, entry.target))
            found.append(entry)
        if len(keys) < step:
            break
        below = keys[-1]
    return Found(tuple(found), None)


def _whole(keys: Sequence[int], rows: QuerySet[SearchEntry], limit: int) -> Iterable[SearchEntry]:
    """The entries of these keys that may be shown, in the keys' order; at most ``limit``, each thing once."""
    shown = 0
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        there = {entry.pk: entry for entry in rows.filter(pk__in=some)}
        for key in some:
            if key in there:
                yield there[key]
                shown += 1
                if shown == limit:
                    return
