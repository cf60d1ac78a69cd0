"""The records of a period as a plain draft (一是…。二是…。), each number beside the figures that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.core.calendar import Period
from taizhang.core.figures.units import HOUSEHOLDS, PERSONS, unit_named
from taizhang.core.plan.amounts import plain
from taizhang.core.text.messages import nested
from taizhang.core.workbook.amounts import with_unit

TOLD = 8  # records of a kind that are told one by one; the others are in its number
# Kind of record, what is said of it, the unit in which its occasions are counted: in the order of the draft.
_KINDS = (
    ("talk", "开展宣讲", "场"),
    ("volunteer", "开展志愿服务", "次"),
    ("service", "开展便民服务", "次"),
    ("done", "为群众办实事", "项"),
    ("culture", "举办文化活动", "场"),
    ("visit", "走访调研", "次"),
    ("research", "开展课题研究", "次"),
    ("sit_in", "开展旁听", "次"),
    ("meeting", "召开会议", "次"),
    ("media", "媒体刊播报道", "条"),
    ("own_media", "自有平台发布信息", "条"),
)
KINDS = frozenset(kind for kind, _said, _unit in _KINDS)
_ORDINALS = (*"一二三四五六七八九十", "十一")
_INNER_TITLES = str.maketrans("《》", "〈〉")
# What would be read together with a number that follows it: 2, 十, 第, 约, 每.
_LEANS = re.compile(r"[^㐀-鿿]$|[〇零一二两三四五六七八九十百千万亿第约近超逾达过满足破余多几数每均人]$")


@dataclass(frozen=True, slots=True)
class RecordedCount:
    """A number of a record. ``value`` is None where the words are approximate (500余); ``summed``: it is of the period,
    so that those of several records add up. ``figure`` is the key of the ledger's figure, None where there is none.
    """

    name: str
    value: Decimal | None
    words: str
    unit: str
    summed: bool = True
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """Something that was recorded. ``occasions``: how many it is where none of its counts says so."""

    kind: str
    title: str
    on: date | None = None
    place: str = ""
    outlet: str = ""
    counts: tuple[RecordedCount, ...] = ()
    occasions: int = 1


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """Words of the draft. A number with its unit is a piece of its own; ``figures`` are those that it comes from."""

    text: str
    value: Decimal | None = None
    figures: tuple[int, ...] = ()


def draft_of(events: Iterable[RecordedEvent], period: Period) -> list[DraftPiece]:
    """Return the draft: a sentence for each kind of record that there is, its records by day; nothing of no record."""
    by_day = sorted(events, key=lambda each: each.on or period.last)
    groups = [(said, unit, [each for each in by_day if each.kind == kind]) for kind, said, unit in _KINDS]
    found = [group for group in groups if group[2]]
    if not found:
        return []
    pieces = [DraftPiece(f"{period.words()}，")]
    for ordinal, (said, unit, of_kind) in zip(_ORDINALS, found, strict=False):
        pieces.append(DraftPiece(f"{ordinal}是{said}" if len(found) > 1 else said))
        pieces += [*_together(of_kind, unit), DraftPiece("："), *_one_by_one(of_kind, unit), DraftPiece("。")]
    return pieces


def words_of_draft(pieces: Iterable[DraftPiece]) -> str:
    """Return the draft as one text."""
    return "".join(piece.text for piece in pieces)


def _together(events: Sequence[RecordedEvent], unit: str) -> list[DraftPiece]:
    """How many occasions they are, where that is known exactly, and the sums of what may be added up."""
    pieces, known, sources, number = list[DraftPiece](), True, list[RecordedCount](), 0
    for event in events:
        stated = [count for count in event.counts if _tells_occasions(count, unit)]
        known = known and all(count.value is not None for count in stated)
        number += sum(int(count.value or 0) for count in stated) if stated else event.occasions
        sources += stated
    if known and number:
        pieces.append(_number(Decimal(number), unit, sources))
    others = [count for event in events for count in event.counts if not _tells_occasions(count, unit)]
    for name, of_unit in dict.fromkeys((count.name, count.unit) for count in others):
        same = [count for count in others if (count.name, count.unit) == (name, of_unit)]
        values = [count.value for count in same if count.value is not None and _adds_up(count)]
        if len(same) == len(values) > 1:
            pieces += [DraftPiece(f"，{_named(name)}共"), _number(sum(values, Decimal(0)), of_unit, same)]
    return pieces


def _tells_occasions(count: RecordedCount, unit: str) -> bool:
    return count.unit == unit and count.summed and count.value == (count.value and int(count.value))


def _adds_up(count: RecordedCount) -> bool:
    """Whether the sum over several records says something: the same people may have come twice."""
    unit = unit_named(count.unit)
    return count.summed and not (unit and unit.dimension in (PERSONS, HOUSEHOLDS))


def _one_by_one(events: Sequence[RecordedEvent], unit: str) -> list[DraftPiece]:
    pieces = list[DraftPiece]()
    for event in events[:TOLD]:
        pieces.append(DraftPiece(("；" if pieces else "") + _head(event)))
        told = [count for count in event.counts if not (_tells_occasions(count, unit) and count.value == 1)]
        for count in told:
            name = "" if count.name in ("", event.title[:100]) else _named(count.name)
            pieces += [DraftPiece(f"，{name}"), _one_number(count)]
    return [*pieces, DraftPiece("等")] if len(events) > TOLD else pieces


def _head(event: RecordedEvent) -> str:
    """3月12日“防范电信网络诈骗”（二楼会议室）; of the media 3月12日海川日报《板凳上的宣讲》."""
    day = f"{event.on.month}月{event.on.day}日" if event.on else ""
    if event.outlet:
        return f"{day}{event.outlet}《{event.title.translate(_INNER_TITLES)}》"
    return f"{day}“{nested(event.title)}”" + (f"（{event.place}）" if event.place else "")


def _named(name: str) -> str:
    """The name before its number, in quotation marks where the two would be read as one."""
    return f"“{nested(name)}”" if _LEANS.search(name) else name


def _number(value: Decimal, unit: str, sources: Iterable[RecordedCount]) -> DraftPiece:
    keys = tuple(count.figure for count in sources if count.figure is not None)
    return DraftPiece(f"{plain(value)}{unit}", value, keys)


def _one_number(count: RecordedCount) -> DraftPiece:
    if count.value is not None:
        return _number(count.value, count.unit, [count])
    return DraftPiece(
        with_unit(count.words, count.unit), None, () if count.figure is None else (count.figure,)
    )
