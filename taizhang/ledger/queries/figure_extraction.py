"""Figures read from a report's narrative as it is typed: which are known, which are values of an indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.core.calendar import Period, PeriodKind, period_of
from taizhang.core.figures import Aggregation as Spoken
from taizhang.core.figures import Kind, Span, read_figures
from taizhang.core.figures import TextFigure as ReadFigure
from taizhang.core.figures.indicator_values import (
    IndicatorSpec,
    ValueCandidate,
    factor_to,
    find_values,
    turned_down,
)
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import Amount, amount_in, amount_of, decimal_of, plain, shown
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.amounts import in_unit
from taizhang.ledger.models import Basis, Indicator, ProgressReport, Project
from taizhang.ledger.queries.reports import known_before
from taizhang.ledger.rules.checks import Objections
from taizhang.ledger.rules.report_values import time_of

NO_CLAIM = (Kind.VAGUE, Kind.UNIVERSAL)
ANSWERS = ("record", "same", "skip", "none")


@dataclass(frozen=True, slots=True)
class ExtractedFigure:
    """A figure in the text: the indicator whose one plausible value it is, whether it is known, what is to be asked.

    ``value`` is in ``unit``: the indicator's where there is one, else the text's. ``fitting``: the indicators that
    count the same. ``reason``: why the figure is no indicator's value, where a rule says so.
    """

    start: int
    end: int
    surface: str
    counted: str
    value: Decimal
    unit: str
    basis: str
    indicator: Indicator | None
    fitting: tuple[Indicator, ...]
    known: bool
    question: Message | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ValueOption:
    """One of several plausible values of an indicator, with its place in the text."""

    start: int
    end: int
    value: str
    surface: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a narrative says: its figures, and by indicator the values between which the writer has to choose."""

    proposals: list[ExtractedFigure]
    questions: Mapping[int, tuple[ValueOption, ...]]


def read_narrative(
    text: str,
    project: Project,
    on: date,
    period: str = "",
    rows: Sequence[tuple[Indicator, Decimal | None]] | None = None,
) -> Extraction:
    """The figures of ``text`` in the account of ``project`` as known on ``on``; without a period, of that month.

    It was typed into a form: a line ends where its writer ended it. ``rows`` is ``known_before`` of that day, where it
    was asked before.
    """
    rows = known_before(project, on) if rows is None else rows
    indicators = [indicator for indicator, _total in rows]
    specs, of = _specs(indicators), _period(on, period)
    found = find_values(text, specs, of, certain_ends=True)
    reasons = {span: rule.reason for span, rule in turned_down(text, specs, of, certain_ends=True).items()}
    owners = {values[0].span: each for each in indicators if len(values := found[each.pk]) == 1}
    known = {indicator.pk: total for indicator, total in rows if total is not None}
    proposals = [
        _proposal(figure, owners.get(figure.span), indicators, known, reasons)
        for figure in read_figures(text, certain_ends=True)
        if figure.quantity.kind not in NO_CLAIM and figure.quantity.base is not None
    ]
    return Extraction(proposals, _questions(found, text))


def _specs(indicators: Sequence[Indicator]) -> list[IndicatorSpec]:
    return [IndicatorSpec(each.pk, each.name, each.unit, each.basis) for each in indicators]


def _period(on: date, period: str) -> Period:
    return Period.parse(period) if period else period_of(on, PeriodKind.MONTH)


def _questions(
    found: Mapping[int, Sequence[ValueCandidate]], text: str
) -> Mapping[int, tuple[ValueOption, ...]]:
    return {pk: _options(values, text) for pk, values in found.items() if len(values) > 1}


def _options(candidates: Sequence[ValueCandidate], text: str) -> tuple[ValueOption, ...]:
    return tuple(
        ValueOption(each.span.start, each.span.end, plain(decimal_of(each.value)), each.span.of(text))
        for each in candidates
    )


