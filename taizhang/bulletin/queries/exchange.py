"""What is asked about the exchange; all within the scope of an office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import get_current_timezone

from taizhang.bulletin.models import (
    Adoption,
    Article,
    Issue,
    PracticeReuse,
    Question,
)
from taizhang.bulletin.rules.authors import author_of, authors_of
from taizhang.bulletin.visible import articles_for, themes_for
from taizhang.core.lifecycle.bulletin_life import OUT, QuestionState
from taizhang.core.text.similar_practice import key_terms, similar
from taizhang.ledger.models import Theme
from taizhang.office.models import Unit
from taizhang.office.visible import Viewer

NEAREST = 300  # passages that are compared; a search narrows the archive to them
SHOWN = 5
TERMS = 4  # key terms looked for
KEPT = 7 * 24 * 3600  # seconds that an answer is kept; a new issue makes another


@dataclass(frozen=True, slots=True)
class Practice:
    """An article of another unit that tells of something similar, and the words they share."""

    article: Article
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A unit's published articles of a year, in the order of their issues."""

    unit: Unit
    articles: list[Article]


def told_of(articles: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How many answered questions and reuses each of these articles has (those without any are left out)."""
    keys = list(articles)
    answered = Question.objects.filter(article__in=keys, state=QuestionState.ANSWERED)
    questions = dict(answered.values_list("article").annotate(Count("pk")))
    reuses = dict(PracticeReuse.objects.filter(article__in=keys).values_list("article").annotate(Count("pk")))
    return {key: (questions.get(key, 0), reuses.get(key, 0)) for key in questions.keys() | reuses.keys()}


def reuses_of(article: Article) -> QuerySet[PracticeReuse]:
    """Who took over what the article tells of, the first first."""
    rows: QuerySet[PracticeReuse] = PracticeReuse.objects.filter(article=article)
    return rows.select_related("unit", "project").order_by("at")


def similar_practice(article: Article, viewer: Viewer) -> list[Practice]:
    """Published articles of others that tell of something similar; found once and kept until a new issue."""
    newest = Issue.objects.filter(state__in=OUT).aggregate(at=Max("saved_at"), last=Max("pk"))
    stamp = f"{newest['last']}-{newest['at'].timestamp() if newest['at'] else 0}"
    kept = f"similar:{article.pk}:{article.version}:{stamp}"
    found: list[tuple[int, list[str]]] | None = cache.get(kept)
    if found is None:
        rows = _nearest(article)
        found = [(each.key, list(each.terms)) for each in similar(article.text, rows, SHOWN)]
        cache.set(kept, found, KEPT)
    there = articles_for(viewer).in_bulk([key for key, _terms in found])
    return [Practice(there[key], tuple(terms)) for key, terms in found if key in there]


def _nearest(article: Article) -> dict[int, str]:
    """The texts to compare: those that name the same things first, then those of the theme, then the newest."""
    others = Article.objects.filter(issue__state__in=OUT).exclude(issue=article.issue_id)
    author = author_of(article)
    if author is not None:
        others = others.filter(Q(unit__isnull=True) | ~Q(unit=author))
    if article.source_unit:
        others = others.exclude(source_unit=article.source_unit)
    newest = others.order_by("-issue__date", "-pk")
    found: dict[int, str] = {}
    named = Q()
    for term in key_terms(article.text)[:TERMS]:
        named |= Q(body__contains=term) | Q(title__contains=term)
    themed = Q(theme__name=article.theme.name) if article.theme else Q(column=article.column)
    for choice in ([named] if named else []) + [themed, Q()]:
        room = NEAREST - len(found)
        if room > 0:
            rows = newest.filter(choice).exclude(pk__in=found).values_list("pk", "title", "body")[:room]
            found |= {pk: f"{title}\n{body}" for pk, title, body in rows}
    return found


def themes_offered() -> list[str]:
    """Names that may be followed: the themes of all years, and the columns of published articles."""
    names = set(Theme.objects.values_list("name", flat=True))
    columns = Article.objects.filter(issue__state__in=OUT).exclude(column="")
    return by_sound(names | set(columns.order_by().values_list("column", flat=True).distinct()))


def news_of(viewer: Viewer) -> QuerySet[Article]:
    """Published articles of the themes that the viewer follows, the latest issue first."""
    names = list(themes_for(viewer).values_list("theme", flat=True))
    rows = articles_for(viewer).filter(Q(theme__name__in=names) | Q(column__in=names))
    return rows.order_by("-issue__saved_at", "-issue", "position")


def news_of_day(viewer: Viewer, day: date) -> QuerySet[Article]:
    """Those whose issue was sealed that day."""
    start = datetime.combine(day, time(), get_current_timezone())
    return news_of(viewer).filter(
        issue__saved_at__gte=start, issue__saved_at__lt=start + timedelta(days=1), issue__origin="desk"
    )


def adoption_years() -> list[int]:
    """The years in which issues have appeared, the latest first."""
    rows = Issue.objects.filter(state__in=OUT).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def adopted_in(year: int, viewer: Viewer) -> list[Adopted]:
    """What was adopted of each unit in the year: units by the sound of their names, articles by issue.

    Neither counted nor compared: how much a unit sends in says nothing about its work.
    """
    rows = articles_for(viewer).filter(issue__year=year).order_by("issue__date", "issue", "position")
    articles = {row.pk: row for row in rows}
    of: dict[int, dict[int, Article]] = {}
    for pk, author in authors_of(articles.values()).items():
        of.setdefault(author.pk, {})[pk] = articles[pk]
    combined = Adoption.objects.filter(article__in=rows.order_by().values("pk"))
    for pk, unit in combined.values_list("article", "submission__unit"):
        of.setdefault(unit, {})[pk] = articles[pk]
    units = Unit.objects.in_bulk(of)
    named = sorted(units.values(), key=lambda unit: _sound(unit.short_name))
    return [Adopted(unit, [articles[pk] for pk in articles if pk in of[unit.pk]]) for unit in named]


def by_sound(names: Iterable[str]) -> list[str]:
    """In the order of a Chinese register: by pinyin, as GB 2312 has its common characters."""
    return sorted(names, key=_sound)


def _sound(name: str) -> bytes:
    return name.encode("gb18030", "replace")
