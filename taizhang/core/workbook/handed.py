"""The hidden id of a project in a workbook that was handed out: which row of the ledger, and in which version."""

from __future__ import annotations

import re
from typing import NamedTuple

_ID = re.compile(r"TZ([0-9]{1,15})-([0-9]{1,9})")


class HandedOut(NamedTuple):
    """``key`` is the project's; ``version`` what it was when the workbook was written."""

    key: int
    version: int

    def __str__(self) -> str:
        return f"TZ{self.key}-{self.version}"


def handed_out(text: str) -> HandedOut | None:
    """The id in a cell; None where it is none."""
    match = _ID.fullmatch(text.strip())
    return HandedOut(int(match[1]), int(match[2])) if match else None
