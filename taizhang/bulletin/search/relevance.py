"""The likeliest of some hits: what the headline says, then how much of the text is about it.

The database's own order of relevance looks at every hit of the words before they order a few (FTS5: a second for a common
word); here only the candidates' texts are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taizhang.bulletin.models import Article, Revision
from taizhang.bulletin.models.search import FoundKind
from taizhang.bulletin.rules.versions import VersionsNow
from taizhang.core.text.search_words import Query, parts_of
from taizhang.ledger.models import Directive, Figure, Project
from taizhang.outreach.models import (
    MediaItem,
    Order,
    PhasedPlan,
    ResearchTopic,
    ServiceSlot,
    Session,
    SitIn,
)

IN_HEADLINE = 1.0  # outweighs whatever stands in the text
EVEN = 200  # characters: in a short text one mention does not count as much of it

Hit = tuple[int, str, int]  # key, kind, target


def by_likeness(query: Query, hits: Sequence[Hit]) -> list[int]:
    """The keys, likeliest first; those alike keep their order."""
    texts = _texts(hits)
    surfaces = [part for term in query.wanted for part in parts_of(term)]
    weight = {key: _weight(surfaces, *texts.get((kind, target), ("", ""))) for key, kind, target in hits}
    return sorted(weight, key=lambda key: -weight[key])


def _weight(surfaces: Iterable[str], title: str, body: str) -> float:
    """0..2 for each word or phrase; the texts are counted as they are written, but for capitals."""
    title, body = title.casefold(), body.casefold()
    return sum(
        IN_HEADLINE * (part in title) + min(1, body.count(part) * len(part) / (len(body) + EVEN))
        for part in surfaces
    )


def _texts(hits: Sequence[Hit]) -> dict[tuple[str, int], tuple[str, str]]:
    """Headline and text of articles (as their issues' last versions print them), projects, figures, directives,
    orders, sessions and fieldwork; an issue has its articles for that.
    """
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, rows in (
        (FoundKind.ARTICLE, Article.objects.values_list("pk", "title", "body")),
        (FoundKind.PROJECT, Project.objects.values_list("pk", "title", "goal")),
        (FoundKind.FIGURE, Figure.objects.values_list("pk", "name", "surface")),
        (FoundKind.DIRECTIVE, Directive.objects.values_list("pk", "title", "text")),
        (FoundKind.ORDER, Order.objects.values_list("pk", "topic__name", "wish")),
        (FoundKind.SESSION, Session.objects.values_list("pk", "title", "topic__name")),
        (FoundKind.SIT_IN, SitIn.objects.values_list("pk", "subject", "record")),
        (FoundKind.MEDIA, MediaItem.objects.values_list("pk", "title", "outlet__name")),
        (FoundKind.RESEARCH, ResearchTopic.objects.values_list("pk", "question", "findings")),
        (FoundKind.SERVICE, ServiceSlot.objects.values_list("pk", "item__title", "place")),
        (FoundKind.PLAN, PhasedPlan.objects.values_list("pk", "name", "event")),
    ):
        targets = {target for _key, of, target in hits if of == kind}
        if targets:
            there = rows.filter(pk__in=targets)
            found |= {(kind, pk): (title or "", body or "") for pk, title, body in there}
    revised = Revision.objects.filter(
        issue__articles__in=[pk for kind, pk in found if kind == FoundKind.ARTICLE]
    )
    texts = VersionsNow.of(set(revised.values_list("issue", flat=True))).texts
    return found | {(FoundKind.ARTICLE.value, pk): text for pk, text in texts.items()}
