"""The rows of a workbook beside the ledger; the comparison writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django_scopes import scope

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.account_plan import AccountPlan, Difference, differences
from taizhang.core.plan.import_checks import Checks
from taizhang.core.plan.incoming import plan_from
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.handed import HandedOut, handed_out
from taizhang.core.workbook.model import CellError, ProjectRow, ReadBook
from taizhang.ledger.models import Ledger, Project, Theme
from taizhang.ledger.queries.incoming.register import Register, UnknownUnit
from taizhang.ledger.rules.account_plans import LISTS, plan_of
from taizhang.office.models import Unit


class RowFate(StrEnum):
    """What the import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"  # the ledger went on since the workbook was handed out: somebody must choose
    LOCKED = "locked"  # the account is open: only a change request may change it


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row and what it would do. ``theme`` is a theme's name, made if the ledger has none of it."""

    row: ProjectRow
    fate: RowFate
    lead: Unit
    plan: AccountPlan
    theme: str
    project: Project | None = None
    changes: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """``absent`` counts the ledger's projects that the workbook does not name; they stay as they are. ``waiting`` are
    rows whose lead unit is among the ``unknown`` names, ``skipped`` those whose lead unit is left out by choice;
    ``aside`` the headings of columns that are not stored.
    """

    rows: tuple[PreviewRow, ...]
    errors: tuple[CellError, ...]
    unknown: tuple[UnknownUnit, ...]
    waiting: int
    skipped: int
    new_themes: tuple[str, ...]
    absent: int
    notes: tuple[Message, ...]
    aside: tuple[str, ...]

    def without_faults(self) -> Preview:
        """The same without the rows that have an error, and without the errors: what can be stored as it is."""
        faults = {(each.sheet, each.row) for each in self.errors}
        sound = [row for row in self.rows if not any((row.row.sheet, n) in faults for n in _lines(row.row))]
        themes = {comparison_key(row.theme) for row in sound}
        new = tuple(theme for theme in self.new_themes if comparison_key(theme) in themes)
        return replace(self, rows=tuple(sound), errors=(), new_themes=new)

    def of(self, fate: RowFate) -> tuple[PreviewRow, ...]:
        return tuple(row for row in self.rows if row.fate is fate)


def _lines(row: ProjectRow) -> range:
    """The lines of the sheet that the project stands in."""
    return range(row.row, max(row.row, row.last_row) + 1)


def preview_book(
    *,
    ledger: Ledger,
    book: ReadBook,
    unit: Unit | None = None,
    choices: Mapping[str, int | str] | None = None,
) -> Preview:
    """What importing ``book`` would do; ``unit`` leads the rows of a sheet without a column for lead units,
    ``choices`` are those of ``Register``.
    """
    with scope(office=ledger.office_id):
        return _Comparison(ledger, book, unit, choices).preview()


