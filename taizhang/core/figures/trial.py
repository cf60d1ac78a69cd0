"""A numeral with its unit on trial, and what a rule is that finds it to be no figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.figures.model import Span
from taizhang.core.figures.numerals import Numeral
from taizhang.core.figures.units import UnitOfMeasure
from taizhang.core.figures.wording import Before


class ExcludedClass(StrEnum):
    """Why a numeral is no figure."""

    DATE = "date"  # dates, times, periods: 2023年, 前三季度, 三年前
    ORDINAL = "ordinal"  # 第二, 居前三位, 第10期
    LIST_MARK = "list_mark"  # 一是, （一）, 1.
    NAME = "name"  # 二十大, 三会一课, “双百”, 12345
    PHONE = "phone"
    DOCUMENT = "document"  # 〔2024〕36号
    AGE = "age"  # 80岁以上
    ARTICLE = "article"  # 一个, 一批
    IDIOM = "idiom"  # 千家万户
    IDENTIFIER = "identifier"  # K16, 3号楼, PM2.5
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Excluded:
    """A numeral that is no figure, at its place in the stored text."""

    span: Span
    surface: str
    reason: ExcludedClass


class Trial:
    """A numeral with its unit. ``start`` is the place of the fuzzy prefix, ``at`` of the numeral; ``clause`` is what
    stands before ``start`` in its clause; ``gap`` says that a blank was left out before the unit."""

    __slots__ = (
        "after", "at", "before", "clause", "end", "far", "gap", "numeral", "prefix", "start", "text", "unit", "unit_at",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        at: int,
        unit_at: int,
        end: int,
        numeral: Numeral,
        unit: UnitOfMeasure,
        words: Before,
        gap: bool,
    ) -> None:
        self.text, self.at, self.unit_at, self.end = text, at, unit_at, end
        self.numeral, self.unit, self.gap = numeral, unit, gap
        self.start, self.prefix, self.clause, self.far = words.start, words.prefix, words.clause, words.far
        self.before = text[self.start - 1 : self.start] if self.start else ""
        self.after = text[end : end + 1]

    @property
    def is_plain_han(self) -> bool:
        """One Chinese digit and nothing fuzzy: 三, 两, 一."""
        numeral = self.numeral
        return (
            numeral.han and numeral.top is None and not numeral.fuzz and numeral.low <= 10 and not numeral.exp
        )


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """Why a numeral is no figure: in ``example`` the rule speaks, in ``counter`` it is silent and a figure is read.

    ``units``: the rule is asked of these units only; empty: of every unit. ``script``: only of numerals in "digits" or
    in "han". ``before``: only behind one of these signs, "^" being the start of the text and "A" any Latin letter.
    """

    name: str
    reason: ExcludedClass
    applies: Callable[[Trial], bool]
    example: str
    counter: str
    units: str = ""
    script: str = ""
    before: str = ""

    def is_asked(self, unit: str, script: str, before: str) -> bool:
        """Whether the rule may apply to a numeral of this script and unit behind this sign."""
        of_unit = not self.units or unit in self.units.split()
        return of_unit and self.script in ("", script) and (not self.before or before in self.before)
