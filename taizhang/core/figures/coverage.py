"""Claims about a whole roll (全覆盖, 100%, 所有…都, N个…全部) and shares (98%, 九成) against a coverage n of N."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from taizhang.core.figures import intervals
from taizhang.core.figures.model import Kind, Quantity, Relation, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.units import unit_named
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, judge, place, readable
from taizhang.core.text.messages import N_, Message

_ALL = re.compile(
    r"全部|全都|所有|悉数|无一|无遗漏|一[个户人村所家]不[落漏少]|每一?[个所家户村][^,。;]*[都均]|应(.)尽\1"
    r"|(?<![首成古故帝大])都(?![市会城江匀])|(?<![平人户亩日月年村场校班])均(?![匀价等衡值势线摊])"
)
_NOT = re.compile(
    r"(?:未(?!遗漏)|没(?!有)|没有(?!盲区|死角|遗漏|例外|空白|任何|一)|尚无|不是|并非|难以)[^,。;]{0,6}$"
)
_NEARLY = re.compile(r"(?:基本|几乎|近乎|大体|接近)[^,。;]{0,4}$")
_EXCEPT = re.compile(r"除[^,。;]{1,14}外")
_START = re.compile(r"[由从自][^,。;到至升高]{0,8}$|(?:提高|提升|增长|增加|上升|下降|降低|减少|高出?|低)了?$")
_AMONG = re.compile(r"(?<!其)[中里内]")
_CLAUSE_END = re.compile(r"[,。;:!?\n]")
_SHARES = frozenset({Kind.PERCENT, Kind.FRACTION, Kind.MULTIPLE})
_COUNTS = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY, Kind.DURATION})
_SEVERITY = (
    Outcome.CONTRADICT, Outcome.WARN_OVERSTATED, Outcome.WARN_UNDERSTATED, Outcome.NOT_COMPARABLE, Outcome.CONSISTENT,
)  # fmt: skip
_ROLL = Quantity(Kind.UNIVERSAL, Relation.ALL, "")


def judge_coverage(
    text: str, figures: Sequence[TextFigure], covered: Fraction, roll: Fraction, unit: str = ""
) -> tuple[TextFigure | None, Verdict]:
    """Compare ``text`` with ``covered`` of ``roll``; the figure compared (None for a claim in words) and the verdict.

    A claim about all needs covered = roll and, where it names a count, exactly that count. A share is compared
    with covered / roll, a single count with ``covered``.
    """
    share = _share_in(text, figures)
    counts = [figure for figure in figures if figure.quantity.kind in _COUNTS]
    if share is not None and not _is_whole(share):
        return share, judge(share.quantity, LedgerValue(covered / roll, "ratio", "ratio"))
    claim = share.span.start if share else claim_of_all(text)
    if claim is not None:
        return share, _judge_all(text, claim, counts, LedgerValue(covered, unit), roll)
    return _judge_counts(text, counts, LedgerValue(covered, unit), roll)


def claim_of_all(text: str) -> int | None:
    """Where ``text`` says that something holds of all; None where it does not."""
    match = _ALL.search(fold(text))
    return match.start() if match else None


def judge_claim_of_all(text: str, ledger: LedgerValue) -> Verdict | None:
    """The verdict on a claim about all that has no figure, against a share; None where there is no such claim."""
    if claim_of_all(text) is None:
        return None
    verdict = judge(_ROLL, ledger)
    return None if verdict.outcome is Outcome.NOT_COMPARABLE else verdict


def _share_in(text: str, figures: Sequence[TextFigure]) -> TextFigure | None:
    """The share that is claimed, passing over the one it started from (由95%提高到98%) and changes (提高3%)."""
    shares = [figure for figure in figures if figure.quantity.kind in _SHARES or _is_whole(figure)]
    standing = [each for each in shares if not _START.search(_before(text, each.span.start))]
    return next(iter(standing or shares), None)


def _is_whole(figure: TextFigure) -> bool:
    quantity = figure.quantity
    exact = quantity.kind is Kind.PERCENT and quantity.relation is Relation.EQ and quantity.unit == "%"
    return quantity.kind is Kind.UNIVERSAL or (exact and quantity.base == 100)


def _judge_all(
    text: str, claim: int, counts: Sequence[TextFigure], ledger: LedgerValue, roll: Fraction
) -> Verdict:
    before = _before(text, claim)
    share = ledger.value / roll
    if _EXCEPT.search(fold(text)):
        return Verdict(Outcome.NOT_COMPARABLE, Message(N_("原文另有除外的情形，不能与应覆盖数直接比较。")))
    if _NOT.search(before):
        outcome = Outcome.CONTRADICT if share == 1 else Outcome.CONSISTENT
        pattern = N_("台账覆盖率为 {value}%，原文说尚未全部覆盖。")
        return Verdict(outcome, Message(pattern, {"value": readable(share * 100)}))
    if _NEARLY.search(before):
        strict, usual = intervals.fuzzy(Relation.APPROX, Fraction(100), Fraction(1))
        nearly = Quantity(
            Kind.PERCENT, Relation.APPROX, "%", Fraction(100), strict=strict, conventional=usual
        )
        return place(nearly, share * 100)
    whole = judge(_ROLL, LedgerValue(share, "ratio", "coverage"))
    named = _counts_at(text, claim, counts, ledger.unit)
    if whole.outcome is not Outcome.CONSISTENT or not named:
        return whole
    return _mildest(named, replace(ledger, value=roll))[1]


def _counts_at(text: str, claim: int, counts: Sequence[TextFigure], unit: str) -> list[TextFigure]:
    """The counts that the claim is about: of the ledger's unit, else in the same clause, else the only one."""
    wanted = unit_named(unit)
    alike = [each for each in counts if wanted and _name(each) == wanted.name]
    clause = [each for each in alike or counts if _same_clause(text, each.span.start, claim)]
    return clause or (list(counts) if len(counts) == 1 and not unit else alike[:1])