class _Comparison:
    def __init__(
        self, ledger: Ledger, book: ReadBook, unit: Unit | None, choices: Mapping[str, int | str] | None
    ) -> None:
        self._ledger, self._book, self._unit = ledger, book, unit
        self._register = Register(choices)
        self._waiting = self._skipped = 0
        self._checks = Checks(book)
        projects = Project.objects.filter(ledger=ledger).select_related("lead_unit").prefetch_related(*LISTS)
        self._by_key: Mapping[int, Project] = {project.pk: project for project in projects}
        self._by_title = {(comparison_key(p.title), p.lead_unit_id): p for p in self._by_key.values()}
        self._themes = {comparison_key(theme.name): theme for theme in Theme.objects.filter(ledger=ledger)}
        self._seen: dict[object, ProjectRow] = {}

    def preview(self) -> Preview:
        rows = tuple(filter(None, map(self._compared, self._book.projects)))
        named = {row.project.pk for row in rows if row.project}
        new = {
            comparison_key(row.theme): row.theme
            for row in rows
            if row.theme and comparison_key(row.theme) not in self._themes
        }
        return Preview(
            rows,
            (*self._book.errors, *self._checks.errors),
            tuple(self._register.unknown.values()),
            self._waiting,
            self._skipped,
            tuple(new.values()),
            len(self._by_key.keys() - named),
            self._book.notes,
            self._book.aside,
        )

    def _compared(self, row: ProjectRow) -> PreviewRow | None:
        fields = self._book.fields[row.sheet]
        handed = handed_out(row.hidden_id)
        project = self._by_key.get(handed.key) if handed else None
        if row.hidden_id and project is None:
            self._checks.add(row, Field.HIDDEN_ID, row.hidden_id, _FOREIGN)
        stored = plan_of(project) if project else None
        lead = self._lead(row, project)
        supporting = self._supporting(row, stored)
        self._checks.lengths(row)
        if lead is None:
            self._checks.days(row, plan_from(row, fields, stored, self._book.year))
            return None
        if project is None:
            project = self._by_title.get((comparison_key(row.title), lead.pk))
            stored = plan_of(project) if project else None
        if self._twice(row, project, lead):
            return None
        plan = plan_from(row, fields, stored, self._book.year)
        if Field.SUPPORT in fields or row.supporting_units:
            plan = replace(plan, supporting_units=tuple(key for key in supporting if key != lead.pk))
        post = self._register.post(lead, row.post)
        if post is not None or (project and project.lead_unit_id != lead.pk):  # a post stays with its unit
            plan = replace(plan, lead_post=post)
        self._checks.days(row, plan)
        theme = self._themes.get(comparison_key(row.category))
        if row.category:
            plan = replace(plan, theme=theme.pk if theme else None)
        if project is None or stored is None:
            return PreviewRow(row, RowFate.NEW, lead, plan, row.category)
        changes = self._changes(project, stored, plan, lead, row.category)
        return PreviewRow(row, _fate(project, handed, changes), lead, plan, row.category, project, changes)

    def _changes(
        self, project: Project, stored: AccountPlan, plan: AccountPlan, lead: Unit, theme: str
    ) -> tuple[Difference, ...]:
        found = list(differences(stored, plan))
        if theme and plan.theme is None:  # one that the ledger does not have yet
            found = [each for each in found if each.part != "theme"] + [
                Difference("theme", stored.theme, theme)
            ]
        if lead.pk != project.lead_unit_id:
            found.insert(0, Difference("lead_unit", project.lead_unit_id, lead.pk))
        return tuple(found)

    def _lead(self, row: ProjectRow, project: Project | None) -> Unit | None:
        if not row.lead_unit:
            if Field.LEAD not in self._book.fields[row.sheet] and self._unit is None:
                self._checks.add(
                    row, Field.TITLE, "", N_("第{row}行：表中没有“牵头单位”一栏，请选择填报单位。")
                )
            return self._unit if Field.LEAD not in self._book.fields[row.sheet] else None
        found = self._register.unit(row.lead_unit, {project.lead_unit_id} if project else ())
        if isinstance(found, Unit):
            return found
        if found is None:
            self._waiting += 1
        else:
            self._skipped += 1
        return None

    def _supporting(self, row: ProjectRow, stored: AccountPlan | None) -> tuple[int, ...]:
        keys = set()
        for name in row.supporting_units:
            found = self._register.unit(name, stored.supporting_units if stored else ())
            if isinstance(found, Unit):
                keys.add(found.pk)
        return tuple(sorted(keys))

    def _twice(self, row: ProjectRow, project: Project | None, lead: Unit) -> bool:
        key: object = project.pk if project else (comparison_key(row.title), lead.pk)
        first = self._seen.setdefault(key, row)
        if first is not row:
            self._checks.add(row, Field.TITLE, row.title, _TWICE, first=first.row)
        return first is not row


_FOREIGN = N_("第{row}行“{heading}”：“{value}”不是本台账的编号；新增项目请清空此格。")
_TWICE = N_("第{row}行“{heading}”：与第{first}行是同一个项目；新增项目请改名，并清空系统编号。")


def _fate(project: Project, handed: HandedOut | None, changes: tuple[Difference, ...]) -> RowFate:
    if not changes:
        return RowFate.UNCHANGED
    if project.state != ProjectState.ADMITTED:
        return RowFate.LOCKED
    if handed is None or handed.version != project.version:
        return RowFate.CONFLICT
    return RowFate.CHANGED
