"""The interchange form of what was read from a workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from taizhang.core.text.messages import Message
from taizhang.core.workbook.amounts import bounds, decimal_or_none
from taizhang.core.workbook.model import CellError, IndicatorRow, ProjectRow, ReadBook

Say = Callable[[Message], str]


def book_to_json(book: ReadBook, say: Say = str) -> dict[str, Any]:
    """Keys year, projects, errors, skipped, notes; ``say`` puts sentences into the user's language.

    ``target`` is the text as written; ``low`` and ``high`` are decimal
    strings in ``unit``, null without a bound."""
    return {
        "year": book.year,
        "projects": [_project(project) for project in book.projects],
        "errors": [_error(error, say) for error in book.errors],
        "skipped": [
            {"sheet": s.sheet, "row": s.row, "kind": s.why.value, "text": s.text, "reason": say(s.reason)}
            for s in book.skipped
        ],
        "notes": [say(note) for note in book.notes],
    }


def _project(project: ProjectRow) -> dict[str, Any]:
    indicators = [_indicator(indicator) for indicator in project.indicators]
    first = indicators[0] if indicators else _indicator(IndicatorRow(project.row, ""))
    return {
        "sheet": project.sheet,
        "row": project.row,
        "no": project.no,
        "category": project.category,
        "title": project.title,
        "lead_unit": project.lead_unit,
        "supporting_units": list(project.supporting_units),
        "goal": project.goal,
        **{key: value for key, value in first.items() if key != "row"},
        "indicators": indicators,
        "measures": project.measures,
        "milestones": project.milestones,
        "start": project.start.first.isoformat() if project.start else None,
        "due": project.due.last.isoformat() if project.due else None,
        "due_text": project.due_text,
        "post": project.post,
        "progress": project.progress,
        "note": project.note,
        "id": project.hidden_id,
        "others": dict(project.others),
    }


def _indicator(indicator: IndicatorRow) -> dict[str, Any]:
    quantity = indicator.quantity
    low, high = bounds(quantity, indicator.unit) if quantity else (None, None)
    return {
        "row": indicator.row,
        "indicator": indicator.name,
        "target": indicator.target,
        "unit": indicator.unit,
        "low": decimal_or_none(low),
        "high": decimal_or_none(high),
        "relation": quantity.relation.value if quantity else None,
        "per": quantity.per if quantity else None,
    }


def _error(error: CellError, say: Say) -> dict[str, Any]:
    return {
        "sheet": error.sheet,
        "row": error.row,
        "column": error.column,
        "header": error.heading,
        "value": error.value,
        "message": say(error.message),
    }