def _proposal(
    figure: ReadFigure,
    indicator: Indicator | None,
    indicators: Sequence[Indicator],
    known: Mapping[int, Decimal],
    reasons: Mapping[Span, str],
) -> ExtractedFigure:
    unit = indicator.unit if indicator else figure.quantity.unit
    value = decimal_of((figure.quantity.base or Fraction(0)) * in_unit(figure.quantity, unit))
    before = known.get(indicator.pk) if indicator else None
    return ExtractedFigure(
        start=figure.span.start,
        end=figure.span.end,
        surface=figure.surface,
        counted=figure.counted,
        value=value,
        unit=unit,
        basis=Basis.PERIOD if figure.basis is Spoken.PERIOD else Basis.CUMULATIVE,
        indicator=indicator,
        fitting=tuple(each for each in indicators if factor_to(figure.quantity.unit, each.unit) is not None),
        known=indicator is not None and indicator.basis != Basis.PERIOD and before == value,
        question=_question(indicator, before, value),
        reason=reasons.get(figure.span, ""),
    )


def _question(indicator: Indicator | None, before: Decimal | None, value: Decimal) -> Message | None:
    if indicator is None or before is None or indicator.basis != Basis.CUMULATIVE or value >= before:
        return None
    gaps = {"name": indicator.name, "before": shown(before), "unit": indicator.unit}
    return Message(N_("“{name}”上次累计{before}{unit}，这次反而减少，请核对；如系更正，请写明原因。"), gaps)


def check_questions_answered(report: ProgressReport, today: date) -> None:
    """Objections where the narrative has several plausible values of an indicator and none is chosen or typed."""
    period, on = time_of(report.obligation, today)
    declined = {each.get("indicator") for each in report.readings if each["answer"] == "none"}
    specs = _specs(report.project.indicators_in_force())
    found = find_values(report.narrative, specs, _period(on, period), certain_ends=True)
    open_ones = {
        str(pk): Message(_SEVERAL, {"values": "、".join(dict.fromkeys(each.surface for each in options))})
        for pk, options in _questions(found, report.narrative).items()
        if str(pk) not in report.values and pk not in declined
    }
    if open_ones:
        raise Objections(open_ones)


_SEVERAL = N_("正文中有几个数都可能是本期数值：{values}。请选定一个，或直接填写。")


def answered(narrative: str, readings: Sequence[Mapping[str, Any]], project: Project) -> list[dict[str, Any]]:
    """What the writer said of each figure, kept only as far as it speaks of what stands in the text.

    Keys start, end, answer (record, same, skip; none: no value of the indicator); where it is recorded, indicator
    (pk or None), name, basis, by_hand, and value where one of several was chosen.
    Refused where a figure to be recorded is not in the text any more, or is no amount of its indicator.
    """
    kept = [each for each in readings if each.get("answer") in ANSWERS]
    units = {each.pk: each.unit for each in project.indicators_in_force()} if kept else {}
    return [_answered(narrative, each, units) for each in kept]


def _value_in(amount: Amount, reading: Mapping[str, Any], unit: str) -> dict[str, str]:
    """The one number that was chosen of the amount, if one was; Refused where the amount does not hold it."""
    value = str(reading.get("value") or "")[:60]
    if value and amount_in(value, unit).base not in (amount.base, amount.low, amount.high):
        raise Refused(Message(N_("文字已改动，其中的数据要重新核对。")))
    return {"value": value} if value else {}


def _answered(narrative: str, reading: Mapping[str, Any], units: Mapping[int, str]) -> dict[str, Any]:
    start, end, answer = int(reading["start"]), int(reading["end"]), reading["answer"]
    surface = narrative[max(start, 0) : max(end, 0)]
    kept: dict[str, Any] = {"start": start, "end": end, "surface": surface, "answer": answer}
    if answer == "none":
        return {**kept, "indicator": int(reading["indicator"])}
    if answer != "record":
        return kept
    indicator = int(reading["indicator"]) if reading.get("indicator") else None
    amount = amount_of(surface) if len(surface) <= 60 else None
    if surface != reading.get("surface", surface) or amount is None:
        raise Refused(Message(N_("文字已改动，其中的数据要重新核对。")))
    if indicator is not None:
        if indicator not in units:
            raise Refused(Message(N_("账目内容已在别处改动过，请刷新后再改。")))
        amount = amount_in(surface, units[indicator])
        kept |= {"by_hand": bool(reading.get("by_hand")), **_value_in(amount, reading, units[indicator])}
    basis = Basis(reading.get("basis") or Basis.PERIOD)
    name = str(reading.get("name") or "")[:100]
    return {**kept, "indicator": indicator, "unit": amount.unit, "basis": basis, "name": name}
