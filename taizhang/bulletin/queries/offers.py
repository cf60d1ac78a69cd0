"""Figures of the ledger that a figure in an article may come from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db.models import Q

from taizhang.bulletin.models import Article
from taizhang.core.figures.candidates import Offer
from taizhang.ledger.models import Figure
from taizhang.ledger.visible import figures_for
from taizhang.office.visible import Viewer

SOURCES = ("report__obligation", "activity", "service")
NEWEST = 400  # figures of a unit that are looked through


def offers_for(article: Article, on: date, viewer: Viewer) -> dict[int, Figure]:
    """The standing figures of the article's unit, or of its project; where it has neither, all that one sees."""
    rows = figures_for(viewer).filter(ended_at__isnull=True, as_of__lte=on)
    rows = rows.select_related("project", "whose", "indicator", "definition", *SOURCES)
    if article.unit_id is not None or article.project_id is not None:
        own = Q(whose=article.unit_id) if article.unit_id else Q()
        if article.project_id:
            own |= Q(project=article.project_id)
        rows = rows.filter(own)
    return {row.pk: row for row in rows.order_by("-as_of", "-pk")[:NEWEST]}


def offer_of(figure: Figure) -> Offer[int]:
    """The figure as the order of likelihood takes it."""
    return Offer(
        key=figure.pk,
        unit_name=figure.whose.short_name,
        project=figure.project.title if figure.project else "",
        measure=figure.name,
        unit=figure.unit,
        period=figure.period,
        as_of=figure.as_of,
        value=_exact(figure.value),
        low=_exact(figure.low),
        high=_exact(figure.high),
        basis=figure.basis,
    )


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))
