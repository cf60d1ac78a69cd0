"""The house template: what differs from one office's bulletin to another's, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import MISSING, asdict, astuple, dataclass, field, fields, replace
from typing import Any, Self

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.geometry import Grid

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PARTS = frozenset({"recipients", "people"})
_MAX_NAME = 40  # characters


@dataclass(frozen=True, slots=True)
class HouseTemplate:
    """How one series looks. The defaults are those of an ordinary 简报 on the grid of GB/T 9704-2012."""

    name: str = ""  # stands in the masthead instead of the bulletin's own name
    colour: str = "#d7000f"  # of the masthead's name and rule
    grid: Grid = field(default_factory=Grid)
    note_label: str = ""  # e.g. 编者按
    lead_sentences: bool = True  # 一是…。 set in 楷体
    imprint: tuple[str, ...] = ("recipients", "people")  # from top to bottom
    imprint_on_even_page: bool = True  # the back of the last sheet: custom, not a rule of the standard
    mirrored: bool = False  # the binding margin changes sides: for printing on both sides

    def __post_init__(self) -> None:
        """Refuse what would break the page. Raises PressError."""
        self._typed()
        if not all(len(t) <= _MAX_NAME and t.isprintable() for t in (self.name, self.note_label)):
            raise PressError(Message(N_("报头名称和按语标签不能超过40字，也不能含有看不见的字符。")))
        if not _COLOUR.fullmatch(self.colour):
            raise PressError(Message(N_("报头颜色须写成 #d7000f 的形式。")))
        if not (20 <= self.grid.lines <= 26 and 25 <= self.grid.cells <= 31):
            raise PressError(Message(N_("每页行数应在20至26行之间，每行字数应在25至31字之间。")))
        if not self.imprint or set(self.imprint) - _PARTS or len(set(self.imprint)) < len(self.imprint):
            raise PressError(Message(N_("版记只能由发送范围和编校人员两部分组成。")))

    def _typed(self) -> None:
        """Values from a file or a database may be of any kind: refuse those that are not of the field's own."""
        usual = {f.name: f.default if f.default is not MISSING else Grid() for f in fields(self)}
        wrong = [name for name, value in usual.items() if type(getattr(self, name)) is not type(value)]
        wrong = wrong or [
            name
            for name, parts, kind in (("imprint", self.imprint, str), ("grid", astuple(self.grid), int))
            if not all(type(part) is kind for part in parts)
        ]
        if wrong:
            raise _unknown(wrong)

    def on(self, grid: Grid) -> Self:
        """The same template on another grid."""
        return replace(self, grid=grid)

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
        try:
            if "grid" in values:
                values["grid"] = Grid(**values["grid"])
            if "imprint" in values:
                values["imprint"] = tuple(values["imprint"])
        except TypeError as error:
            raise _unknown({"grid", "imprint"} & set(values)) from error
        return cls(**values)


def _unknown(names: Iterable[str]) -> PressError:
    return PressError(
        Message(N_("版式设置中有无法识别的项目：{names}。"), {"names": "、".join(sorted(names))})
    )


DEFAULT_TEMPLATE = HouseTemplate()
