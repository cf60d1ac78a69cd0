"""Figures read from a report's narrative as it is typed: which are known, which are values of an indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.core.figures import Basis as Spoken
from taizhang.core.figures import Figure as ReadFigure
from taizhang.core.figures import Kind, read_figures
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Sentence
from taizhang.core.workbook.amounts import in_unit
from taizhang.ledger.models import Basis, Indicator, Project
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.rules.amounts import amount_in, amount_of, decimal_of, plain, same_kind

NO_CLAIM = (Kind.VAGUE, Kind.UNIVERSAL)
ANSWERS = ("record", "same", "skip")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure in the text: the indicator it may belong to, whether it is known, what is to be asked of it.

    ``value`` is in ``unit``: the indicator's where there is one, else the text's.
    """

    start: int
    end: int
    surface: str
    counted: str
    value: Decimal
    unit: str
    basis: str
    indicator: Indicator | None
    known: bool
    question: Sentence | None


def read_narrative(text: str, project: Project, on: date) -> list[Proposal]:
    """Each figure of ``text`` with its place in the account of ``project`` as known on ``on``."""
    indicators = list(project.indicators.filter(in_force=True))
    known = totals(indicators, on)
    return [
        _proposal(figure, text, indicators, known)
        for figure in read_figures(text)
        if figure.quantity.kind not in NO_CLAIM and figure.quantity.base is not None
    ]


def _proposal(
    figure: ReadFigure, text: str, indicators: Sequence[Indicator], known: Mapping[int, Decimal]
) -> Proposal:
    indicator = best_for(figure, text, indicators)
    unit = indicator.unit if indicator else figure.quantity.unit
    value = decimal_of((figure.quantity.base or Fraction(0)) * in_unit(figure.quantity, unit))
    before = known.get(indicator.pk) if indicator else None
    runs_up = figure.basis is not Spoken.PERIOD
    return Proposal(
        start=figure.span.start,
        end=figure.span.end,
        surface=figure.surface,
        counted=figure.counted,
        value=value,
        unit=unit,
        basis=Basis.CUMULATIVE if runs_up else Basis.PERIOD,
        indicator=indicator,
        known=indicator is not None and indicator.basis != Basis.PERIOD and before == value,
        question=_question(indicator, before, value),
    )


def best_for(figure: ReadFigure, text: str, indicators: Sequence[Indicator]) -> Indicator | None:
    """The indicator of the same kind of unit whose name shares most with the words around the figure."""
    around = figure.sentence.of(text)
    fitting = [each for each in indicators if same_kind(each.unit, figure.quantity.unit)]
    scored = [(_shared(each.name, around, figure.counted), -n, each) for n, each in enumerate(fitting)]
    best = max(scored, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def _shared(name: str, around: str, counted: str) -> int:
    """How many two-character words of ``name`` stand around the figure; twice where they are what is counted."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)} or {name}
    return sum(1 + (pair in counted) for pair in pairs if pair in around)


def _question(indicator: Indicator | None, before: Decimal | None, value: Decimal) -> Sentence | None:
    if indicator is None or before is None or indicator.basis != Basis.CUMULATIVE or value >= before:
        return None
    gaps = {"name": indicator.name, "before": plain(before), "unit": indicator.unit}
    return Sentence(N_("“{name}”上次累计{before}{unit}，这次反而减少，请核对；如系更正，请写明原因。"), gaps)


def answered(narrative: str, readings: Sequence[Mapping[str, Any]], project: Project) -> list[dict[str, Any]]:
    """What the writer said of each figure, kept only as far as it speaks of what stands in the text.

    Keys start, end, answer (record, same, skip); where it is recorded, indicator (pk or None), name and basis.
    Refused where a figure to be recorded is not in the text any more, or is no amount of its indicator.
    """
    kept = [each for each in readings if each.get("answer") in ANSWERS]
    units = {each.pk: each.unit for each in project.indicators.filter(in_force=True)} if kept else {}
    return [_answered(narrative, each, units) for each in kept]


def _answered(narrative: str, reading: Mapping[str, Any], units: Mapping[int, str]) -> dict[str, Any]:
    start, end, answer = int(reading["start"]), int(reading["end"]), reading["answer"]
    surface = narrative[max(start, 0) : max(end, 0)]
    kept: dict[str, Any] = {"start": start, "end": end, "surface": surface, "answer": answer}
    if answer != "record":
        return kept
    indicator = int(reading["indicator"]) if reading.get("indicator") else None
    amount = amount_of(surface) if len(surface) <= 60 else None
    if surface != reading.get("surface", surface) or amount is None:
        raise Refused(Sentence(N_("文字已改动，其中的数据要重新核对。")))
    if indicator is not None:
        if indicator not in units:
            raise Refused(Sentence(N_("账目内容已在别处改动过，请刷新后再改。")))
        amount = amount_in(surface, units[indicator])
    basis = Basis(reading.get("basis") or Basis.PERIOD)
    name = str(reading.get("name") or "")[:100]
    return {**kept, "indicator": indicator, "unit": amount.unit, "basis": basis, "name": name}
