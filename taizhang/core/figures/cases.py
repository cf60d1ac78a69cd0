"""One case = a passage, a ledger value and its unit; the answer is one outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from taizhang.core.figures.checks import check_text
from taizhang.core.figures.coverage import judge_claim_of_all, judge_coverage
from taizhang.core.figures.model import Kind, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.read import read_figures
from taizhang.core.figures.units import unit_named
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, judge
from taizhang.core.text.messages import N_, Message

_SAME = frozenset({"same", "equal", "identical", "一致", "相同", "同口径"})
_INSIDE = frozenset({"partwhole", "part_whole", "internal", "sum_check"})
_CHANGES = frozenset({"change", "signed_change"})
_CLAUSE_END = re.compile(r"[,。;:!?\n]")
_DIRECTION = re.compile(
    r"(?P<down>负增长|下降|减少|降低|回落|下滑|下跌|下调|萎缩|压减|压缩|收窄|缩[短减小]|跌|降|减|[负少低]了?$)"
    r"|增|升|提高|上涨|扩大|[涨多高]出?了?$"
)
_LEVEL = re.compile(r"[降减升增高少大加长低][少低升加长高]?[至到为]")
_CHANGE_AFTER = re.compile(r"的?(?:负增长|降幅|跌幅|减幅|下降|减少)")


@dataclass(frozen=True, slots=True)
class Case:
    """``value`` None: the text is checked against itself. ``pair``: n of N, a coverage; ``value`` is n / N then."""

    text: str
    value: Fraction | None
    unit: str = ""
    agg: str = "sum"
    same_scope: bool = True
    pair: tuple[Fraction, Fraction] | None = None


def case_from_json(record: Mapping[str, object]) -> Case:
    """Keys text, ledger_value (number, string, or [numerator, denominator]), ledger_unit, ledger_agg, scope.

    Raises ValueError with a Chinese sentence where a key is missing or no number can be made of the value.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError(str(Message(N_("案例缺少“text”。"))))
    scope = str(record.get("scope") or "same").strip().lower()
    return Case(
        text=text,
        value=ledger_number(record.get("ledger_value")),
        unit=str(record.get("ledger_unit") or "").strip(),
        agg=str(record.get("ledger_agg") or "sum").strip().lower(),
        same_scope=scope in _SAME,
        pair=ledger_pair(record.get("ledger_value")),
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
        raise ValueError(str(Message(N_("台账值“{value}”不是数。"), {"value": str(value)[:40]}))) from None


def ledger_pair(value: object) -> tuple[Fraction, Fraction] | None:
    """n and N of a coverage written [n, N] or "n/N"; None for any other value."""
    items = value.split("/") if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)) or len(items) != 2:
        return None
    covered, roll = (ledger_number(item) for item in items)
    return None if covered is None or not roll else (covered, roll)


def _number(text: str) -> Fraction:
    plain = text.strip().replace(",", "").replace("，", "")
    if plain.endswith("%"):
        return Fraction(plain[:-1]) / 100
    if len(plain) > 60 or ("e" in plain.lower() and abs(int(plain.lower().partition("e")[2])) > 60):
        raise ValueError
    return Fraction(plain)


def decide(case: Case) -> tuple[TextFigure | None, Verdict]:
    """The figure that was compared (None for checks inside the text) and the verdict."""
    figures = read_figures(case.text)
    if case.agg in _INSIDE or case.value is None:
        findings = check_text(case.text, figures)
        if findings:
            return None, Verdict(findings[0].outcome, findings[0].reason)
        return None, Verdict(Outcome.CONSISTENT, Message(N_("文内数据能够相互对上。")))
    if case.pair is not None and case.same_scope and case.agg not in _CHANGES:
        return judge_coverage(case.text, figures, *case.pair, case.unit)
    ledger = LedgerValue(case.value, case.unit, case.agg, case.same_scope)
    if case.agg in _CHANGES:
        return _judge_change(case.text, figures, ledger)
    figure = _compared(figures, case.unit)
    in_words = None if figure and figure.quantity.kind in _SHARES else judge_claim_of_all(case.text, ledger)
    if in_words is not None:
        return None, in_words
    if figure is None:
        return None, _NOTHING_READ
    return figure, judge(figure.quantity, ledger)


_SHARES = frozenset({Kind.PERCENT, Kind.FRACTION, Kind.UNIVERSAL, Kind.MULTIPLE, Kind.POINT})
_NOTHING_READ = Verdict(Outcome.NOT_COMPARABLE, Message(N_("原文没有读到数据。")))


def _compared(figures: list[TextFigure], unit: str) -> TextFigure | None:
    """The figure whose unit the ledger's names; else the first with a number."""
    wanted = unit_named(unit)
    numbers = [figure for figure in figures if figure.quantity.kind is not Kind.VAGUE]
    if not numbers or wanted is None:
        return numbers[0] if numbers else next(iter(figures), None)
    read = [(figure, unit_named(figure.quantity.unit)) for figure in numbers]
    same = [figure for figure, own in read if own is not None and own.name == wanted.name]
    alike = [figure for figure, own in read if own is not None and own.dimension == wanted.dimension]
    return (same or alike or numbers)[0]


# -- changes ---------------------------------------------------------------------------------------


def _judge_change(
    text: str, figures: list[TextFigure], ledger: LedgerValue
) -> tuple[TextFigure | None, Verdict]:
    """The figure that states a change (下降1.6%, 减少12件), with the ledger's value in the direction it states."""
    found = [(figure, direction) for figure in figures if (direction := _direction(text, figure))]
    figure, direction = found[0] if found else (_compared(figures, ledger.unit), 1)
    if figure is None:
        return None, _NOTHING_READ
    before = _before(text, figure)
    if _LEVEL.search(before[-6:]):
        reason = Message(N_("原文写的是变化后的数，台账是变化量，不能比较。"))
        return figure, Verdict(Outcome.NOT_COMPARABLE, reason)
    base = figure.quantity.base or Fraction(0)
    value = -ledger.value if direction < 0 < base else ledger.value
    return figure, judge(figure.quantity, replace(ledger, value=value))


def _direction(text: str, figure: TextFigure) -> int:
    """1 for growth, −1 for a fall, 0 where the words around the figure name none."""
    if _CHANGE_AFTER.match(fold(text[figure.span.end :])):
        return -1
    words = list(_DIRECTION.finditer(_before(text, figure)))
    if not words:
        return 0
    return -1 if words[-1]["down"] else 1


def _before(text: str, figure: TextFigure) -> str:
    return _CLAUSE_END.split(fold(text[: figure.span.start]))[-1]
