"""A unit's articles: brought in and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin.actions import submissions
from taizhang.bulletin.actions.pictures import add_to_submission, start_with_pictures
from taizhang.bulletin.models import Commission, Submission
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.writing import project_named, projects_led_by, reports_to_send
from taizhang.bulletin.visible import commissions_for, submissions_of
from taizhang.core.calendar import Period, PeriodKind, period_of
from taizhang.core.gongwen.pasted import article_in
from taizhang.core.lifecycle.bulletin_life import SUBMISSION, RemarkState, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.record_draft import words_of_draft
from taizhang.core.text.messages import filled
from taizhang.core.text.word_pictures import captioned
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.outreach.queries.record_draft import record_draft, with_records
from taizhang.web.frame.access import load, offered, units_offered, viewer_of
from taizhang.web.frame.keeping import refuse, status_of
from taizhang.web.frame.parts import Entries, Entry, PageHead, PagePart, PostButton, page
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.routes import Route
from taizhang.web.frame.words import say
from taizhang.web.reading.incoming import REFUSALS, clean_name, text_given
from taizhang.web.reading.pictures import PUT_IN, PictureForm
from taizhang.web.reading.views import words_of
from taizhang.web.remarks.thread import submission_remarks_for
from taizhang.web.submissions.article_check import Checked, checked
from taizhang.web.submissions.forms import ArticleDrop, ArticleForm
from taizhang.web.submissions.parts import ArticlePlace, submission_entry

SHOWN = 100
REPORTS_SHOWN = 8
DRAFTS_OPEN = 6  # so many stand open, more are folded
BEGINNING = 60  # of a report


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A place for a new article, reports that could become one, and what became of the earlier ones."""
    return _index(request, ArticleDrop(units=_units(request)))


def _units(request: HttpRequest) -> list[Unit]:
    return units_offered(request, SUBMISSION, SubmissionState.DRAFT, "write")


def _index(request: HttpRequest, form: ArticleDrop, commission: Commission | None = None) -> HttpResponse:
    units = viewer_of(request).units
    said = _("单位负责人审签后报送；采用与否、改了哪里，都在这里看。")
    parts: list[PagePart] = [ArticlePlace(form, commission)] if form.units else []
    reports = reports_to_send(units)[:REPORTS_SHOWN] if form.units else []
    if reports:
        told = _("从已报送的进展报告转来，不必重写")
        parts.append(Entries(told, [_report_entry(each) for each in reports], folded=True))
    drafts = _draft_entries(request, list(form.units.values()))
    if drafts:
        parts.append(Entries(_("按登记的记录起草"), drafts, folded=len(drafts) > DRAFTS_OPEN))
    own = [submission_entry(row) for row in submissions_of(units)[:SHOWN]]
    parts.append(Entries(_("本单位的稿件"), own, empty=_("还没有投过稿。")))
    status = 422 if form.is_bound else 200
    return page(request, PageHead(_("投稿"), facts=[said]), *parts, status=status)


def _report_entry(report: Any) -> Entry:
    title = report.project.title
    return Entry(
        title,
        reverse("report", args=[report.pk]),
        small=Truncator(report.narrative).chars(BEGINNING),
        posts=[PostButton(_("转为投稿"), reverse("submission-from-report", args=[report.pk]), of=title)],
    )


