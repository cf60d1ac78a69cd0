"""Closing accounts: asked for criterion by criterion, verified by somebody else, reopened, archived (销账)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import CLOSURE, PROJECT, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.admission import stand
from taizhang.ledger.actions.records import add_evidence
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.models import (
    Closure,
    ClosureAnswer,
    Criterion,
    Evidence,
    Ledger,
    Project,
    Rectification,
)
from taizhang.ledger.rules.account_plans import plan_of, write_lists
from taizhang.ledger.rules.carry_over import into_next_year, themes_for
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, move, record_event, transition, unit_of_work

Answers = Mapping[int, tuple[Sequence[int], str]]  # criterion → evidence, explanation


def request_closure(
    *,
    project: Project,
    summary: str,
    answers: Answers,
    activities: Mapping[int, Collection[int]] | None = None,
    by: Person,
    at: datetime,
) -> Closure:
    """Ask to close: every criterion has evidence or an explained gap, and the last rectification is done.

    ``activities`` are recorded activities of the project, by criterion, that become evidence for it first.
    """
    with transition(PROJECT, "request_closure", project, by=by, at=at) as act:
        answers = _with_activities(project, answers, activities or {}, by, at)
        check_no_secret(summary, [words for _, words in answers.values()])
        _check_rectified(project)
        criteria = list(project.criteria.filter(in_force=True))
        _check_answered(criteria, answers)
        closure = Closure.objects.create(
            office=project.office,
            project=project,
            round=Closure.objects.filter(project=project).count() + 1,
            summary=summary,
            requested_by=by,
            requested_at=at,
        )
        for criterion in criteria:
            _answer(closure, criterion, *answers[criterion.pk])
        act.move()
        act.record("request_closure", closure, {"project": project.pk})
    return closure


def _with_activities(
    project: Project, answers: Answers, activities: Mapping[int, Collection[int]], by: Person, at: datetime
) -> Answers:
    chosen = {pk for keys in activities.values() for pk in keys}
    made = {
        activity.pk: add_evidence(project=project, activity=activity, by=by, at=at).pk
        for activity in project.activities.filter(pk__in=chosen)
    }
    return {
        criterion: ([*evidence, *(made[pk] for pk in activities.get(criterion, ()) if pk in made)], words)
        for criterion, (evidence, words) in answers.items()
    }


def _check_rectified(project: Project) -> None:
    if Rectification.objects.filter(closure__project=project, done_on__isnull=True).exists():
        raise Refused(Message(N_("整改事项尚未全部完成，完成后再申请销账。")))


def _check_answered(criteria: Sequence[Criterion], answers: Answers) -> None:
    for criterion in criteria:
        evidence, explanation = answers.get(criterion.pk, ((), ""))
        if not evidence and not explanation.strip():
            pattern = N_("“{criterion}”：请选择已有佐证，或者说明未完成的情况。")
            raise Refused(Message(pattern, {"criterion": criterion.text}))


def _answer(closure: Closure, criterion: Criterion, evidence: Sequence[int], explanation: str) -> None:
    rows = Evidence.objects.filter(project=closure.project, pk__in=evidence, withdrawn_at__isnull=True)
    if rows.count() != len(set(evidence)):
        raise Refused(Message(N_("所选佐证材料不属于本项目，或者已经撤下。")))
    answer = ClosureAnswer.objects.create(
        office=closure.office, closure=closure, criterion=criterion, explanation=explanation
    )
    answer.evidence.set(rows)


def withdraw_closure(*, closure: Closure, by: Person, at: datetime) -> Closure:
    """The unit takes its request back."""
    project = closure.project
    with transition(CLOSURE, "withdraw", closure, by=by, at=at) as act:
        act.move()
        move(project, PROJECT.step("withdraw_closure", project.state), at=at)
        act.record("withdraw_closure")
    return closure


def verify_closure(*, closure: Closure, opinion: str = "", by: Person, at: datetime) -> Closure:
    """Verified: the account is closed. Not by whoever asked for it, nor by who wrote the reports."""
    project = closure.project
    with transition(CLOSURE, "verify", closure, by=by, at=at) as act:
        check_no_secret(opinion)
        _check_other(closure, by)
        act.move(verified_by=by, verified_at=at, opinion=opinion)
        move(project, PROJECT.step("verify", project.state), at=at)
        act.record("verify_closure")
    return closure


def rectify_closure(
    *, closure: Closure, opinion: str, items: Sequence[tuple[str, date | None]], by: Person, at: datetime
) -> Closure:
    """Not yet: back to supervision with a list of what must still be done."""
    project = closure.project
    with transition(CLOSURE, "rectify", closure, by=by, at=at) as act:
        _check_other(closure, by)
        items = [(text, due) for text, due in items if text.strip()]
        check_no_secret(opinion, items)
        if not items:
            raise Refused(Message(N_("请至少列出一项整改事项。")))
        act.move(verified_by=by, verified_at=at, opinion=opinion)
        for text, due in items:
            Rectification.objects.create(office=closure.office, closure=closure, text=text, due=due)
        move(project, PROJECT.step("rectify", project.state), at=at)
        ask(
            unit=project.lead_unit,
            kind="closure",
            fields=len(items),
            attachments=0,
            minutes=5,
            subject=closure,
            at=at,
        )
        detail = {"items": len(items)}
        act.record("rectify_closure", detail=detail)
    return closure


def _check_other(closure: Closure, by: Person) -> None:
    reporters = closure.project.reports.values_list("written_by", flat=True)
    if by.pk == closure.requested_by_id or by.pk in set(reporters):
        raise Refused(Message(N_("核验人须与填报人、申请人不是同一人。")))


def mark_rectified(
    *, rectification: Rectification, note: str = "", by: Person, at: datetime
) -> Rectification:
    """The unit says that an item of the list is done."""
    project = rectification.closure.project
    with unit_of_work(office=rectification.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER) as work:
        check_actor(PROJECT.steps["request_closure"], project.lead_unit_id, by, at)
        check_no_secret(note)
        open_items = Rectification.objects.filter(pk=rectification.pk, done_on__isnull=True)
        if not open_items.update(done_on=localdate(at), done_note=note):
            raise Refused(Message(N_("这项整改已经登记完成。")))
        rectification.refresh_from_db()
        work.record("mark_rectified", rectification)
    return rectification


def reopen_project(*, project: Project, reason: str, by: Person, at: datetime) -> Project:
    """Back to supervision, marked."""
    with transition(PROJECT, "reopen", project, by=by, at=at) as act:
        check_reason(reason)
        act.move(reopened=True)
        detail = {"reason": reason}
        act.record("reopen_project", detail=detail)
    return project


def archive_project(*, project: Project, by: Person | None, at: datetime) -> Project:
    """Put a closed account away."""
    with transition(PROJECT, "archive", project, by=by, at=at) as act:
        act.move()
        act.record("archive_project")
    return project


def turn_year(*, ledger: Ledger, by: Person | None, at: datetime) -> list[Project]:
    """Give each project carried over of ``ledger`` its successor in the next year's ledger, once.

    Refused where the next ledger is not open yet. Projects still under supervision stay where they are.
    """
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        following = Ledger.objects.filter(year=ledger.year + 1).first()
        if following is None:
            raise Refused(Message(N_("请先建立{year}年度台账。"), {"year": ledger.year + 1}))
        themes = themes_for(ledger, following)
        carried = Project.objects.filter(
            ledger=ledger, state=ProjectState.CARRIED_OVER, carried_to__isnull=True
        ).order_by("serial")
        successors = [_succeed(project, following, themes, by, at) for project in carried]
        detail = {"projects": len(successors)}
        work.record("turn_year", ledger, detail)
    return successors


def _succeed(
    project: Project, following: Ledger, themes: Mapping[int, int], by: Person | None, at: datetime
) -> Project:
    successor = Project.objects.create(
        office=project.office,
        ledger=following,
        title=project.title,
        theme_id=themes.get(project.theme_id or 0),
        lead_unit=project.lead_unit,
        lead_post=project.lead_post,
        goal=project.goal,
        schedule=project.schedule,
        start=date(following.year, 1, 1),
        carried_from=project,
        changed_at=at,
    )
    stand(successor, at)
    write_lists(successor, into_next_year(plan_of(project)))
    record_event(office=project.office, by=by, at=at, verb="carry_over", subject=successor)
    return successor
