"""The house template: what differs from one office's bulletin to another's, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, field, fields
from typing import Any, Self

from taizhang.core.gongwen.copyfit import FitBounds, PageSetting
from taizhang.core.gongwen.issue_templates import ADDRESSED
from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.geometry import Grid

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PARTS = frozenset({"recipients", "people"})
_LISTS = ("imprint", "addressed")
_MAX_NAME = 40  # characters


@dataclass(frozen=True, slots=True)
class HouseTemplate:
    """How one series looks. The defaults are those of an ordinary 简报 on the grid of GB/T 9704-2012."""

    name: str = ""  # stands in the masthead instead of the bulletin's own name
    colour: str = "#d7000f"  # of the masthead's name and rule
    grid: Grid = field(default_factory=Grid)
    note_label: str = ""  # e.g. 编者按
    left_mark: str = ""  # in the corners above the masthead's name, e.g. 内部资料
    right_mark: str = ""  # e.g. 编号：#, where # stands for the issue's number
    contents: bool = False  # 本期要目 after the masthead, from three articles on
    contents_pages: bool = False  # with the page on which each article begins
    lead_sentences: bool = True  # 一是…。 set in 楷体
    imprint: tuple[str, ...] = ("recipients", "people")  # from top to bottom
    addressed: tuple[str, ...] = (
        ADDRESSED  # the words before those above, peers, those below; empty: it goes to none of them
    )
    imprint_on_even_page: bool = True  # the back of the last sheet: custom, not a rule; never by a blank page
    mirrored: bool = False  # the binding margin changes sides: for printing on both sides
    bounds: FitBounds = field(default_factory=FitBounds)  # how far the press may go for a full last page
    pages: int = 0  # of this issue, as its editor asks; 0: as many as it takes
    setting: PageSetting | None = None  # of this issue, chosen by its editor or kept since it was sealed
    qr: str = ""  # of this issue: the address that the code above the imprint leads to

    def __post_init__(self) -> None:
        """Refuse what would break the page. Raises PressError."""
        self._typed()
        words = (self.name, self.note_label, self.left_mark, self.right_mark, *self.addressed)
        if not all(len(each) <= _MAX_NAME and each.isprintable() for each in words):
            raise PressError(Message(N_("报头文字和按语标签不能超过40字，也不能含有看不见的字符。")))
        if not _COLOUR.fullmatch(self.colour):
            raise PressError(Message(N_("报头颜色须写成 #d7000f 的形式。")))
        setting = self.setting or self.own
        lines = (self.grid.lines, self.bounds.most_lines, setting.lines)
        cells = (self.grid.cells, self.bounds.fewest_cells, self.bounds.most_cells, setting.cells)
        if not (all(20 <= n <= 26 for n in lines) and all(25 <= n <= 31 for n in cells)):
            raise PressError(Message(N_("每页行数应在20至26行之间，每行字数应在25至31字之间。")))
        if not self.imprint or set(self.imprint) - _PARTS or len(set(self.imprint)) < len(self.imprint):
            raise PressError(Message(N_("版记只能由发送范围和编校人员两部分组成。")))

    def _typed(self) -> None:
        """Values from a file or a database may be of any kind: refuse those that are not of the field's own."""
        wrong = [
            each.name
            for each in fields(self)
            if each.name not in _PARSED and type(getattr(self, each.name)) is not type(each.default)
        ]
        wrong += [name for name, kind in _PARSED.items() if not _is_of(getattr(self, name), kind)]
        if not wrong:
            wrong = [name for name in _LISTS if not all(type(part) is str for part in getattr(self, name))]
        if not wrong and len(self.addressed) != len(ADDRESSED):
            wrong = ["addressed"]
        if not wrong and self.pages < 0:
            wrong = ["pages"]
        if wrong:
            raise _unknown(wrong)

    @property
    def own(self) -> PageSetting:
        """The office's usual setting."""
        return PageSetting(self.grid.lines, self.grid.cells)

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the database and for the worker."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Back from plain values; unknown keys are refused. Raises PressError."""
        known = {f.name for f in fields(cls)}
        if set(data) - known:
            raise _unknown(set(data) - known)
        values = dict(data)
        for name in {*_PARSED, *_LISTS} & set(values):
            try:
                if name in _LISTS:
                    values[name] = tuple(values[name])
                elif name != "setting" or values[name] is not None:
                    values[name] = _PARSED[name](**values[name])
            except TypeError as error:
                raise _unknown({name}) from error
        return cls(**values)


_PARSED: dict[str, type[Grid | FitBounds | PageSetting]] = {
    "grid": Grid,
    "bounds": FitBounds,
    "setting": PageSetting,
}


def _is_of(value: object, kind: type[Grid | FitBounds | PageSetting]) -> bool:
    """Whether the value is of the kind with numbers and truths of the right type; a setting may be missing."""
    if value is None:
        return kind is PageSetting
    return type(value) is kind and [*map(type, astuple(value))] == [*map(type, astuple(kind()))]


def _unknown(names: Iterable[str]) -> PressError:
    return PressError(
        Message(N_("版式设置中有无法识别的项目：{names}。"), {"names": "、".join(sorted(names))})
    )


DEFAULT_TEMPLATE = HouseTemplate()
