"""The parts of an article: 一是…, （一）…, 一、…, by their headings."""

from __future__ import annotations

from taizhang.core.gongwen.model import Item
from taizhang.core.gongwen.unwrap import ends_sentence
from taizhang.core.gongwen.words import PART, mark_of

_HEAD_LONGEST = 60


def parts_of(item: Item) -> tuple[str, ...]:
    """The headings of the parts, in order, with their marks and without a final stop."""
    heads: list[str] = []
    for paragraph in item.body:
        mark, _ = mark_of(paragraph.text[:40])
        if mark in ("一、", "（一）", "1.", "（1）", "①", "●"):
            heads.append(_first_sentence(paragraph.text))
        heads += [found["head"] for found in PART.finditer(paragraph.text)]
    return tuple(heads)


def _first_sentence(text: str) -> str:
    head = text[:_HEAD_LONGEST]
    stop = head.find("。")
    return head[:stop] if stop >= 0 else head if not ends_sentence(head) else head[:-1]
