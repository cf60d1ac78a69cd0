"""Which member unit wrote an article: linked to it, or named under it as an issue read in has it."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.bulletin.models import Article
from taizhang.office.models import Unit


def author_of(article: Article) -> Unit | None:
    """The unit that wrote the article; None where it is not known."""
    return authors_of([article]).get(article.pk)


def authors_of(articles: Iterable[Article]) -> dict[int, Unit]:
    """The authors by the articles' keys; an article whose author is not known is left out.

    A name under an article is taken for the one unit whose name or short name it is, or whose name
    holds it (市卫生健康委: 海川市卫生健康委员会); of several it is none.
    """
    found, unlinked = {}, []
    for article in articles:
        if article.unit is not None:
            found[article.pk] = article.unit
        elif article.source_unit:
            unlinked.append(article)
    if unlinked:
        units = list(Unit.objects.all())
        named = {name: _named(name, units) for name in {each.source_unit for each in unlinked}}
        found |= {each.pk: unit for each in unlinked if (unit := named[each.source_unit]) is not None}
    return found


def _named(name: str, units: list[Unit]) -> Unit | None:
    exact = [unit for unit in units if name in (unit.name, unit.short_name)]
    near = exact or [unit for unit in units if name in unit.name]
    return near[0] if len(near) == 1 else None
