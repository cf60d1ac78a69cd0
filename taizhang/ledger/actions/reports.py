"""Progress reports: written by the liaison, signed by the unit's leader, accepted or returned by the office."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import OBLIGATION, PROJECT, REPORT, ObligationState, ReportState
from taizhang.core.lifecycle.workflow import LifeStep, Refused
from taizhang.core.plan.report_layout import ItemKind
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.citing import cite_activities
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.actions.rewriting import tell_followers
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.models import Activity, Figure, Milestone, Obligation, ProgressReport, ReportFormVersion
from taizhang.ledger.queries.falling_values import check_reason_for_falls
from taizhang.ledger.queries.figure_extraction import answered, check_questions_answered
from taizhang.ledger.queries.report_forms import form_in_force, layout_of_report
from taizhang.ledger.queries.reports import last_accepted, report_of, says_something
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.ledger.rules.report_values import (
    check_answered,
    check_milestones,
    is_late,
    read_answers,
    read_values,
    record_figures,
)
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import move, transition, unit_of_work

WHY_LATE = N_("已过截止日期，请写明补报原因。")
EMPTY: dict[str, Any] = {
    "narrative": "",
    "values": {},
    "readings": [],
    "milestones_done": {},
    "next_steps": "",
    "answers": {},
}


class Now(Enum):
    """The form in force at the moment."""

    NOW = 0


NOW = Now.NOW


def start_report(
    *, obligation: Obligation, form: ReportFormVersion | Now | None = NOW, by: Person, at: datetime
) -> ProgressReport:
    """The report of an obligation: the one begun already, or a draft that begins with the last one's words.

    Values are not prefilled: the last ones stand beside the form (``queries.reports.known_before``). ``form`` is what
    it asks from now on, None: every built-in part; NOW: the form in force.
    """
    return _started(obligation, form, by, at)[0]


def _started(
    obligation: Obligation, form: ReportFormVersion | Now | None, by: Person, at: datetime
) -> tuple[ProgressReport, bool]:
    """As ``start_report``; and whether it had been begun already."""
    project = obligation.project
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        there = report_of(obligation)
        if there is not None:
            there.office, there.project = project.office, project
            return there, True
        if obligation.state != ObligationState.DUE:
            raise Refused(Message(N_("这一期不需要填报。")))
        before = last_accepted(project)
        report = ProgressReport.objects.create(
            office=project.office,
            obligation=obligation,
            project=project,
            narrative=before.narrative if before else "",
            written_by=by,
            form=form_in_force(project.ledger, project.theme) if isinstance(form, Now) else form,
            changed_at=at,
        )
        act.record("start_report", report)
    return report, False


def write_report(
    *,
    report: ProgressReport,
    version: int,
    narrative: str,
    values: Mapping[int, str],
    readings: Sequence[Mapping[str, Any]] = (),
    milestones_done: Mapping[int, date] | None = None,
    next_steps: str = "",
    late_reason: str = "",
    corrections: Mapping[int, str] | None = None,
    answers: Mapping[str, str] | None = None,
    by: Person,
    at: datetime,
) -> ProgressReport:
    """Keep the draft; ``values`` are typed amounts by indicator (1.2万). It may still be incomplete.

    ``readings`` are what was said of the figures in the narrative (``figure_extraction.answered``); one that is
    recorded for an indicator is its value unless another is typed; two different ones are refused. ``corrections``
    say, by indicator, why a cumulative value is lower than the last one. ``answers`` are those to the office's own
    fields as typed, by label.
    Raises Objections (a Refused) that name the indicator, or the label, whose amount cannot be read.
    """
    before = report.narrative
    with transition(REPORT, "write", report, by=by, at=at) as act:
        check_no_secret(narrative, next_steps, late_reason, *values.values(), corrections, answers)
        done = {str(pk): day.isoformat() for pk, day in (milestones_done or {}).items()}
        check_milestones(report.project, milestones_done or {}, localdate(at))
        said = answered(narrative, readings, report.project)
        act.move(
            version=version,
            narrative=narrative,
            values=read_values(report.project, values, corrections or {}, said),
            readings=said,
            milestones_done=done,
            next_steps=next_steps,
            answers=read_answers(layout_of_report(report), answers or {}),
            late_reason=late_reason,
            no_change=False,
            written_by=by,
            changed_at=at,
        )
        tell_followers(report, before)
        act.record("write_report", sitting=True)
    return report


def save_report(
    *,
    obligation: Obligation,
    version: int | None,
    given: Mapping[str, Any],
    activities: Collection[Activity],
    form: ReportFormVersion | Now | None = NOW,
    by: Person,
    at: datetime,
) -> ProgressReport:
    """Keep what the form says of an obligation's report.

    ``version`` is that of the report which the writer has seen, 0 where there was none, None for any; ``given`` are
    the fields of ``write_report``; ``form`` is the one that a report not begun yet was typed into. Raise Refused
    where the report was begun or changed elsewhere meanwhile.
    """
    with unit_of_work(office=obligation.project.office, by=by, at=at, needs=Permission.FILE_FOR_UNIT):
        report, begun = _started(obligation, form, by, at)
        seen = version if begun and version is not None else report.version
        write_report(report=report, version=seen, **given, by=by, at=at)
        cite_activities(report=report, activities=activities, by=by, at=at)
    return report


def file_no_change(
    *, obligations: Sequence[Obligation], late_reason: str = "", by: Person, at: datetime
) -> list[ProgressReport]:
    """Report "no change" for each of them, and lay it before the unit's leader; all or none.

    Raise Refused where one of them is late and ``late_reason`` is empty, or has a draft that says something.
    """
    if not obligations:
        return []
    reports = []
    with unit_of_work(office=obligations[0].office, by=by, at=at, needs=Permission.FILE_FOR_UNIT):
        for obligation in obligations:
            report = start_report(obligation=obligation, by=by, at=at)
            with transition(REPORT, "send", report, by=by, at=at) as act:
                check_no_secret(late_reason)
                if says_something(report):
                    raise Refused(
                        Message(N_("已填写的内容会丢失：请接着填报，或者先清空草稿再报“本期无变化”。"))
                    )
                before = report.narrative
                late = is_late(report, localdate(at))
                reason = (late_reason.strip() or report.late_reason.strip()) if late else ""
                if late and not reason:
                    raise Refused(Message(WHY_LATE))
                act.move(no_change=True, late_reason=reason, changed_at=at, reasons={}, **EMPTY)
                tell_followers(report, before)
                act.record("file_no_change")
            reports.append(report)
    return reports


def send_report(*, report: ProgressReport, by: Person, at: datetime) -> ProgressReport:
    """Lay the report before the unit's leader."""
    with transition(REPORT, "send", report, by=by, at=at) as act:
        if not report.no_change:
            _check_says_something(report)
        if is_late(report, localdate(at)) and not report.late_reason.strip():
            raise Refused(Message(WHY_LATE))
        layout = layout_of_report(report)
        if ItemKind.VALUES in layout.parts:  # else there is no place to answer them
            check_questions_answered(report, localdate(at))
        check_reason_for_falls(report, localdate(at))
        if not report.no_change:
            check_answered(layout, report.answers)
        act.move(changed_at=at, reasons={})
        act.record("send_report")
    return report


