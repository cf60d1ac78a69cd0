"""What was reported before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from taizhang.core.project_year import ReportState
from taizhang.ledger.models import Indicator, ProgressReport, Project
from taizhang.ledger.queries.figures import totals


def last_accepted(project: Project) -> ProgressReport | None:
    """The project's last accepted report that said something; its words begin the next one."""
    rows = ProgressReport.objects.filter(project=project, state=ReportState.ACCEPTED, no_change=False)
    return rows.order_by("-signed_at", "-pk").first()


def known_before(project: Project, on: date) -> list[tuple[Indicator, Decimal | None]]:
    """Each indicator in force with its total on ``on``: what stands beside the form and is not asked again."""
    indicators = list(project.indicators.filter(in_force=True))
    known: Mapping[int, Decimal] = totals(indicators, on)
    return [(each, known.get(each.pk)) for each in indicators]
