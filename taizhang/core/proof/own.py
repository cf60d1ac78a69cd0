"""What an office has written down beside names: set phrases, project titles, the order of recipients, its archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from taizhang.core.proof.model import HAN, ProofClass, ProofRule, ProofText, RuleLevel, Suspect
from taizhang.core.proof.names import edits
from taizhang.core.proof.words import instead_of
from taizhang.core.text.messages import N_

_TITLE = re.compile(r"[《“](?P<at>[^《》“”\n]{4,40})[》”]")
_RECIPIENTS = re.compile(r"^[ \t　]*(?:报|送|发|抄报|抄送|主送)[：:](?P<names>.+)$", re.M)
_NAME = re.compile(r"[^，、；。\s]+")
_WINDOW = re.compile(rf"(?=([{HAN}]{{5}}))")
_USUAL = 6  # times that the archive has a wording before another is asked about
_SHARE = 10  # and at most one in so many otherwise


def _wrong_phrases(text: ProofText) -> Iterable[Suspect]:
    for phrase in text.context.register.phrases:
        for wrong in phrase.wrong if phrase.holds_on(text.context.day) else ():
            yield from instead_of(text.text, wrong, phrase.say)


def _out_of_date(text: ProofText) -> Iterable[Suspect]:
    for phrase in text.context.register.phrases:
        if not phrase.holds_on(text.context.day):
            yield from (Suspect(*found.span()) for found in re.finditer(re.escape(phrase.say), text.text))


def _short_before_full(text: ProofText) -> Iterable[Suspect]:
    for phrase in text.context.register.phrases:
        first, full = text.text.find(phrase.say), text.text.find(phrase.full) if phrase.full else 0
        if phrase.full and first >= 0 and (full < 0 or first < full):
            yield Suspect(first, first + len(phrase.say), phrase.full)


def _projects(text: ProofText) -> Iterable[Suspect]:
    titles = text.context.register.projects
    for match in _TITLE.finditer(text.text) if titles else ():
        near = [
            title
            for title in titles
            if title != match["at"] and edits(title, match["at"]) <= 1 + len(title) // 8
        ]
        if near and match["at"] not in titles:
            yield Suspect(*match.span("at"), near[0])


def _order(text: ProofText) -> Iterable[Suspect]:
    places = {name: n for n, name in enumerate(text.context.register.recipients)}
    for line in _RECIPIENTS.finditer(text.text) if places else ():
        last = -1
        for name in _NAME.finditer(text.text, *line.span("names")):
            place = places.get(name[0], last)
            if place < last:
                yield Suspect(*name.span())
            last = max(place, last)


def usual_wordings(texts: Iterable[str]) -> dict[str, str]:
    """Return, for two characters on either side, the one that these texts have between them where it is nearly always
    the same: ``ProofContext.wordings`` of an archive.
    """
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        for match in _WINDOW.finditer(text):
            word = match[1]
            counts.setdefault(word[:2] + word[3:], Counter())[word[2]] += 1
    return dict(_settled(counts))


def _settled(counts: dict[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    for around, between in counts.items():
        sign, often = between.most_common(1)[0]
        if often >= _USUAL and (between.total() - often) * _SHARE <= often:
            yield around, sign


def _unusual(text: ProofText) -> Iterable[Suspect]:
    wordings = text.context.wordings
    for match in _WINDOW.finditer(text.text) if wordings else ():
        word = match[1]
        usual = wordings.get(word[:2] + word[3:])
        if usual and usual != word[2]:
            yield Suspect(match.start(1), match.end(1), word[:2] + usual + word[3:])


_CLASS, _OWN = ProofClass.REGISTER, RuleLevel.OWN

RULES = (
    ProofRule(
        "phrase-wrong", _CLASS, _OWN, "", _wrong_phrases,
        N_("“{words}”的规范表述是“{right}”。"),
        "推进文明实践中心建设。", "推进新时代文明实践中心建设。",
    ),
    ProofRule(
        "phrase-out-of-date", _CLASS, _OWN, "", _out_of_date,
        N_("“{words}”这一表述目前不在使用期内，请核对。"),
        "落实百日攻坚行动。", "落实长效机制。",
    ),
    ProofRule(
        "phrase-short-first", _CLASS, _OWN, "", _short_before_full,
        N_("“{words}”首次出现应写全称“{right}”。"),
        "深化双争活动。", "深化争当文明市民、争创文明单位活动，双争活动进社区。",
    ),
    ProofRule(
        "project-title", _CLASS, _OWN, "", _projects,
        N_("“{words}”与项目名称“{right}”相近，请核对。"),
        "“邻里议事亭建没”项目进展顺利。", "“邻里议事亭建设”项目进展顺利。",
    ),
    ProofRule(
        "recipient-order", _CLASS, _OWN, "", _order,
        N_("“{words}”与本机关报送发的排列顺序不符。"),
        "报：市政府，市委", "报：市委，市政府，市政协",
    ),
    ProofRule(
        "archive-wording", ProofClass.PAIR, _OWN, "", _unusual,
        N_("“{words}”这个说法以往写作“{right}”，请核对。"),
        "推动新时代文朋实践走深走实。", "推动新时代文明实践走深走实。",
    ),
)  # fmt: skip
