"""What the form check found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from taizhang.core.text.messages import Message


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One departure from the form. ``page`` counts from 1; 0 = the whole document."""

    page: int
    sentence: Message

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, **self.sentence.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["page"], Message.from_json(data))


@dataclass(frozen=True, slots=True)
class FormReport:
    """The form of one PDF: findings are faults, notes are departures that were asked for or cannot be helped.

    ``lines`` holds the lines of text on each page; ``full_lines`` counts body lines that fill the width, ``exact``
    those with the grid's number of cells, ``moved`` those that a line-start or line-end prohibition made one longer
    or shorter. Millimetres throughout. ``fit`` is the setting that was chosen and why, as ``core.gongwen.copyfit``
    writes it; empty where the press did not set the PDF.
    """

    pages: int
    grid: tuple[int, int]
    lines: tuple[int, ...] = ()
    full_pages: tuple[int, ...] = ()
    full_lines: int = 0
    exact: int = 0
    moved: int = 0
    top_mm: float | None = None
    left_mm: float | None = None
    right_mm: float | None = None
    imprint_rules_mm: tuple[float, ...] = ()
    imprint_bottom_mm: float | None = None
    fonts: tuple[str, ...] = ()
    findings: tuple[FormFinding, ...] = ()
    notes: tuple[Message, ...] = field(default=())
    fit: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the database."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in {"findings", "notes"}}
        return {
            **{k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()},
            "ok": self.ok,
            "findings": [f.to_json() for f in self.findings],
            "notes": [note.to_json() for note in self.notes],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Back from plain values."""
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k != "ok"
        }
        values["findings"] = tuple(FormFinding.from_json(f) for f in data["findings"])
        values["notes"] = tuple(map(Message.from_json, data["notes"]))
        return cls(**values)
