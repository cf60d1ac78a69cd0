"""Marks that count: headings (一、（一）1.（1）), parts of a sentence (一是, 第一, 一要), captions (图1, 表1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taizhang.core.proof.model import HAN, ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_
from taizhang.core.text.numerals import han_numeral, whole_number

_HAN_DIGITS = "一二三四五六七八九十"
_HAN = rf"[{_HAN_DIGITS}]{{1,3}}"
_LINE = r"^[ \t　]*"
_INLINE = r"(?:^[ \t　]*|(?<=[。；：，、！？]))"
_HEADINGS = re.compile(
    rf"(?:{_LINE}|(?<=[。；]))(?P<han>(?P<h>{_HAN})[、.．])(?![{_HAN_DIGITS}\d])"
    rf"|{_INLINE}(?P<round>[（(](?P<r>{_HAN})[）)])(?![号项条款])"
    rf"|{_INLINE}(?P<digit>(?P<d>\d{{1,2}})(?:[.．](?!\d)|、(?=[^\d{_HAN_DIGITS}])))"
    rf"|{_INLINE}(?P<inner>[（(](?P<i>\d{{1,2}})[）)])",
    re.M,
)
_RUNS = re.compile(
    rf"{_INLINE}(?:"
    rf"(?P<shi>(?P<s>[{_HAN_DIGITS}])是)(?![{_HAN_DIGITS}])"
    rf"|(?P<yao>(?P<y>[{_HAN_DIGITS}])要)"
    rf"|第(?P<di>(?P<d>[{_HAN_DIGITS}]))(?=[，、：,])"
    rf"|其(?P<qi>(?P<q>[{_HAN_DIGITS}]))(?=[，、：,]))",
    re.M,
)

_NUMBER = rf"[ 　]?(?:[0-9]{{1,3}}|{_HAN})"
_CAPTIONS = re.compile(
    rf"{_LINE}[!！]\[(?P<tu>图(?P<t>{_NUMBER}))(?![-—－.．])"
    rf"|{_LINE}(?P<biao>表(?P<b>{_NUMBER}))(?![-—－.．])(?=[^\n|]*\n[ \t　]*\|)",
    re.M,
)


class CountingMark(NamedTuple):
    """A mark of a sequence: which sequence (or depth of headings), its number and its place."""

    kind: int
    number: int
    start: int
    end: int


def number_of(numeral: str) -> int:
    """Return the number that 十二, 二十 or 12 writes; 0 where the characters write none."""
    return whole_number(numeral) or 0


def _marks(pattern: re.Pattern[str], text: str) -> list[CountingMark]:
    """The marks that the pattern finds; its groups come in pairs, the mark and its number."""
    found = []
    for match in pattern.finditer(text):
        kind = next(n for n, mark in enumerate(match.groups()[::2]) if mark is not None)
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \t　"))
        found.append(CountingMark(kind, number_of(match.groups()[2 * kind + 1]), start, match.end()))
    return found


class _Counter:
    """Where each sequence of a text stands: the number that should have been written and the one that was."""

    def __init__(self, marks: list[CountingMark], *, nested: bool) -> None:
        self._nested = nested
        self._marks = marks
        # Of each sequence the last mark that goes on.
        self._goes_on_until = {mark.kind: place for place, mark in enumerate(marks) if mark.number > 1}
        self._due = dict.fromkeys(range(4), 0)
        self._written = dict.fromkeys(range(4), 0)

    def take(self, place: int) -> CountingMark | None:
        """Count the mark; None where it is the next of its sequence, else the mark that should stand there."""
        mark = self._marks[place]
        other = self._meant(place)
        if other is not None:
            self._set(other, mark.number, mark.number)
            return mark._replace(kind=other)
        due = self._due[mark.kind] + 1
        again = mark.number == 1 and self._written[mark.kind] != 1
        again = again or (mark.number > 2 and not any(self._written.values()))  # an excerpt
        if mark.number in (due, self._written[mark.kind] + 1) or again:
            self._set(mark.kind, mark.number, mark.number)
            return None
        self._set(mark.kind, due, mark.number)
        return mark._replace(number=due)

    def _set(self, kind: int, due: int, written: int) -> None:
        self._due[kind], self._written[kind] = due, written
        for below in range(kind + 1, 4) if self._nested else ():
            self._due[below] = self._written[below] = 0

    def _meant(self, place: int) -> int | None:
        """The other sequence that the mark belongs to: its number is due there and the next mark goes on there."""
        mark, *later = self._marks[place : place + 2]
        if not later or later[0].kind == mark.kind:
            return None
        after = later[0]
        fits = self._due[after.kind] + 1 == mark.number and after.number == mark.number + 1
        goes_on = self._goes_on_until.get(mark.kind, -1) > place
        return after.kind if fits and (mark.number > 1 or not goes_on) else None


def _out_of_turn(marks: list[CountingMark], *, nested: bool) -> Iterator[tuple[CountingMark, CountingMark]]:
    counter = _Counter(marks, nested=nested)
    for place, mark in enumerate(marks):
        right = counter.take(place)
        if right is not None:
            yield mark, right


_FORMS = ("{han}、", "（{han}）", "{digit}.", "（{digit}）")


def _headings(text: ProofText) -> Iterable[Suspect]:
    for mark, right in _out_of_turn(_marks(_HEADINGS, text.plain), nested=True):
        yield Suspect(
            mark.start, mark.end, _FORMS[right.kind].format(han=han_numeral(right.number), digit=right.number)
        )


def _runs(text: ProofText) -> Iterable[Suspect]:
    for mark, right in _out_of_turn(_marks(_RUNS, text.plain), nested=False):
        words = ("{n}是", "{n}要", "第{n}", "其{n}")[right.kind]
        yield Suspect(mark.start, mark.end, words.format(n=han_numeral(right.number)))


def _captions(text: ProofText) -> Iterable[Suspect]:
    """Pictures and tables are counted apart, those of one article from 1."""
    marks = _marks(_CAPTIONS, text.plain)
    for kind, word in enumerate("图表"):
        for mark, right in _out_of_turn([each for each in marks if each.kind == kind], nested=False):
            at = text.plain.index(word, mark.start)
            number = right.number if text.plain[mark.end - 1].isdecimal() else han_numeral(right.number)
            yield Suspect(at, mark.end, f"{word}{number}")


def _alone(text: ProofText) -> Iterable[Suspect]:
    marks = _marks(_RUNS, text.plain)
    for k, mark in enumerate(marks):
        if mark.number == 1 and all(other.number == 1 for other in marks[k + 1 : k + 2]):
            yield Suspect(mark.start, mark.end)


def _digit_marks(text: ProofText) -> Iterable[Suspect]:
    """1、 for 1.: each where both forms stand in the text, else only the first."""
    wrong = list(matching(rf"{_INLINE}(?P<at>\d{{1,2}}、)(?=[^\d{_HAN_DIGITS}])")(text))
    mixed = re.search(rf"{_INLINE}\d{{1,2}}[.．](?!\d)", text.plain, re.M)
    return wrong if mixed else wrong[:1]


_SIDE = re.compile(r"(?<!另)(?<!某)(?<!这)(?<!那)一方面(?!军)")
_NEXT = re.compile(rf"{_INLINE}其次(?=[，、是要])", re.M)
_FIRST = re.compile("首先|第一|一是|其一|一要|最重要|首要|主要")


def _sides(text: ProofText) -> Iterable[Suspect]:
    """一方面 without 另一方面, 其次 without 首先."""
    for start, end in text.paragraphs:
        found = list(_SIDE.finditer(text.text, start, end))
        if len(found) == 1 and not re.search("(?:另|又|再)一方面|同时|另外", text.text[found[0].end() : end]):
            yield Suspect(*found[0].span())
    for match in _NEXT.finditer(text.plain):
        if not _FIRST.search(text.plain, 0, match.start()):
            yield Suspect(match.end() - 2, match.end())


RULES = (
    ProofRule(
        "heading-order", ProofClass.LEVEL, RuleLevel.STANDARD, "GB/T 9704—2012 7.3.3", _headings,
        N_("层次序号“{words}”不接上文，此处是否应为“{right}”？"),
        "一、目标\n二、任务\n四、要求", "一、目标\n二、任务\n（一）建队伍\n（二）建阵地\n三、要求",
    ),
    ProofRule(
        "heading-digit-mark", ProofClass.LEVEL, RuleLevel.STANDARD, "GB/T 15834—2011 4.1.3", _digit_marks,
        N_("阿拉伯数字序号后用下脚点，“{words}”是否改为“1.”的形式？"),
        "1、清理楼道。\n2.修补路面。", "一、清理楼道。小学三、四年级参加，修补路面1、2期工程。",
    ),
    ProofRule(
        "heading-mark", ProofClass.LEVEL, RuleLevel.STANDARD, "GB/T 9704—2012 7.3.3",
        matching(rf"{_LINE}(?P<at>(?P<n>{_HAN})[.．:：）)])(?=[{HAN}“])", r"\g<n>、"),
        N_("层次序号“{words}”后的标点应为顿号，是否改为“{right}”？"),
        "一.健全机制\n二、强化保障", "一、健全机制",
    ),
    ProofRule(
        "run-order", ProofClass.RUN, RuleLevel.CUSTOM, "", _runs,
        N_("分述序号“{words}”不接上文，此处是否应为“{right}”？请核对是否缺项、重号。"),
        "一是压实责任；二是严格执法；二是强化宣传。",
        "一是压实责任；二是严格执法。一要建队伍，二要建阵地。一是一、二是二。",
    ),
    ProofRule(
        "caption-order", ProofClass.RUN, RuleLevel.CUSTOM, "", _captions,
        N_("“{words}”的编号不接上文，此处是否应为“{right}”？正文里提到它的地方请一并核对。"),
        "表1 经费\n| 街道 |\n| --- |\n| 东河 |\n表3 人次\n| 街道 |\n| --- |\n| 东河 |",
        "表1 经费\n| 街道 |\n| --- |\n| 东河 |\n见表3。\n表 2 人次\n| 街道 |\n| --- |\n| 东河 |",
    ),
    ProofRule(
        "run-alone", ProofClass.RUN, RuleLevel.CUSTOM, "", _alone,
        N_("只有“{words}”，没有下一项，是否缺项，或者不必编号？"),
        "一是把工坊开进村，带动就业。", "一是建档，二是上门。原因之一是路窄。",
    ),
    ProofRule(
        "run-side", ProofClass.RUN, RuleLevel.CUSTOM, "", _sides,
        N_("“{words}”没有与它相对的另一项，是否缺项？"),
        "一方面完善设施，方便群众。", "一方面完善设施，另一方面优化服务。首先摸排，其次整改。",
    ),
)  # fmt: skip
