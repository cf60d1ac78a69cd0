"""Checks inside a text that need no ledger: parts and wholes, percentages and their pairs.

Which figures are parts of which is read by ``part_whole``. Parts after 其中 need not be exhaustive; they are held to be
so where their labels divide the whole (男/女, 国家级/省级/市级/县级, …其他), where a second unit in parallel adds up
(100户289人), or where sum and whole differ by swapped digits only. Parts in brackets without 其中, and those after
分别为, a colon or before 共计, must add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile

from taizhang.core.figures.arithmetic import exceeds, interval_text, meet, ratio, strict_of, sum_of
from taizhang.core.figures.changes import change_faults
from taizhang.core.figures.model import Interval, Kind, Relation, Span, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.part_whole import Group, divides, groups, measure_of, overlaps
from taizhang.core.figures.table_checks import table_faults
from taizhang.core.figures.verdict import Outcome
from taizhang.core.text.messages import N_, Message

_COUNTED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})
_SHARE = re.compile(r"占(?P<of>[^,。;、:()0-9]{0,14}?)的?(?:比[例重率]?)?(?:为|达到?|约|近|超过?|到)*$")
_RATE = re.compile(r"[,(](?P<verb>[^,。;、:()0-9]{2,4})率(?:为|达到?|约|近|超过?|到)*$")
_NOT_ITSELF = "(?<![不未没非])(?<!基本)"  # 不满意5份 is no part of 满意率
_OF_ALL = re.compile(r"(?:总|全部|其)?(?:总?[人户件次场个项]?数|总量|总额)?$")
_TOTALS = 12  # figures before a rate among which its total is looked for
_NAME = 12  # characters behind a whole in which what it counts is named


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: the whole, the part that shows it, and one sentence of reason."""

    span: Span
    other: Span | None
    outcome: Outcome
    reason: Message


def check_text(text: str, figures: Sequence[TextFigure]) -> list[Finding]:
    """Contradictions a text holds in itself, in order of their place."""
    folded = fold(text)
    findings = [
        Finding(fault.whole.span, fault.part.span, Outcome.CONTRADICT, fault.reason)
        for fault in table_faults(text, figures)
    ]
    for sentence in _sentences([figure for figure in figures if not figure.in_table]):
        counted = [
            figure for figure in sentence if figure.quantity.kind in _COUNTED and figure.quantity.strict
        ]
        found = list(groups(folded, counted))
        exact = [group for group in found if _sums_exactly(group)]
        for group in found:
            parallel = any(
                len(other.parts) == len(group.parts) and measure_of(other.whole) != measure_of(group.whole)
                for other in exact
            )
            finding = _check_group(group, parallel)
            if finding and all(finding.span != known.span for known in findings):
                findings.append(finding)
        findings += _check_shares(folded, sentence, found)
        findings += _check_rates(folded, sentence)
        findings += [
            Finding(fault.at.span, fault.against.span, Outcome.CONTRADICT, fault.reason)
            for fault in change_faults(folded, sentence)
        ]
    return sorted(findings, key=lambda finding: finding.span)


def _sentences(figures: Sequence[TextFigure]) -> Iterator[list[TextFigure]]:
    batch: list[TextFigure] = []
    for figure in figures:
        if batch and figure.sentence.start != batch[0].sentence.start:
            yield batch
            batch = []
        batch.append(figure)
    if batch:
        yield batch


# -- whether they add up --------------------------------------------------------------------------


def _check_group(group: Group, parallel: bool) -> Finding | None:
    whole, strict = group.whole, strict_of(group.whole)
    most = group.run or strict
    for part in group.figures:
        if exceeds(strict_of(part), strict) and exceeds(strict_of(part), most):
            pattern = N_("“{part}”是“{whole}”的一部分，却大于整体。")
            return _finding(whole, part, Message(pattern, {"part": part.surface, "whole": whole.surface}))
    total = sum_of(group.figures)
    gaps: dict[str, str | int] = {
        "sum": interval_text(total),
        "whole": whole.surface,
        "count": len(group.parts),
    }
    if len(group.parts) > 1 and exceeds(total, strict) and exceeds(total, most) and not overlaps(group):
        return _finding(
            whole, group.figures[-1], Message(N_("{count} 个分项合计 {sum}，大于整体“{whole}”。"), gaps)
        )
    must = group.complete or parallel or divides(group) or _is_slip(group, total)
    if must and len(group.parts) > 1 and not meet(total, strict) and not meet(total, most):
        return _finding(
            whole, group.figures[-1], Message(N_("{count} 个分项合计 {sum}，与整体“{whole}”不符。"), gaps)
        )
    return None


