"""A workbook beside the ledger, as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.plan.account_plan import Difference, IndicatorPlan, MilestonePlan
from taizhang.core.plan.incoming import target_text
from taizhang.core.text.messages import N_
from taizhang.core.workbook.amounts import with_unit
from taizhang.core.workbook.model import ReadBook
from taizhang.core.workbook.reading import read_book
from taizhang.intake import read_sheets
from taizhang.ledger.actions.importing import CSV, XLSX, Decision
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.incoming import Preview, PreviewRow, RowFate
from taizhang.ledger.queries.ledgers import Names, names_in_ledger
from taizhang.office.files import read
from taizhang.office.models import StoredFile, Unit
from taizhang.office.queries import files_of_type
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words, say

PARTS = {
    "title": N_("项目名称"), "theme": N_("类别"), "lead_unit": N_("牵头单位"), "supporting_units": N_("配合单位"),
    "goal": N_("工作目标"), "indicators": N_("指标"), "measures": N_("主要举措"), "milestones": N_("节点"),
    "start": N_("起始日期"), "due": N_("完成时限"), "lead_post": N_("责任岗位"),
}  # fmt: skip
FATES = {
    RowFate.NEW: N_("新增 {count} 项"), RowFate.CHANGED: N_("改动 {count} 项"), RowFate.CONFLICT: N_("需要选择 {count} 项"),
    RowFate.UNCHANGED: N_("没有变化 {count} 项"), RowFate.LOCKED: N_("已建账、不随表格改动 {count} 项"),
}  # fmt: skip
MOST_SHOWN = 200  # rows of each kind; more make no better decision


@dataclass(frozen=True, slots=True)
class ChangeView:
    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ImportRowView:
    """A row as the page lists it; ``key`` and ``version`` are of the project it meets."""

    row: int
    title: str
    lead: str
    targets: str
    due: str
    changes: tuple[ChangeView, ...]
    key: int | None
    version: int | None


Change = tuple[ImportRowView, ChangeView]
CHANGES: Table[Change] = Table(
    Column(gettext_lazy("项目名称"), lambda each: f"{each[0].title}（{each[0].lead}）", head=True),
    Column(gettext_lazy("栏目"), lambda each: each[1].part),
    Column(gettext_lazy("台账"), lambda each: linebreaksbr(each[1].old or "—")),
    Column(gettext_lazy("表格"), lambda each: linebreaksbr(each[1].new or "—")),
)
NEW: Table[ImportRowView] = Table(
    Column(gettext_lazy("行"), "row", "number"),
    Column(gettext_lazy("项目名称"), "title", head=True),
    Column(gettext_lazy("牵头单位"), "lead"),
    Column(gettext_lazy("指标"), "targets"),
    Column(gettext_lazy("完成时限"), "due", "date"),
)


def _changes(rows: Sequence[ImportRowView]) -> TableView:
    return CHANGES.whole([(row, change) for row in rows for change in row.changes])


@dataclass(frozen=True, slots=True)
class PreviewView:
    """All that the page shows."""

    file: str
    ledger: Ledger
    unit: Unit | None
    summary: str
    errors: tuple[str, ...]
    new: TableView
    changed: TableView
    conflicts: tuple[ImportRowView, ...]
    locked: TableView
    themes: tuple[str, ...]
    skipped: tuple[str, ...]
    notes: tuple[str, ...]
    aside: str  # headings of columns that are not stored
    sound: int  # rows without an error


def load_book(pk: int) -> StoredFile:
    """A workbook that one's own office kept (the scope is the office's), or 404."""
    return get_object_or_404(files_of_type(XLSX, CSV), pk=pk)


def read_stored(file: StoredFile, ledger: Ledger) -> ReadBook:
    """The workbook as it was kept. Raises IntakeRefused or Refused."""
    return read_book(read_sheets(read(file), file.name), ledger.year)


def preview_view(
    file: StoredFile, ledger: Ledger, unit: Unit | None, book: ReadBook, preview: Preview
) -> PreviewView:
    """The comparison in words."""
    names = names_in_ledger(ledger)
    skipped = _("第{row}行“{text}”：{why}")
    return PreviewView(
        file=file.name,
        ledger=ledger,
        unit=unit,
        summary=_summary(preview),
        errors=tuple(say(each.message) for each in preview.errors[:MOST_SHOWN]),
        new=NEW.whole(_rows(preview, RowFate.NEW, names)),
        changed=_changes(_rows(preview, RowFate.CHANGED, names)),
        conflicts=_rows(preview, RowFate.CONFLICT, names),
        locked=_changes(_rows(preview, RowFate.LOCKED, names)),
        themes=preview.new_themes,
        skipped=tuple(skipped.format(row=s.row, text=s.text, why=say(s.reason)) for s in book.skipped),
        notes=tuple(map(say, preview.notes)),
        aside="、".join(preview.aside),
        sound=len(preview.without_faults().rows) + preview.waiting if preview.errors else 0,
    )


def _summary(preview: Preview) -> str:
    """How many rows would do what; nothing is said of what there is none of."""
    parts = [
        _(words).format(count=count) for fate, words in FATES.items() if (count := len(preview.of(fate)))
    ]
    if preview.waiting:
        parts.append(_("牵头单位待选 {count} 项").format(count=preview.waiting))
    if preview.absent:
        parts.append(_("台账中另有 {count} 项不在表中，保持不变").format(count=preview.absent))
    return _("，").join(parts) + _("。") if parts else ""


def decisions_in(posted: QueryDict) -> dict[int, Decision]:
    """What was chosen for each conflict: ``choice-12`` is book or ledger, ``version-12`` what was seen."""
    found = {}
    for name, choice in posted.items():
        key = name.removeprefix("choice-")
        row, version = number_in(key), number_in(str(posted.get(f"version-{key}", "")))
        if name != key and row is not None and version is not None and choice in ("book", "ledger"):
            found[row] = Decision(take=choice == "book", version=version)
    return found


def _rows(preview: Preview, fate: RowFate, names: Names) -> tuple[ImportRowView, ...]:
    """Conflicts are all shown: each wants its choice."""
    rows = preview.of(fate)
    return tuple(_row(row, names) for row in (rows if fate is RowFate.CONFLICT else rows[:MOST_SHOWN]))


def _row(row: PreviewRow, names: Names) -> ImportRowView:
    return ImportRowView(
        row=row.row.row,
        title=row.plan.title,
        lead=row.lead.short_name,
        targets="；".join(_words("indicators", each, names) for each in row.plan.indicators),
        due=day_words(row.plan.due) if row.plan.due else row.row.due_text,
        changes=tuple(_change(change, names) for change in row.changes),
        key=row.project.pk if row.project else None,
        version=row.project.version if row.project else None,
    )


def _change(change: Difference, names: Names) -> ChangeView:
    old, new = (_words(change.part, value, names) for value in (change.old, change.new))
    return ChangeView(_(PARTS.get(change.part, change.part)), old, new)


def _words(part: str, value: Any, names: Names) -> str:
    """A value of an account in words; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, IndicatorPlan):
        return f"{value.name} {with_unit(amount(target_text(value)), value.unit)}".strip()
    if isinstance(value, MilestonePlan):
        return f"{day_words(value.due)} {value.title}"
    if isinstance(value, tuple):
        return "、".join(_words(part, each, names) for each in value)
    if isinstance(value, int):
        return names.get(part, {}).get(value, "")
    if isinstance(value, date):
        return day_words(value)
    return str(getattr(value, "text", value))
