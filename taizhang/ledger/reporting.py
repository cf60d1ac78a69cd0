"""What a report's values are, and the figures they become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.calendar import Period
from taizhang.core.words import N_, Sentence
from taizhang.core.workflow import Refused
from taizhang.ledger.amounts import Amount, amount_of
from taizhang.ledger.models import Basis, Figure, Indicator, Milestone, ProgressReport, Project
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.readings import same_kind
from taizhang.ledger.rules import Objections
from taizhang.office.models import Person

GRACE = timedelta(days=5)  # after a return


def is_late(report: ProgressReport, today: date) -> bool:
    """Whether filing ``today`` is late; a returned report has five days from its return."""
    obligation = report.obligation
    limit = obligation.due_on
    if report.returned_times:
        limit = max(limit, obligation.clock_from + GRACE)
    return today > limit


def read_values(project: Project, typed: Mapping[int, str], corrections: Mapping[int, str]) -> dict[str, Any]:
    """The typed amounts as they are stored, by indicator; empty ones are left out.

    Raises Objections naming each indicator whose amount cannot be read or counts something else.
    """
    indicators = {each.pk: each for each in project.indicators.filter(in_force=True)}
    objections: dict[str, Sentence] = {}
    values: dict[str, Any] = {}
    for pk, text in typed.items():
        if not text.strip():
            continue
        if pk not in indicators:
            raise Refused(Sentence(N_("账目内容已在别处改动过，请刷新后再改。")))
        amount = amount_of(text, indicators[pk].unit)
        if amount is None:
            objections[str(pk)] = Sentence(N_("“{text}”不是可以核对的数量。"), {"text": text})
        elif not same_kind(indicators[pk].unit, amount.unit):
            gaps = {"unit": indicators[pk].unit, "given": amount.unit}
            objections[str(pk)] = Sentence(N_("这项指标以“{unit}”计，不能填“{given}”。"), gaps)
        else:
            values[str(pk)] = {**_stored(amount, text), "reason": corrections.get(pk, "").strip()}
    if objections:
        raise Objections(objections)
    return values


def _stored(amount: Amount, text: str) -> dict[str, Any]:
    numbers = {"value": amount.value, "low": amount.low, "high": amount.high, "base": amount.base}
    return {"text": text.strip(), **{key: None if n is None else f"{n:f}" for key, n in numbers.items()}}


def check_milestones(project: Project, done: Mapping[int, date], today: date) -> None:
    """Refused where a milestone is not the project's, or is said to be done on a day to come."""
    own = set(Milestone.objects.filter(project=project, in_force=True).values_list("pk", flat=True))
    if not done.keys() <= own:
        raise Refused(Sentence(N_("账目内容已在别处改动过，请刷新后再改。")))
    if any(day > today for day in done.values()):
        raise Refused(Sentence(N_("节点完成日期不能晚于今天。")))


def check_reason_for_falls(report: ProgressReport, today: date) -> None:
    """A cumulative value that falls is asked about: the narrative must say why (更正、核减、调整…)."""
    indicators = [
        each
        for each in report.project.indicators.filter(in_force=True, basis=Basis.CUMULATIVE)
        if str(each.pk) in report.values
    ]
    known = totals(indicators, today)
    objections = {}
    for each in indicators:
        before, now = known.get(each.pk), Decimal(report.values[str(each.pk)]["base"])
        if before is not None and now < before and not report.values[str(each.pk)].get("reason"):
            gaps = {"before": f"{before:f}", "unit": each.unit}
            pattern = N_("上次累计{before}{unit}，这次反而减少。请核对；如系更正，请在此写明原因。")
            objections[str(each.pk)] = Sentence(pattern, gaps)
    if objections:
        raise Objections(objections)


def record_figures(report: ProgressReport, by: Person, at: datetime) -> None:
    """Make the figures of a signed report: one for each value, one for each sentence chosen as a record."""
    earlier = {
        figure.indicator_id: figure
        for figure in Figure.objects.filter(report=report, indicator__isnull=False).order_by("revision")
    }
    indicators = {str(each.pk): each for each in report.project.indicators.filter(in_force=True)}
    period, as_of = _time_of(report, at)
    common: dict[str, Any] = {
        "office": report.office,
        "project": report.project,
        "whose": report.project.lead_unit,
        "report": report,
        "period": period,
        "as_of": as_of,
        "recorded_by": by,
        "recorded_at": at,
    }
    for pk, stored in report.values.items():
        if pk in indicators:
            Figure.objects.create(**common, **_of_indicator(indicators[pk], stored, earlier))
    for reading in report.readings:
        if reading.get("answer") == "record":
            Figure.objects.create(**common, **_of_sentence(reading))


def _of_indicator(
    indicator: Indicator, stored: Mapping[str, Any], earlier: Mapping[int | None, Figure]
) -> dict[str, Any]:
    before = earlier.get(indicator.pk)
    return {
        **_numbers(stored),
        "indicator": indicator,
        "definition": indicator.definition,
        "name": indicator.name,
        "unit": indicator.unit,
        "surface": stored["text"][:60],
        "basis": indicator.basis,
        "revision": before.revision + 1 if before else 1,
        "replaces": before,
        "reason": stored.get("reason", "")[:200],
    }


def _of_sentence(reading: Mapping[str, Any]) -> dict[str, Any]:
    amount = amount_of(reading["surface"])
    if amount is None:
        raise Refused(Sentence(N_("“{text}”不是可以核对的数量。"), {"text": reading["surface"]}))
    return {
        "value": amount.value,
        "low": amount.low,
        "high": amount.high,
        "name": (reading.get("name") or reading["surface"])[:100],
        "unit": amount.unit,
        "surface": reading["surface"][:60],
        "basis": reading.get("basis") or Basis.PERIOD,
        "span_start": reading.get("start"),
        "span_end": reading.get("end"),
    }


def _numbers(stored: Mapping[str, Any]) -> dict[str, Decimal | None]:
    return {key: None if stored[key] is None else Decimal(stored[key]) for key in ("value", "low", "high")}


def _time_of(report: ProgressReport, at: datetime) -> tuple[str, date]:
    """The period a report speaks of, and the last day it can know of."""
    today = localdate(at)
    obligation = report.obligation
    if obligation.milestone is not None:
        return "", min(obligation.due_on, today)
    period = Period.parse(obligation.period)
    return period.code, min(period.last, today)
