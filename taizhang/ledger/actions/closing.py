"""Closing accounts: asked for criterion by criterion, verified by somebody else, reopened, archived (销账)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import CLOSURE, PROJECT, ClosureState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.criteria import CriterionFigure
from taizhang.core.text.messages import N_, Message, joined
from taizhang.ledger.actions.admission import stand
from taizhang.ledger.actions.records import add_evidence
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.models import (
    Closure,
    ClosureAnswer,
    Criterion,
    Evidence,
    Ledger,
    Project,
    Rectification,
)
from taizhang.ledger.queries.closing import CriteriaFigures, criterion_figures, shortfall
from taizhang.ledger.rules.account_plans import plan_of, write_lists
from taizhang.ledger.rules.carry_over import into_next_year, themes_for
from taizhang.ledger.rules.checks import Objections, check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import (
    check_actor,
    move,
    record_event,
    transition,
    unit_of_work,
)

Answers = Mapping[int, tuple[Sequence[int], str]]  # criterion → evidence, explanation


def draft_closure(*, project: Project, by: Person, at: datetime, **written: Any) -> Closure:
    """Write a request to close, as ``request_closure``, and send it to the unit's leader."""
    with transition(PROJECT, "draft_closure", project, by=by, at=at) as act:
        closure = _write(project, by=by, at=at, **written)
        act.record("draft_closure", closure, {"project": project.pk})
    return closure


def request_closure(*, project: Project, by: Person, at: datetime, **written: Any) -> Closure:
    """Ask to close, as the unit's leader: every criterion has evidence or an explained gap, one that falls short of
    its figure is explained, and the last rectification is done.

    ``written``: summary, answers; ``activities`` are recorded activities of the project, by criterion, that become
    evidence for it first.
    """
    with transition(PROJECT, "request_closure", project, by=by, at=at) as act:
        closure = _write(project, by=by, at=at, **written)
        act.record("request_closure", closure, {"project": project.pk})
        sign_closure(closure=closure, by=by, at=at)
    return closure


def _write(
    project: Project,
    *,
    summary: str,
    answers: Answers,
    activities: Mapping[int, Collection[int]] | None = None,
    by: Person,
    at: datetime,
) -> Closure:
    if Closure.objects.filter(project=project, state=ClosureState.UNIT_REVIEW).exists():
        raise Refused(Message(N_("销账申请已送单位负责人审签。要改的，先撤回再申请。")))
    answers = _with_activities(project, answers, activities or {}, by, at)
    check_no_secret(summary, [words for _, words in answers.values()])
    _check_rectified(project)
    criteria = list(project.criteria.filter(in_force=True))
    _check_answered(criteria, answers)
    figures = criterion_figures(project, localdate(at))
    _check_explained({each: answers[each.pk][1] for each in criteria}, figures)
    closure = Closure.objects.create(
        office=project.office,
        project=project,
        state=ClosureState.UNIT_REVIEW,
        round=Closure.objects.filter(project=project).count() + 1,
        summary=summary,
        requested_by=by,
        requested_at=at,
    )
    for criterion in criteria:
        _answer(closure, criterion, figures[criterion.pk], *answers[criterion.pk])
    return closure


def sign_closure(*, closure: Closure, by: Person, at: datetime) -> Closure:
    """The unit's leader signs: the request goes to the office, with each figure as it stands at this moment."""
    project = closure.project
    with transition(CLOSURE, "sign", closure, by=by, at=at) as act:
        answers = list(closure.answers.select_related("criterion"))
        figures = criterion_figures(project, localdate(at))
        _check_explained({each.criterion: each.explanation for each in answers}, figures)
        for answer in answers:
            answer.figures = [each.to_json() for each in figures.get(answer.criterion_id, ())]
        ClosureAnswer.objects.bulk_update(answers, ["figures"])
        act.move(signed_by=by, signed_at=at)
        move(project, PROJECT.step("request_closure", project.state), at=at)
        act.record("sign_closure")
    return closure


def hand_back_closure(*, closure: Closure, words: str, by: Person, at: datetime) -> Closure:
    """The unit's leader gives the request back to be changed, and says why."""
    check_reason(words)
    check_no_secret(words)
    with transition(CLOSURE, "hand_back", closure, by=by, at=at) as act:
        act.move(returned=words)
        act.record("hand_back_closure", detail={"reason": words})
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


def _check_explained(words: Mapping[Criterion, str], figures: CriteriaFigures) -> None:
    """Objections at the criteria that fall short of their figures without a word."""
    missing = {
        f"words{criterion.pk}": Message(_EXPLAIN, {"figures": joined("、", short)})
        for criterion, explanation in words.items()
        if (short := [shortfall(each) for each in figures.get(criterion.pk, ()) if each.falls_short])
        and not explanation.strip()
    }
    if missing:
        raise Objections(missing)


_EXPLAIN = N_("尚未达到（{figures}），请说明原因和下一步安排。")


def _answer(
    closure: Closure,
    criterion: Criterion,
    figures: Sequence[CriterionFigure],
    evidence: Sequence[int],
    explanation: str,
) -> None:
    rows = Evidence.objects.filter(project=closure.project, pk__in=evidence, withdrawn_at__isnull=True)
    if rows.count() != len(set(evidence)):
        raise Refused(Message(N_("所选佐证材料不属于本项目，或者已经撤下。")))
    answer = ClosureAnswer.objects.create(
        office=closure.office,
        closure=closure,
        criterion=criterion,
        explanation=explanation,
        figures=[each.to_json() for each in figures],
    )
    answer.evidence.set(rows)


def withdraw_closure(*, closure: Closure, by: Person, at: datetime) -> Closure:
    """The unit takes its request back."""
    project = closure.project
    with transition(CLOSURE, "withdraw", closure, by=by, at=at) as act:
        asked = closure.state == ClosureState.REQUESTED
        act.move()
        if asked:
            move(project, PROJECT.step("withdraw_closure", project.state), at=at)
            judge_again([project], at)
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
        judge_again([project], at)
    return closure


def _check_other(closure: Closure, by: Person) -> None:
    reporters = closure.project.reports.values_list("written_by", flat=True)
    if by.pk in {closure.requested_by_id, closure.signed_by_id, *reporters}:
        raise Refused(Message(N_("核验人须与填报人、申请人不是同一人。")))


def mark_rectified(
    *, rectification: Rectification, note: str = "", by: Person, at: datetime
) -> Rectification:
    """The unit says that an item of the list is done."""
    project = rectification.closure.project
    with unit_of_work(office=rectification.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER) as work:
        check_actor(PROJECT.steps["withdraw_closure"], project.lead_unit_id, by, at)
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
        judge_again([project], at)
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
