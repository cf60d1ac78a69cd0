"""An article as it comes in, pasted or from a file: its first line is the title, every line after it a paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection

from taizhang.core.gongwen.blocks import clean_unit
from taizhang.core.gongwen.lines import Line, split_lines
from taizhang.core.gongwen.reading import has_certain_ends
from taizhang.core.gongwen.unwrap import unwrap
from taizhang.core.gongwen.words import CONTACT_LINE, SOURCE_LABEL
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.pictures import picture_in
from taizhang.core.text.tables import tabbed

LONGEST_TITLE = 60  # a longer first line is text: its first sentence is the run-in headline
_SENTENCE = re.compile(r"[^。！？]*[。！？]")
_OFFICES = ("办公室", "科", "处", "室", "股", "站", "部", "中心")
_SEAL = re.compile(r"[（(]\s*(?:盖章|公章|章)\s*[）)]")
_LABELLED = re.compile(r"^\w{0,2}单位(?:[（(]盖章[）)])?[:：]\s*(?P<unit>.+)$")
_DAY = r"(?:(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2})"
_DATED = re.compile(rf"^{_DAY}\s*|\s*{_DAY}$")
_BRACKETS = "（）()〔〕[]【】—-– "


def article_in(text: str, names: Collection[str], source_format: str = "text") -> tuple[str, str]:
    """Title and body of one article that came in ``source_format`` (see ``has_certain_ends``).

    Lines that were wrapped are joined, headings stay paragraphs. One of the unit's ``names`` above or below the
    title or at the end, in brackets or not, is dropped, and so is a last line that says who wrote the article:
    the bulletin prints the unit anyway. Pictures above the title stand below it. Lines with tabs between cells become
    a table; Refused where it is too large.
    """
    text, pictures = _apart(text)
    lines = split_lines(tabbed(text))
    certain = has_certain_ends(text, source_format)
    head = 1 if lines and _is_title(lines[0]) else 0
    blocks = unwrap(lines[:head]) + unwrap(lines[head:], certain_ends=certain)
    paragraphs = _unsigned([block.text.strip() for block in blocks], names)
    if not paragraphs:
        return "", "\n".join(pictures)
    title, rest = _headed(paragraphs[0])
    return title, "\n".join([*pictures, *([rest] if rest else []), *paragraphs[1:]])


def tidy(title: str, body: str) -> tuple[str, str]:
    """As an article is stored: the title in one line, and a line for every paragraph."""
    paragraphs = (line.strip() for line in body.splitlines())
    return " ".join(title.split()), "\n".join(line for line in paragraphs if line)


def _apart(text: str) -> tuple[str, list[str]]:
    """The text without the pictures above its first words, which would be taken for the title, and their lines."""
    lines = text.split("\n")
    head = next((n for n, line in enumerate(lines) if line.strip() and not picture_in(line)), len(lines))
    return "\n".join(lines[head:]), [line.strip() for line in lines[:head] if line.strip()]


def _is_title(line: Line) -> bool:
    """Whether the first line cannot be the beginning of a paragraph that goes on in the next."""
    text = line.text
    plain = not re.search(r"[。！？；]", text) and text[-1] not in "，、：,:" and text.count("，") <= 1
    return plain and len(text) <= LONGEST_TITLE


def _headed(first: str) -> tuple[str, str]:
    """A run-in headline keeps its stop: the article is printed that way."""
    sentence = _SENTENCE.match(first)
    if sentence and sentence.end() < len(first) and sentence.end() <= LONGEST_TITLE:
        return sentence[0].strip(), first[sentence.end() :].strip()
    return (first, "") if len(first) <= LONGEST_TITLE else ("", first)


def _unsigned(paragraphs: list[str], names: Collection[str]) -> list[str]:
    """The paragraphs without the name of the unit and without its contributor's."""
    while paragraphs and (_names(paragraphs[-1], names) or _is_contributor(paragraphs[-1])):
        paragraphs = paragraphs[:-1]
    if len(paragraphs) > 1 and _names(paragraphs[0], names):
        paragraphs = paragraphs[1:]
    if len(paragraphs) > 1 and _names(paragraphs[1], names):
        paragraphs = [paragraphs[0], *paragraphs[2:]]
    return paragraphs


def _names(paragraph: str, names: Collection[str]) -> bool:
    """Whether a paragraph is one of the names, or that of an office of the unit (市民政局办公室), with its label, its
    seal and its date or without.
    """
    labelled = SOURCE_LABEL.match(paragraph) or _LABELLED.match(paragraph)
    bare = _DATED.sub("", _SEAL.sub("", paragraph).strip(_BRACKETS)).rstrip("：: ")
    words = comparison_key(clean_unit(labelled["unit"] if labelled else bare))
    keys = [key for key in map(comparison_key, names) if key]
    return any(words == key or (words.startswith(key) and words.endswith(_OFFICES)) for key in keys)


def _is_contributor(paragraph: str) -> bool:
    return bool(SOURCE_LABEL.match(paragraph) or CONTACT_LINE.match(paragraph))
