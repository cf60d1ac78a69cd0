"""Which figures of a sentence are given as parts of another: the grammar of 其中, brackets, 分别为, colons and 共计.

A whole opens an enumeration by one of ``OPENINGS``, or stands behind it (``totals``). The parts are the items of that
enumeration: each has a figure of the whole's measure, and two are parted by 、, a conjunction or, where the label is
a bare noun or divides the whole, a comma. A figure for each (每支15名), one of another time (去年60家), a change
(增加3场) and a plan (计划40人) is neither part nor whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taizhang.core.figures.arithmetic import meet, strict_of, sum_of
from taizhang.core.figures.model import Interval, Kind, TextFigure
from taizhang.core.figures.units import PERSONS, unit_named

MOST_PARTS = 40
_NOUN = r"[^,。;、:()\d\n]{0,12}"  # what the whole counts, standing behind it

REST = ("其他", "其它", "其余", "剩余", "余下", "剩下")
FAMILIES = tuple(
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
# What persons are besides: one may be a woman, a party member and a student at once.
SIDES = tuple(
    re.compile(words)
    for words in (
        "[男女]|巾帼", "党员|团员|党派", "岁|青年|老年|青少年", "学历|本科|大专|研究生|硕士|博士", "民族",
        "学生|教师|干部|职工|农民|退休|退役|农民工", "注册|在册|登记", "活跃|骨干|持证|优秀", "线上|线下", "重复|首次",
    )
)  # fmt: skip
_LATER = tuple(sorted({word for family in FAMILIES for word in family[1:]}))

_CLAUSE = re.compile(r"[,。;、:(\n]")
_OTHER_TIME = re.compile(r"去年|上年|上月|上季|同期|往年|历年|前年|原有|原来")
_CHANGE = re.compile(r"(?<![评占对])比(?![赛武例拼较])|较(?![大为多少小高低强好])|同比|环比")
_EACH = re.compile(
    r"(?:每|人均|户均|平均)[^,。;、:()\d]{0,8}$"
    r"|[\d一二两三四五六七八九十][^,。;、:()\d]{1,8}各(?![类级项种界地族镇乡村县市区])[^,。;、:()\d]{0,8}$"
)
_NO_PART = re.compile(
    r"(?<![评占对])比(?![赛武例拼])|较|计划|目标|不含|不包括|除|另|每|各(?![类级项种界地族镇乡村县市区])|均"
    r"|累计|价值|折合|约合|合计|总计|共(?![青产享建同和])"
)
_RANGE = re.compile(
    r"(?:[由从][^,。;、:()\d]{0,6}|[增减提降升扩][^,。;、:()\d]{0,4}[到至][^,。;、:()\d]{0,6})$"
)
_TAKEN_AWAY = re.compile(r"减少|减去|退出|取消|调出|转出|撤销")
_ETC = re.compile(r"[^,。;、:()\d\n]{0,10}等(?![级次候待距同])")
_LINK = re.compile(r"[^,。;、:()\n]*?(?P<link>[、,;]|以?及|[和与])(?P<label>[^,。;、:()\n]*)")
_VERB = re.compile(
    r"[办结改解增减并再还已超涉达获开撬带覆服发惠参吸投引接走慰拆清招推送]|完成|整治|整改|培训|表彰|处理|收到|目前|现场|同时"
)
_BARE_LABEL = 8  # characters of a label behind a comma that may still be a noun by itself
_SUM = re.compile(r"(?:(?P<sure>共计|合计|总计|总共|合共)|共有?|(?<!累)计)(?:达到?|有|为|约)?$")
_LEAD = 40  # characters before a figure in which its clause is looked for


@dataclass(frozen=True, slots=True)
class Opening:
    """How parts follow their whole: ``pattern`` is matched right behind it, and the enumeration begins at its end.

    ``complete`` says that the form promises all parts. In ``example`` the parts of the first figure do not fit it by
    this opening; ``counter`` resembles it and has no parts.
    """

    name: str
    pattern: re.Pattern[str]
    complete: bool
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Part:
    """A figure given as a part, the words before it (its label) and those behind it up to the next mark."""

    figure: TextFigure
    label: str
    tail: str


@dataclass(frozen=True, slots=True)
class Group:
    """A whole and its parts; ``complete``: the form promises all of them.

    ``run`` is the sum of the figures that the whole ends an enumeration of (咨询20件、投诉30件，其中…): the parts may be
    of all of them.
    """

    whole: TextFigure
    parts: tuple[Part, ...]
    complete: bool
    run: Interval | None = None

    @property
    def figures(self) -> tuple[TextFigure, ...]:
        return tuple(part.figure for part in self.parts)


OPENINGS = (
    Opening(
        "among", re.compile(r"[^。;\n]{0,40}?[,(]?其中[,:]?(?:有|包括|含有?|为)?"), False,
        "受理10件，其中咨询12件。", "受理10件，较去年增加4件，其中咨询8件。",
    ),
    Opening(
        "bracket of some", re.compile(rf"{_NOUN}\((?:包括|包含|含有?|内含)"), False,
        "建成站点10个（含社区站12个）。", "建成站点10个（不含社区站12个）。",
    ),
    Opening(
        "bracket", re.compile(rf"{_NOUN}\("), True,
        "滞后项目14宗（民生9宗、产业6宗）。", "建成书屋86个（去年60个、前年41个）。",
    ),
    Opening(
        "including", re.compile(rf"{_NOUN},(?:包括|包含|含有?|内含)(?![^,。;、]*在内)"), False,
        "选派干部10名，包括退休干部12名。", "选派干部6名，包括退休干部在内的志愿者40名到场。",
    ),
    Opening(
        "respectively", re.compile(rf"{_NOUN}[,:]?(?:分别|依次)(?:为|是|有|达)"), True,
        "共60件，分别为10件、20件、31件。", "3个社区分别有4个、5个、6个小广场。",
    ),
    Opening(
        "colon", re.compile(rf"{_NOUN}:"), True,
        "共60件：咨询10件、求助20件、投诉31件。", "成立小分队5支：每支15名队员，另有10支后备队。",
    ),
)  # fmt: skip


def groups(text: str, figures: Sequence[TextFigure]) -> Iterator[Group]:
    """Yield the wholes of one sentence with their parts; ``text`` is folded, ``figures`` are its counts and measures."""
    for k, whole in enumerate(figures):
        if _is_compared(text, whole):
            continue
        yield from _opened(text, figures, k)
        yield from _totalled(text, figures, k)


def measure_of(figure: TextFigure) -> str:
    """What may be added: persons whatever their classifier, otherwise one unit (per divisor)."""
    quantity = figure.quantity
    unit = unit_named(quantity.unit)
    name = PERSONS if unit and unit.dimension == PERSONS else quantity.unit
    if unit and quantity.kind in (Kind.MEASURE, Kind.MONEY):
        name = unit.dimension
    return f"{name}/{quantity.per}" if quantity.per else name


# -- a whole before its parts ---------------------------------------------------------------------


def _opened(text: str, figures: Sequence[TextFigure], k: int) -> Iterator[Group]:
    whole, measure = figures[k], measure_of(figures[k])
    after = figures[k + 1 : k + 1 + 2 * MOST_PARTS]
    for opening in OPENINGS:
        match = opening.pattern.match(text, whole.span.end)
        if match is None:
            continue
        start = match.end()
        if any(_takes_over(text, figure, measure) for figure in after if figure.span.start < start):
            return
        parts, ends = _parts(text, [f for f in after if f.span.start >= start], start, measure)
        counted = opening.complete and whole.quantity.base == len(parts)  # 3个社区分别有4个、5个、6个
        if parts and not counted and not (opening.complete and len(parts) == 1):
            yield Group(whole, parts, opening.complete and ends, _run(text, figures[: k + 1], measure))
        return


def _takes_over(text: str, figure: TextFigure, measure: str) -> bool:
    """Whether a figure between a whole and 其中 is itself the whole of what follows."""
    return measure_of(figure) == measure and not _is_compared(text, figure)


def _parts(text: str, after: Sequence[TextFigure], start: int, measure: str) -> tuple[tuple[Part, ...], bool]:
    """Return the items of the enumeration from ``start`` on, and whether they are all of it (no 等, nothing unread)."""
    stop = _end_of_list(text, start)
    inside = [figure for figure in after if figure.span.start < stop]
    parts: list[Part] = []
    place = start
    for figure in inside:
        label = _label(text, place, figure, parts)
        if label is None or _NO_PART.search(label) or _OTHER_TIME.search(label):
            break
        if measure_of(figure) == measure:
            parts.append(Part(figure, label, text[figure.span.end : figure.span.end + 4]))
        place = figure.span.end
    left = any(figure.span.start >= place and measure_of(figure) == measure for figure in inside)
    return tuple(parts), not left and _ETC.match(text, place) is None


def _label(text: str, place: int, figure: TextFigure, parts: Sequence[Part]) -> str | None:
    """Return the words that name an item; None where the figure does not go on with the list."""
    gap = text[place : figure.span.start]
    if not parts:
        return None if _CLAUSE.search(gap) or ")" in gap else gap
    if not gap:
        return parts[-1].label  # 33户98人: a second measure of the same item
    link = _LINK.fullmatch(gap)
    if link is None or "其中" in gap:
        return None
    label = link["label"]
    if parts[-1].label.startswith(REST) and link["link"] == ",":
        return None  # …、其他200株，成活1150株: 其他 was the last
    bare = len(label) <= _BARE_LABEL and _VERB.search(label) is None
    return label if link["link"] != "," or bare or label.startswith((*REST, *_LATER)) else None


def _end_of_list(text: str, start: int) -> int:
    """Return where an enumeration must have ended: its bracket is closed, or the sentence or its part ends."""
    opened = "(" in text[max(0, start - _LEAD) : start].rpartition(")")[2]
    stops = r"[)。\n]" if opened else r"[。\n]" if text[start - 1] == ":" else r"[。;\n]"
    end = re.compile(stops).search(text, start)
    return end.start() if end else len(text)


def _is_compared(text: str, figure: TextFigure) -> bool:
    """Whether a figure is of another time, a difference, one for each or an end of 由…增至…, hence no whole."""
    clause = _clause_before(text, figure)
    return any(pattern.search(clause) for pattern in (_OTHER_TIME, _CHANGE, _EACH, _RANGE))


def _clause_before(text: str, figure: TextFigure) -> str:
    start = max(figure.sentence.start, figure.span.start - _LEAD)
    return _CLAUSE.split(text[start : figure.span.start])[-1]


def _run(text: str, figures: Sequence[TextFigure], measure: str) -> Interval | None:
    """Return the sum of the enumeration that ends in the last figure; None where it stands alone."""
    run = [figures[-1]]
    for figure in reversed(figures[-MOST_PARTS:-1]):
        gap = text[figure.span.end : run[-1].span.start]
        if measure_of(figure) != measure or not _goes_on(gap) or "共" in gap:
            break
        run.append(figure)
    return sum_of(run) if len(run) > 1 else None


# -- a whole behind its parts ---------------------------------------------------------------------


def _totalled(text: str, figures: Sequence[TextFigure], k: int) -> Iterator[Group]:
    """p、p,共计W: the enumeration directly before; nothing where the last of its items sum up to the whole."""
    whole, measure = figures[k], measure_of(figures[k])
    word = _sum_word(text, whole)
    if word is None:
        return
    parts: list[TextFigure] = []
    place = whole.span.start
    for part in reversed(figures[max(0, k - MOST_PARTS) : k]):
        if not _goes_on(text[part.span.end : place]) or not _may_be_added(text, part):
            break
        if measure_of(part) == measure:
            parts.append(part)
        place = part.span.start
    sums = [sum_of(parts[:n]) for n in range(2, len(parts) + 1)]
    fits = any(meet(total, strict_of(whole)) for total in sums)
    if sums and not fits and (word["sure"] or _near(sums[-1], strict_of(whole))):
        yield Group(whole, tuple(Part(part, "", "") for part in reversed(parts)), True)


def _sum_word(text: str, figure: TextFigure) -> re.Match[str] | None:
    return _SUM.search(text[max(0, figure.span.start - 6) : figure.span.start].rstrip())


def _goes_on(gap: str) -> bool:
    return bool(re.search(r"[、,和及与]", gap)) and not re.search(r"[。;\n]|其中", gap)


def _may_be_added(text: str, part: TextFigure) -> bool:
    taken = _TAKEN_AWAY.search(_clause_before(text, part))
    return not (taken or _is_compared(text, part) or _sum_word(text, part))


def _near(total: Interval, whole: Interval) -> bool:
    """Whether 共 may be meant as a sum: one is at most twice the other."""
    if total.low is None or whole.low is None:
        return False
    return total.low <= 2 * whole.low and whole.low <= 2 * total.low


def overlaps(group: Group) -> bool:
    """Whether parts that need not be all are told by different sides, so that one thing may be in two of them."""
    if group.complete:
        return False
    named = [part.label + _CLAUSE.split(part.tail)[0] for part in group.parts]
    sides = [{k for k, side in enumerate(SIDES) if side.search(name)} for name in named]
    return sum(map(bool, sides)) > 1 and not set.intersection(*sides)


def divides(group: Group) -> bool:
    """Whether the labels of the parts divide the whole: 男/女, 国家级/省级/市级/县级, …其他."""
    last = group.parts[-1]
    if last.label.startswith(REST) or last.tail.startswith(REST):
        return True
    named = [part.label + part.tail for part in group.parts]
    return any(
        len(family) == len(named) and all(word in name for word, name in zip(family, named, strict=True))
        for family in FAMILIES
    )
