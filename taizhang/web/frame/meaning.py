"""What an edit changes of the meaning, as a part of a page, beside what it changes of the figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.translation import gettext as _

from taizhang.core.meaning import KIND_WORDS, MeaningChange, meaning_changes
from taizhang.core.text.merge3 import MergeRun, RunKind
from taizhang.web.frame.parts import Entries, Entry


def meaning_parts(runs: Sequence[MergeRun]) -> list[Entries]:
    """Return the sentences that say something else now, each with what of it is another; no part where none does."""
    before = "".join(run.text for run in runs if run.kind is not RunKind.NEW)
    after = "".join(run.text for run in runs if run.kind is not RunKind.GONE)
    lines = [_entry(change, before, after) for change in meaning_changes(before, after)]
    return [Entries(_("含义可能有变的句子"), lines)] if lines else []


def _entry(change: MeaningChange, before: str, after: str) -> Entry:
    kinds = "、".join(_(KIND_WORDS[kind]) for kind in change.kinds)
    old, new = change.before.of(before).strip(), change.after.of(after).strip()
    return Entry(kinds, small=format_html("<del>{}</del> → <ins>{}</ins>", old, new))
