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
    Blocker,
    Call,
    ChangeRequest,
    Closure,
    Milestone,
    Notice,
    ProgressReport,
    Project,
    Proposal,
)
from taizhang.ledger.queries.obligations import owed
from taizhang.ledger.rules.report_values import limit_of
from taizhang.office.models import Person
from taizhang.office.queries import posts_of
from taizhang.office.roles import Role
from taizhang.office.tasks import DueLine

AHEAD = timedelta(days=30)  # a milestone further off is no news
TO_REPLY = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)


def due_lines(person: Person, at: datetime) -> Iterator[DueLine]:
    """What waits for ``person``: for each post what is of its unit, for the office's officer counts."""
    for post in posts_of(person, at):
        if post.role == Role.LIAISON and post.unit_id is not None:
            yield from _of_liaison(post.unit_id, at)
        elif post.role == Role.UNIT_LEADER and post.unit_id is not None:
            yield from _of_leader(post.unit_id)
        elif post.role == Role.LEDGER_OFFICER:
            yield from _of_officer()


def _of_liaison(unit: int, at: datetime) -> Iterator[DueLine]:
    calls = Call.objects.filter(state=CallState.OPEN, deadline__gte=at).exclude(proposals__unit=unit)
    for call in calls:
        words = Sentence(N_("申报项目：{title}"), {"title": call.title})
        yield DueLine(words, localdate(call.deadline), "/", f"call-{call.pk}")
    reports = owed().filter(project__lead_unit=unit).exclude(report__state=ReportState.UNIT_REVIEW)
    for row in reports.select_related("project"):
        words = Sentence(N_("填报进展：{title}"), {"title": row.project.title})
        yield DueLine(words, limit_of(row), "/", f"obligation-{row.pk}")
    notices = Notice.objects.filter(project__lead_unit=unit, state__in=TO_REPLY)
    for notice in notices.select_related("project"):
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


def _of_leader(unit: int) -> Iterator[DueLine]:
    reports = ProgressReport.objects.filter(project__lead_unit=unit, state=ReportState.UNIT_REVIEW)
    for row in reports.select_related("project", "obligation"):
        words = Sentence(N_("审签进展报告：{title}"), {"title": row.project.title})
        yield DueLine(words, limit_of(row.obligation), "/", f"signature-{row.pk}")
    proposals = Proposal.objects.filter(unit=unit, state=ProposalState.UNIT_REVIEW)
    for proposal in proposals.select_related("call"):
        words = Sentence(N_("审签申报：{title}"), {"title": proposal.title})
        yield DueLine(words, localdate(proposal.call.deadline), "/", f"proposal-{proposal.pk}")
    for project in Project.objects.filter(lead_unit=unit, state=ProjectState.OPENED):
        words = Sentence(N_("确认建账：{title}"), {"title": project.title})
        yield DueLine(words, None, f"/projects/{project.pk}/", f"confirm-{project.pk}")


def _of_officer() -> Iterator[DueLine]:
    waiting: tuple[tuple[str, QuerySet[Any]], ...] = (
        (N_("待受理申报{count}份"), Proposal.objects.filter(state=ProposalState.SUBMITTED)),
        (N_("待受理进展报告{count}份"), ProgressReport.objects.filter(state=ReportState.SUBMITTED)),
        (N_("待审批变更{count}项"), ChangeRequest.objects.filter(state=ChangeState.REQUESTED)),
        (N_("待核验销账{count}项"), Closure.objects.filter(state=ClosureState.REQUESTED)),
        (N_("待答复问题{count}个"), Blocker.objects.filter(state=BlockerState.OPEN)),
        (N_("待办结督办单{count}份"), Notice.objects.filter(state=NoticeState.REPLIED)),
    )
    for words, rows in waiting:
        count = rows.count()
        if count:
            yield DueLine(Sentence(words, {"count": count}), None, "/", words)
