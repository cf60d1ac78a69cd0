"""What the landing page is made of: groups of lines, each with what is done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Button:
    """What is done with one click: a form that posts ``fields`` to ``url``."""

    words: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due. ``url`` opens it; ``button`` does the likeliest thing at once."""

    title: str
    small: str
    url: str
    act: str  # the word on the link at the right
    due: date | None = None
    late: bool = False
    button: Button | None = None


@dataclass(slots=True)
class Group:
    """Lines that belong together, with what can be done about all of them (asked before it is done)."""

    words: str
    lines: list[Line]
    bulk: Button | None = None
    bulk_ask: str = ""
    more: int = 0
    extra: list[Line] = field(default_factory=list)
