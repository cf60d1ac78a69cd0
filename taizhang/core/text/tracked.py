"""A text as it comes out of a word processor: with tracked changes, comments and bookmarks at places of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TrackedRun(NamedTuple):
    """Characters that somebody inserted, or deleted where ``gone``, while changes were tracked."""

    start: int
    end: int
    gone: bool
    author: str = ""


class WordComment(NamedTuple):
    """What somebody said of the characters at a place."""

    start: int
    end: int
    author: str
    words: str


class Bookmark(NamedTuple):
    """A named place."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class TrackedText:
    """All characters, those that were deleted among them; ``runs`` are in order and apart, what they leave out was not
    tracked. A line is a paragraph or a row of a table.
    """

    text: str
    runs: tuple[TrackedRun, ...] = ()
    comments: tuple[WordComment, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()

    @property
    def original(self) -> str:
        """The text as it was before any tracked change."""
        return self.replaced([(each.start, each.end, "") for each in self.runs if not each.gone]).text

    @property
    def final(self) -> str:
        """The text with all tracked changes accepted."""
        return self.replaced([(each.start, each.end, "") for each in self.runs if each.gone]).text

    def part(self, start: int, end: int) -> TrackedText:
        """What stands between two places, with the comments and bookmarks that begin there."""
        stop = end + (end == len(self.text))
        cut = TrackedText(
            self.text,
            self.runs,
            tuple(each for each in self.comments if start <= each.start < stop),
            tuple(each for each in self.bookmarks if start <= each.start < stop),
        )
        return cut.replaced([(0, start, ""), (end, len(self.text), "")])

    def replaced(self, parts: Sequence[tuple[int, int, str]]) -> TrackedText:
        """The text with other words between the places of ``parts``, which are in order and apart. A run that covers a
        part covers its new words; a place within a part is at their end.
        """
        at = moved_by(parts)
        kept, last = list[str](), 0
        for start, end, words in parts:
            kept += [self.text[last:start], words]
            last = end
        runs = [each._replace(start=at(each.start), end=at(each.end)) for each in self.runs]
        return TrackedText(
            "".join([*kept, self.text[last:]]),
            tuple(each for each in runs if each.start < each.end),
            tuple(each._replace(start=at(each.start), end=at(each.end)) for each in self.comments),
            tuple(each._replace(start=at(each.start)) for each in self.bookmarks),
        )


def moved_by(parts: Sequence[tuple[int, int, str]]) -> Callable[[int], int]:
    """Return where a place is once other words stand between the places of ``parts``, which are in order and apart."""
    starts = [start for start, _end, _words in parts]
    moves = [0]  # by how much what follows a part is moved
    for start, end, words in parts:
        moves.append(moves[-1] + len(words) - (end - start))

    def at(place: int) -> int:
        n = bisect_right(starts, place)
        if n and starts[n - 1] < place < parts[n - 1][1]:
            return parts[n - 1][1] + moves[n]
        if n and place == starts[n - 1] < parts[n - 1][1]:
            return place + moves[n - 1]
        return place + moves[n]

    return at