def _finding(whole: TextFigure, part: TextFigure, reason: Message) -> Finding:
    return Finding(whole.span, part.span, Outcome.CONTRADICT, reason)


def _sums_exactly(group: Group) -> bool:
    total = sum((part.quantity.base or Fraction(0) for part in group.figures), Fraction(0))
    exact = all(figure.quantity.relation is Relation.EQ for figure in (group.whole, *group.figures))
    return exact and len(group.parts) > 1 and total == group.whole.quantity.base


def _is_slip(group: Group, total: Interval) -> bool:
    """Whole and sum of at least three parts have the same digits in another order: 461 and 416."""
    whole = group.whole.quantity.base
    if len(group.parts) < 3 or whole is None or total.low is None or total.low != total.high:
        return False
    return total.low != whole and sorted(str(total.low)) == sorted(str(whole))


# -- percentages ----------------------------------------------------------------------------------


def _check_shares(text: str, sentence: list[TextFigure], groups: list[Group]) -> Iterator[Finding]:
    """100人中有30人,占20%: a share against its pair."""
    wholes = {part.span: group.whole for group in groups for part in group.figures}
    for before, part, share in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if share.quantity.kind not in (Kind.PERCENT, Kind.FRACTION):
            continue
        says = _SHARE.search(text, part.span.end, share.span.start)
        if says and "分别" in text[part.span.end : share.span.start]:
            yield from _check_respective_shares(text, sentence, part, wholes)
            continue
        whole = wholes.get(part.span) or _pair_of(text, before, part)
        if says and whole and _is_of(text, whole, says["of"]) and not _share_fits(part, whole, share):
            yield _unfit(part, whole, share)


def _check_respective_shares(
    text: str, sentence: list[TextFigure], last: TextFigure, wholes: dict[Span, TextFigure]
) -> Iterator[Finding]:
    """投诉500件、咨询700件,分别占41.7%、58.3%: each share against the part at its place."""
    k = sentence.index(last) + 1
    shares = list(takewhile(lambda each: each.quantity.kind is Kind.PERCENT, sentence[k:]))
    parts = [each for each in sentence[:k] if wholes.get(each.span) is wholes.get(last.span)][-len(shares) :]
    whole = wholes.get(last.span)
    if whole is None or len(parts) != len(shares):
        return
    for part, share in zip(parts, shares, strict=True):
        if not _share_fits(part, whole, share):
            yield _unfit(part, whole, share)


def _check_rates(text: str, sentence: list[TextFigure]) -> Iterator[Finding]:
    """受理100件,办结90件,办结率95%: a rate against what is done of any total before it in the sentence."""
    for k, (done, rate) in enumerate(pairwise(sentence)):
        says = _RATE.search(text, done.span.end, rate.span.start)
        before = text[max(done.sentence.start, done.span.start - _NAME) : done.span.start]
        if (
            says is None
            or rate.quantity.kind is not Kind.PERCENT
            or not re.search(f"{_NOT_ITSELF}{says['verb']}", re.split("[,。;、]", before)[-1])
        ):
            continue
        same = [
            figure for figure in sentence[max(0, k - _TOTALS) : k] if measure_of(figure) == measure_of(done)
        ]
        if same and not any(_share_fits(done, whole, rate) for whole in same):
            yield _unfit(done, same[-1], rate)


def _unfit(part: TextFigure, whole: TextFigure, share: TextFigure) -> Finding:
    gaps = {"part": part.surface, "whole": whole.surface, "share": share.surface}
    reason = Message(N_("“{part}”与“{whole}”之比与“{share}”不符。"), gaps)
    return Finding(share.span, part.span, Outcome.CONTRADICT, reason)


def _is_of(text: str, whole: TextFigure, of: str) -> bool:
    """Whether 占…的 names the whole: 占总数的, or a word that stands beside the whole (占受理总数的)."""
    name = of[: _OF_ALL.search(of).start()]  # type: ignore[union-attr]  # it matches the empty end
    return name in text[whole.sentence.start : whole.span.end + _NAME]


def _pair_of(text: str, before: TextFigure, part: TextFigure) -> TextFigure | None:
    """100人中有30人: the figure before as the whole."""
    if measure_of(before) != measure_of(part):
        return None
    return before if re.search(r"中|里|内", text[before.span.end : part.span.start]) else None


def _share_fits(part: TextFigure, whole: TextFigure, share: TextFigure) -> bool:
    scale = 100 if share.quantity.kind is Kind.PERCENT else 1
    return meet(ratio(strict_of(part), strict_of(whole), scale), strict_of(share))
