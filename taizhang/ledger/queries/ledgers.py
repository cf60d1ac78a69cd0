"""The ledgers of the office, and what belongs to one or to all of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from taizhang.core.plan.account_plan import AccountPlan
from taizhang.ledger.models import Ledger, MeasureDefinition, RuleSet, Theme
from taizhang.office.models import Post, Unit

Names = Mapping[str, Mapping[int, str]]


def ledgers() -> QuerySet[Ledger]:
    """All ledgers, the latest year first."""
    return Ledger.objects.order_by("-year")


def open_ledgers() -> QuerySet[Ledger]:
    """Those that are not closed, the latest year first."""
    return ledgers().filter(closed_at__isnull=True)


def ledger_of(year: int) -> Ledger | None:
    """The ledger of the year with its rules; None where there is none."""
    return Ledger.objects.select_related("rules").filter(year=year).first()


def rule_versions() -> QuerySet[RuleSet]:
    """Every version of the rules, the latest first."""
    return RuleSet.objects.select_related("adopted_by").order_by("-adopted_at", "-pk")


def measure_definitions() -> QuerySet[MeasureDefinition]:
    """How measures are defined, those in force first."""
    return MeasureDefinition.objects.order_by("-in_force", "name")


def names_in_plans(*plans: AccountPlan) -> Names:
    """The names of the themes, posts and units that the plans give by key: part of the plan → key → name."""
    themes = Theme.objects.filter(pk__in={plan.theme for plan in plans if plan.theme})
    posts = Post.objects.filter(pk__in={plan.lead_post for plan in plans if plan.lead_post})
    units = Unit.objects.filter(pk__in={pk for plan in plans for pk in plan.supporting_units})
    return {
        "theme": dict(themes.values_list("pk", "name")),
        "lead_post": dict(posts.values_list("pk", "title")),
        "supporting_units": dict(units.values_list("pk", "short_name")),
    }


def names_in_ledger(ledger: Ledger) -> Names:
    """The names of all that an account of this ledger may give by key: part of the plan → key → name."""
    units = dict(Unit.objects.values_list("pk", "short_name"))
    return {
        "lead_unit": units,
        "supporting_units": units,
        "theme": dict(ledger.themes.values_list("pk", "name")),
        "lead_post": dict(Post.objects.values_list("pk", "title")),
    }
