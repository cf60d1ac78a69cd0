"""Parts that do not make their total: what the figures' checks find, rests (其余13个), parts of one noun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import takewhile

from taizhang.core.figures import Kind, Relation, TextFigure, check_text
from taizhang.core.figures.part_whole import measure_of
from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect
from taizhang.core.proof.sequences import number_of
from taizhang.core.text.messages import N_

_REST = re.compile(r"(?:其余|剩余|剩下|余下|尚余)的?$")
_MORE = re.compile(r"(?:另外|还有|尚有|仍有|另有)的?$")
_UNDONE = re.compile(r"[^，。；]{0,8}(?:正在|未|待|在建|推进)")
_AMONG = re.compile(r"其中|包括|分别")
_STOPS = re.compile(r"[，。；：、（）\s]")
_BEFORE = 120  # characters before the rest in which its total stands
_COUNTED = (Kind.COUNT, Kind.MEASURE, Kind.MONEY)


def _exact(text: ProofText) -> list[TextFigure]:
    return [
        figure
        for figure in text.figures
        if figure.quantity.kind in _COUNTED and figure.quantity.relation is Relation.EQ
    ]


def _contradictions(text: ProofText) -> Iterable[Suspect]:
    for finding in check_text(text.text, text.figures):
        places = [finding.span, *([finding.other] if finding.other else [])]
        start, end = min(place.start for place in places), max(place.end for place in places)
        yield Suspect(start, end) if end - start <= 60 else Suspect(*finding.span)


def _rests(text: ProofText) -> Iterable[Suspect]:
    """31个…其余13个 of 42个: no figure before is the sum of those between and the rest."""
    exact = _exact(text)
    for k, rest in enumerate(exact):
        if not _is_called_rest(text.text, rest):
            continue
        before = _before(exact, k)
        own = rest.quantity.base or Fraction(0)
        if len(before) > 1 and not _is_rest(before, own):
            yield Suspect(max(0, rest.span.start - 2), rest.span.end)


def _before(exact: list[TextFigure], k: int) -> list[Fraction]:
    """The values of the figures near before figure ``k`` that are of its measure, in the order of the text."""
    rest = exact[k]
    backwards = (exact[place] for place in range(k - 1, -1, -1))
    near = takewhile(lambda figure: rest.span.start - figure.span.end < _BEFORE, backwards)
    same = [figure.quantity.base or Fraction(0) for figure in near if measure_of(figure) == measure_of(rest)]
    return same[::-1]


def _is_called_rest(text: str, figure: TextFigure) -> bool:
    """Whether a figure is what is left: 其余13个, 还有8个正在建设."""
    lead = text[max(0, figure.span.start - 4) : figure.span.start]
    return bool(_REST.search(lead) or (_MORE.search(lead) and _UNDONE.match(text, figure.span.end)))


def _is_rest(before: list[Fraction], rest: Fraction) -> bool:
    """Whether one of the numbers is the sum of some that follow it and the rest."""
    return any(
        whole == sum(before[first:last], rest)
        for at, whole in enumerate(before)
        for first in range(at + 1, len(before) + 1)
        for last in range(first, len(before) + 1)
    )


def _near_totals(text: ProofText) -> Iterable[Suspect]:
    """Parts after 其中 whose labels end alike (城区线路, 城乡线路) and that make nearly the total."""
    exact = _exact(text)
    for k, whole in enumerate(exact):
        parts = list(_parts(text.text, whole, exact[k + 1 : k + 9]))
        labels = [_label(text.text, part) for part in parts]
        total = sum((part.quantity.base or Fraction(0) for part in parts), Fraction(0))
        away = abs(total - (whole.quantity.base or Fraction(0)))
        close = away and away <= max(Fraction(2), (whole.quantity.base or Fraction(0)) / 20)
        if len(parts) > 1 and close and _alike(labels):
            yield Suspect(parts[0].span.start, parts[-1].span.end)


def _parts(text: str, whole: TextFigure, after: list[TextFigure]) -> Iterator[TextFigure]:
    """The figures of the whole's measure that follow 其中 in one clause chain."""
    place = whole.span.end
    for part in after:
        gap = text[place : part.span.start]
        opens = place == whole.span.end and _AMONG.search(gap) and len(gap) < 24
        if measure_of(part) != measure_of(whole) or len(gap) > 24 or "。" in gap:
            return
        if not opens and (
            place == whole.span.end or not re.match(r"[、，；]", gap) or re.search("[全共]", gap)
        ):
            return
        yield part
        place = part.span.end


def _label(text: str, part: TextFigure) -> str:
    lead = _STOPS.split(text[max(0, part.span.start - 12) : part.span.start])[-1]
    return lead.removeprefix("其中")


def _alike(labels: list[str]) -> bool:
    """Whether the labels are of one kind: the last character is the same, the first differs."""
    return all(labels) and len({label[-1] for label in labels}) == 1 and len(set(labels)) == len(labels)


_LIST = re.compile(
    r"(?P<at>(?P<n>[二两三四五六七八九十]|(?<!\d)\d)个(?:阶段|环节|步骤|板块|层面))："
    r"(?P<list>[^，。；：（）“”\n、]+(?:、[^，。；：（）“”\n、]+)+)[。；]"
)
_JOINED = re.compile("[和及与]|以及")


def _lists(text: ProofText) -> Iterable[Suspect]:
    """三个阶段：宣传发动、组织实施: as many are named as are announced; 和 may part two or belong to one name."""
    for match in _LIST.finditer(text.text):
        least = match["list"].count("、") + 1
        most = least + len(_JOINED.findall(match["list"]))
        if not least <= number_of(match["n"]) <= most:
            yield Suspect(*match.span("at"))


_CLASS, _CUSTOM = ProofClass.SUM, RuleLevel.CUSTOM

RULES = (
    ProofRule(
        "sum-parts", _CLASS, _CUSTOM, "", _contradictions,
        N_("“{words}”的分项与总数不符，请核对。"),
        "全市共有养老机构63家，其中公办19家、民办45家。", "全市共有养老机构63家，其中公办19家、民办44家。",
    ),
    ProofRule(
        "sum-rest", _CLASS, _CUSTOM, "", _rests,
        N_("“{words}”与前面的总数、已列数相加不符，请核对。"),
        "今年计划改造老旧小区42个，已完工31个，其余13个正在推进。",
        "发现问题735个，已整改728个，其余7个正在整改；28项中已完成9项，过半的14项，其余5项持平。",
    ),
    ProofRule(
        "sum-list", _CLASS, _CUSTOM, "", _lists,
        N_("“{words}”与后面列出的项数不符，请核对。"),
        "分为三个阶段：宣传发动、组织实施。", "分为三个阶段：宣传发动、组织实施、总结提升；两个环节：座谈、走访和慰问。",
    ),
    ProofRule(
        "sum-near", _CLASS, _CUSTOM, "", _near_totals,
        N_("“{words}”各项相加与总数相差不多，请核对是否有一项写错。"),
        "新开公交线路9条，其中城区线路4条、城乡线路3条、定制线路1条。",
        "新开公交线路9条，其中城区线路4条、城乡线路4条、定制线路1条；建成书屋100个，其中示范书屋10个、星级书屋20个。",
    ),
)  # fmt: skip
