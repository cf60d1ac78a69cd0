"""What is due from a person: for the daily digest and the calendar feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from taizhang.core.project_year import NoticeState, ObligationState, ProjectState, ReportState
from taizhang.core.words import N_, Sentence
from taizhang.ledger.actions.notices import OPEN
from taizhang.ledger.models import Milestone, Notice, Obligation, ProgressReport
from taizhang.ledger.queries.visible import units_of
from taizhang.office.due import DueLine
from taizhang.office.models import Person
from taizhang.office.queries import roles_of
from taizhang.office.roles import Role


def due_lines(person: Person, at: datetime) -> Iterator[DueLine]:
    """Reports, signatures and notices that wait for ``person``; milestones of their unit's projects."""
    roles = roles_of(person, at)
    units = [unit.pk for unit in units_of(person, at)]
    if Role.LIAISON in roles:
        yield from _reports(units)
        yield from _milestones(units)
    if Role.UNIT_LEADER in roles:
        yield from _signatures(units)
    if units:
        yield from _notices(units)
    if Role.LEDGER_OFFICER in roles:
        yield from _reviews()


def _reports(units: list[int]) -> Iterator[DueLine]:
    rows = Obligation.objects.filter(project__lead_unit__in=units, state=ObligationState.DUE)
    for row in rows.exclude(report__state=ReportState.UNIT_REVIEW).select_related("project"):
        words = Sentence(N_("填报进展：{title}"), {"title": row.project.title})
        yield DueLine(words, row.due_on, "/", f"obligation-{row.pk}")


def _milestones(units: list[int]) -> Iterator[DueLine]:
    rows = Milestone.objects.filter(
        project__lead_unit__in=units, project__state=ProjectState.ACTIVE, in_force=True, done_on__isnull=True
    )
    for row in rows.select_related("project"):
        gaps = {"stone": row.title, "title": row.project.title}
        yield DueLine(
            Sentence(N_("节点：{stone}（{title}）"), gaps),
            row.due,
            f"/projects/{row.project_id}/",
            f"milestone-{row.pk}",
        )


def _signatures(units: list[int]) -> Iterator[DueLine]:
    rows = ProgressReport.objects.filter(project__lead_unit__in=units, state=ReportState.UNIT_REVIEW)
    for row in rows.select_related("project", "obligation"):
        words = Sentence(N_("审签进展报告：{title}"), {"title": row.project.title})
        yield DueLine(words, row.obligation.due_on, "/", f"signature-{row.pk}")


def _notices(units: list[int]) -> Iterator[DueLine]:
    rows = Notice.objects.filter(project__lead_unit__in=units, state__in=OPEN).select_related("project")
    for row in rows:
        words = Sentence(N_("回复督办单：{title}"), {"title": row.project.title})
        yield DueLine(words, row.reply_due, "/", f"notice-{row.pk}")


def _reviews() -> Iterator[DueLine]:
    reports = ProgressReport.objects.filter(state=ReportState.SUBMITTED).count()
    if reports:
        yield DueLine(Sentence(N_("待受理进展报告{count}份"), {"count": reports}), None, "/", "reports")
    replies = Notice.objects.filter(state=NoticeState.REPLIED).count()
    if replies:
        yield DueLine(Sentence(N_("待办结督办单{count}份"), {"count": replies}), None, "/", "replies")
