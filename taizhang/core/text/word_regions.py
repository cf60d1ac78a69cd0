"""Which part of a Word file is which article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from taizhang.core.text.tracked import TrackedText

ALIKE = 0.6  # share of two headlines that must agree
_NAME = re.compile(
    r"tz_(?P<issue>[0-9a-f]{8})_(?P<article>[0-9]{1,12})_(?P<version>[0-9]{1,9})(?P<run_in>[hr])"
)


class SentArticle(NamedTuple):
    """An article as it was sent out: of which issue, in which version, and whether its headline ran in."""

    issue: str
    article: int
    version: int
    run_in: bool

    @property
    def name(self) -> str:
        """The name under which a file knows it."""
        return f"tz_{self.issue}_{self.article}_{self.version}{'hr'[self.run_in]}"


def sent_articles(names: Sequence[str]) -> list[SentArticle]:
    """The articles that the names are of; other names are left out."""
    found = filter(None, map(_NAME.fullmatch, names))
    return [SentArticle(m["issue"], int(m["article"]), int(m["version"]), m["run_in"] == "r") for m in found]


def marked_parts(back: TrackedText) -> Iterator[tuple[SentArticle, TrackedText]]:
    """The articles by their bookmarks, each with the lines from its own to the next one's."""
    starts: dict[SentArticle, int] = {}
    for mark in back.bookmarks:
        for sent in sent_articles([mark.name]):
            starts.setdefault(sent, back.text.rfind("\n", 0, mark.start) + 1)
    yield from _parts(back, starts)


def similar_parts(
    back: TrackedText, headlines: Mapping[SentArticle, str]
) -> Iterator[tuple[SentArticle, TrackedText]]:
    """The articles by their headlines: each from the first line that begins with it, or is like it, to the next one's."""
    at, lines = 0, list[tuple[int, str]]()
    for line in back.text.split("\n"):
        lines.append((at, line.strip()))
        at += len(line) + 1
    starts: dict[SentArticle, int] = {}
    for sent, headline in headlines.items():
        if (
            found := _line_like(headline, [each for each in lines if each[0] not in starts.values()])
        ) is not None:
            starts[sent] = found
    yield from _parts(back, starts)


def _parts(back: TrackedText, starts: Mapping[SentArticle, int]) -> Iterator[tuple[SentArticle, TrackedText]]:
    ordered = sorted(starts.items(), key=lambda each: each[1])
    ends = [start for _, start in ordered[1:]] + [len(back.text)]
    for (sent, start), end in zip(
        ordered, ends, strict=False
    ):  # without articles there is an end all the same
        yield sent, back.part(start, end)


def _line_like(headline: str, lines: Sequence[tuple[int, str]]) -> int | None:
    if not headline:
        return None
    exact = next((at for at, line in lines if line.startswith(headline)), None)
    if exact is not None:
        return exact
    alike = (
        (SequenceMatcher(None, headline, line[: len(headline)], autojunk=False).ratio(), -at)
        for at, line in lines
        if line
    )
    best, place = max(alike, default=(0.0, 0))
    return -place if best >= ALIKE else None
