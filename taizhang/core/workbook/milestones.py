"""Milestones as ledgers write them: 3月底前：完成方案；6月，启动；全面验收（11月30日）."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from taizhang.core.calendar import read_days

_SEGMENT = re.compile(r"[\n；;]+")
_LIST_MARK = re.compile(
    r"^(?:[0-9]{1,2}(?:[、)）]|[.．](?![0-9]))|[(（][0-9一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*"
)
_HEAD = re.compile(r"([^：:，,]{1,24})[：:，,]\s*(.+)", re.S)
_BEHIND = re.compile(r"(.+?)\s*[(（]([^()（）]{1,24})[)）][。.]?", re.S)
_LONGEST = 14  # characters of a date that no sign parts from what follows
_VERB = ("完成", "开展", "推进", "举办", "举行", "启动", "实施", "结束", "进行")


class MilestoneCell(NamedTuple):
    """What is to be done, and the last day for it; None where the ledger names none."""

    title: str
    due: date | None


def read_milestones(text: str, year: int) -> tuple[MilestoneCell, ...]:
    """The milestones in a cell, one for each line or part after ；."""
    segments = (_LIST_MARK.sub("", segment.strip()).strip() for segment in _SEGMENT.split(text))
    return tuple(_stone(segment, year) for segment in segments if segment)


def _stone(text: str, year: int) -> MilestoneCell:
    if (head := _HEAD.fullmatch(text)) and (days := read_days(head[1], year)):
        return MilestoneCell(head[2].strip(), days.last)
    if (behind := _BEHIND.fullmatch(text)) and (days := read_days(behind[2], year)):
        return MilestoneCell(behind[1].strip(), days.last)
    for length in range(min(_LONGEST, len(text) - 1), 1, -1):
        written = text[:length]
        if not written.endswith(_VERB) and (days := read_days(written, year)):
            return MilestoneCell(text[length:].strip(), days.last)
    return MilestoneCell(text, None)


def milestone_text(title: str, due: date) -> str:
    """As ``read_milestones`` reads it back; parts of the title keep together."""
    return f"{due.isoformat()}：{'，'.join(part.strip() for part in _SEGMENT.split(title) if part.strip())}"
