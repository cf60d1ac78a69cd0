"""The plan of topics, and which units the year's bulletins have not told of: in the register's order, nothing counted."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.bulletin.models import Adoption, Article, PlannedTopic
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.roster.signed_names import bearers_of, names_in
from taizhang.office.models import Office, Unit
from taizhang.office.queries import units_of


def topics_of(office: Office) -> QuerySet[PlannedTopic]:
    """The topics that may be commissioned, the latest year first."""
    rows: QuerySet[PlannedTopic] = PlannedTopic.objects.filter(office=office)
    return rows.order_by("-year", "month", "pk")


def units_not_told_of(office: Office, year: int) -> list[Unit]:
    """The member units of which no article of a sealed issue of the year is, nor was made of what they sent in."""
    out = {"issue__year": year, "issue__state__in": OUT}
    articles = Article.objects.filter(**out).values_list("unit", "source_unit")
    adopted = Adoption.objects.filter(**{f"article__{name}": value for name, value in out.items()})
    told = {*adopted.values_list("submission__unit", flat=True), *(unit for unit, _name in articles)}
    units = list(units_of(office).prefetch_related("former_names"))
    known = {unit.pk: unit.every_name for unit in units}
    for name in {name for _unit, signed in articles for name in names_in(signed)}:
        told |= bearers_of(name, known)
    return [unit for unit in units if unit.pk not in told]