def _draft_entries(request: HttpRequest, units: list[Unit]) -> list[Entry]:
    """The projects of which something was recorded this month or the last."""
    month = period_of(clock.today(), PeriodKind.MONTH)
    return [
        Entry(
            project.title,
            reverse("project", args=[project.pk]),
            small=say(of.words()),
            posts=[
                PostButton(
                    _("起草投稿"),
                    reverse("submission-from-records", args=[project.pk, of.code]),
                    of=project.title,
                )
            ],
        )
        for of in (month, month.preceding())
        for project in with_records(projects_led_by(units), of, viewer_of(request))
    ]


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A file or a pasted text becomes a draft; ``blank`` begins with nothing where nothing was brought."""
    units = _units(request)
    if not units:
        raise Http404
    commission = _commission(request, units)
    form = ArticleDrop(request.POST, request.FILES, units=units)
    if not form.is_valid():
        return _index(request, form, commission)
    unit = commission.unit if commission else form.unit
    given: dict[str, Any] = {"unit": unit, "commission": commission, "pictures": {}}
    try:
        if not form.empty:
            brought = text_given(form.cleaned_data)
            for note in brought.notes:
                messages.warning(request, say(note))
            title, body = article_in(brought.text, (unit.name, unit.short_name), brought.kind)
            given |= {"title": title, "body": captioned(body), "source_name": clean_name(brought.name)}
            given["pictures"] = brought.pictures
            if commission is None or commission.project is None:
                given["project"] = project_named(unit, title, body)
        row = start_with_pictures(**given, **who(request))
    except REFUSALS as refusal:
        form.add_error("file" if form.cleaned_data.get("file") else "text", words_of(refusal))
        return _index(request, form, commission)
    if given.get("project"):
        words = _("文中写到“{title}”，已选为所属项目；不对请改。")
        messages.info(request, filled(words, title=given["project"].title))
    return redirect("submission-write", pk=row.pk)


def _commission(request: HttpRequest, units: Sequence[Unit]) -> Commission | None:
    given = request.POST.get("commission", "")
    if not given:
        return None
    rows = commissions_for(viewer_of(request)).filter(unit__in=units)
    return get_object_or_404(rows, pk=number_in(given))


@require_POST
def from_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed report's words become a draft; nothing is asked twice."""
    report = get_object_or_404(reports_to_send(viewer_of(request).units), pk=pk)
    try:
        row = submissions.submission_from_report(report=report, **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("submissions")
    return redirect("submission-write", pk=row.pk)


@require_POST
def from_records(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """What is recorded of a project in a period becomes a draft, which its writer edits."""
    project = get_object_or_404(projects_led_by(_units(request)), pk=pk)
    try:
        of = Period.parse(period)
    except ValueError as error:
        raise Http404 from error
    body = words_of_draft(record_draft(project, of, viewer_of(request)))
    if not body:
        messages.error(request, _("这一期还没有登记的记录。"))
        return redirect("submissions")
    try:
        row = submissions.start_submission(
            unit=project.lead_unit, project=project, title=project.title, body=body, **who(request)
        )
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("submissions")
    return redirect("submission-write", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; posted, it is kept, and laid before the unit's leader where that is asked."""
    row = load(submissions_of(viewer_of(request).units), pk)
    if "write" not in offered(request, SUBMISSION, row.state, row.unit):
        return redirect("submission", pk=pk)
    if request.method != "POST":
        form = ArticleForm(submission=row)
        return _form(request, row, form, _read(row, form), row.version)
    form = ArticleForm(request.POST, submission=row)
    read = _read(row, form, request.POST)
    kept = _keep(request, row, form, read)
    if kept:
        if request.POST.get("act") != "send":
            messages.success(request, _("草稿已保存。"))
            return redirect("submission-write", pk=pk)
        if _sent(request, row, form):
            messages.success(request, _("已送单位负责人审签。"))
            return redirect("submissions")
    # A copy that is older than what is stored stays so: a second press must not overwrite it unseen.
    return _form(request, row, form, read, row.version if kept else _seen(request), 422)


@require_POST
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture, drawn anew, where the writer was in the text that is stored."""
    row = load(submissions_of(viewer_of(request).units), pk)
    given = PictureForm(request.POST, request.FILES, auto_id="picture_form_%s")
    if given.is_valid():
        try:
            add_to_submission(submission=row, **given.picture, **who(request))
        except REFUSALS as refusal:
            given.add_error("file", words_of(refusal))
        else:
            messages.success(request, PUT_IN)
            return redirect("submission-write", pk=pk)
    form = ArticleForm(submission=row)
    return _form(request, row, form, _read(row, form), row.version, 422, picture=given)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed so far, kept after a pause; what is read in it now."""
    row = load(submissions_of(viewer_of(request).units), pk)
    form = ArticleForm(request.POST, submission=row)
    read = _read(row, form, request.POST)
    kept = _keep(request, row, form, read)
    context = {
        "kept": kept,
        "time": localtime(clock.now()),
        "errors": [*form.errors.values(), *read.form.errors.values()],
        "version": _shown(row.version if kept else _seen(request), **{"hx-swap-oob": "true"}),
        "checked": read,
    }
    return render(request, "submissions/_kept.html", context, status=status_of(form, read.form))


def _seen(request: HttpRequest) -> int:
    return number_in(request.POST.get("version", "")) or 0


def _shown(version: int, **attrs: str) -> SafeString:
    """The hidden field with a version, whatever was posted."""
    return HiddenInput().render("version", version, {"id": "id_version", **attrs})


def _read(row: Submission, form: ArticleForm, posted: QueryDict | None = None) -> Checked:
    """The text as it stands in the form, as far as an article may go: what is longer is refused, not read."""
    title, body = (str(form[name].value() or "") for name in ("title", "body"))
    return checked(row, title[: submissions.LONGEST_TITLE], body[:ARTICLE_LIMIT], clock.today(), posted)


def _keep(request: HttpRequest, row: Submission, form: ArticleForm, read: Checked) -> bool:
    """Store the draft; an objection stands at the head of the form."""
    if not all([form.is_valid(), read.form.is_valid()]):
        return False
    try:
        submissions.write_submission(
            submission=row, answers=read.form.answers, **form.cleaned_data, **who(request)
        )
    except Refused as refusal:
        refuse(form, refusal)
        return False
    return True


def _sent(request: HttpRequest, row: Submission, form: ArticleForm) -> bool:
    try:
        submissions.send_submission(submission=row, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    return True


def _form(
    request: HttpRequest,
    row: Submission,
    form: ArticleForm,
    read: Checked,
    version: int,
    status: int = 200,
    picture: PictureForm | None = None,
) -> HttpResponse:
    remarks = (
        submission_remarks_for(viewer_of(request)).filter(submission=row, state=RemarkState.OPEN).count()
    )
    context = {
        "submission": row,
        "form": form,
        "version": _shown(version),
        "checked": read,
        "remarks": remarks,
        "picture_form": picture or PictureForm(auto_id="picture_form_%s"),
    }
    return render(request, "submissions/write.html", context, status=status)


urlpatterns = [
    Route("submissions/", index, "submissions", Permission.SUBMIT),
    Route("submissions/new/", begin, "submission-new", Permission.SUBMIT),
    Route("reports/<int:pk>/submission/", from_report, "submission-from-report", Permission.SUBMIT),
    Route(
        "projects/<int:pk>/submission/<str:period>/",
        from_records,
        "submission-from-records",
        Permission.SUBMIT,
    ),
    Route("submissions/<int:pk>/write/", write, "submission-write", Permission.SUBMIT),
    Route("submissions/<int:pk>/picture/", picture, "submission-picture", Permission.SUBMIT),
    Route("submissions/<int:pk>/keep/", keep, "submission-keep", Permission.SUBMIT),
]
