"""Progress reports: written, signed, taken; nothing is asked that the ledger knows already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.bulletin.actions.remarks import remark_on_report
from taizhang.bulletin.models import Remark
from taizhang.bulletin.queries.writing import reports_to_send
from taizhang.bulletin.rules.remarks import text_of
from taizhang.core.lifecycle.bulletin_life import REPORT_TEXT, SUBMISSION, RemarkState, SubmissionState
from taizhang.core.lifecycle.project_year import OBLIGATION, REPORT, ReportState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import reports
from taizhang.ledger.models import Obligation, ProgressReport
from taizhang.ledger.queries.report_words import period_words
from taizhang.ledger.queries.reports import last_accepted, report_of, says_something
from taizhang.ledger.queries.tasks import reports_to_take
from taizhang.ledger.rules.checks import Objections
from taizhang.ledger.visible import obligations_for, reports_for
from taizhang.office import clock
from taizhang.web.frame.access import load, offered, seen, units_offered, viewer_of
from taizhang.web.frame.keeping import refuse, status_of
from taizhang.web.frame.parts import Link, PageHead, PagePart, dotted, link, page
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import SECOND, Step, StepBox, StepForm, Steps
from taizhang.web.frame.words import say
from taizhang.web.remarks.raising import raising
from taizhang.web.remarks.thread import all_at_once, back_to, home_of, remark_list, report_remarks_for
from taizhang.web.reports.forms import HandBackForm, LateForm, ReportForm, ReturnForm
from taizhang.web.reports.page import (
    answers_of,
    by_part,
    drafted,
    form_for,
    readings_of,
    shown,
    value_rows,
)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one report; posted, it is kept, and sent to the unit's leader where that is asked."""
    obligation = load(obligations_for(viewer_of(request)), pk)
    if request.method != "POST":
        return _form(request, obligation, form_for(obligation, clock.today()))
    form = form_for(obligation, clock.today(), request.POST)
    if form.is_valid() and _save(request, obligation, form):
        if request.POST.get("act") != "send":
            messages.success(request, _("草稿已保存。"))
            return redirect("report-write", pk=pk)
        if _send(request, obligation, form):  # refused, what was typed stays a draft
            messages.success(request, _("已送单位负责人审签。"))
            return redirect("queue")
        return _form(request, obligation, form, 422)
    # A copy that is older than what is stored stays so: a second press must not overwrite it unseen.
    return _form(request, obligation, form, 422, seen=request.POST.get("version", ""))


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed so far, kept after a pause; the figures of the narrative as they are read now."""
    obligation = load(obligations_for(viewer_of(request)), pk)
    form = form_for(obligation, clock.today(), request.POST)
    kept = form.is_valid() and _save(request, obligation, form, being_typed=True)
    report = report_of(obligation)
    context = {
        "kept": kept,
        "time": localtime(clock.now()),
        "form": form,
        "version": report.version if report and kept else request.POST.get("version", ""),
        **_figures(form, _posted(request)),
    }
    return render(request, "reports/_kept.html", context, status=status_of(form))


def _save(
    request: HttpRequest, obligation: Obligation, form: ReportForm, *, being_typed: bool = False
) -> bool:
    """Store the draft; what the ledger objects to stands at its field."""
    try:
        reports.save_report(
            obligation=obligation,
            version=number_in(request.POST.get("version", "")),
            given=form.given(being_typed=being_typed),
            activities=form.cited(),
            form=form.asked,
            **who(request),
        )
    except Refused as refusal:
        _object(form, refusal)
        return False
    return True


def _send(request: HttpRequest, obligation: Obligation, form: ReportForm) -> bool:
    report = report_of(obligation)
    if report is None:
        return False
    try:
        reports.send_report(report=report, **who(request))
    except Refused as refusal:
        _object(form, refusal)
        return False
    return True


def _object(form: ReportForm, refusal: Refused) -> None:
    if isinstance(refusal, Objections):
        for key, sentence in refusal.by_field.items():
            form.add_error(form.name_of(key), say(sentence))
    else:
        refuse(form, refusal)


def _form(
    request: HttpRequest, obligation: Obligation, form: ReportForm, status: int = 200, seen: str = ""
) -> HttpResponse:
    report = report_of(obligation)
    answers = _posted(request) if request.method == "POST" else answers_of(report)
    can_write = _can_write(request, obligation, report)
    context = {
        "obligation": obligation,
        "project": obligation.project,
        "period": say(period_words(obligation)),
        "report": report,
        "form": form,
        "version": seen or (report.version if report else 0),
        "last": last_accepted(obligation.project),
        "may_be_unchanged": report is None or not says_something(report),
        **_figures(form, answers),
        "can_write": can_write,
        "drafted": drafted(obligation, viewer_of(request), clock.today()) if can_write else "",
        "returned": by_part(report.reasons if report else {}),
        "remarks": report_remarks_for(viewer_of(request))
        .filter(report=report, state=RemarkState.OPEN)
        .count()
        if report
        else 0,
    }
    return render(request, "reports/report_form.html", context, status=status)


def _figures(form: ReportForm, answers: Mapping[str, str]) -> dict[str, object]:
    """The figures of the narrative, and what they are to each indicator."""
    extraction = form.extraction()
    readings = readings_of(form.narrative_words(), extraction, answers)
    more = len(extraction.proposals) - len(readings)
    rows = value_rows(form, extraction, readings, answers)
    return {"readings": readings, "readings_more": more, "value_rows": rows}


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _can_write(request: HttpRequest, obligation: Obligation, report: ProgressReport | None) -> bool:
    if obligation.state not in OBLIGATION.steps["file"].before:
        return False
    state = report.state if report else ReportState.DRAFT
    return "write" in offered(request, REPORT, state, obligation.project.lead_unit)


@require_POST
def no_change(request: HttpRequest) -> HttpResponse:
    """Nothing changed: one project's, or several at once; a reason that is too long stays where it was typed."""
    chosen = list(obligations_for(viewer_of(request)).filter(pk__in=_keys(request, "obligation")))
    if not chosen:
        return redirect("queue")
    words = _("已报“本期无变化”{n}项，等单位负责人审签。").format(n=len(chosen))
    late = LateForm(request.POST)
    if not late.is_valid():
        form = form_for(chosen[0], clock.today(), request.POST)
        return _form(request, chosen[0], form, 422, seen=request.POST.get("version", ""))
    if "form" in request.POST and (written := _written_after_all(request, chosen[0])):
        return written
    reason = late.cleaned_data["late_reason"]
    if not attempt(request, reports.file_no_change, words, obligations=chosen, late_reason=reason):
        return redirect("report-write", pk=chosen[0].pk)  # where the reason is asked
    return redirect("queue")


