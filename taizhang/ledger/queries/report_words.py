"""A report in few words: of which period it is, and which of its figures changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate

from taizhang.core.calendar import Period
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.plan.amounts import shown
from taizhang.core.plan.report_layout import YES_NO, ItemKind, ReportItem, ReportLayout
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.core.workbook.amounts import with_unit
from taizhang.ledger.models import Basis, Figure, Indicator, Obligation, ProgressReport
from taizhang.ledger.queries.figures import number_of
from taizhang.ledger.rules.report_values import time_of

FEW = 3
SIGNED = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def period_words(obligation: Obligation) -> Message:
    """Return 2026年8月; of a milestone its title."""
    if obligation.milestone is not None:
        return Message(N_("节点“{title}”"), {"title": obligation.milestone.title})
    return Period.parse(obligation.period).words()


def answer_words(report: ProgressReport) -> list[tuple[str, Message]]:
    """The answers to the office's own fields, by label, in the order in which they were asked."""
    if report.form is None:
        return []
    fields = ReportLayout.from_json(report.form.items).fields
    asked = (
        (label, each, report.answers[label]) for label, each in fields.items() if label in report.answers
    )
    return [(label, _answer(each, stored["text"])) for label, each, stored in asked]


def _answer(item: ReportItem, text: str) -> Message:
    if item.kind is ItemKind.YES_NO:
        return Message(YES_NO[text])
    return verbatim(with_unit(shown(text), item.unit) if item.kind is ItemKind.NUMBER else text)


def full_words(report: ProgressReport) -> str:
    """The narrative, and a line for each answer."""
    answers = (f"{label}：{words}" for label, words in answer_words(report))
    return "\n".join(filter(None, (report.narrative, *answers)))


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """An indicator with what was known before and what the report says; ``old`` is None the first time."""

    indicator: Indicator
    old: str | None
    new: str
    fell: bool
    reason: str


def changed_in(report: ProgressReport, before: Mapping[int, Decimal]) -> list[ChangedValue]:
    """The values of the report that differ from those known before it; what was done in a period is always new."""
    rows = []
    for indicator in report.project.indicators.all():
        stored = report.values.get(str(indicator.pk))
        if stored is None:
            continue
        old, new = before.get(indicator.pk), Decimal(stored["base"])
        if old == new and indicator.basis != Basis.PERIOD:
            continue
        rows.append(
            ChangedValue(
                indicator,
                None if old is None else shown(old),
                stored["text"],
                fell=indicator.basis == Basis.CUMULATIVE and old is not None and new < old,
                reason=stored.get("reason", ""),
            )
        )
    return rows


def values_before(reports: Sequence[ProgressReport], today: date) -> dict[int, dict[int, Decimal]]:
    """For each report the last value of its indicators that the ledger knew when it was signed. One query."""
    figures = _figures_for(reports)
    return {report.pk: _before(report, figures, today) for report in reports}


def _figures_for(reports: Sequence[ProgressReport]) -> dict[int, list[Figure]]:
    """The figures of the indicators that the reports speak of, by the indicator's key, the oldest first."""
    keys = {int(pk) for report in reports for pk in report.values}
    figures: dict[int, list[Figure]] = {}
    rows = Figure.objects.filter(indicator__in=keys).select_related("indicator")
    for row in rows.order_by("as_of", "recorded_at", "pk"):
        figures.setdefault(row.indicator_id or 0, []).append(row)
    return figures


def _before(
    report: ProgressReport, figures: Mapping[int, Iterable[Figure]], today: date
) -> dict[int, Decimal]:
    signed = report.signed_at if report.state in SIGNED else None
    _period, as_of = time_of(report.obligation, localdate(signed) if signed else today)
    known = {}
    for pk in map(int, report.values):
        for row in figures.get(pk, ()):
            if row.report_id != report.pk and row.as_of <= as_of and _stood(row, signed):
                known[pk] = number_of(row)
    return known


def _stood(figure: Figure, at: datetime | None) -> bool:
    """Whether the ledger held it for true then (None: now)."""
    if at is None:
        return figure.ended_at is None
    return figure.recorded_at <= at and (figure.ended_at is None or figure.ended_at > at)


def changed_words(reports: Sequence[ProgressReport], today: date) -> dict[int, Message]:
    """Return for each report one phrase: which figures changed, from what to what.

    One query for all of them, and one more where an indicator has no figure yet.
    """
    figures = _figures_for(reports)
    indicators = {pk: rows[0].indicator for pk, rows in figures.items() if rows[0].indicator}
    new = {int(pk) for report in reports for pk in report.values} - indicators.keys()
    indicators |= {each.pk: each for each in Indicator.objects.filter(pk__in=new)} if new else {}
    before = {report.pk: _before(report, figures, today) for report in reports}
    return {report.pk: _phrase(report, indicators, before[report.pk]) for report in reports}


def _phrase(
    report: ProgressReport, indicators: Mapping[int, Indicator], before: Mapping[int, Decimal]
) -> Message:
    if report.no_change:
        return Message(N_("本期无变化"))
    parts = []
    for pk, stored in report.values.items():
        indicator = indicators.get(int(pk))
        old = before.get(int(pk))
        if indicator is None or (indicator.basis != Basis.PERIOD and old == Decimal(stored["base"])):
            continue
        gaps: dict[str, str | int | Message] = {
            "name": indicator.name,
            "new": with_unit(shown(stored["text"]), indicator.unit),
            "unit": "",
        }
        if indicator.basis == Basis.PERIOD:
            parts.append(Message(N_("{name} 本期{new}{unit}"), gaps))
        elif old is not None:
            parts.append(Message(N_("{name} {old} → {new}{unit}"), {**gaps, "old": shown(old)}))
        else:
            parts.append(Message(N_("{name} {new}{unit}"), gaps))
    if len(parts) > FEW:
        parts[FEW:] = [Message(N_("等{n}项"), {"n": len(parts)})]
    return joined("，", parts) if parts else Message(N_("没有改动数据"))
