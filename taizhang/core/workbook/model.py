"""What is read from a workbook: projects, and for every other row the reason why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from taizhang.core.calendar import DaySpan
from taizhang.core.figures import Quantity
from taizhang.core.text.messages import Message
from taizhang.core.workbook.fields import Field


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: ``target`` as written; ``quantity`` None where no target is given, or none can be read."""

    row: int
    name: str
    target: str = ""
    unit: str = ""
    quantity: Quantity | None = None
    reached: str = ""  # handed out only


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project. ``due`` None with a ``due_text`` is a project without an end (长期坚持) or an error.

    ``others`` holds the columns that mean nothing to the ledger, with their headings."""

    sheet: str
    row: int
    title: str
    no: str = ""
    category: str = ""
    lead_unit: str = ""
    supporting_units: tuple[str, ...] = ()
    goal: str = ""
    indicators: tuple[IndicatorRow, ...] = ()
    measures: str = ""
    milestones: str = ""
    start_text: str = ""
    start: DaySpan | None = None
    due_text: str = ""
    due: DaySpan | None = None
    post: str = ""
    progress: str = ""
    note: str = ""
    state: str = ""  # handed out only, as is the signal
    signal: str = ""
    hidden_id: str = ""
    others: tuple[tuple[str, str], ...] = ()
    last_row: int = 0


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with a cell; ``heading`` is the column's own."""

    sheet: str
    row: int
    column: str  # its letter
    heading: str
    value: str
    message: Message


class Why(StrEnum):
    """Why a row is no project."""

    ABOVE = "above"
    HEADER = "header"
    NUMBERS = "numbers"
    SECTION = "section"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    ONLY_NUMBER = "only_number"
    NO_HEADER = "no_header"
    HIDDEN_SHEET = "hidden_sheet"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no project; ``text`` is its beginning."""

    sheet: str
    row: int
    why: Why
    text: str
    reason: Message


@dataclass(frozen=True, slots=True)
class ReadBook:
    """All that was read. ``header_rows`` are the rows of the headers, by sheet; ``fields`` the
    column of each field, its letter and heading, by sheet; ``aside`` the headings of columns that hold no part of an
    account (progress, notes, what is not known)."""

    year: int
    projects: tuple[ProjectRow, ...]
    errors: tuple[CellError, ...]
    skipped: tuple[Skipped, ...]
    header_rows: tuple[tuple[str, int], ...] = ()
    fields: Mapping[str, Mapping[Field, tuple[str, str]]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    aside: tuple[str, ...] = ()
