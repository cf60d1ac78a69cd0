"""Speakers from a table: name, unit, topics, districts, free times and limits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.roster.table import (
    Cells,
    FieldRow,
    RowMistake,
    WrongCell,
    check_length,
    field_rows,
    mail_in,
    table_mistakes,
    words_of,
)
from taizhang.core.text.folding import comparison_key, fold
from taizhang.core.text.messages import N_, Message

SPEAKER_HEADINGS = {
    "name": ("姓名", "宣讲员", "宣讲员姓名", "主讲人", "讲师"),
    "unit": ("单位", "所在单位", "工作单位", "单位名称"),
    "title": ("职务", "职称", "身份"),
    "topics": ("课题", "宣讲课题", "擅长课题", "可讲课题", "主题"),
    "district": ("所在区县", "区县", "所在区"),
    "districts": ("可到区县", "服务区县", "可去区县"),
    "free": ("空闲时段", "空闲时间", "可讲时间", "时间"),
    "phone": ("电话", "手机", "手机号", "联系电话", "联系方式"),
    "mail": ("邮箱", "电子邮箱", "邮件", "email"),
    "per_day": ("每天最多场次", "每天上限", "每日上限"),
    "per_month": ("每月最多场次", "每月上限"),
}
LONGEST_TOPIC = 60
LONGEST = {"name": 30, "title": 60, "district": 30, "phone": 30}
_DAYS = {word: n for n, words in enumerate(["一", "二", "三", "四", "五", "六", "日天"]) for word in words}
_PARTS = {
    "上午": DayPart.MORNING,
    "下午": DayPart.AFTERNOON,
    "晚上": DayPart.EVENING,
    "晚间": DayPart.EVENING,
}
_FREE = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天])(?:[至到\-~—](?:周|星期|礼拜)?([一二三四五六日天]))?(上午|下午|晚上|晚间|全天)?"
)
_NUMBER = re.compile(r"(\d{1,2})(?:场|次)?")
Weekly = frozenset[tuple[int, DayPart]]


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker to be added; ``unit`` and ``topics`` are keys, a topic that is not on the menu yet is a name."""

    row: int
    name: str
    unit: int | None = None
    title: str = ""
    topics: tuple[int, ...] = ()
    new_topics: tuple[str, ...] = ()
    district: str = ""
    districts: tuple[str, ...] = ()
    weekly: Weekly = frozenset()
    phone: str = ""
    mail: str = ""
    per_day: int | None = None
    per_month: int | None = None


@dataclass(frozen=True, slots=True)
class SpeakerTable:
    """What was read: speakers to add, names that are known already, rows that cannot be used, and rows that say something
    else of a speaker whom a row above names (``differing``): the row above holds.
    """

    rows: tuple[SpeakerRow, ...]
    known: tuple[str, ...]
    mistakes: tuple[RowMistake, ...]
    differing: tuple[RowMistake, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerRegister:
    """What the office has: units and topics by their names, speakers by name and unit; names are folded."""

    units: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    held: Collection[tuple[str, int | None]] = ()


def read_speakers(cells: Cells, register: SpeakerRegister) -> SpeakerTable:
    """Read the speakers of a table; whoever has the name and unit of a known speaker, or of a row before, is known."""
    told = field_rows(cells, SPEAKER_HEADINGS)
    mistakes = table_mistakes(told)
    found: dict[tuple[str, int | None], SpeakerRow] = {}
    known: list[str] = []
    differing: list[RowMistake] = []
    for each in told:
        try:
            row = _speaker(each, register)
        except WrongCell as wrong:
            mistakes.append(wrong.in_row(each.row))
            continue
        key = (comparison_key(row.name), row.unit)
        above = found.get(key)
        if above is not None and _says_else(row, above):
            words = Message(
                N_("第{row}行已有“{name}”，写的不同；以那一行为准。"), {"row": above.row, "name": row.name}
            )
            differing.append(RowMistake(each.row, row.name, words))
        elif key in register.held or above is not None:
            known.append(row.name)
        else:
            found[key] = row
    return SpeakerTable(tuple(found.values()), tuple(known), tuple(mistakes), tuple(differing))


def _says_else(row: SpeakerRow, above: SpeakerRow) -> bool:
    """Whether what the row tells beside the name is not what the row above tells; what it leaves empty is no difference."""
    told = {each.name for each in fields(SpeakerRow)} - {"row", "name", "unit"}
    return any(getattr(row, name) and getattr(row, name) != getattr(above, name) for name in told)


def read_free(words: str) -> Weekly:
    """Return the parts of the week that the words name: 周一至周三上午、周五 (a day alone is morning and afternoon).

    Raise ValueError with what cannot be read.
    """
    found: set[tuple[int, DayPart]] = set()
    plain = fold(words).replace(" ", "")
    for word in words_of(plain):
        read = _FREE.fullmatch(word)
        if read is None:
            raise ValueError(word)
        first, last = _DAYS[read[1]], _DAYS[read[2] or read[1]]
        parts = [_PARTS[read[3]]] if read[3] in _PARTS else [DayPart.MORNING, DayPart.AFTERNOON]
        if last < first:
            raise ValueError(word)
        found |= {(day, part) for day in range(first, last + 1) for part in parts}
    return frozenset(found)


def _speaker(told: FieldRow, register: SpeakerRegister) -> SpeakerRow:
    if not told["name"]:
        raise WrongCell("", N_("缺少姓名。"))
    if len(words_of(told["name"])) > 1:
        raise WrongCell(told["name"], N_("一格里有几个姓名，请一行写一人。"))
    for name, most in LONGEST.items():
        check_length(told[name], most)
    topics = {word: register.topics.get(comparison_key(word)) for word in words_of(told["topics"])}
    districts = words_of(told["districts"])
    for word, most in (
        *((each, LONGEST_TOPIC) for each in topics),
        *((each, LONGEST["district"]) for each in districts),
    ):
        check_length(word, most)
    mail = mail_in(told["mail"])
    try:
        weekly = read_free(told["free"])
    except ValueError as error:
        raise WrongCell(
            str(error), N_("看不懂空闲时段“{words}”，请写成：周一至周三上午、周五下午。"), words=str(error)
        ) from error
    return SpeakerRow(
        told.row, told["name"], _unit(told["unit"], register), told["title"],
        topics=tuple(key for key in topics.values() if key is not None),
        new_topics=tuple(word for word, key in topics.items() if key is None),
        district=told["district"], districts=districts, weekly=weekly,
        phone=fold(told["phone"]), mail=mail,
        per_day=_number(told["per_day"]), per_month=_number(told["per_month"]),
    )  # fmt: skip


def _unit(words: str, register: SpeakerRegister) -> int | None:
    if not words:
        return None
    key = register.units.get(comparison_key(words))
    if key is None:
        raise WrongCell(
            words, N_("没有单位“{name}”，请核对名称；外单位的宣讲员，单位请留空，写在“职务”里。"), name=words
        )
    return key


def _number(words: str) -> int | None:
    read = _NUMBER.fullmatch(fold(words))
    if words and (read is None or not int(read[1])):
        raise WrongCell(words, N_("“{words}”不是场次数，请写1到99的整数。"), words=words)
    return int(read[1]) if read else None
