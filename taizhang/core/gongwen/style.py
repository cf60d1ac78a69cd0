"""What marks the beginning of an article in a body: evidence weighed once, before the pieces are dealt out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.core.gongwen.blocks import BlockPiece, Sort, is_unit


@dataclass(slots=True)
class ItemDraft:
    """An item while its pieces are dealt out."""

    column: str
    heads: list[BlockPiece] = field(default_factory=list)
    texts: list[BlockPiece] = field(default_factory=list)
    unit: str = ""
    tail_of: BlockPiece | None = None


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """What marks the beginning of an item in this body."""

    mark: str  # the class of list mark that items bear; "" for none
    own_line: bool  # headlines stand on lines of their own
    head_source: bool  # the unit stands under the headline
    sources: int  # how many items name their unit
    unit_above: bool  # each unit stands on the line above its headline


def style_of(pieces: list[BlockPiece], all_pieces: list[BlockPiece]) -> BodyStyle:
    sources = sum(p.sort is Sort.SOURCE or bool(p.tail and is_unit(p.words)) for p in pieces)
    first = pieces[0] if pieces else None
    own_line = first is not None and first.sort is Sort.HEADLINE
    heads = 0
    while heads < len(pieces) and pieces[heads].sort is Sort.HEADLINE:
        heads += 1
    head_source = 0 < heads < len(pieces) - 1 and pieces[heads].sort is Sort.SOURCE
    mark = first.mark if first else ""
    if not mark and own_line and sources > 1 and heads < len(pieces):
        mark = _numbered_under_a_head(pieces)
    return BodyStyle(mark, own_line, head_source, sources, _has_units_above(pieces))


def _has_units_above(pieces: list[BlockPiece]) -> bool:
    """Whether the body opens with a unit and each unit has a headline below it."""
    if not pieces or pieces[0].sort is not Sort.SOURCE or pieces[-1].sort is Sort.SOURCE:
        return False
    return all(after.sort is Sort.HEADLINE for p, after in pairwise(pieces) if p.sort is Sort.SOURCE)


def _numbered_under_a_head(pieces: list[BlockPiece]) -> str:
    """The mark of items that stand, numbered and each with its unit, under one heading."""
    mark = pieces[1].mark if len(pieces) > 1 else ""
    if not mark:
        return ""
    bearers = [i for i, p in enumerate(pieces) if p.mark == mark]
    closed = [i for i in bearers[1:] if pieces[i - 1].sort is Sort.SOURCE or pieces[i - 1].tail]
    return mark if closed and len(closed) == len(bearers) - 1 else ""


def name_bare_columns(pieces: list[BlockPiece], style: BodyStyle) -> list[BlockPiece]:
    """A heading without a mark over items that bear one is a column."""
    if not style.mark:
        return pieces
    for before, piece in pairwise(pieces):
        if before.sort is Sort.HEADLINE and not before.mark and piece.mark == style.mark:
            before.sort, before.words = Sort.COLUMN, before.block.text
    return pieces
