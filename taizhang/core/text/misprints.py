"""Words that were printed wrongly: where they stand, the text put right, where else the same was said.

Words that begin or end with a numeral are found as whole figures only: 8场 does not stand in 18场.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from taizhang.core.figures.model import Span
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.similarity import likeness

SAME = Fraction(1, 2)  # sentences as alike as that say the same of something
LEAST = 2  # signs of what is counted that make it a word of its own
_NUMERAL = "[0-9０-９〇零一二三四五六七八九十百千万亿两]"
_NOT_AFTER = rf"(?<!{_NUMERAL})(?<![0-9][.,])"
_NOT_BEFORE = rf"(?!{_NUMERAL})(?![.,][0-9])"
_END = re.compile(r"[。！？\n]")


def occurrences(text: str, words: str) -> list[Span]:
    """Where ``words`` stand in ``text``, without overlap; a figure only where it is the whole figure."""
    if not words:
        return []
    before = _NOT_AFTER if re.match(_NUMERAL, words[0]) else ""
    after = _NOT_BEFORE if re.match(_NUMERAL, words[-1]) else ""
    return [Span(*match.span()) for match in re.finditer(before + re.escape(words) + after, text)]


def replaced(text: str, wrong: str, right: str, which: int = 0) -> str:
    """The text with one place put right. ``which`` counts the places from 1; 0 where there is only one.

    Refused where the words do not stand there, and where they stand more than once and none was chosen.
    """
    places = occurrences(text, wrong)
    if not places:
        raise Refused(Message(N_("稿件中没有“{wrong}”，请照印出的文字填写。"), {"wrong": wrong}))
    if not which and len(places) > 1:
        words = N_("“{wrong}”在稿件中出现{n}次，请选定改哪一处。")
        raise Refused(Message(words, {"wrong": wrong, "n": len(places)}))
    if which > len(places):
        words = N_("“{wrong}”在稿件中只出现{n}次。")
        raise Refused(Message(words, {"wrong": wrong, "n": len(places)}))
    place = places[max(which, 1) - 1]
    return text[: place.start] + right + text[place.end :]


def sentence_around(text: str, span: Span) -> Span:
    """The place of the sentence (or line) around a place, with its stop and the blanks before it."""
    before = [match.end() for match in _END.finditer(text, 0, span.start)]
    after = _END.search(text, span.end)
    return Span(before[-1] if before else 0, after.end() if after else len(text))


def sentence_at(text: str, span: Span) -> str:
    """The sentence (or line) around a place."""
    return sentence_around(text, span).of(text).strip()


def said_again(words: str, sentence: str, counted: str, text: str) -> Iterator[str]:
    """The sentences of ``text`` in which ``words`` stand of the same thing as in ``sentence``.

    The same thing: what is ``counted`` stands in the sentence too, or the sentences are alike.
    """
    for span in occurrences(text, words):
        other = sentence_at(text, span)
        if (len(counted) >= LEAST and counted in other) or likeness(sentence, other) >= SAME:
            yield other


def next_letter(known: Iterable[str]) -> str:
    """The letter of the next version: B after A. Refused after Z."""
    last = max(known, default="A")
    if last >= "Z":
        raise Refused(Message(N_("修订版已到Z版，不能再出。")))
    return chr(ord(last) + 1)


def notice_words(number: str, title: str, wrong: str, right: str) -> Message:
    """The correction as it is printed: 本刊2026年第3期《…》一文中“8场”应为“9场”。特此更正。"""
    gaps: dict[str, str | int] = {"number": number, "title": title, "wrong": wrong, "right": right}
    return Message(N_("本刊{number}《{title}》一文中“{wrong}”应为“{right}”。特此更正。"), gaps)


def revision_words(letter: str, title: str, wrong: str, right: str) -> Message:
    """What a revision says of itself at its head."""
    gaps: dict[str, str | int] = {"letter": letter, "title": title, "wrong": wrong, "right": right}
    return Message(
        N_("本期为修订版（{letter}版）：《{title}》一文中“{wrong}”已更正为“{right}”，原版另存备查。"), gaps
    )
