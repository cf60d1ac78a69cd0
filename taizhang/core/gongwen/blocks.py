"""What each unwrapped paragraph of the body is: column, note, headline, source, text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.unwrap import Block, ends_sentence
from taizhang.core.gongwen.words import (
    BARE_COLUMN,
    COLUMN_LABEL,
    COLUMN_LINE,
    CONTENTS_HEAD,
    DECORATED,
    NOTE_HEAD,
    ORGAN_END,
    SOURCE_LABEL,
    SOURCE_LINE,
    SOURCE_TAIL,
    SOURCE_TRIM,
    mark_of,
)

HEADLINE_LONGEST = 64
_NOT_A_UNIT = re.compile(
    r"^(?:[0-9０-９一二三四五六七八九十]+|[上下]?略|完|[上见附]?[图表][0-9０-９一二三四五六七八九十]*|.*(?:如下|详见|下同|待续|附件|见第|续第|以下简称|包括|其中|例如).*)$"
)
# What a headline has and the name of a unit has not.
_HEADLINE_WORDS = re.compile(
    r"[“”《》：:0-9]|举办|开展|推进|召开|组织|打造|建成|成立|推动|创新|走进|深入|提升|助力|服务|实现|强化"
)
_COLUMN_LONGEST = 10
_MOTTO = 6


class Sort(Enum):
    COLUMN = auto()
    CONTENTS = auto()
    NOTE = auto()
    SOURCE = auto()
    HEADLINE = auto()  # stands on a line of its own
    TEXT = auto()


@dataclass(slots=True)
class Piece:
    """A paragraph of the body with its sort. ``words`` is the name of a column, the unit of a source;
    ``skip`` counts the opening characters that are a label or a list mark."""

    sort: Sort
    block: Block
    mark: str = ""
    skip: int = 0
    words: str = ""
    tail: int = 0  # length of a source in brackets at the end of the text


def sort_blocks(blocks: list[Block]) -> list[Piece]:
    """The pieces of the body, one for each block."""
    pieces: list[Piece] = []
    for i, block in enumerate(blocks):
        following = blocks[i + 1].text if i + 1 < len(blocks) else ""
        pieces.append(_sort(block, following, has_text=any(p.sort is Sort.TEXT for p in pieces[-2:])))
    before = Sort.COLUMN
    for piece, after in pairwise(pieces):
        if _is_bare_column(piece, after) or (before is not Sort.HEADLINE and _is_motto(piece, after)):
            piece.sort, piece.words = Sort.COLUMN, piece.block.text[piece.skip :].strip()
        before = piece.sort
    return pieces


def _is_bare_column(piece: Piece, after: Piece) -> bool:
    """A short heading right before a note, or one with a sign (◎) right before a headline without it."""
    words = piece.block.text[piece.skip :]
    if piece.sort is not Sort.HEADLINE or len(words) > _COLUMN_LONGEST or _HEADLINE_WORDS.search(words):
        return False
    return after.sort is Sort.NOTE or (
        piece.mark == "●" and after.sort is Sort.HEADLINE and after.mark != "●"
    )


def _is_motto(piece: Piece, after: Piece) -> bool:
    """A few characters, no unit's name, on a line over a headline twice as long: 学思践悟."""
    words, below = piece.block.text, after.block.text
    if piece.sort is not Sort.HEADLINE or after.sort is not Sort.HEADLINE or piece.mark or after.mark:
        return False
    return len(words) <= _MOTTO < 2 * len(words) <= len(below) and not (
        is_unit(words) or _HEADLINE_WORDS.search(words)
    )


def _sort(block: Block, following: str, *, has_text: bool) -> Piece:
    text = block.text
    if len(text) <= HEADLINE_LONGEST + 20 and (head := _sort_head(block, following, has_text=has_text)):
        return head
    if note := NOTE_HEAD.match(text[:40]):
        return Piece(Sort.NOTE, block, skip=note.end())
    mark, length = mark_of(text[:40])
    if len(text) - length <= HEADLINE_LONGEST and not ends_sentence(text) and text[-1] not in "，、,：:；;":
        return Piece(Sort.HEADLINE, block, mark, length)
    unit, tail = source_tail(text)
    return Piece(Sort.TEXT, block, mark, length, unit, tail)


def _sort_head(block: Block, following: str, *, has_text: bool) -> Piece | None:
    text = block.text
    if CONTENTS_HEAD.match(text) and len(text) <= 40:
        return Piece(Sort.CONTENTS, block)
    if NOTE_HEAD.match(text) and len(text) <= 12:
        return Piece(Sort.NOTE, block, skip=NOTE_HEAD.match(text).end())  # type: ignore[union-attr]
    if labelled := SOURCE_LABEL.match(text):
        return Piece(Sort.SOURCE, block, words=clean_unit(labelled["unit"]))
    bracketed = SOURCE_LINE.match(text)
    if bracketed and _is_source_line(text, bracketed["unit"], has_text=has_text):
        return Piece(Sort.SOURCE, block, words=clean_unit(bracketed["unit"]))
    if has_text and _set_right(block):
        return Piece(Sort.SOURCE, block, words=clean_unit(text.lstrip("—-– ")))
    column = COLUMN_LINE.match(text) or DECORATED.match(text) or COLUMN_LABEL.match(text)
    if column:
        return Piece(Sort.COLUMN, block, words=" ".join(column["name"].split()))
    if BARE_COLUMN.match(text) and following and not has_text_mark(following):
        return Piece(Sort.COLUMN, block, words=text)
    return None


def has_text_mark(text: str) -> bool:
    return text[:1] in "（("


def _is_source_line(text: str, unit: str, *, has_text: bool) -> bool:
    if re.search(r"[。；！？]", unit) or _NOT_A_UNIT.match(unit):
        return False
    if text[0] in "【［[":
        return has_text and is_unit(unit)
    return True


def _set_right(block: Block) -> bool:
    """海川市图书馆 alone, far to the right or after a dash."""
    text = block.text
    dashed = text.startswith(("——", "--", "—"))
    plain = len(text) <= 34 and not _HEADLINE_WORDS.search(text)
    return (block.indent >= 20 or dashed) and plain and is_unit(text.lstrip("—-– "))


def source_tail(text: str) -> tuple[str, int]:
    found = SOURCE_TAIL.search(text[-60:]) if text[-1] in "）)〕。" else None
    if found is None:
        return "", 0
    before = text[: len(text) - len(found.group())].rstrip()
    if not before or _NOT_A_UNIT.match(found["unit"]):
        return "", 0
    stopped = ends_sentence(before)
    if not (stopped or (SOURCE_TRIM.search(found["unit"]) and is_unit(clean_unit(found["unit"])))):
        return "", 0
    return clean_unit(found["unit"]), len(text) - len(before)


def is_unit(words: str) -> bool:
    return bool(ORGAN_END.search(compact(words))) and not re.search(r"[，。；：？！]", words)


def clean_unit(words: str) -> str:
    """The unit without 供稿 and the like."""
    words = SOURCE_TRIM.sub("", words.strip())
    parts = SOURCE_TRIM.sub("", words).strip().split()
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)
