"""Which reports are missing."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from taizhang.core.lifecycle.project_year import PROJECT, ObligationState
from taizhang.ledger.models import Ledger, Obligation
from taizhang.ledger.rules.report_values import GRACE

REPORTING = PROJECT.steps["record"].before  # a suspended or ended project owes nothing


def owed() -> QuerySet[Obligation]:
    """Every report that is due now or overdue."""
    return Obligation.objects.filter(state=ObligationState.DUE, project__state__in=REPORTING)


def overdue(today: date) -> QuerySet[Obligation]:
    """Those whose last day has passed (``reporting.limit_of``)."""
    return owed().filter(due_on__lt=today, clock_from__lt=today - GRACE)


def missing_in(ledger: Ledger, today: date) -> QuerySet[Obligation]:
    """The ledger's overdue reports by unit, the oldest first."""
    rows = overdue(today).filter(project__ledger=ledger)
    return rows.select_related("project__lead_unit").order_by("project__lead_unit", "due_on", "pk")
