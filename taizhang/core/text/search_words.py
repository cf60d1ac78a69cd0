"""What is searched for: the query as typed, the words an index keeps, and the places to be marked.

Chinese has no blanks between words, so a run of Han characters is kept as overlapping pairs (宣讲活动:
宣讲 讲活 活动 动); its last character stands alone once more. Each place of a text thus begins exactly one word of
the index: a phrase is a run of neighbouring words, and one character (场) is whatever begins with it. Letters
and numbers are kept whole: 23 does not find 2023. Forms are folded (NFKC, case); blanks between Han
characters, marks, and the commas between thousands count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.core.figures.model import Span
from taizhang.core.text.bigrams import BETWEEN, HanRun, bigrams, is_han, runs, stored_spans
from taizhang.core.text.folding import search_form

__all__ = ["LONGEST", "MOST_TERMS", "Query", "Term", "bigrams", "highlights", "parse", "parts_of", "term_of"]

LONGEST = 200  # characters of a query that are read
MOST_TERMS = 12  # phrases, words and exclusions together

_TERM = re.compile(r"(-?)(?:[\"“”]([^\"“”]*)[\"“”]?|[「『]([^」』]*)[」』]?|([^\s\"“”「『]+))")


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
    count, text = 0, search_form(query[:LONGEST])
    for minus, quoted, cornered, bare in _TERM.findall(text):
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
    if not words or not is_han(words[-1]):
        return Term(tuple(words), prefix=False)
    alone = len(words) == 1 or words[-2][1:] != words[-1]
    return Term(tuple(words if alone else words[:-1]), prefix=alone)


def highlights(text: str, query: Query) -> list[Span]:
    """Where phrases and words of the query stand in the text: in order, apart, in its own code points."""
    plain = search_form(text)
    wanted = [parts_of(term) for term in query.wanted]
    all_runs = [] if all(map(_of_one_run, wanted)) else runs(plain)
    found = sorted(
        span
        for parts in wanted
        for span in (_in_any_run(plain, parts[0]) if _of_one_run(parts) else _places(all_runs, parts))
    )
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged if len(plain) == len(text) else stored_spans(text, merged)


def parts_of(term: Term) -> list[str]:
    """The runs a term was made of: what stands between two words that do not overlap."""
    parts: list[str] = []
    run = ""
    for word in term.words:
        if run and word == run[-1]:  # the end of a run, once more alone
            run = ""
        elif run:
            run = parts[-1] = run + word[1:]
        else:
            parts.append(word)
            run = word if len(word) == 2 and is_han(word) else ""
    return parts


def _of_one_run(parts: list[str]) -> bool:
    return len(parts) == 1 and is_han(parts[0])


def _in_any_run(plain: str, part: str) -> Iterator[Span]:
    """Where Han characters stand next to each other: as :func:`_places` finds them, without making the runs."""
    return (Span(*found.span(1)) for found in re.finditer(f"(?=({BETWEEN.join(part)}))", plain))


def _places(all_runs: list[HanRun], parts: list[str]) -> Iterator[Span]:
    """Where the parts stand one after the other: each a whole run, but the first may be its end, the last its
    beginning, and one alone any part of it."""
    first, *middle = parts
    last = middle.pop() if middle else ""
    for k in range(len(all_runs) - len(parts) + 1):
        run, end = all_runs[k], all_runs[k + len(parts) - 1]
        if not last:
            yield from _inside(run, first)
        elif (
            (run.text == first or (not run.whole and run.text.endswith(first)))
            and (end.text == last or (not end.whole and end.text.startswith(last)))
            and [each.text for each in all_runs[k + 1 : k + 1 + len(middle)]] == middle
        ):
            size = len(run.text)
            yield Span(run.span(size - len(first), size).start, end.span(0, len(last)).end)


def _inside(run: HanRun, part: str) -> Iterator[Span]:
    at = run.text.find(part) if not run.whole or run.text == part else -1
    while at >= 0:
        yield run.span(at, at + len(part))
        at = run.text.find(part, at + 1)
