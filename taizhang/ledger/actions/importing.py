"""A workbook into the ledger: all of it or nothing, each row's project with its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from taizhang.core.lifecycle.project_year import PROJECT, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message, counted, joined
from taizhang.core.workbook.model import ReadBook
from taizhang.ledger.actions.state_history import counted_anew
from taizhang.ledger.models import Ledger, Project, StateInterval, Theme
from taizhang.ledger.queries.incoming import Preview, PreviewRow, RowFate, UnknownUnit, preview_book
from taizhang.ledger.rules.account_plans import check_plan, fields_of, write_first_lists, write_lists
from taizhang.office.actions import add_unit
from taizhang.office.actions.founding import called_short
from taizhang.office.files import store
from taizhang.office.models import Office, Person, StoredFile, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, move, record_event, unit_of_work

NEW = "new"  # the choice to add a unit of that name
NAMED = 5  # unknown units that a refusal names
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a conflicting row is taken, or the ledger kept; ``version`` is that of the project as it was seen."""

    take: bool
    version: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    created: tuple[Project, ...]
    changed: tuple[Project, ...]
    kept: int
    left_out: int = 0  # rows with an error, or of a unit that was left out

    @property
    def said(self) -> Message:
        """新增 3 项，其余 5 项未动."""
        return counted(
            (N_("新增 {n} 项"), len(self.created)),
            (N_("更新 {n} 项"), len(self.changed)),
            (N_("其余 {n} 项未动"), self.kept),
            (N_("没有存入 {n} 项"), self.left_out),
        )


def import_book(
    *,
    ledger: Ledger,
    book: ReadBook,
    decisions: Mapping[int, Decision] | None = None,
    unit: Unit | None = None,
    choices: Mapping[str, int | str] | None = None,
    partly: bool = False,
    by: Person | None,
    at: datetime,
) -> Imported:
    """Store what ``preview_book`` shows; ``decisions`` by the projects' keys settle its conflicts, ``choices`` say by
    name what a unit unknown to the register is: the key of one that is known, NEW, or SKIP. With ``partly``, rows
    with an error are left out.

    Refused, with nothing stored, where a cell is wrong, a name unknown, a conflict undecided, or a project was
    changed after its conflict was decided; and where ``by`` may not add units.
    """
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        ledger = Ledger.objects.select_for_update().get(pk=ledger.pk)  # one import at a time
        if ledger.closed_at is not None:
            raise Refused(Message(N_("本年度台账已封账，不能再导入。")))
        choices = _with_new_units(ledger.office, choices or {}, by, at)
        preview = preview_book(ledger=ledger, book=book, unit=unit, choices=choices)
        if partly:
            preview = preview.without_faults()
        _check_errors(preview)
        taken = _taken(preview, decisions or {})
        themes = _themes(ledger, preview)
        created = _create(ledger, [_themed(row, themes) for row in preview.of(RowFate.NEW)], by, at)
        changed = tuple(_change(_themed(row, themes), by, at) for row in taken)
        kept = len(preview.rows) - len(created) - len(changed)
        left_out = len(book.projects) - len(preview.rows)
        detail = {"created": len(created), "changed": len(changed), "kept": kept, "left_out": left_out}
        work.record("import_book", ledger, detail)
    return Imported(created, changed, kept, left_out)


def _with_new_units(
    office: Office, choices: Mapping[str, int | str], by: Person | None, at: datetime
) -> dict[str, int | str]:
    """The choices; a unit is added for each name that is NEW."""
    found: dict[str, int | str] = {}
    for name, choice in choices.items():
        if choice == NEW:
            choice = add_unit(office=office, name=name, short_name=called_short(name), by=by, at=at).pk
        found[name] = choice
    return found


def _nearest(unknown: UnknownUnit) -> Message:
    """Return the name, and the unit that is most like it."""
    if not unknown.nearest:
        return Message(N_("“{name}”"), {"name": unknown.name})
    gaps = {"name": unknown.name, "unit": unknown.nearest[0].short_name}
    return Message(N_("“{name}”，最接近的是“{unit}”"), gaps)