def _check_says_something(report: ProgressReport) -> None:
    if not says_something(report):
        raise Refused(Message(N_("请填写进展情况或指标数值；没有变化时，请选“本期无变化”。")))


def take_back_report(*, report: ProgressReport, by: Person, at: datetime) -> ProgressReport:
    """The liaison takes it back before the leader has signed; a "no change" is a draft again as it begins."""
    with transition(REPORT, "take_back", report, by=by, at=at) as act:
        undone: dict[str, Any] = {}
        if report.no_change:
            before = last_accepted(report.project)
            undone = {"no_change": False, "narrative": before.narrative if before else ""}
        told = report.narrative
        act.move(changed_at=at, **undone)
        tell_followers(report, told)
        act.record("take_back_report")
    return report


def hand_back_report(*, report: ProgressReport, word: str, by: Person, at: datetime) -> ProgressReport:
    """The leader gives it back to the liaison with a word."""
    with transition(REPORT, "hand_back", report, by=by, at=at) as act:
        check_reason(word)
        check_no_secret(word)
        act.move(changed_at=at, reasons={"": word})
        detail = {"word": word}
        act.record("hand_back_report", detail=detail)
    return report


def sign_reports(
    *,
    reports: Sequence[ProgressReport],
    versions: Mapping[int, int] | None = None,
    late_reason: str = "",
    by: Person,
    at: datetime,
) -> list[ProgressReport]:
    """The leader signs them all or none: they are filed, and what they say becomes figures with a source.

    ``versions`` are those the leader has seen, by key; a report that was changed since is refused.
    ``late_reason`` is for reports that became late on the leader's desk.
    """
    if not reports:
        return []
    with unit_of_work(office=reports[0].office, by=by, at=at, needs=Permission.SIGN_FOR_UNIT):
        projects = [report.project for report in reports]
        for report in reports:
            _sign(report, (versions or {}).get(report.pk), late_reason.strip(), by, at)
        judge_again(projects, at)
    return list(reports)


