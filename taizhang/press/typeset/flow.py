"""The packed blocks of a bulletin as rows on pages: what the choice of a setting is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil
from typing import Any

from taizhang.core.gongwen.copyfit import PageSetting
from taizhang.core.gongwen.page_layout import EarlyEnd, FlowBlock
from taizhang.press.typeset.geometry import (
    IMPRINT_LEAD,
    IMPRINT_SIZE,
    MM,
    SMALL_IMPRINT_SIZE,
    Grid,
)

_PART = 14.0  # points that the rules and the white around a part of the imprint take
_CODE = 19 * MM  # the QR code and the white below it

_RUNT, _START = 2, 8  # characters of such a last line, and of the words that name its paragraph


def flow_of(masthead: int, blocks: Sequence[dict[str, Any]], *, tight: bool) -> list[FlowBlock]:
    """The masthead's rows and the blocks, in rows of the grid."""
    return [FlowBlock(masthead, below=1, heading=True), *(_flow_block(block, tight) for block in blocks)]


def _flow_block(block: dict[str, Any], tight: bool) -> FlowBlock:
    kind, rows = block["kind"], len(block.get("lines", "1"))
    if kind == "table":
        return FlowBlock(block["rows"], parts=tuple(block["parts"]), header=block["header"])
    if kind == "blank":
        return FlowBlock(0, below=1)
    if kind == "picture":
        return FlowBlock(block["rows"], whole=True)
    if kind == "title":
        return FlowBlock(rows, above=1, below=0 if tight else 1, heading=True)
    if kind == "column":
        return FlowBlock(rows, above=1, heading=True)
    return FlowBlock(rows, joined=kind == "source" or (kind == "attached" and not block["word"]))


def with_early_ends(blocks: Sequence[dict[str, Any]], early: Sequence[EarlyEnd]) -> list[dict[str, Any]]:
    """The blocks with page breaks where a page ends early; a paragraph is parted there."""
    places = {(end.block - 1, end.line) for end in early}  # the masthead is the flow's first block
    parted: list[dict[str, Any]] = []
    for number, block in enumerate(blocks):
        cuts = sorted(line for at, line in places if at == number)
        if not cuts:
            parted.append(block)
            continue
        edges = [0, *(line for line in cuts if line), len(block.get("lines", "1"))]
        for start, stop in pairwise(edges):
            part = {**block, "fresh": start in cuts, "goes_on": start > 0}
            parted.append(part | ({"lines": block["lines"][start:stop]} if "lines" in block else {}))
    return parted


def with_places(early: Sequence[EarlyEnd], blocks: Sequence[dict[str, Any]]) -> tuple[EarlyEnd, ...]:
    """The early ends, each with the characters of its block that stand before it."""
    return tuple(
        replace(
            end, characters=sum(len(words_of(line)) for line in blocks[end.block - 1]["lines"][: end.line])
        )
        if end.line
        else end
        for end in early
    )


def size(setting: PageSetting) -> float:
    """The imprint's size in points."""
    return SMALL_IMPRINT_SIZE if setting.small_imprint else IMPRINT_SIZE


def imprint_height(parts: Sequence[Sequence[dict[str, Any]]], size: float, *, code: bool) -> float:
    """The height of the imprint in points, with its QR code if there is one."""
    lines = sum(len(row.get("lines", "1")) for part in parts for row in part)
    return lines * (size + IMPRINT_LEAD) + max(len(parts), 0.5) * _PART + code * _CODE


def imprint_rows(height: float, lines: int) -> int:
    """Rows of the grid that the imprint needs, half a row of white above it included."""
    return ceil(height / Grid(lines).pitch + 0.5)


def runts(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Paragraphs whose last line is of one or two characters: how they start, and how many are left."""
    found = []
    for block in blocks:
        lines = block["lines"] if block["kind"] == "paragraph" else []
        left = len(words_of(lines[-1])) if len(lines) > 1 else 0
        if 0 < left <= _RUNT:
            found.append({"start": words_of(lines[0])[:_START], "left": left})
    return found


def words_of(line: dict[str, Any]) -> str:
    """The characters of a line that are no blanks."""
    return "".join("".join(words for _, words in line["runs"]).split())


def offset_behind(text: str, characters: int) -> int:
    """The offset behind so many characters that are no blanks."""
    filled = [n for n, sign in enumerate(text) if not sign.isspace()]
    return len(text) if characters >= len(filled) else filled[characters]
