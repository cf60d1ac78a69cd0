"""Sentences that stand twice: inside one text, or in what the office printed before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect
from taizhang.core.text.messages import N_

_SENTENCE = re.compile(
    r"[^。！？；\n]+[。！？；]?"
)  # read on to the end of a line without a stop: once, not from each place
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]+[是要、]|[（(]?[一二三四五六七八九十\d]+[）).、]|[，：”、\s])*"
)
_SIGNS = re.compile(r"[\s，。、；：！？“”‘’（）]+")
LEAST = 9  # characters of a sentence that is more than a phrase
_LONGEST = 60


def sentence_key(sentence: str) -> str:
    """Return what makes two sentences the same: without marks, signs and blanks; empty for a short one."""
    key = _SIGNS.sub("", _LEAD.sub("", sentence))
    return key if len(key) >= LEAST else ""


def sentence_keys(text: str) -> Iterator[str]:
    """Return the keys of the sentences of a text, for ``ProofContext.earlier``."""
    return (key for match in _ended(text) if (key := sentence_key(match[0])))


def _ended(text: str) -> Iterator[re.Match[str]]:
    """The sentences that end with a stop; what a line leaves open is none."""
    return (match for match in _SENTENCE.finditer(text) if match[0][-1] in "。！？；")


def _sentences(text: ProofText) -> Iterator[tuple[str, Suspect]]:
    for match in _ended(text.text):
        key = sentence_key(match[0])
        if key:
            start = match.start() + len(_LEAD.match(match[0])[0])  # type: ignore[index]
            yield key, Suspect(start, min(match.end(), start + _LONGEST))


def _inside(text: ProofText) -> Iterable[Suspect]:
    seen: set[str] = set()
    for key, place in _sentences(text):
        if key in seen:
            yield place
        seen.add(key)


def _earlier(text: ProofText) -> Iterable[Suspect]:
    for key, place in _sentences(text) if text.context.earlier else ():
        if where := text.context.earlier.get(key):
            yield place._replace(right=where)


RULES = (
    ProofRule(
        "repeat-inside", ProofClass.REPEAT, RuleLevel.CUSTOM, "", _inside,
        N_("这句话前文已有，请删去一处。"),
        "演员大多是本乡本土的村民，台上台下一家亲。变化看得见。演员大多是本乡本土的村民，台上台下一家亲。",
        "演员大多是本乡本土的村民，台上台下一家亲。演员大多是村民，台上台下一家亲。",
    ),
    ProofRule(
        "repeat-earlier", ProofClass.REPEAT, RuleLevel.OWN, "", _earlier,
        N_("这句话已在{right}刊出，请核对是否重复刊登。"),
        "各社区都建起了自己的邻里议事小屋。", "各社区都建起了邻里议事点。",
    ),
)  # fmt: skip
