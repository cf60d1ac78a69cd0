"""What the year has made of projects, as the columns of a workbook show it: state, signal, values, progress, notes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from taizhang.core.lifecycle.project_year import BlockerState, ProjectState, ReportState
from taizhang.core.plan.amounts import plain
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Blocker, ProgressReport, Project
from taizhang.ledger.models.account import LEVELS, PROJECT_STATES
from taizhang.ledger.queries.asof import TODAY, as_of
from taizhang.ledger.queries.details import reached
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.queries.report_words import full_words, period_words
from taizhang.office import clock

_STATES = {str(code): label for code, label in PROJECT_STATES}
_LEVELS = dict(LEVELS)


@dataclass(slots=True)
class YearColumns:
    """``reached`` are the totals by the indicators' keys."""

    state: str = ""
    signal: str = ""
    progress: str = ""
    notes: list[str] = field(default_factory=list)
    reached: dict[int, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        return "\n".join(self.notes)


def year_columns(keys: Collection[int], on: date | None) -> Mapping[int, YearColumns]:
    """Of the projects with these keys, at the end of ``on`` (None: now); a fixed number of queries."""
    found = {key: YearColumns() for key in keys}
    day = on or clock.today()
    _standing(found, on)
    _progress(found, day)
    _blockers(found, day)
    targets, values = reached(keys, day, former=True)
    for project, own in targets.items():
        found[project].reached.update((each.pk, plain(values[each.pk])) for each in own if each.pk in values)
    return found


def _standing(found: Mapping[int, YearColumns], on: date | None) -> None:
    projects = Project.objects.filter(pk__in=found)
    rows, columns = (projects, TODAY) if on is None else as_of(projects, on)
    shown = [columns[name] for name in ("state", "level", "reason")]
    beside = ("reopened", "carried_from__account_no", "merged_into__account_no")
    for key, state, level, reason, reopened, carried, merged in rows.values_list("pk", *shown, *beside):
        row = found[key]
        row.state = str(_STATES[state])
        if state == ProjectState.ACTIVE and level:
            row.signal = str(_LEVELS[level])
            if reason:
                row.notes.append(str(Message.from_json(reason)))
        told = (
            (carried, N_("结转自{no}")),
            (merged if state == ProjectState.MERGED else "", N_("并入{no}")),
        )
        row.notes += [str(Message(words, {"no": no})) for no, words in told if no]
        if reopened:
            row.notes.append(str(Message(N_("曾恢复督账"))))


def _progress(found: Mapping[int, YearColumns], day: date) -> None:
    """The last report that the office had accepted and that said something."""
    reports = ProgressReport.objects.filter(
        project__in=found, state=ReportState.ACCEPTED, no_change=False, decided_at__lt=end_of(day)
    ).select_related("obligation__milestone", "form")
    for report in reports.order_by("obligation__due_on", "signed_at", "pk"):
        found[report.project_id].progress = f"{period_words(report.obligation)}：{full_words(report)}"


def _blockers(found: Mapping[int, YearColumns], day: date) -> None:
    """Questions that nobody had settled."""
    rows = Blocker.objects.filter(project__in=found, raised_at__lt=end_of(day), ended_at__isnull=True)
    for key, text in rows.exclude(state=BlockerState.WITHDRAWN).order_by("pk").values_list("project", "text"):
        found[key].notes.append(str(Message(N_("问题：{text}"), {"text": text})))
