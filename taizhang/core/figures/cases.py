"""One case = a passage, a ledger value and its unit; the answer is one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from taizhang.core.figures.checks import check_text
from taizhang.core.figures.model import Figure, Kind
from taizhang.core.figures.read import read_figures
from taizhang.core.figures.units import unit_named
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, judge
from taizhang.core.text.messages import N_, Sentence

_SAME = frozenset({"same", "equal", "identical", "一致", "相同", "同口径"})
_INSIDE = frozenset({"partwhole", "part_whole", "internal", "sum_check"})


@dataclass(frozen=True, slots=True)
class Case:
    """``value`` None: the text is checked against itself."""

    text: str
    value: Fraction | None
    unit: str = ""
    agg: str = "sum"
    same_scope: bool = True


def case_from_json(record: Mapping[str, object]) -> Case:
    """Keys text, ledger_value (number, string, or [numerator, denominator]), ledger_unit, ledger_agg, scope.

    Raises ValueError with a Chinese sentence where a key is missing or no number can be made of the value.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError(str(Sentence(N_("案例缺少“text”。"))))
    scope = str(record.get("scope") or "same").strip().lower()
    return Case(
        text=text,
        value=ledger_number(record.get("ledger_value")),
        unit=str(record.get("ledger_unit") or "").strip(),
        agg=str(record.get("ledger_agg") or "sum").strip().lower(),
        same_scope=scope in _SAME,
    )


def ledger_number(value: object) -> Fraction | None:
    """Exact value of a ledger number; floats count as their shortest decimals (0.1 is 1/10)."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, (list, tuple)):
            above, below = (ledger_number(item) for item in value)
            return None if above is None or below is None else above / below
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ValueError
        return _number(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(str(Sentence(N_("台账值“{value}”不是数。"), {"value": str(value)[:40]}))) from None


def _number(text: str) -> Fraction:
    plain = text.strip().replace(",", "").replace("，", "")
    if plain.endswith("%"):
        return Fraction(plain[:-1]) / 100
    if len(plain) > 60 or ("e" in plain.lower() and abs(int(plain.lower().partition("e")[2])) > 60):
        raise ValueError
    return Fraction(plain)


def decide(case: Case) -> tuple[Figure | None, Verdict]:
    """The figure that was compared (None for checks inside the text) and the verdict."""
    figures = read_figures(case.text)
    if case.agg in _INSIDE or case.value is None:
        findings = check_text(case.text, figures)
        if findings:
            return None, Verdict(findings[0].outcome, findings[0].reason)
        return None, Verdict(Outcome.CONSISTENT, Sentence(N_("文内数据能够相互对上。")))
    ledger = LedgerValue(case.value, case.unit, case.agg, case.same_scope)
    figure = _compared(figures, case.unit)
    if figure is None:
        return None, Verdict(Outcome.NOT_COMPARABLE, Sentence(N_("原文没有读到数据。")))
    return figure, judge(figure.quantity, ledger)


def _compared(figures: list[Figure], unit: str) -> Figure | None:
    """The figure whose unit the ledger's names; else the first with a number."""
    wanted = unit_named(unit)
    numbers = [figure for figure in figures if figure.quantity.kind is not Kind.VAGUE]
    if not numbers or wanted is None:
        return numbers[0] if numbers else next(iter(figures), None)
    read = [(figure, unit_named(figure.quantity.unit)) for figure in numbers]
    same = [figure for figure, own in read if own is not None and own.name == wanted.name]
    alike = [figure for figure, own in read if own is not None and own.dimension == wanted.dimension]
    return (same or alike or numbers)[0]
