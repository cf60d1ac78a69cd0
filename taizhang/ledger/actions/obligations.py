"""What is due from whom: opened by schedule, reminded of, waived (督账)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from taizhang.core.calendar import PeriodKind, periods_between
from taizhang.core.project_year import OBLIGATION, ObligationState, ProjectState
from taizhang.core.words import N_, Sentence
from taizhang.core.workflow import Refused
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.acts import move, stepping
from taizhang.ledger.models import Ledger, Milestone, Obligation, Project, Schedule
from taizhang.office.models import Person, PostHolder
from taizhang.office.outbox import enqueue
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, record_event
from taizhang.office.roles import Role

OPENS_BEFORE_END = timedelta(days=6)  # a month's report opens in its last week
MILESTONE_GRACE = timedelta(days=5)
MINUTES = 5
KINDS = {Schedule.MONTHLY: PeriodKind.MONTH, Schedule.QUARTERLY: PeriodKind.QUARTER}


@dataclass(frozen=True, slots=True)
class Due:
    """A report that a project's schedule asks for."""

    period: str
    opens_on: date
    due_on: date
    milestone: Milestone | None = None


def ask_reports(*, ledger: Ledger, by: Person | None = None, at: datetime) -> int:
    """Open every obligation whose time has come, once; how many were opened. Waived months are not asked."""
    with acting(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER):
        today = localdate(at)
        projects = Project.objects.filter(ledger=ledger, state=ProjectState.ACTIVE).select_related(
            "lead_unit"
        )
        there = set(Obligation.objects.filter(project__ledger=ledger).values_list("project", "period"))
        stones: dict[int, list[Milestone]] = {}
        for stone in Milestone.objects.filter(project__in=projects, in_force=True):
            stones.setdefault(stone.project_id, []).append(stone)
        opened = [
            _open(project, due, at)
            for project in projects
            for due in dues_of(project, ledger, stones.get(project.pk, []), today)
            if (project.pk, due.period) not in there
        ]
        if opened:
            detail = {"opened": len(opened)}
            record_event(
                office=ledger.office, by=by, at=at, verb="ask_reports", subject=ledger, detail=detail
            )
    return len(opened)


def dues_of(project: Project, ledger: Ledger, stones: list[Milestone], today: date) -> Iterator[Due]:
    """What the project's schedule has asked for until ``today``, since its account was opened."""
    if project.opened_at is None or project.start is None or project.due is None:
        return
    since = max(project.start, localdate(project.opened_at))
    if project.schedule == Schedule.MILESTONE:
        for stone in stones:
            if since <= stone.due <= today and stone.done_on is None:
                yield Due(f"m{stone.pk}", stone.due, stone.due + MILESTONE_GRACE, stone)
        return
    for period in periods_between(KINDS[Schedule(project.schedule)], since, min(project.due, today)):
        opens = period.last - OPENS_BEFORE_END
        if opens <= today and f"{period.last:%Y-%m}" not in project.waived_months:
            first_of_next = period.last + timedelta(days=1)
            yield Due(period.code, opens, first_of_next.replace(day=ledger.report_due_day))


def _open(project: Project, due: Due, at: datetime) -> Obligation:
    obligation = Obligation.objects.create(
        office=project.office,
        project=project,
        period=due.period,
        milestone=due.milestone,
        opens_on=due.opens_on,
        due_on=due.due_on,
        clock_from=due.opens_on,
    )
    ask(
        unit=project.lead_unit,
        kind="report",
        fields=2,
        attachments=0,
        minutes=MINUTES,
        subject=obligation,
        at=at,
    )
    return obligation


def waive_obligation(*, obligation: Obligation, reason: str, by: Person, at: datetime) -> Obligation:
    """Let a unit off this report."""
    with stepping(OBLIGATION, "waive", obligation, unit=None, by=by, at=at) as step:
        if not reason.strip():
            raise Refused(Sentence(N_("请写明免报原因。")))
        move(obligation, step, waive_reason=reason, done_at=at)
        record_event(
            office=obligation.office,
            by=by,
            at=at,
            verb="waive_obligation",
            subject=obligation,
            detail={"reason": reason},
        )
    return obligation


def remind_missing(*, ledger: Ledger, by: Person, at: datetime) -> int:
    """Remind every unit that owes a report, one letter a liaison; how many obligations were reminded of."""
    with acting(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER):
        missing = list(
            Obligation.objects.filter(
                project__ledger=ledger, state=ObligationState.DUE, due_on__lt=localdate(at)
            ).select_related("project__lead_unit")
        )
        Obligation.objects.filter(pk__in=[each.pk for each in missing]).update(reminded_at=at)
        by_unit: dict[int, list[Obligation]] = {}
        for each in missing:
            by_unit.setdefault(each.project.lead_unit_id, []).append(each)
        for holder in _liaisons(list(by_unit), at):
            _write(holder, by_unit[holder.post.unit_id or 0], at)
        if missing:
            detail = {"reminded": len(missing)}
            record_event(
                office=ledger.office, by=by, at=at, verb="remind_missing", subject=ledger, detail=detail
            )
    return len(missing)


def _liaisons(units: list[int], at: datetime) -> list[PostHolder]:
    return list(
        PostHolder.objects.filter(
            post__unit__in=units, post__role=Role.LIAISON, valid_from__lte=at, valid_to__isnull=True
        ).select_related("post", "person")
    )


def _write(holder: PostHolder, missing: list[Obligation], at: datetime) -> None:
    lines = "\n".join(
        f"· {each.project.title}（{each.due_on.month}月{each.due_on.day}日到期）" for each in missing
    )
    enqueue(
        office=holder.office,
        to=holder.person,
        subject=f"有{len(missing)}项进展报告待补报",
        body=f"{holder.person.name}同志：\n\n下列项目的进展报告已过截止日期：\n{lines}\n\n如有困难，可在系统中写明原因补报。",
        kind="reminder",
        dedupe_key=f"reminder-{holder.person_id}-{localdate(at).isoformat()}",
        at=at,
    )
