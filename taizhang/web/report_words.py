"""A report in few words: of which period it is, and which of its figures changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from taizhang.core.calendar import Period
from taizhang.ledger.amounts import plain
from taizhang.ledger.models import Figure, Indicator, Obligation, ProgressReport
from taizhang.ledger.queries.figures import number_of
from taizhang.web.words import say

FEW = 3


def period_words(obligation: Obligation) -> str:
    """2026年8月; of a milestone its title."""
    if obligation.milestone is not None:
        return _("节点“{title}”").format(title=obligation.milestone.title)
    return say(Period.parse(obligation.period).words())


@dataclass(frozen=True, slots=True)
class Changed:
    """An indicator with what was known before and what the report says; ``old`` is None the first time."""

    indicator: Indicator
    old: str | None
    new: str
    fell: bool
    reason: str


def changed_in(report: ProgressReport, before: Mapping[int, Decimal]) -> list[Changed]:
    """The values of the report that differ from those known before it."""
    rows = []
    for indicator in report.project.indicators.all():
        stored = report.values.get(str(indicator.pk))
        if stored is None:
            continue
        old, new = before.get(indicator.pk), Decimal(stored["base"])
        if old is not None and old == new:
            continue
        rows.append(
            Changed(
                indicator,
                None if old is None else plain(old),
                stored["text"],
                fell=old is not None and new < old,
                reason=stored.get("reason", ""),
            )
        )
    return rows


def changed_words(reports: Sequence[ProgressReport], today: date) -> dict[int, str]:
    """For each report one phrase: which figures changed, from what to what. Two queries for all of them."""
    keys = [int(pk) for report in reports for pk in report.values]
    indicators = {each.pk: each for each in Indicator.objects.filter(pk__in=keys)}
    before = _before(reports, keys)
    return {report.pk: _phrase(report, indicators, before) for report in reports}


def _before(reports: Sequence[ProgressReport], keys: Sequence[int]) -> Mapping[int, Decimal]:
    """The last value of each indicator that did not come from one of these reports."""
    rows = Figure.objects.filter(indicator__in=keys, ended_at__isnull=True).exclude(report__in=list(reports))
    ordered = rows.order_by("as_of", "recorded_at", "pk")
    return {row.indicator_id or 0: number_of(row) for row in ordered}


def _phrase(
    report: ProgressReport, indicators: Mapping[int, Indicator], before: Mapping[int, Decimal]
) -> str:
    if report.no_change:
        return _("本期无变化")
    parts = []
    for pk, stored in list(report.values.items())[:FEW]:
        indicator = indicators.get(int(pk))
        if indicator is not None:
            old = before.get(indicator.pk)
            was = f"{plain(old)} → " if old is not None else ""
            parts.append(f"{indicator.name} {was}{stored['text']}{indicator.unit}")
    return "，".join(parts) or _("没有改动数据")
