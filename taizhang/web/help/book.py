"""The chapters of ``docs/guide``: Markdown with ``#`` for the chapter's title and ``##`` for its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from taizhang.core.text.folding import search_form

FOLDER = Path(__file__).parent / "guide"
# In the order in which a new office needs them.
ORDER = (
    "first-hour", "everyone", "liaison", "unit-leader", "officer",
    "editor", "signer", "leader", "dispatcher", "administrators",
)  # fmt: skip
EXCERPT = 60  # characters of a paragraph in which a word was found


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section: its heading (which is also its anchor) and what stands below it, as a tree of Markdown."""

    heading: str
    tree: SyntaxTreeNode
    text: str  # as it is read, for the search


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: ``name`` is its address, ``lead`` what stands before its first section."""

    name: str
    title: str
    lead: GuideSection
    sections: Sequence[GuideSection]


@dataclass(frozen=True, slots=True)
class GuideHit:
    """A section in which every word was found, and the words around the first of them."""

    chapter: Chapter
    section: GuideSection
    excerpt: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapters in order; read once in the life of the process."""
    return tuple(read(name, (FOLDER / f"{name}.md").read_text("utf-8")) for name in ORDER)


def chapter(name: str) -> Chapter | None:
    """Return the chapter of this name, None where there is none."""
    return next((each for each in chapters() if each.name == name), None)


def read(name: str, source: str) -> Chapter:
    """Return the chapter written in ``source``; HTML in it stays text."""
    first, *rest = source.split("\n## ")
    title, _line, lead = first.removeprefix("# ").partition("\n")
    sections = [_section(*each.partition("\n")[::2]) for each in rest]
    return Chapter(name, title.strip(), _section("", lead), sections)


def find(words: str) -> list[GuideHit]:
    """Return the sections that hold every one of the words, in the order of the book."""
    wanted = [search_form(each) for each in words.split()]
    if not wanted:
        return []
    hits = []
    for each in chapters():
        for section in (each.lead, *each.sections):
            text = search_form(section.heading + " " + section.text)
            if all(word in text for word in wanted):
                hits.append(GuideHit(each, section, _excerpt(section.text, wanted)))
    return hits


def _section(heading: str, source: str) -> GuideSection:
    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse(source))
    text = " ".join(node.content for node in tree.walk() if node.type in {"text", "code_inline"})
    return GuideSection(heading.strip(), tree, text)


def _excerpt(text: str, wanted: Sequence[str]) -> str:
    places = [at for word in wanted if (at := search_form(text).find(word)) >= 0]
    start = max(0, min(places, default=0) - EXCERPT // 3)
    shown = text[start : start + EXCERPT]
    return f"{'…' if start else ''}{shown}{'…' if start + EXCERPT < len(text) else ''}"
