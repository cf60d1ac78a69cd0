"""An article as it comes in, pasted or from a file: its first line is the title, every line after it a paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection

from taizhang.core.gongwen.lines import split_lines
from taizhang.core.gongwen.unwrap import unwrap

LONGEST_TITLE = 60  # a longer first line is text: its first sentence is the run-in headline
_SENTENCE = re.compile(r"[^。！？]*[。！？]")


def article_in(text: str, names: Collection[str]) -> tuple[str, str]:
    """Title and body of one article; lines that were wrapped are joined, headings stay paragraphs.

    A last paragraph that is one of the unit's ``names`` in brackets is dropped: the bulletin prints it anyway.
    """
    paragraphs = [block.text.strip() for block in unwrap(split_lines(text)) if block.text.strip()]
    if paragraphs and paragraphs[-1] in _signatures(names):
        paragraphs.pop()
    if not paragraphs:
        return "", ""
    title, rest = _headed(paragraphs[0])
    return title, "\n".join(([rest] if rest else []) + paragraphs[1:])


def tidy(title: str, body: str) -> tuple[str, str]:
    """As an article is stored: the title in one line, and a line for every paragraph."""
    paragraphs = (line.strip() for line in body.splitlines())
    return " ".join(title.split()), "\n".join(line for line in paragraphs if line)


def _headed(first: str) -> tuple[str, str]:
    """A run-in headline keeps its stop: the article is printed that way."""
    sentence = _SENTENCE.match(first)
    if sentence and sentence.end() < len(first) and sentence.end() <= LONGEST_TITLE:
        return sentence[0].strip(), first[sentence.end() :].strip()
    return (first, "") if len(first) <= LONGEST_TITLE else ("", first)


def _signatures(names: Collection[str]) -> set[str]:
    return {f"{left}{name}{right}" for name in names for left, right in ("（）", "()")}
