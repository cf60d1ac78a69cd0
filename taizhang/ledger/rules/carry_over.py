"""What goes with a project into the next year: its aims, not what is done already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from taizhang.core.plan.account_plan import AccountPlan
from taizhang.ledger.models import Ledger, Theme


def into_next_year(plan: AccountPlan) -> AccountPlan:
    """The plan of a successor: new rows, no dates yet; milestones are set anew with the new due date."""
    return replace(
        plan,
        waived_months=(),
        start=None,
        due=None,
        curve={},
        indicators=tuple(replace(each, key=None) for each in plan.indicators),
        measures=tuple(replace(each, key=None) for each in plan.measures),
        milestones=(),
        criteria=tuple(replace(each, key=None) for each in plan.criteria),
    )


def themes_for(ledger: Ledger, following: Ledger) -> Mapping[int, int]:
    """The themes of ``ledger`` as those of the same names in ``following``, made where they lack."""
    there = {theme.name: theme.pk for theme in Theme.objects.filter(ledger=following)}
    found = {}
    for theme in Theme.objects.filter(ledger=ledger):
        if theme.name not in there:
            made = Theme.objects.create(
                office=ledger.office, ledger=following, name=theme.name, position=theme.position
            )
            there[theme.name] = made.pk
        found[theme.pk] = there[theme.name]
    return found
