"""Checks inside a text that need no ledger: parts and wholes, percentages and their pairs.

A whole is followed by parts after 其中, in brackets, after 分别 or a colon, or preceded by them (…共计).
Parts after 其中 need not be exhaustive; they are held to be so where their labels divide the whole
(男/女, 国家级/省级/市级/县级, …其他), where a second unit in parallel adds up (100户289人), or where sum and
whole differ by swapped digits only. Parts in brackets without 其中, and those after 分别 or 共计, must add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from taizhang.core.figures.model import Interval, Kind, Relation, Span, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.table_checks import table_faults
from taizhang.core.figures.units import PERSONS, unit_named
from taizhang.core.figures.verdict import Outcome, readable
from taizhang.core.text.messages import N_, Message

_COUNTED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})
_AMONG = re.compile(r"其中|包括|包含|含有?|内含")
_MOVES_ON = re.compile(r"其中|[,;].*(?:办结|整改|化解|解决|同比|较上|比上|累计|共|先后|并)")
_MOST_PARTS = 40
_EACH = re.compile(r"分别[为是有达]?|各有?|依次为")
_SUM = re.compile(r"(?:共计|合计|总计|总共|共|累计|合共|计)(?:达到?|有|为|约)?$")
_LABEL_ENDS = re.compile(r"[,。;、:()和及与]")
_FAMILIES = tuple(
    tuple(family.split())
    for family in (
        ";男 女;国家 省 市;国家 省 市 县;国家 省 市 区;省 市 县;省 市 区"
        ";市 县 乡;城镇 农村;城镇 乡村;城市 农村;线上 线下;财政 自筹;补助 自费"
        ";补助 自筹;中央 地方;中央 省 市;中央 省级;新建 续建;新建 改建"
        ";合格 不合格;已 未;已 剩余;已 还有;已 尚;已 正在;完成 剩余;完成 未完成"
        ";办结 在办;销账 剩余;本地 外地;市区 县;一等奖 二等奖 三等奖;金 银 铜"
        ";上半年 下半年;党员 群众;小学 初中;公办 民办;市内 市外;省内 省外"
        ";境内 境外;在职 退休;个人 单位;个人 集体;专职 兼职;甲 乙"
    )
    .strip(";")
    .split(";")
)
_REST = ("其他", "其它", "其余", "剩余", "余下", "剩下")
_SHARE = re.compile(r"占(?:[比总]|[^,。;、0-9]{0,8}[的比])?(?:例|重|数)?[为达约近超]*(?:到|过)?$")


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: the whole, the part that shows it, and one sentence of reason."""

    span: Span
    other: Span | None
    outcome: Outcome
    reason: Message


@dataclass(frozen=True, slots=True)
class _Group:
    """A whole and the figures given as its parts; ``complete`` says that the form promises all parts."""

    whole: TextFigure
    parts: tuple[TextFigure, ...]
    complete: bool


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
        groups = list(_groups(folded, counted))
        exact = [group for group in groups if _sums_exactly(group)]
        for group in groups:
            parallel = any(
                len(other.parts) == len(group.parts) and measure_of(other.whole) != measure_of(group.whole)
                for other in exact
            )
            finding = _check_group(folded, group, parallel)
            if finding and all(finding.span != known.span for known in findings):
                findings.append(finding)
        findings += _check_shares(folded, sentence, groups)
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


def measure_of(figure: TextFigure) -> str:
    """What may be added: persons whatever their classifier, otherwise one unit (per divisor)."""
    quantity = figure.quantity
    unit = unit_named(quantity.unit)
    name = PERSONS if unit and unit.dimension == PERSONS else quantity.unit
    if unit and quantity.kind in (Kind.MEASURE, Kind.MONEY):
        name = unit.dimension
    return f"{name}/{quantity.per}" if quantity.per else name


# -- which figures are parts of which -------------------------------------------------------------


def _groups(text: str, figures: list[TextFigure]) -> Iterator[_Group]:
    for k, whole in enumerate(figures):
        after = figures[k + 1 : k + 1 + _MOST_PARTS]
        if after:
            yield from _after_whole(text, whole, after)
        yield from _before_sum(text, figures, k)


