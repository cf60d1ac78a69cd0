"""What the press takes: bounded amounts of ordinary text. Hostile text is made inert before any worker sees it."""

from __future__ import annotations

import re
from typing import Any

from taizhang.core.gongwen import bulletin_to_json
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import check_size, tables_in
from taizhang.press.refusal import PressError

MAX_CHARACTERS = 200_000  # of an issue
MAX_PARAGRAPH = 20_000
MAX_ITEMS = 300
# Controls, bidirectional and zero-width marks, lone surrogates, noncharacters: nothing of it is meant to be printed.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff0-\ufffb\ufffe\uffff]"
)
_COMBINING = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_COMBINING}{{4}}){_COMBINING}+")


def bounded(bulletin: Bulletin) -> dict[str, Any]:
    """The bulletin as plain values for a worker, cleaned. Raises PressError where it is too large to set."""
    if len(bulletin.items) > MAX_ITEMS:
        raise PressError(
            Message(
                N_("一期最多{most}篇稿件，这里有{count}篇。"),
                {"most": MAX_ITEMS, "count": len(bulletin.items)},
            )
        )
    for paragraph in (*bulletin.note, *(p for item in bulletin.items for p in item.body)):
        if len(paragraph.text) > MAX_PARAGRAPH:
            raise PressError(
                Message(
                    N_("有一段长达{count}字，超过{most}字，请分段：“{start}…”。"),
                    {"count": len(paragraph.text), "most": MAX_PARAGRAPH, "start": paragraph.text[:12]},
                )
            )
    for item in bulletin.items:
        for table in tables_in("\n".join(paragraph.text for paragraph in item.body)):
            _check_table(len(table.grid), table.columns)
    data: dict[str, Any] = clean(bulletin_to_json(bulletin))
    if (count := _size(data)) > MAX_CHARACTERS:
        raise PressError(
            Message(N_("全文{count}字，超过一期{most}字的上限。"), {"count": count, "most": MAX_CHARACTERS})
        )
    return data


def _check_table(rows: int, columns: int) -> None:
    try:
        check_size(rows, columns)
    except Refused as refusal:
        raise PressError(refusal.sentence) from refusal


def clean(value: Any) -> Any:
    """Plain values without the characters that nobody can print."""
    if isinstance(value, str):
        return _PILED.sub(r"\1", _UNPRINTABLE.sub("", value.replace("\t", " ")))
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items()}
    if isinstance(value, list):
        return [clean(v) for v in value]
    return value


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_size(v) for v in value.values())
    return sum(_size(v) for v in value) if isinstance(value, list) else 0
