"""Numbers that are allotted in order and never twice: account numbers of projects, numbers of issues."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from taizhang.core.figures.normalise import fold
from taizhang.core.text.messages import N_, Message

_WRITTEN = re.compile(r"([0-9]{4})-+([0-9]{1,6})")


@dataclass(frozen=True, slots=True, order=True)
class AccountNumber:
    """The number a project has on account: 2026-001. ValueError outside year 1-9999 and serial 1-999999."""

    year: int
    serial: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.serial <= 999_999):
            raise ValueError(Message(N_("上账编号的年份或顺序号超出范围。")))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.serial:03d}"

    @classmethod
    def parse(cls, written: str) -> AccountNumber:
        """Read 2026-001, ２０２６－００１ or 2026—1; ValueError, with a sentence, for anything else."""
        match = _WRITTEN.fullmatch("".join(fold(written[:40]).split()))
        if match is None:
            raise ValueError(
                Message(N_("“{written}”不是上账编号，应写作2026-001。"), {"written": written[:20]})
            )
        return cls(int(match[1]), int(match[2]))


def next_number(last: int, voided: Collection[int] = ()) -> int:
    """The number after the last one allotted (0 where there is none yet), void numbers passed over."""
    number = last + 1
    while number in voided:
        number += 1
    return number
