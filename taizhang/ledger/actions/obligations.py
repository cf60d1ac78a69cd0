"""What is due from whom: opened by schedule, reminded of, waived (督账)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import OBLIGATION, ProjectState
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.models import Ask, Ledger, Milestone, Obligation, Project
from taizhang.ledger.queries.obligations import missing_in
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.ledger.rules.schedules import Due, dues_of
from taizhang.office.mail.outbox import enqueue
from taizhang.office.mail.phrases import greeting
from taizhang.office.models import Person, PostHolder
from taizhang.office.permissions import Permission
from taizhang.office.queries import liaisons_of
from taizhang.office.workflow import transition, unit_of_work

FIELDS, MINUTES = 2, 5  # of a report: what happened, the indicators' values


def ask_reports(*, ledger: Ledger, by: Person | None = None, at: datetime) -> int:
    """Open every obligation whose time has come, once; how many were opened. Waived months are not asked."""
    office, today = ledger.office, localdate(at)
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        projects = Project.objects.filter(ledger=ledger, state=ProjectState.ACTIVE)
        there = set(Obligation.objects.filter(project__ledger=ledger).values_list("project", "period"))
        stones: dict[int, list[Milestone]] = {}
        for stone in Milestone.objects.filter(project__in=projects, in_force=True):
            stones.setdefault(stone.project_id, []).append(stone)
        asked = [
            (project, due)
            for project in projects
            for due in dues_of(project, ledger, stones.get(project.pk, []), today)
            if (project.pk, due.period) not in there
        ]
        if asked:
            _open(asked, at)
            detail = {"opened": len(asked)}
            work.record("ask_reports", ledger, detail)
    return len(asked)


def _open(asked: Sequence[tuple[Project, Due]], at: datetime) -> None:
    """The obligations, and what they ask of each lead unit for the burden meter."""
    opened = Obligation.objects.bulk_create(
        Obligation(
            office_id=project.office_id,
            project=project,
            period=due.period,
            milestone=due.milestone,
            opens_on=due.opens_on,
            due_on=due.due_on,
            clock_from=due.opens_on,
        )
        for project, due in asked
    )
    Ask.objects.bulk_create(
        Ask(
            office_id=each.office_id,
            unit_id=each.project.lead_unit_id,
            month=f"{localdate(at):%Y-%m}",
            kind="report",
            fields=FIELDS,
            minutes=MINUTES,
            subject_kind="obligation",
            subject_id=each.pk,
            asked_at=at,
        )
        for each in opened
    )


def waive_obligation(*, obligation: Obligation, reason: str, by: Person, at: datetime) -> Obligation:
    """Let a unit off this report."""
    with transition(OBLIGATION, "waive", obligation, by=by, at=at) as act:
        check_no_secret(reason)
        check_reason(reason)
        act.move(waive_reason=reason, done_at=at)
        detail = {"reason": reason}
        act.record("waive_obligation", detail=detail)
        judge_again([obligation.project], at)
    return obligation


def remind_missing(*, ledger: Ledger, by: Person, at: datetime) -> int:
    """Remind of every report that is overdue, in one letter for each liaison; how many reports those are."""
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        missing = list(missing_in(ledger, localdate(at)))
        Obligation.objects.filter(pk__in=[each.pk for each in missing]).update(reminded_at=at)
        for holder in liaisons_of({each.project.lead_unit_id for each in missing}, at):
            _write(holder, [each for each in missing if each.project.lead_unit_id == holder.post.unit_id], at)
        if missing:
            detail = {"reminded": len(missing)}
            work.record("remind_missing", ledger, detail)
    return len(missing)


def _write(holder: PostHolder, missing: Sequence[Obligation], at: datetime) -> None:
    line = N_("· {title}（{month}月{day}日到期）")
    paragraphs = (
        greeting(holder.person.name),
        "",
        Message(N_("下列项目的进展报告已过截止日期：")),
        *(
            Message(line, {"title": each.project.title, "month": each.due_on.month, "day": each.due_on.day})
            for each in missing
        ),
        "",
        Message(N_("没有变化的，可直接选“本期无变化”；有困难的，请在补报原因中写明。")),
    )
    enqueue(
        office=holder.office,
        to=holder.person,
        subject=str(Message(N_("有 {count} 份进展报告待补报"), {"count": len(missing)})),
        body="\n".join(str(each) for each in paragraphs),
        kind="reminder",
        dedupe_key=f"reminder:{holder.pk}:{localdate(at)}",
        at=at,
    )