def _check_errors(preview: Preview) -> None:
    if preview.errors:
        pattern = N_("表中有{count}处需要改正，没有存入任何内容。第一处：{first}")
        first = str(preview.errors[0].message)
        raise Refused(Message(pattern, {"count": len(preview.errors), "first": first}))
    if preview.unknown:
        pattern = N_("有{count}个单位名称不在成员单位名册中（{names}），请逐一选择是哪个单位，或者跳过。")
        names = joined("、", map(_nearest, preview.unknown[:NAMED]))
        raise Refused(Message(pattern, {"count": len(preview.unknown), "names": names}))
    if not preview.rows:
        raise Refused(Message(N_("表中没有项目。")))


def _taken(preview: Preview, decisions: Mapping[int, Decision]) -> list[PreviewRow]:
    """The rows that change a project; Refused where a conflict is open or its project went on meanwhile."""
    taken, undecided = list(preview.of(RowFate.CHANGED)), 0
    for row in preview.of(RowFate.CONFLICT):
        decision = decisions.get(row.project.pk) if row.project else None
        if row.project is None or decision is None or decision.version != row.project.version:
            undecided += 1
        elif decision.take:
            taken.append(row)
    if undecided:
        pattern = N_("有{count}个项目在台账和表格中都有改动，请逐一选择以哪个为准。")
        raise Refused(Message(pattern, {"count": undecided}))
    return taken


def _themes(ledger: Ledger, preview: Preview) -> dict[str, Theme]:
    """The ledger's themes by folded name, with those that the workbook brings."""
    last = Theme.objects.filter(ledger=ledger).aggregate(last=Max("position"))["last"] or 0
    for position, name in enumerate(preview.new_themes, last + 1):
        Theme.objects.create(office=ledger.office, ledger=ledger, name=name, position=position)
    return {comparison_key(theme.name): theme for theme in Theme.objects.filter(ledger=ledger)}


def _themed(row: PreviewRow, themes: Mapping[str, Theme]) -> PreviewRow:
    theme = themes.get(comparison_key(row.theme))
    return replace(row, plan=replace(row.plan, theme=theme.pk)) if theme else row


def _change(row: PreviewRow, by: Person | None, at: datetime) -> Project:
    project = row.project
    assert project is not None  # noqa: S101 (only rows with a project come here)
    step = PROJECT.step("prepare", project.state)
    check_actor(step, None, by, at)
    plan = row.plan
    move(
        project,
        step,
        at=at,
        version=project.version,
        changed_at=at,
        lead_unit_id=row.lead.pk,
        **fields_of(plan),
    )
    check_plan(project, plan)
    write_lists(project, plan)
    detail = {"row": row.row.row, "parts": sorted({change.part for change in row.changes})}
    record_event(office=project.office, by=by, at=at, verb="import_project", subject=project, detail=detail)
    return project


def _create(
    ledger: Ledger, rows: Sequence[PreviewRow], by: Person | None, at: datetime
) -> tuple[Project, ...]:
    """The new projects with their accounts, a statement for each table and not for each project."""
    office = ledger.office
    projects = Project.objects.bulk_create(
        Project(
            office=office,
            ledger=ledger,
            state=ProjectState.ADMITTED,
            lead_unit=row.lead,
            changed_at=at,
            **fields_of(row.plan),
        )
        for row in rows
    )
    StateInterval.objects.bulk_create(
        StateInterval(office=office, project=project, ledger=ledger, state=project.state, since=at)
        for project in projects
    )
    counted_anew(ledger.pk)
    write_first_lists([(project, row.plan) for project, row in zip(projects, rows, strict=True)])
    for project, row in zip(projects, rows, strict=True):
        detail = {"row": row.row.row}
        record_event(office=office, by=by, at=at, verb="import_project", subject=project, detail=detail)
    return tuple(projects)


def keep_book(*, office: Office, content: bytes, name: str, by: Person | None, at: datetime) -> StoredFile:
    """Keep a workbook that was read and may be imported, so that what is imported is what was looked at."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        kind = XLSX if content.startswith(b"PK") else CSV
        file = store(office=office, content=content, name=name, media_type=kind, at=at)
        work.record("keep_book", file, {"name": name})
    return file