def _written_after_all(request: HttpRequest, obligation: Obligation) -> HttpResponse | None:
    """The form with what was typed in it beside “no change”, stored as a draft; None where it says nothing."""
    form = form_for(obligation, clock.today(), request.POST)
    if not set(form.changed_data) - {"late_reason"}:
        return None
    if not (form.is_valid() and _save(request, obligation, form)):
        return _form(request, obligation, form, 422, seen=request.POST.get("version", ""))
    report = report_of(obligation)
    if report is None or not says_something(report):
        return None
    messages.error(
        request, _("这里填写了内容，已存为草稿，没有按“本期没有变化”报送。确无变化的，请先清空再报。")
    )
    return _form(request, obligation, form, 422)


@require_POST
def sign(request: Request) -> HttpResponse:
    """The leader signs one report, or all that are chosen; a reason that was refused stays where it was typed."""
    seen = _seen(request, "report")
    versions = {key: version for key, version in seen.items() if version is not None}
    chosen = list(reports_for(request.viewer).filter(pk__in=seen))
    form = LateForm(request.POST)
    done = _("已审签{n}份，报送办公室。").format(n=len(chosen))
    if not chosen:
        return redirect("queue")
    if form.is_valid():
        late = form.cleaned_data["late_reason"]
        if attempt(request, reports.sign_reports, done, reports=chosen, versions=versions, late_reason=late):
            return redirect("queue")
        if not late:
            return redirect("report", pk=chosen[0].pk)
    answer = _page(request, chosen[0], STEPS.boxes(request, chosen[0]), form)
    answer.status_code = 422
    return answer


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [key for given in request.POST.getlist(name) if (key := number_in(given))]