def _judge_counts(
    text: str, counts: Sequence[TextFigure], ledger: LedgerValue, roll: Fraction
) -> tuple[TextFigure | None, Verdict]:
    """A count against n (of several the one that fits best); of 98个社区中96个 both."""
    wanted = unit_named(ledger.unit)
    alike = [each for each in counts if wanted and _name(each) == wanted.name] or list(counts)
    if not alike:
        return None, Verdict(Outcome.NOT_COMPARABLE, Message(N_("原文没有读到可与覆盖情况比较的数据。")))
    if len(alike) > 1 and _AMONG.search(fold(text[alike[0].span.end : alike[1].span.start])):
        both = (_judge_count(alike[0], replace(ledger, value=roll)), _judge_count(alike[1], ledger))
        return alike[1], min(both, key=_severity)
    return _mildest(alike, ledger)


def _mildest(counts: Sequence[TextFigure], ledger: LedgerValue) -> tuple[TextFigure, Verdict]:
    judged = [(figure, _judge_count(figure, ledger)) for figure in counts]
    return max(judged, key=lambda each: _severity(each[1]))


def _judge_count(figure: TextFigure, ledger: LedgerValue) -> Verdict:
    """A pair called by a share (%, ratio) has no unit of its own."""
    unit = unit_named(ledger.unit)
    known = unit is not None and unit.dimension != "ratio"
    return judge(figure.quantity, ledger if known else replace(ledger, unit=""))


def _severity(verdict: Verdict) -> int:
    return _SEVERITY.index(verdict.outcome)


def _name(figure: TextFigure) -> str:
    unit = unit_named(figure.quantity.unit)
    return unit.name if unit else ""


def _before(text: str, at: int) -> str:
    return _CLAUSE_END.split(fold(text[:at]))[-1]


def _same_clause(text: str, one: int, other: int) -> bool:
    return not _CLAUSE_END.search(fold(text[min(one, other) : max(one, other)]))
