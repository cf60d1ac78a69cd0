"""Words of a report's narrative are changed without its form, and what has places in a narrative is told of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from taizhang.core.figures import Span, TextFigure, read_figures
from taizhang.core.lifecycle.project_year import REPORT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.diff import Change
from taizhang.core.text.map_spans import carry
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import ProgressReport
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Person
from taizhang.office.workflow import transition

Follower = Callable[[ProgressReport, str, Sequence[Change] | None], None]
_FOLLOWERS: list[Follower] = []


def rewrite_narrative(
    *, report: ProgressReport, narrative: str, edits: Sequence[Change], by: Person, at: datetime
) -> ProgressReport:
    """Change words of a draft's narrative where no figure stands of which something was said: values stay as they were
    given. ``edits``: what is changed, to the letter. Refused where such a figure is among the words.
    """
    before = report.narrative
    with transition(REPORT, "write", report, by=by, at=at) as act:
        check_no_secret(narrative)
        told = len(report.readings)
        moved = _moved([*report.readings, *report.values.values()], before, narrative, edits)
        act.move(
            version=report.version,
            narrative=narrative,
            readings=moved[:told],
            values=dict(zip(report.values, moved[told:], strict=True)),
            written_by=by,
            changed_at=at,
        )
        tell_followers(report, before, edits)
        act.record("write_report", sitting=True)
    return report


def _moved(
    rows: Sequence[Mapping[str, Any]], before: str, after: str, edits: Sequence[Change]
) -> list[dict[str, Any]]:
    """The rows with the places of their figures in the text as it is now; Refused where one reads otherwise."""
    placed = [each for each in rows if each.get("start") is not None]
    spans = [Span(each["start"], each["end"]) for each in placed]
    moved = iter(carry(before, after, spans, edits))
    read, read_after = read_figures(before), read_figures(after)
    found = []
    for row in rows:
        if row.get("start") is None:
            found.append(dict(row))
            continue
        span = next(moved)
        was = Span(row["start"], row["end"])
        if span is None or _figures_at(after, read_after, span) != _figures_at(before, read, was):
            raise Refused(
                Message(N_("这处文字里有记入台账的数据。请在填报页改文字、核对数据，再了结这条修订。"))
            )
        found.append({**row, "start": span.start, "end": span.end})
    return found


def _figures_at(text: str, figures: Sequence[TextFigure], span: Span) -> tuple[str, list[str]]:
    """The words of a place, and the figures that are read there, with what belongs to them (约, 余)."""
    here = (each for each in figures if each.span.start < span.end and span.start < each.span.end)
    return text[span.start : span.end], [each.span.of(text) for each in here]


def on_rewritten(follower: Follower) -> None:
    """Call ``follower(report, before, edits)`` in the transaction of each change of a narrative, which was ``before``;
    ``edits``: what changed, where it is known. For what has places in the narrative and is kept elsewhere.
    """
    _FOLLOWERS.append(follower)


def tell_followers(report: ProgressReport, before: str, edits: Sequence[Change] | None = None) -> None:
    """Called in the transaction of a change of the narrative, which was ``before``."""
    if report.narrative != before:
        for follower in _FOLLOWERS:
            follower(report, before, edits)
