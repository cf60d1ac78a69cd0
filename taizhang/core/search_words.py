"""What is searched for: the query as typed, the words an index keeps, and the places to be marked.

Chinese has no blanks between words, so a run of Han characters is kept as overlapping pairs (宣讲活动:
宣讲 讲活 活动 动); its last character stands alone once more. Each place of a text thus begins exactly one word of
the index: a phrase is a run of neighbouring words, and one character (场) is whatever begins with it. Letters
and numbers are kept whole: 23 does not find 2023. Forms are folded (NFKC, case); blanks between Han
characters, marks, and the commas between thousands count for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.core.figures.model import Span

LONGEST = 200  # characters of a query that are read
MOST_TERMS = 12  # phrases, words and exclusions together

_HAN = "々-〇ぁ-ゖァ-ヺー㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff"
_BLANK = " \t\u200b-\u200d\u2060\ufeff\u00ad"
_WORD = re.compile(
    rf"(?P<han>[{_HAN}](?:[{_BLANK}]*[{_HAN}])*)"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"  # 1,100
    r"|(?<![0-9.])[0-9]+\.[0-9]+(?![0-9.])"  # 3.2, not 2023.9.1
    rf"|[^\W_{_HAN}]+"
)
_BLANKS = re.compile(rf"[{_BLANK}]+")
_TERM = re.compile(r"(-?)(?:[\"“”]([^\"“”]*)[\"“”]?|[「『]([^」』]*)[」』]?|([^\s\"“”「『]+))")


class _Fold(dict[int, str]):
    """Each code point to its folded form, never to nothing; worked out once."""

    def __missing__(self, code: int) -> str:
        sign = self[code] = unicodedata.normalize("NFKC", chr(code)).casefold()
        return sign


_FOLD = _Fold({ord("，"): "，"})  # 10，200 is two numbers


class Term(NamedTuple):
    """What must stand together: words of the index next to each other, in this order.

    ``prefix``: the last of them is one Han character, and any word that begins with it will do.
    """

    words: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: all of ``phrases`` and ``words``, none of ``excluded``; ``cut``: it was too long."""

    phrases: tuple[Term, ...] = ()
    words: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    cut: bool = False

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Empty where there is nothing to look for, even if something is excluded."""
        return self.phrases + self.words


def parse(query: str) -> Query:
    """A query as typed: blanks mean "and", quotation marks (“” 「」 "") hold a phrase, a leading - excludes.

    A quotation left open runs to the end. What is typed twice counts once; marks alone count for nothing.
    """
    found: dict[str, list[Term]] = {"phrase": [], "word": [], "excluded": []}
    count, folded = 0, query[:LONGEST].translate(_FOLD)
    for minus, quoted, cornered, bare in _TERM.findall(folded):
        term = term_of(quoted or cornered or bare)
        terms = found["excluded" if minus else "word" if bare else "phrase"]
        if term.words and term not in terms:
            count += 1
            if count <= MOST_TERMS:
                terms.append(term)
    cut = len(query) > LONGEST or count > MOST_TERMS
    return Query(tuple(found["phrase"]), tuple(found["word"]), tuple(found["excluded"]), cut)


def term_of(text: str) -> Term:
    """The words that stand next to each other wherever this text stands; none for marks alone."""
    words = bigrams(text)
    if not words or not re.match(f"[{_HAN}]", words[-1]):
        return Term(tuple(words), prefix=False)
    alone = len(words) == 1 or words[-2][1:] != words[-1]
    return Term(tuple(words if alone else words[:-1]), prefix=alone)


def bigrams(text: str) -> list[str]:
    """The words an index keeps of the text, in order; the place in the list is the word's position."""
    words: list[str] = []
    for found in _WORD.finditer(text.translate(_FOLD)):
        if found["han"]:
            run = _BLANKS.sub("", found[0])
            words += [run[k : k + 2] for k in range(len(run))]
        else:
            words.append(found[0].replace(",", ""))
    return words


def highlights(text: str, query: Query) -> list[Span]:
    """Where phrases and words of the query stand in the text: in order, apart, in its own code points."""
    folded = text.translate(_FOLD)
    placed = list(_placed(folded))
    found = sorted(span for term in query.wanted for span in _places(placed, term))
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged if len(folded) == len(text) else _unfolded(text, merged)


def _placed(folded: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each word with the places of its characters; a word of letters or digits is taken as one character."""
    for found in _WORD.finditer(folded):
        start, end = found.span()
        if not found["han"]:
            yield found[0].replace(",", ""), (start, end - 1)
            continue
        places = [k for k in range(start, end) if not _BLANKS.match(folded[k])]
        for at in range(len(places)):
            pair = tuple(places[at : at + 2])
            yield "".join(folded[k] for k in pair), pair


def _places(placed: list[tuple[str, tuple[int, ...]]], term: Term) -> Iterator[Span]:
    size, (*exact, last) = len(term.words), term.words
    for at in range(len(placed) - size + 1):
        word, places = placed[at + size - 1]
        fits = word.startswith(last) if term.prefix else word == last
        if fits and all(placed[at + k][0] == wanted for k, wanted in enumerate(exact)):
            yield Span(placed[at][1][0], (places[0] if term.prefix else places[-1]) + 1)


def _unfolded(text: str, spans: list[Span]) -> list[Span]:
    """Spans of the folded text in the text as stored, where one character became several (㎡: m2)."""
    origin = [k for k, sign in enumerate(text) for _ in _FOLD[ord(sign)]]
    return [Span(origin[start], origin[end - 1] + 1) for start, end in spans]
