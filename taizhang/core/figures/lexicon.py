"""The lexicon: names and set phrases that hold a numeral and are no figures (二十大, 三会一课, 12345).

The list ships as ``names.txt``; an office adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

NUMERAL_SIGNS = frozenset("0123456789零一二两三四五六七八九十百千万亿几数半")


_DIGITS = re.compile("[0-9]+")

_ROUNDS = re.compile(
    "检查|走访|督[查导]|排查|培训|宣讲|测[试评]|巡|讨论|征求|修[改订]|核|评|筛|摸排|调研|座谈|[抽暗]|回访|谈"
)
# Short names that are a numeral with its unit before these words, or behind these signs.
_COUNTED_BEHIND: Mapping[str, re.Pattern[str]] = {
    "一点": re.compile(
        "[零一二三四五六七八九]+(?:[倍成万亿吨亩元米%℃]|个?百分点|公[里斤顷]|[平立]方|个?小时)"
    ),
    "两面": re.compile("[锦红国党队]旗|旗[帜子]|文化墙|墙|镜|牌|鼓"),
    "四轮": _ROUNDS,
    "四方": re.compile("面(?!八)"),
    "八方": re.compile("面"),
    "五小": re.compile("时"),
    "四周": re.compile("时间|的?(?:培训|课程|实践)"),
}
_COUNTED_AHEAD: Mapping[str, str] = {
    "四处": "出了共有增成建改置设治拆除现点清毁移",
    "四周": "期续时达满训共",
}


@dataclass(frozen=True)
class Lexicon:
    """Names that are not figures. Names without a numeral have no effect."""

    names: frozenset[str]

    def with_names(self, names: Iterable[str]) -> Lexicon:
        """The same lexicon with more names, e.g. those of an office's own campaigns."""
        return Lexicon(self.names | frozenset(name.strip() for name in names if name.strip()))

    @cached_property
    def _by_signs(self) -> Mapping[str, Mapping[tuple[int, int], frozenset[str]]]:
        """First numeral sign and the sign after it → (place of the first in the name, length of the name) → names."""
        index: dict[str, dict[tuple[int, int], set[str]]] = {}
        for name in self.names:
            lead = next((k for k, sign in enumerate(name) if sign in NUMERAL_SIGNS), None)
            if lead is not None:
                index.setdefault(name[lead : lead + 2], {}).setdefault((lead, len(name)), set()).add(name)
        return {
            signs: dict(
                sorted(((key, frozenset(group)) for key, group in groups.items()), key=_longest_first)
            )
            for signs, groups in index.items()
        }

    @cached_property
    def digit_runs(self) -> frozenset[str]:
        """The digits with which the numerals of names begin: no other digits begin a name."""
        return frozenset(run[0] for name in self.names for run in [_DIGITS.search(name)] if run)

    def name_at(self, text: str, at: int) -> tuple[int, int] | None:
        """The span of the longest name whose first numeral stands at this place."""
        pair, alone = self._by_signs.get(text[at : at + 2]), self._by_signs.get(text[at])
        best: tuple[int, int] | None = None
        for groups in (pair, alone):
            for (lead, length), names in groups.items() if groups else ():
                start = at - lead
                if best and best[1] - best[0] >= length:
                    break
                name = text[start : start + length]
                if (
                    start >= 0
                    and name in names
                    and _is_whole(text, start, length)
                    and not _is_count(text, start, name)
                ):
                    best = start, start + length
                    break
        return best


def _longest_first(entry: tuple[tuple[int, int], frozenset[str]]) -> tuple[int, int]:
    (lead, length), _ = entry
    return -length, lead


def _is_count(text: str, start: int, name: str) -> bool:
    """Whether what looks like the name is a numeral with its unit there: 收到两面锦旗, 排查出四处隐患, 服务五小时."""
    behind, ahead = _COUNTED_BEHIND.get(name), _COUNTED_AHEAD.get(name)
    return (behind is not None and behind.match(text, start + len(name)) is not None) or (
        ahead is not None and text[start - 1 : start] in ahead
    )


def _is_whole(text: str, start: int, length: int) -> bool:
    """A name in digits is not part of a longer number: 1100 does not hold 110."""
    end = start + length
    cut_before = text[start].isdigit() and _number_ends(text[max(0, start - 2) : start])
    cut_after = text[end - 1].isdigit() and _number_goes_on(text[end : end + 2])
    return not cut_before and not cut_after


def _number_ends(lead: str) -> bool:
    return lead[-1:].isdigit() or (lead[-1:] in (".", ",") and lead[:1].isdigit())


def _number_goes_on(tail: str) -> bool:
    return tail[:1].isdigit() or (tail[:1] in (".", ",") and tail[1:].isdigit())


def _load() -> Lexicon:
    lines = files(__package__).joinpath("names.txt").read_text(encoding="utf-8").splitlines()
    return Lexicon(frozenset(word for line in lines for word in line.split("#")[0].split()))


DEFAULT_LEXICON = _load()