def _after_whole(text: str, whole: TextFigure, after: list[TextFigure]) -> Iterator[_Group]:
    """W(p、p), W,其中p、p, W:p、p, 共W,分别为p、p."""
    start, stop = whole.span.end, after[-1].span.end
    bracket = text.find("(", start, start + 24)
    opens = bracket >= 0 and not re.search(r"[,。;)]|\d", text[start:bracket])
    if opens:
        close = text.find(")", bracket)
        inside = [f for f in after if bracket < f.span.start < close]
        among = _AMONG.match(text, bracket + 1) is not None
        yield from _same(whole, inside, complete=not among and len(inside) > 1)
        return
    first = next((f for f in after if measure_of(f) == measure_of(whole)), None)
    if first is None:
        return
    gap = text[start : first.span.start]
    if len(gap) > 60:
        return
    reach = _reach(text, start, stop)
    parts = [f for f in after if f.span.end <= reach]
    if _AMONG.search(gap):
        yield from _same(whole, _until_next_whole(text, parts), complete=False)
    elif _EACH.search(gap) or ":" in gap:
        yield from _same(whole, parts, complete=True)


def _until_next_whole(text: str, parts: list[TextFigure]) -> list[TextFigure]:
    """Parts end where another 其中 divides one of them, or where the account moves on (…,办结95件)."""
    for k in range(1, len(parts)):
        if _MOVES_ON.search(text, parts[k - 1].span.end, parts[k].span.start):
            return parts[:k]
    return parts


def _reach(text: str, start: int, stop: int) -> int:
    ends = [place for sign in "。;\n" if (place := text.find(sign, start, stop)) >= 0]
    return min(ends, default=stop)


def _same(whole: TextFigure, parts: Sequence[TextFigure], complete: bool) -> Iterator[_Group]:
    same = tuple(part for part in parts if measure_of(part) == measure_of(whole))
    if same:
        yield _Group(whole, same, complete and len(same) > 1)


def _before_sum(text: str, figures: list[TextFigure], k: int) -> Iterator[_Group]:
    """p、p,共计W: the run of figures of the same measure directly before."""
    whole = figures[k]
    lead = text[max(0, whole.span.start - 6) : whole.span.start].rstrip()
    if k < 2 or not _SUM.search(lead) or lead.endswith("累计"):
        return
    parts: list[TextFigure] = []
    limit = _left_reach(text, whole.sentence.start, whole.span.start)
    for part in reversed(figures[max(0, k - _MOST_PARTS) : k]):
        if part.span.start < limit:
            break
        if measure_of(part) == measure_of(whole):
            parts.append(part)
    if len(parts) < 2 or any(_SUM.search(text[max(0, p.span.start - 6) : p.span.start]) for p in parts):
        return
    suffixes = [_sum(parts[:n]) for n in range(2, len(parts) + 1)]
    if not any(_meet(total, _strict(whole)) for total in suffixes):
        yield _Group(whole, tuple(reversed(parts)), True)


def _left_reach(text: str, start: int, stop: int) -> int:
    return max(start, text.rfind("。", start, stop), text.rfind(";", start, stop))


# -- whether they add up --------------------------------------------------------------------------


def _check_group(text: str, group: _Group, parallel: bool) -> Finding | None:
    whole, strict = group.whole, _strict(group.whole)
    for part in group.parts:
        if _exceeds(_strict(part), strict):
            pattern = N_("“{part}”是“{whole}”的一部分，却大于整体。")
            return _finding(whole, part, Message(pattern, {"part": part.surface, "whole": whole.surface}))
    total = _sum(group.parts)
    gaps: dict[str, str | int] = {
        "sum": interval_text(total),
        "whole": whole.surface,
        "count": len(group.parts),
    }
    if len(group.parts) > 1 and _exceeds(total, strict):
        return _finding(
            whole, group.parts[-1], Message(N_("{count} 个分项合计 {sum}，大于整体“{whole}”。"), gaps)
        )
    must = group.complete or parallel or _divides(text, group) or _is_slip(group, total)
    if must and len(group.parts) > 1 and not _meet(total, strict):
        return _finding(
            whole, group.parts[-1], Message(N_("{count} 个分项合计 {sum}，与整体“{whole}”不符。"), gaps)
        )
    return None


def _finding(whole: TextFigure, part: TextFigure, reason: Message) -> Finding:
    return Finding(whole.span, part.span, Outcome.CONTRADICT, reason)


