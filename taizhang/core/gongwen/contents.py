"""The list of contents (本期要目) at the head of an issue: found and left out."""

from __future__ import annotations

import re

from taizhang.core.gongwen.blocks import BlockPiece, Sort
from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.words import ENTRY_TAIL

_HAS_LEADER = re.compile(r"(?:[.…·]{2,}|\s{2,})\s*[(（]?[0-9]{1,3}[)）]?$")
_KEY_LENGTH = 24


def drop_contents(pieces: list[BlockPiece]) -> list[BlockPiece]:
    """``pieces`` without a list of contents and its heading."""
    first = next((i for i, p in enumerate(pieces[:6]) if p.sort is Sort.CONTENTS), None)
    if first is None:
        return [p for p in pieces if p.sort is not Sort.CONTENTS]
    last_place: dict[str, int] = {}
    for i, piece in enumerate(pieces):
        last_place[_key(piece)] = i
    after = first + 1
    listed: set[str] = set()
    while after < len(pieces) and (key := _key(pieces[after])) not in listed:
        if not _is_entry(pieces[after], last_place[key] > after):
            break
        listed.add(key)
        after += 1
    return [p for p in [*pieces[:first], *pieces[after:]] if p.sort is not Sort.CONTENTS]


def _key(piece: BlockPiece) -> str:
    """What an entry and the headline it names have in common."""
    words = piece.words if piece.sort is Sort.COLUMN else piece.block.text[piece.skip : piece.skip + 80]
    return ENTRY_TAIL.sub("", compact(words))[:_KEY_LENGTH].rstrip(".。")


def _is_entry(piece: BlockPiece, recurs: bool) -> bool:
    if recurs:
        return True
    text = piece.block.text
    return (
        piece.sort is Sort.HEADLINE
        and len(text) <= 80
        and (bool(_HAS_LEADER.search(text)) or piece.mark == "●")
    )
