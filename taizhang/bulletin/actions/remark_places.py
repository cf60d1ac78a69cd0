"""The places of remarks go along with their text."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.bulletin.models import Remark
from taizhang.bulletin.rules.remarks import RemarkedText, text_of
from taizhang.core.lifecycle.bulletin_life import RemarkState
from taizhang.core.text.anchors import Anchor, follow, sentences_at
from taizhang.core.text.diff import Change
from taizhang.ledger.models import ProgressReport


def carry_remarks(of: RemarkedText, before: str, edits: Sequence[Change] | None = None) -> None:
    """Move the remarks on a text that has just been changed from ``before``; those whose words are gone lose their
    place and get it back with the words. A suggestion whose sentence became another one is marked. Called in the
    transaction of the change; ``edits``: see ``keep_article``.
    """
    text = text_of(of)
    rows = [
        row for row in of.remarks.exclude(state=RemarkState.ACCEPTED) if row.quote or row.start is not None
    ]
    if not rows:
        return  # nor is it asked how the text has changed
    for row, anchor in zip(rows, follow(before, text, [row.anchor for row in rows], edits), strict=True):
        if row.suggests and row.anchor.span and anchor.span:
            then, now = sentences_at(before, row.anchor.span), sentences_at(text, anchor.span)
            row.sentence_changed |= then != now
        put_at(row, anchor, of.version)
        row.save(update_fields=["start", "end", "prefix", "suffix", "version", "sentence_changed"])


def carry_in_report(report: ProgressReport, before: str, edits: Sequence[Change] | None) -> None:
    """The same for a report whose narrative was ``before``."""
    moved = None if edits is None else [each.moved(1, 1) for each in edits]  # below an empty headline
    carry_remarks(report, f"\n{before}", moved)


def put_at(row: Remark, anchor: Anchor, version: int) -> None:
    """Set the place; the quoted words stay as they were chosen."""
    row.start, row.end = anchor.span or (None, None)
    row.prefix, row.suffix, row.version = anchor.prefix, anchor.suffix, version
