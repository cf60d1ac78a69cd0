"""Cumulative values of a report that fall below what the ledger holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from taizhang.core.plan.amounts import shown
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Basis, ProgressReport
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.rules.checks import Objections
from taizhang.ledger.rules.report_values import time_of


def check_reason_for_falls(report: ProgressReport, today: date) -> None:
    """Objections where a cumulative value falls without a reason (更正、核减、调整…)."""
    indicators = [
        each
        for each in report.project.indicators_in_force()
        if each.basis == Basis.CUMULATIVE and str(each.pk) in report.values
    ]
    _period, as_of = time_of(report.obligation, today)
    known = totals(indicators, as_of, known=today)
    objections = {}
    for each in indicators:
        before, stored = known.get(each.pk), report.values[str(each.pk)]
        if before is not None and Decimal(stored["base"]) < before and not stored.get("reason"):
            gaps = {"before": shown(before), "unit": each.unit}
            pattern = N_("上次累计{before}{unit}，这次反而减少。请核对；如系更正，请在此写明原因。")
            objections[str(each.pk)] = Message(pattern, gaps)
    if objections:
        raise Objections(objections)
