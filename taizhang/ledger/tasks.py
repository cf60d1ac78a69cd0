"""What is due from a person: for the daily digest and the calendar feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import (
    BlockerState,
    CallState,
    ChangeState,
    ClosureState,
    NoticeState,
    ProjectState,
    ProposalState,
    ReportState,
)
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.models import (
    Milestone,
)
from taizhang.ledger.queries.obligations import owed
from taizhang.ledger.rules.report_values import limit_of
from taizhang.ledger.visible import (
    blockers_for,
    calls_for,
    changes_for,
    closures_for,
    notices_for,
    projects_for,
    proposals_for,
    reports_for,
)
from taizhang.office.models import Person
from taizhang.office.roles import Role
from taizhang.office.tasks import DueLine
from taizhang.office.visible import Viewer, viewer_at

AHEAD = timedelta(days=30)  # a milestone further off is no news
TO_REPLY = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)


def due_lines(person: Person, at: datetime) -> Iterator[DueLine]:
    """What waits for ``person``: for each post what is of its unit, for the office's officer counts."""
    viewer = viewer_at(person, at)
    for post in viewer.posts:
        if post.role == Role.LIAISON and post.unit_id is not None:
            yield from _of_liaison(viewer, post.unit_id, at)
        elif post.role == Role.UNIT_LEADER and post.unit_id is not None:
            yield from _of_leader(viewer, post.unit_id)
        elif post.role == Role.LEDGER_OFFICER:
            yield from _of_officer(viewer)


def _of_liaison(viewer: Viewer, unit: int, at: datetime) -> Iterator[DueLine]:
    calls = calls_for(viewer).filter(state=CallState.OPEN, deadline__gte=at).exclude(proposals__unit=unit)
    for call in calls:
        words = Sentence(N_("申报项目：{title}"), {"title": call.title})
        yield DueLine(words, localdate(call.deadline), "/", f"call-{call.pk}")
    reports = owed().filter(project__lead_unit=unit).exclude(report__state=ReportState.UNIT_REVIEW)
    for row in reports.select_related("project"):
        words = Sentence(N_("填报进展：{title}"), {"title": row.project.title})
        yield DueLine(words, limit_of(row), "/", f"obligation-{row.pk}")
    notices = notices_for(viewer).filter(project__lead_unit=unit, state__in=TO_REPLY)
    for notice in notices:
        words = Sentence(N_("回复督办单：{title}"), {"title": notice.project.title})
        yield DueLine(words, notice.reply_due, "/", f"notice-{notice.pk}")
    stones = Milestone.objects.filter(
        project__lead_unit=unit,
        project__state=ProjectState.ACTIVE,
        in_force=True,
        done_on__isnull=True,
        due__lte=localdate(at) + AHEAD,
    )
    for stone in stones.select_related("project"):
        words = Sentence(N_("节点：{stone}（{title}）"), {"stone": stone.title, "title": stone.project.title})
        yield DueLine(words, stone.due, f"/projects/{stone.project_id}/", f"milestone-{stone.pk}")


def _of_leader(viewer: Viewer, unit: int) -> Iterator[DueLine]:
    reports = reports_for(viewer).filter(project__lead_unit=unit, state=ReportState.UNIT_REVIEW)
    for row in reports:
        words = Sentence(N_("审签进展报告：{title}"), {"title": row.project.title})
        yield DueLine(words, limit_of(row.obligation), "/", f"signature-{row.pk}")
    proposals = proposals_for(viewer).filter(unit=unit, state=ProposalState.UNIT_REVIEW)
    for proposal in proposals:
        words = Sentence(N_("审签申报：{title}"), {"title": proposal.title})
        yield DueLine(words, localdate(proposal.call.deadline), "/", f"proposal-{proposal.pk}")
    for project in projects_for(viewer).filter(lead_unit=unit, state=ProjectState.OPENED):
        words = Sentence(N_("确认建账：{title}"), {"title": project.title})
        yield DueLine(words, None, f"/projects/{project.pk}/", f"confirm-{project.pk}")


def _of_officer(viewer: Viewer) -> Iterator[DueLine]:
    waiting: tuple[tuple[str, QuerySet[Any]], ...] = (
        (N_("待受理申报{count}份"), proposals_for(viewer).filter(state=ProposalState.SUBMITTED)),
        (N_("待受理进展报告{count}份"), reports_for(viewer).filter(state=ReportState.SUBMITTED)),
        (N_("待审批变更{count}项"), changes_for(viewer).filter(state=ChangeState.REQUESTED)),
        (N_("待核验销账{count}项"), closures_for(viewer).filter(state=ClosureState.REQUESTED)),
        (N_("待答复问题{count}个"), blockers_for(viewer).filter(state=BlockerState.OPEN)),
        (N_("待办结督办单{count}份"), notices_for(viewer).filter(state=NoticeState.REPLIED)),
    )
    for words, rows in waiting:
        count = rows.count()
        if count:
            yield DueLine(Sentence(words, {"count": count}), None, "/", words)