def _sign(report: ProgressReport, version: int | None, late_reason: str, by: Person, at: datetime) -> None:
    project, obligation = report.project, report.obligation
    late = is_late(report, localdate(at))
    reason = report.late_reason.strip() or late_reason
    with transition(REPORT, "sign_off", report, by=by, at=at) as act:
        if late and not reason:
            raise Refused(Message(N_("已过截止日期，请写明补报原因后再审签。")))
        check_no_secret(reason)
        act.move(version=version, changed_at=at, signed_by=by, signed_at=at)
        # What was filed late before it was returned remains late.
        move(
            obligation,
            filing(obligation, late),
            at=at,
            late_reason=reason if late else obligation.late_reason,
        )
        report.obligation = obligation  # as it is read now
        record_figures(report, project, by, at)
        act.record("sign_report", detail={"late": late})


def filing(obligation: Obligation, late: bool) -> LifeStep:
    """The step by which a signed report fulfils its obligation."""
    return OBLIGATION.step("file_late" if late else "file", obligation.state)


def accept_report(*, report: ProgressReport, by: Person, at: datetime) -> ProgressReport:
    """The office takes the report: the obligation is met, milestones reported as done are done."""
    with unit_of_work(office=report.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER):
        project = report.project
        _accept(report, by, at)
        judge_again([project], at)
    return report


def _accept(report: ProgressReport, by: Person, at: datetime) -> None:
    with transition(REPORT, "accept", report, by=by, at=at) as act:
        act.move(decided_by=by, decided_at=at, reasons={})
        obligation = report.obligation
        verb = "accept_late" if obligation.late_reason else "accept"
        move(obligation, OBLIGATION.step(verb, obligation.state), at=at, done_at=at)
        for pk, day in report.milestones_done.items():
            Milestone.objects.filter(pk=int(pk), project=report.project_id, done_on__isnull=True).update(
                done_on=date.fromisoformat(day), done_noted_at=at
            )
        act.record("accept_report")


def accept_unchanged(*, reports: Sequence[ProgressReport], by: Person, at: datetime) -> list[ProgressReport]:
    """Accept every "no change" among ``reports``; the others are left to be read."""
    unchanged = [report for report in reports if report.no_change and report.state == ReportState.SUBMITTED]
    if not unchanged:
        return []
    with unit_of_work(office=unchanged[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        projects = [report.project for report in unchanged]
        for report in unchanged:
            _accept(report, by, at)
        judge_again(projects, at)
    return unchanged


def return_report(
    *, report: ProgressReport, reasons: Mapping[str, str], by: Person, at: datetime
) -> ProgressReport:
    """Back to the unit with a reason at each field; it is due again and its reminder clock starts anew."""
    with transition(REPORT, "return", report, by=by, at=at) as act:
        told = {field: words for field, words in reasons.items() if words.strip()}
        check_reason("".join(told.values()))
        check_no_secret(*told.values())
        times = report.returned_times + 1
        act.move(decided_by=by, decided_at=at, reasons=told, returned_times=times)
        obligation = report.obligation
        move(
            obligation,
            OBLIGATION.step("return", obligation.state),
            at=at,
            clock_from=localdate(at),
            reminded_at=None,
        )
        Figure.objects.filter(report=report, ended_at__isnull=True).update(ended_at=at)
        ask(
            unit=report.project.lead_unit,
            kind="return",
            fields=len(told),
            attachments=0,
            minutes=3,
            subject=report,
            at=at,
        )
        act.record("return_report", detail={"reasons": told})
        judge_again([report.project], at)
    return report
