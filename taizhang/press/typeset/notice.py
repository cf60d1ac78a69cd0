"""A supervision notice (督办单) in official form: one page of plain values, set by the same workers as an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.bounds import clean
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.fonts import FontSet
from taizhang.press.typeset.wording import written_date

FONTS = (FontRole.FANG, FontRole.HEI, FontRole.SONG, FontRole.XIAOBIAOSONG)


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """What stands on the page. ``facts`` are label and words; ``body`` and ``reply`` are paragraphs."""

    issuer: str
    title: str  # 督办单
    number: str  # 督办〔2026〕3号
    colour: str  # 黄色; the word only: the form is printed black and red
    addressee: str
    facts: Sequence[tuple[str, str]]
    body: Sequence[str]
    reply: Sequence[str]
    day: date
    colour_label: str = "督办等级"
    reply_label: str = "办理情况"
    blank: str = "（由承办单位填写，可另附页）"

    def to_json(self) -> dict[str, Any]:
        """Plain values for a worker; what nobody can print is taken out of them."""
        return {**clean(_plain(asdict(self))), "date": written_date(self.day), "day": self.day.isoformat()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def packed(data: Mapping[str, Any], fonts: FontSet) -> dict[str, Any]:
    """The template's input. Raises PressError where a character has no glyph."""
    wanted = set("".join(_texts(data)))
    lost = sorted({sign for role in FONTS[:1] for sign in fonts.missing(wanted, role)})
    if lost:
        shown = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in lost[:10])
        raise PressError(
            Message(
                N_("有{count}个字没有可用的字形，不能付印：{chars}。请换用正字。"),
                {"count": len(lost), "chars": shown},
            )
        )
    families = {role.value: [f.family for f in fonts.roles[role]] for role in FONTS}
    weights = {role.value: fonts.roles[role][0].weight for role in FONTS}
    return {**data, "fonts": families, "weights": weights}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for each in values for text in _texts(each)]


def stamp(data: Mapping[str, Any]) -> datetime:
    """The same notice gives the same bytes: the day it was issued, not the clock."""
    return datetime.combine(date.fromisoformat(data["day"]), time(), UTC)
