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
from taizhang.core.plan.amounts import amount_in, amount_of, plain
from taizhang.core.plan.report_layout import ItemKind, ReportLayout, read_answer, unanswered
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Basis, Figure, Indicator, Milestone, Obligation, ProgressReport, Project
from taizhang.ledger.rules.checks import Objections
from taizhang.office.models import Person

GRACE = timedelta(days=5)  # from the day a report was asked for, or was returned
NUMBERS = ("value", "low", "high")
ANSWER = "answer:"  # before the label of a field of the office's own that is objected to


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

    What is typed goes before the narrative. Raises Objections naming each indicator whose amount cannot be read or
    counts something else, or for which different figures of the narrative are chosen.
    """
    indicators = {each.pk: each for each in project.indicators_in_force()}
    chosen: dict[int, list[Mapping[str, Any]]] = {}
    for each in readings:
        if each["answer"] == "record" and each.get("indicator"):
            chosen.setdefault(each["indicator"], []).append(each)
    given = {pk: text for pk, text in typed.items() if text.strip()}
    if not given.keys() | chosen.keys() <= indicators.keys():
        raise Refused(Message(N_("账目内容已在别处改动过，请刷新后再改。")))
    objections: dict[str, Message] = {}
    values: dict[str, Any] = {}
    for pk in dict.fromkeys([*chosen, *given]):
        try:
            values[str(pk)] = _value(given.get(pk, ""), indicators[pk], chosen.get(pk, ()))
        except Refused as refusal:
            objections[str(pk)] = refusal.sentence
        else:
            values[str(pk)]["reason"] = corrections.get(pk, "").strip()
    if objections:
        raise Objections(objections)
    return values


def _value(typed: str, indicator: Indicator, chosen: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The typed amount, or the one figure chosen; Refused where different ones are.

    ``source`` says which; ``start`` and ``end`` where the narrative has the same amount.
    """
    texts = [each.get("value") or each["surface"] for each in chosen]
    amounts = [amount_in(text, indicator.unit) for text in texts]
    if not typed and len({(each.value, each.low, each.high) for each in amounts}) > 1:
        gaps = {"name": indicator.name, "values": "、".join(dict.fromkeys(texts))}
        raise Refused(Message(N_("为“{name}”选了不同的数：{values}。请只留一个，或直接填写。"), gaps))
    amount = amount_in(typed, indicator.unit) if typed else amounts[0]
    numbers = {key: value for key, value in asdict(amount).items() if key in (*NUMBERS, "base")}
    stored: dict[str, Any] = {key: None if n is None else plain(n) for key, n in numbers.items()}
    same = [each for each, read in zip(chosen, amounts, strict=True) if read.base == amount.base]
    if same:
        stored |= {"start": same[0]["start"], "end": same[0]["end"]}
    return {"text": typed.strip() or texts[0], "source": "typed" if typed else "narrative", **stored}


def read_answers(layout: ReportLayout, typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The answers to the office's own fields as they are stored, by label; those without one are left out.

    Raise Refused for a field that is not asked, Objections by ANSWER and label for what cannot be read.
    """
    given = {label: words for label, words in typed.items() if words.strip()}
    if not given.keys() <= layout.fields.keys():
        raise Refused(Message(N_("账目内容已在别处改动过，请刷新后再改。")))
    objections: dict[str, Message] = {}
    answers = {}
    for label, words in given.items():
        try:
            answers[label] = read_answer(layout.fields[label], words)
        except Refused as refusal:
            objections[f"{ANSWER}{label}"] = refusal.sentence
    if objections:
        raise Objections(objections)
    return answers


def check_answered(layout: ReportLayout, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Objections, by ANSWER and label, where a required number is not given."""
    missed = unanswered(layout, answers)
    if missed:
        raise Objections(
            {f"{ANSWER}{label}": Message(N_("请填写“{name}”。"), {"name": label}) for label in missed}
        )


def check_milestones(project: Project, done: Mapping[int, date], today: date) -> None:
    """Refused where a milestone is not the project's, or is said to be done on a day to come."""
    if not done:
        return
    own = set(Milestone.objects.filter(project=project, in_force=True).values_list("pk", flat=True))
    if not done.keys() <= own:
        raise Refused(Message(N_("账目内容已在别处改动过，请刷新后再改。")))
    if any(day > today for day in done.values()):
        raise Refused(Message(N_("节点完成日期不能晚于今天。")))


def record_figures(report: ProgressReport, project: Project, by: Person, at: datetime) -> None:
    """Make the figures of a signed report of ``project``: one for each value, one for each sentence chosen as a record.

    What the report said before it was returned is what they revise.
    """
    signed_before = report.figures.order_by("revision", "pk") if report.returned_times else ()
    earlier = {_key(figure): figure for figure in signed_before}
    indicators = {str(each.pk): each for each in project.indicators_in_force()}
    period, as_of = time_of(report.obligation, localdate(at))
    new = [_of_indicator(indicators[pk], stored) for pk, stored in report.values.items() if pk in indicators]
    new += [
        _of_sentence(each)
        for each in report.readings
        if each["answer"] == "record" and not each.get("indicator")
    ]
    if report.form is not None:
        new += _of_answers(ReportLayout.from_json(report.form.items), report.answers)
    figures = []
    for fields in new:
        figure = Figure(
            office=report.office,
            project=project,
            whose_id=project.lead_unit_id,
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
        figures.append(figure)
    Figure.objects.bulk_create(figures)


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


def _of_answers(layout: ReportLayout, answers: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The numbers given in the office's own fields: figures of the period, under the field's name."""
    return [
        {
            "value": Decimal(answers[label]["value"]),
            "name": label,
            "unit": each.unit,
            "surface": answers[label]["text"][:60],
            "basis": Basis.PERIOD,
        }
        for label, each in layout.fields.items()
        if each.kind is ItemKind.NUMBER and label in answers
    ]


def _of_sentence(reading: Mapping[str, Any]) -> dict[str, Any]:
    amount = amount_of(reading["surface"])
    if amount is None:  # write_report has read it already
        raise Refused(Message(N_("文字已改动，其中的数据要重新核对。")))
    return {
        **{key: getattr(amount, key) for key in NUMBERS},
        "name": reading["name"] or reading["surface"],
        "unit": amount.unit,
        "surface": amount.surface,
        "basis": reading["basis"],
        "span_start": reading["start"],
        "span_end": reading["end"],
    }
