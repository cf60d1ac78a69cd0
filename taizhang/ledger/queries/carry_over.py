"""The turn of the year: which projects of a ledger may be carried over, and which are."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.core.lifecycle.project_year import PROJECT, ChangeState, ProjectState
from taizhang.ledger.models import ChangeRequest, Ledger, Project


def carry_overs_asked(ledger: Ledger) -> QuerySet[ChangeRequest]:
    """Requests for carrying over that nobody has decided yet."""
    rows = ChangeRequest.objects.filter(
        project__ledger=ledger, kind="carry_over", state=ChangeState.REQUESTED
    )
    return rows.select_related("project__lead_unit")


def to_carry_over(ledger: Ledger) -> QuerySet[Project]:
    """Projects that could be carried over and for which nobody has asked yet."""
    rows = Project.objects.filter(ledger=ledger, state__in=PROJECT.steps["carry_over"].before)
    asked = carry_overs_asked(ledger).values("project")
    return rows.exclude(pk__in=asked).select_related("lead_unit").order_by("serial")


def to_turn(ledger: Ledger) -> QuerySet[Project]:
    """Projects carried over that have no successor in the next ledger yet."""
    return (
        _carried_over(ledger).filter(carried_to__isnull=True).select_related("lead_unit").order_by("serial")
    )


def turned(ledger: Ledger) -> int:
    """How many projects have their successor in the next ledger."""
    return _carried_over(ledger).filter(carried_to__isnull=False).count()


def closing_now(ledger: Ledger) -> int:
    """How many projects have asked to be closed."""
    return Project.objects.filter(ledger=ledger, state=ProjectState.CLOSURE_REQUESTED).count()


def _carried_over(ledger: Ledger) -> QuerySet[Project]:
    return Project.objects.filter(ledger=ledger, state=ProjectState.CARRIED_OVER)
