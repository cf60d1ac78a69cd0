"""Brackets and quotation marks that have no partner, or the wrong one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taizhang.core.proof.model import Finder, ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_

_PAIRS = dict(zip("（(《〈“‘〔【[「", "）)》〉”’〕】]」", strict=True))
_OPENING = {close: opening for opening, close in _PAIRS.items()}
_INNER = {"‘": "“", "〈": "《"}
_SIGNS = re.compile("[" + re.escape("".join([*_PAIRS, *_OPENING])) + "]")
_COUNTING = re.compile(r"(?:^|[。；：，、\s])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
_LEAD = 5  # characters before a closing sign in which a counting mark stands; more than one has
_STOP = re.compile(r"[，。；！？\n]")
_LONGEST = 40  # characters within which the partner of a sign is looked for


class _Sign(NamedTuple):
    at: int
    sign: str


class _Trouble(NamedTuple):
    kind: str  # lone, mixed or single
    start: int
    end: int


def _troubles(text: ProofText) -> Iterator[_Trouble]:
    for start, end in text.paragraphs:
        yield from _Pairing(text.text, start, end).troubles()


class _Pairing:
    """The brackets and quotation marks of one paragraph, paired."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._open: list[_Sign] = []
        self._count: Counter[str] = Counter()  # of the signs that are open

    def troubles(self) -> Iterator[_Trouble]:
        for found in _SIGNS.finditer(self._text, self._start, self._end):
            sign = _Sign(found.start(), found[0])
            if sign.sign in _PAIRS:
                self._open.append(sign)
                self._count[sign.sign] += 1
            elif not self._is_counting(sign):
                yield from self._close(sign)
        for sign in self._open:
            yield self._lone(sign, self._end)

    def _is_counting(self, sign: _Sign) -> bool:
        """Whether the sign ends a mark such as 1） that has no opening one."""
        if sign.sign not in "）)" or self._count["（"] or self._count["("]:
            return False
        lead = self._text[max(self._start, sign.at - _LEAD) : sign.at]
        return _COUNTING.search(lead) is not None

    def _close(self, sign: _Sign) -> Iterator[_Trouble]:
        """Take the partner of a closing sign from those that are open; what was opened after it has none."""
        wanted = _OPENING[sign.sign]
        if self._count[wanted]:
            while (opened := self._pop()).sign != wanted:
                yield self._lone(opened, sign.at)
            if wanted in _INNER and not self._count[_INNER[wanted]]:
                yield _Trouble("single", opened.at, sign.at + 1)
        elif self._open and self._is_mixed(self._open[-1], sign):
            yield _Trouble("mixed", self._pop().at, sign.at + 1)
        else:
            yield _Trouble("lone", sign.at, sign.at + 1)

    def _pop(self) -> _Sign:
        opened = self._open.pop()
        self._count[opened.sign] -= 1
        return opened

    def _is_mixed(self, opened: _Sign, sign: _Sign) -> bool:
        """Whether a closing sign stands where that of another pair should: 《…〉, （…)."""
        rest = self._text[sign.at : min(sign.at + _LONGEST, self._end)]
        return sign.at - opened.at <= _LONGEST and _PAIRS[opened.sign] not in rest

    def _lone(self, sign: _Sign, end: int) -> _Trouble:
        """The sign, and what follows up to where its partner should be."""
        end = min(end, sign.at + _LONGEST)
        stop = _STOP.search(self._text, sign.at, end)
        return _Trouble("lone", sign.at, stop.start() if stop else end)


def _of_kind(kind: str) -> Finder:
    def find(text: ProofText) -> Iterable[Suspect]:
        return [Suspect(start, end) for found, start, end in _troubles(text) if found == kind]

    return find


RULES = (
    ProofRule(
        "bracket-lone", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.8、4.9", _of_kind("lone"),
        N_("“{words}”处的括号或引号不成对，请补上或删去一半。"),
        "设有3个功能区（其中阅览区可同时容纳80人。", "1）改造出入口，设有3个功能区（阅览区可容纳80人）。",
    ),
    ProofRule(
        "bracket-mixed", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.8、4.9", _of_kind("mixed"),
        N_("“{words}”前后两半不是一对。"),
        "《乡村记忆〉系列短视频。", "《乡村记忆》系列短视频。",
    ),
    ProofRule(
        "quote-single", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.8.3", _of_kind("single"),
        N_("单引号、单书名号只用在双的里面，“{words}”应用双的。"),
        "新建的‘共享花园’里，老人们围坐聊天。", "他说：“过去是‘你说我听’，现在一起说。”",
    ),
    ProofRule(
        "quote-nested", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.8.3",
        matching(r"“[^“”\n]*(?P<at>“(?P<w>[^“”\n]*)”)[^“”\n]*”", r"‘\g<w>’"),
        N_("双引号里面的引号用单引号，“{words}”应作“{right}”。"),
        "他说：“过去是“你说我听”，现在一起说。”", "他说：“过去是‘你说我听’，现在一起说。”",
    ),
    ProofRule(
        "title-straight", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.14",
        matching(r"<{1,2}(?P<w>[一-龥][^<>\n]{1,40})>{1,2}", r"《\g<w>》"),
        N_("书名号应用《》，“{words}”应作“{right}”。"),
        "印发<<实施方案>>。", "印发《实施方案》，面积<500平方米。",
    ),
    ProofRule(
        "quote-straight", ProofClass.BRACKET, RuleLevel.STANDARD, "GB/T 15834—2011 4.8",
        matching(r'"(?P<w>[^"“”\n]*[一-龥][^"“”\n]*)"', r"“\g<w>”"),
        N_("引号应用“”，这里用了直引号。"),
        '开展"送课上门"活动。', "开展“送课上门”活动。",
    ),
)  # fmt: skip
