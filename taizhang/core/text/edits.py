"""Known edits of a text: words replaced at given places, and paragraphs taken back from an earlier state.

Where an edit is known to the letter, places in the text are carried along by it and not by a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import MOST, Change, blocks, pairs
from taizhang.core.text.tables import ROW, is_row

ALIKE = 0.4  # share of two lines that must agree for one to have become the other
MOST_COMPARED = 200  # pairs of lines
REACHES = (8, 6, 4)  # characters on either side by which a character is found
LEAST = 4  # characters that must agree
_FIXED = re.compile(  # the line below a table's header, and what makes a picture's line one
    r"^[ \t\u3000]*\|(?:[ \t\u3000]*:?(?:-{2,}|[—–]+):?[ \t\u3000]*\|)+[ \t\u3000]*$"
    r"|[!！]\[(?=[^\[\]\n]*\]\(picture:)|\]\(picture:[a-p]{24}\)",
    re.MULTILINE,
)
_JOINTS = re.compile(
    r"\||(?<=\|)[ \t\u3000]*(?:<<|\^\^)(?=[ \t\u3000]*\|)"
)  # bars, and cells joined to others
_IN_ROW = str.maketrans({"|": "｜", "\n": " "})
_IN_PICTURE = str.maketrans({"[": "（", "]": "）", "|": "，", "\n": " "})


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """Lines as they were and as they are; ``number`` tells the pairs that differ, from 0, None where nothing changed."""

    before: str
    after: str
    number: int | None = None


def replaced(text: str, edits: Sequence[tuple[Span, str]]) -> tuple[str, list[Change]]:
    """Return the text with new words, as they fit there, at the places, which are in order and do not overlap; and what
    changed.
    """
    parts: list[str] = []
    changed: list[Change] = []
    at = shift = 0
    for span, given in edits:
        words = fitting(text, span, given)
        parts += [text[at : span.start], words]
        start = span.start + shift
        changed.append(Change(span.start, span.end, start, start + len(words)))
        shift += len(words) - (span.end - span.start)
        at = span.end
    return "".join([*parts, text[at:]]), changed


def occurrences(text: str, words: str) -> list[Span]:
    """Return where ``words`` stand, one after the other; nothing for no words."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def words_in(text: str, words: str) -> list[Span]:
    """Return where ``words`` stand among what is read: in nothing that makes a line a table's or a picture's."""
    fixed = _fixed(text)
    return [span for span in occurrences(text, words) if not _meets(span, fixed)]


def tears(text: str, span: Span) -> bool:
    """Whether other words at this place could make lines of a table or a picture something else: it reaches over the
    bounds of a cell or a caption, and is not whole lines.
    """
    before, behind = text[: span.start][-1:], text[span.end :][:1]
    whole = before in ("", "\n") and behind in ("", "\n")
    return not whole and _meets(span, _fixed(text))


def fitting(text: str, span: Span, words: str) -> str:
    """Return the words as they can stand at that place: in a cell without bars, in a picture's caption without brackets."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)]
    if "\n" in line or span == Span(start, start + len(line)):
        return words
    if is_row(line):
        return words.translate(_IN_ROW)
    return words.translate(_IN_PICTURE) if _FIXED.search(line) else words


def _fixed(text: str) -> list[tuple[int, int]]:
    rows = (row.span() for row in ROW.finditer(text))
    joints = (joint.span() for row in rows for joint in _JOINTS.finditer(text, *row))
    return [*(found.span() for found in _FIXED.finditer(text)), *joints]


def _meets(span: Span, fixed: Sequence[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in fixed)


def paragraph_pairs(before: str, after: str) -> list[ParagraphPair]:
    """Return both states beside each other, line by line; a line that was changed stands beside what it has become."""
    olds, news = before.split("\n"), after.split("\n")
    rows: list[ParagraphPair] = []
    at = 0
    for number, (start, end, new_start, new_end) in enumerate(_line_changes(olds, news)):
        rows += [ParagraphPair(line, line) for line in olds[at:start]]
        rows.append(ParagraphPair("\n".join(olds[start:end]), "\n".join(news[new_start:new_end]), number))
        at = end
    return [*rows, *(ParagraphPair(line, line) for line in olds[at:])]


def with_paragraphs_of(before: str, after: str, number: int) -> str | None:
    """Return ``after`` with the lines of that pair as they were; None where there is no such pair."""
    olds, news = before.split("\n"), after.split("\n")
    found = _line_changes(olds, news)
    if not 0 <= number < len(found):
        return None
    start, end, new_start, new_end = found[number]
    return "\n".join([*news[:new_start], *olds[start:end], *news[new_end:]])


def _line_changes(olds: Sequence[str], news: Sequence[str]) -> list[Change]:
    """The changed lines; of lines that changed beside each other, each with the one it is most like."""
    return [
        part.moved(whole.start, whole.new_start)
        for whole in blocks(olds, news)
        for part in _apart(olds[whole.start : whole.end], news[whole.new_start : whole.new_end])
    ]


def _apart(olds: Sequence[str], news: Sequence[str]) -> Iterator[Change]:
    """A run of changed lines as changes of single lines, in order; as one change where it is too much to compare."""
    if len(olds) * len(news) > MOST_COMPARED:
        yield Change(0, len(olds), 0, len(news))
        return
    at = new_at = 0
    likeness = _likeness if pairs("".join(olds), "".join(news)) <= MOST else _rough_likeness
    for k, old in enumerate(olds):
        alike = [(likeness(old, new), -j) for j, new in enumerate(news) if j >= new_at]
        best, place = max(alike, default=(0.0, 0))
        if best < ALIKE:
            continue
        yield from (Change(n, n + 1, new_at, new_at) for n in range(at, k))
        yield from (Change(k, k, n, n + 1) for n in range(new_at, -place))
        yield Change(k, k + 1, -place, 1 - place)
        at, new_at = k + 1, 1 - place
    yield from (Change(n, n + 1, new_at, new_at) for n in range(at, len(olds)))
    yield from (Change(len(olds), len(olds), n, n + 1) for n in range(new_at, len(news)))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _rough_likeness(one: str, other: str) -> float:
    """The share of characters that both have, in whatever order: of lines too long, or too monotonous, to compare."""
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def found_among(texts: Sequence[str], words: str, at: int) -> tuple[int, int] | None:
    """Return which text holds the character number ``at`` of ``words``, and the character's place there; blanks count
    for nothing. Of the words as many around the character are looked for as stand together; None where they do not.
    """
    compact = [[(place, sign) for place, sign in enumerate(text) if not sign.isspace()] for text in texts]
    plain = ["".join(sign for _place, sign in each) for each in compact]
    for first, end in _windows(len(words), at):
        for n, text in enumerate(plain):
            found = text.find(words[first:end]) if end - first >= LEAST else -1
            if found >= 0:
                return n, compact[n][found + at - first][0]
    return None


def _windows(length: int, at: int) -> Iterator[tuple[int, int]]:
    """Parts of that many characters that hold the character ``at``: around it, behind it, before it, each shorter."""
    for reach in (length, *REACHES):
        for before, behind in ((reach, reach), (0, reach), (reach, 1)):
            first, end = max(0, at - before), min(length, at + behind)
            if first <= at < end:
                yield first, end