def _seen(request: HttpRequest, name: str) -> dict[int, int | None]:
    """The chosen rows with the version that was seen: "12.3" is version 3 of row 12, "12" any."""
    given = (each.partition(".") for each in request.POST.getlist(name)[:1_000])
    return {key: number_in(version) for row, _dot, version in given if (key := number_in(row))}


@require_POST
def accept_unchanged(request: HttpRequest) -> HttpResponse:
    """The office takes every report that says nothing changed."""
    waiting = [
        each for each in reports_for(viewer_of(request)).filter(state=ReportState.SUBMITTED) if each.no_change
    ]
    words = _("已采纳{n}份“本期无变化”。").format(n=len(waiting))
    if waiting:
        attempt(request, reports.accept_unchanged, words, reports=waiting)
    return redirect("queue")


def _page(
    request: Request,
    report: ProgressReport,
    boxes: Sequence[PagePart],
    late: LateForm | None = None,
    remarking: Sequence[PagePart] | None = None,
) -> HttpResponse:
    """What the report says: what changed first, the words of the last one beside it. ``late`` and ``remarking``: as it
    was typed.
    """
    told, project = shown(report, clock.today()), report.project
    box = {step.verb: each for each in boxes if isinstance(each, StepBox) for step in each.steps}
    waiting = reports_to_take().exclude(pk=report.pk).count() if "accept" in box else 0
    facts: list[object] = [
        dotted(project.account_no, project.lead_unit, told.period, report.get_state_display()),
        link(_("看项目"), reverse("project", args=[project.pk])),
    ]
    if waiting:
        facts.append(_("还有 {n} 份待受理").format(n=waiting))
    writing = units_offered(request, SUBMISSION, SubmissionState.DRAFT, "write")
    verbs = offered(request, REPORT, report.state, project.lead_unit)
    said = offered(request, REPORT_TEXT, report.state, project.lead_unit)
    if remarking is None and said and report.narrative:
        remarking = RAISE.boxes(request, report)
    rows = report_remarks_for(request.viewer).filter(report=report)
    every = ALL.boxes(request, report) if "write" in verbs else ()
    return page(
        request,
        PageHead(
            project.title,
            name=f"{told.period} {project.title}",
            crumb=Link(_("待办"), reverse("queue")),
            facts=facts,
        ),
        *(each for each in boxes if not isinstance(each, StepBox)),
        template="reports/report.html",
        shown=told,
        report=report,
        box=box,
        may_sign="sign_off" in verbs,
        late=late or LateForm(),
        remarking=remarking or (),
        remarks=[remark_list(request, rows, every)] if remarking or rows else (),
        remarked=text_of(report) if report.narrative else "",
        may_submit=reports_to_send(writing).filter(pk=report.pk).exists(),
    )


def _remarking(request: Request, report: ProgressReport, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, report, STEPS.boxes(request, report), remarking=boxes)


def _remarked(request: HttpRequest, row: Remark) -> HttpResponse:
    return redirect(home_of(viewer_of(request), row))


def _next(report: ProgressReport) -> str:
    """For the office the next report that waits opens by itself."""
    following = reports_to_take().first() if report.state != ReportState.DRAFT else None
    return reverse("report", args=[following.pk]) if following else reverse("queue")


STEPS = Steps(
    "report",
    StepForm([Step("accept", reports.accept_report, gettext_lazy("采纳"), gettext_lazy("已采纳。"))]),
    StepForm(
        [
            Step(
                "return",
                reports.return_report,
                gettext_lazy("退回修改"),
                gettext_lazy("已退回，请单位修改。"),
                at_field="reason_",
            )
        ],
        ReturnForm,
        template="reports/_return.html",
    ),
    StepForm(
        [
            Step(
                "take_back",
                reports.take_back_report,
                gettext_lazy("撤回"),
                gettext_lazy("已撤回，改好后再送审签。"),
                look=SECOND,
            )
        ]
    ),
    StepForm(
        [
            Step(
                "hand_back",
                reports.hand_back_report,
                gettext_lazy("退回"),
                gettext_lazy("已退回联络员。"),
            )
        ],
        HandBackForm,
    ),
    load=seen(reports_for),
    page=_page,
    table=REPORT,
    goes=_next,
)
RAISE = raising("report", remark_on_report, seen(reports_for), _remarking, _remarked)
ALL = all_at_once(seen(reports_for), _remarking, back_to)
