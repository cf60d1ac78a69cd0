"""What a report's values are, and the figures they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.calendar import Period
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.models import Figure, Indicator, Milestone, Obligation, ProgressReport, Project
from taizhang.ledger.rules.amounts import amount_in, amount_of, plain
from taizhang.ledger.rules.checks import Objections
from taizhang.office.models import Person

GRACE = timedelta(days=5)  # from the day a report was asked for, or was returned
NUMBERS = ("value", "low", "high")


def limit_of(obligation: Obligation) -> date:
    """The last day on which the report is in time; a returned one has some days from its return."""
    return max(obligation.due_on, obligation.clock_from + GRACE)


def is_late(report: ProgressReport, today: date) -> bool:
    """Whether filing ``today`` is late."""
    return today > limit_of(report.obligation)


def time_of(obligation: Obligation, today: date) -> tuple[str, date]:
    """The period a report speaks of (none for a milestone's), and the last day it can know of."""
    if obligation.milestone_id is not None:
        return "", today
    period = Period.parse(obligation.period)
    return period.code, min(period.last, today)


def read_values(
    project: Project,
    typed: Mapping[int, str],
    corrections: Mapping[int, str],
    readings: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The amounts as they are stored, by indicator: typed, or chosen from the narrative; empty ones left out.

    Raises Objections naming each indicator whose amount cannot be read or counts something else.
    """
    indicators = {each.pk: each for each in project.indicators.filter(in_force=True)}
    chosen = {each["indicator"]: each for each in readings if each.get("indicator")}
    texts = {pk: each["surface"] for pk, each in chosen.items()}
    texts |= {pk: text for pk, text in typed.items() if text.strip()}
    if not texts.keys() <= indicators.keys():
        raise Refused(Sentence(N_("账目内容已在别处改动过，请刷新后再改。")))
    objections: dict[str, Sentence] = {}
    values: dict[str, Any] = {}
    for pk, text in texts.items():
        try:
            values[str(pk)] = _stored(text, indicators[pk], chosen.get(pk))
        except Refused as refusal:
            objections[str(pk)] = refusal.sentence
        else:
            values[str(pk)]["reason"] = corrections.get(pk, "").strip()[:200]
    if objections:
        raise Objections(objections)
    return values


def _stored(text: str, indicator: Indicator, reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """``start`` and ``end`` say where the narrative has the same amount."""
    amount = amount_in(text, indicator.unit)
    numbers = {key: value for key, value in asdict(amount).items() if key in (*NUMBERS, "base")}
    stored: dict[str, Any] = {key: None if n is None else plain(n) for key, n in numbers.items()}
    if reading is not None and amount_in(reading["surface"], indicator.unit).base == amount.base:
        stored |= {"start": reading["start"], "end": reading["end"]}
    return {"text": text.strip(), **stored}


def check_milestones(project: Project, done: Mapping[int, date], today: date) -> None:
    """Refused where a milestone is not the project's, or is said to be done on a day to come."""
    if not done:
        return
    own = set(Milestone.objects.filter(project=project, in_force=True).values_list("pk", flat=True))
    if not done.keys() <= own:
        raise Refused(Sentence(N_("账目内容已在别处改动过，请刷新后再改。")))
    if any(day > today for day in done.values()):
        raise Refused(Sentence(N_("节点完成日期不能晚于今天。")))


def record_figures(report: ProgressReport, by: Person, at: datetime) -> None:
    """Make the figures of a signed report: one for each value, one for each sentence chosen as a record.

    What the report said before it was returned is what they revise.
    """
    earlier = {_key(figure): figure for figure in report.figures.order_by("revision", "pk")}
    indicators = {str(each.pk): each for each in report.project.indicators.filter(in_force=True)}
    period, as_of = time_of(report.obligation, localdate(at))
    new = [_of_indicator(indicators[pk], stored) for pk, stored in report.values.items() if pk in indicators]
    new += [
        _of_sentence(each)
        for each in report.readings
        if each["answer"] == "record" and not each.get("indicator")
    ]
    for fields in new:
        figure = Figure(
            office=report.office,
            project=report.project,
            whose=report.project.lead_unit,
            report=report,
            period=period,
            as_of=as_of,
            recorded_by=by,
            recorded_at=at,
            **fields,
        )
        before = earlier.pop(_key(figure), None)
        if before is not None:
            figure.replaces, figure.revision = before, before.revision + 1
        figure.save()


def _key(figure: Figure) -> tuple[int | None, str, str]:
    """By what a report's figure is known again when the report is signed anew."""
    free = figure.indicator_id is None
    return figure.indicator_id, figure.name if free else "", figure.unit if free else ""


def _of_indicator(indicator: Indicator, stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{key: None if stored[key] is None else Decimal(stored[key]) for key in NUMBERS},
        "indicator": indicator,
        "definition": indicator.definition,
        "name": indicator.name,
        "unit": indicator.unit,
        "surface": stored["text"][:60],
        "basis": indicator.basis,
        "span_start": stored.get("start"),
        "span_end": stored.get("end"),
        "reason": stored.get("reason", ""),
    }


def _of_sentence(reading: Mapping[str, Any]) -> dict[str, Any]:
    amount = amount_of(reading["surface"])
    if amount is None:  # write_report has read it already
        raise Refused(Sentence(N_("文字已改动，其中的数据要重新核对。")))
    return {
        **{key: getattr(amount, key) for key in NUMBERS},
        "name": reading["name"] or reading["surface"],
        "unit": amount.unit,
        "surface": amount.surface,
        "basis": reading["basis"],
        "span_start": reading["start"],
        "span_end": reading["end"],
    }