def _sum(parts: Sequence[TextFigure]) -> Interval:
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    low_open = high_open = False
    for part in parts:
        strict = _strict(part)
        low = None if low is None or strict.low is None else low + strict.low
        high = None if high is None or strict.high is None else high + strict.high
        low_open, high_open = low_open or strict.low_open, high_open or strict.high_open
    return Interval(low, high, low_open, high_open)


def _strict(figure: TextFigure) -> Interval:
    """The strict interval; a claim without a number bounds nothing."""
    return figure.quantity.strict or Interval(None, None)


def _meet(left: Interval, right: Interval) -> bool:
    return not _exceeds(left, right) and not _exceeds(right, left)


def _exceeds(left: Interval, right: Interval) -> bool:
    """Every value of the left lies above every value of the right."""
    if left.low is None or right.high is None:
        return False
    return left.low > right.high or (left.low == right.high and (left.low_open or right.high_open))


def _sums_exactly(group: _Group) -> bool:
    total = sum((part.quantity.base or Fraction(0) for part in group.parts), Fraction(0))
    exact = all(figure.quantity.relation is Relation.EQ for figure in (group.whole, *group.parts))
    return exact and len(group.parts) > 1 and total == group.whole.quantity.base


def _is_slip(group: _Group, total: Interval) -> bool:
    """Whole and sum of at least three parts have the same digits in another order: 461 and 416."""
    whole = group.whole.quantity.base
    if len(group.parts) < 3 or whole is None or total.low is None or total.low != total.high:
        return False
    return total.low != whole and sorted(str(total.low)) == sorted(str(whole))


def _divides(text: str, group: _Group) -> bool:
    """Whether the labels of the parts divide the whole: 男/女, 国家级/省级/市级/县级, …其他."""
    labels = []
    place = group.whole.span.end
    for part in group.parts:
        pieces = [piece for piece in _LABEL_ENDS.split(text[place : part.span.start]) if piece]
        labels.append(pieces[-1] if pieces else "")
        place = part.span.end
    tails = [text[part.span.end : part.span.end + 4] for part in group.parts]
    if labels[-1].startswith(_REST) or any(tail.startswith(_REST) for tail in tails[-1:]):
        return True
    named = [label.removeprefix("其中") + tail for label, tail in zip(labels, tails, strict=True)]
    return any(
        len(family) == len(named) and all(word in name for word, name in zip(family, named, strict=True))
        for family in _FAMILIES
    )


# -- percentages ----------------------------------------------------------------------------------


def _check_shares(text: str, sentence: list[TextFigure], groups: list[_Group]) -> Iterator[Finding]:
    """100人中有30人,占20%: a share against its pair."""
    wholes = {part.span: group.whole for group in groups for part in group.parts}
    for before, part, share in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if share.quantity.kind not in (Kind.PERCENT, Kind.FRACTION):
            continue
        if not _SHARE.search(text[part.span.end : share.span.start]):
            continue
        whole = wholes.get(part.span) or _pair_of(text, before, part)
        if whole and not _share_fits(part, whole, share):
            gaps = {"part": part.surface, "whole": whole.surface, "share": share.surface}
            reason = Message(N_("“{part}”与“{whole}”之比与“{share}”不符。"), gaps)
            yield Finding(share.span, part.span, Outcome.CONTRADICT, reason)


def _pair_of(text: str, before: TextFigure, part: TextFigure) -> TextFigure | None:
    """100人中有30人: the figure before as the whole."""
    if measure_of(before) != measure_of(part):
        return None
    return before if re.search(r"中|里|内", text[before.span.end : part.span.start]) else None


def _share_fits(part: TextFigure, whole: TextFigure, share: TextFigure) -> bool:
    low, high = _strict(part), _strict(whole)
    scale = 100 if share.quantity.kind is Kind.PERCENT else 1
    least = low.low / high.high * scale if low.low is not None and high.high else None
    most = low.high / high.low * scale if low.high is not None and high.low else None
    ratio = Interval(least, most, low.low_open or high.high_open, low.high_open or high.low_open)
    return _meet(ratio, _strict(share))


def interval_text(interval: Interval) -> str:
    """A sum in words: one number where all parts are exact."""
    low = readable(interval.low) if interval.low is not None else "?"
    high = readable(interval.high) if interval.high is not None else "…"
    return low if low == high else f"{low}–{high}"
