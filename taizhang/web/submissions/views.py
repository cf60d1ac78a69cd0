"""A unit's articles: brought in, written, signed; and what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin.actions import submissions
from taizhang.bulletin.models import Commission, Submission
from taizhang.bulletin.queries.writing import reports_to_send
from taizhang.bulletin.visible import commissions_for, submissions_for, submissions_of
from taizhang.core.gongwen.pasted import article_in
from taizhang.core.lifecycle.bulletin_life import SUBMISSION, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, may, offered, units_offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.reading.incoming import REFUSALS, clean_name, text_given
from taizhang.web.reading.views import words_of
from taizhang.web.submissions.forms import ArticleDrop, ArticleForm
from taizhang.web.submissions.page import page_of
from taizhang.web.submissions.text_page import answers_in, checked

SHOWN = 100
REPORTS_SHOWN = 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A place for a new article, reports that could become one, and what became of the earlier ones."""
    return _index(
        request, ArticleDrop(units=units_offered(request, SUBMISSION, SubmissionState.DRAFT, "write"))
    )


def _index(request: HttpRequest, form: ArticleDrop, commission: Commission | None = None) -> HttpResponse:
    units = viewer_of(request).units
    context = {
        "form": form,
        "commission": commission,
        "rows": submissions_of(units)[:SHOWN],
        "reports": reports_to_send(units)[:REPORTS_SHOWN],
        "may_write": bool(form.units),
    }
    return render(request, "submissions/index.html", context, status=422 if form.is_bound else 200)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A file or a pasted text becomes a draft; ``blank`` begins with nothing."""
    units = units_offered(request, SUBMISSION, SubmissionState.DRAFT, "write")
    if not units:
        raise Http404
    commission = _commission(request)
    if "blank" in request.POST:
        return _begun(request, ArticleDrop(units=units), commission, unit=_unit_of(commission, units[0]))
    form = ArticleDrop(request.POST, request.FILES, units=units)
    if not form.is_valid():
        return _index(request, form, commission)
    try:
        text, name, kind, notes = text_given(form.cleaned_data)
    except REFUSALS as refusal:
        form.add_error("file" if form.cleaned_data.get("file") else "text", words_of(refusal))
        return _index(request, form, commission)
    for note in notes:
        messages.warning(request, say(note))
    unit = _unit_of(commission, form.unit)
    title, body = article_in(text, (unit.name, unit.short_name), kind)
    given = {"title": title, "body": body, "source_name": clean_name(name)}
    return _begun(request, form, commission, unit=unit, **given)


def _unit_of(commission: Commission | None, unit: Unit) -> Unit:
    return commission.unit if commission else unit


def _begun(
    request: HttpRequest, form: ArticleDrop, commission: Commission | None, **given: Any
) -> HttpResponse:
    try:
        row = submissions.start_submission(commission=commission, **given, **who(request))
    except Refused as refusal:
        if form.is_bound:
            form.add_error(None, say(refusal.sentence))
            return _index(request, form, commission)
        messages.error(request, say(refusal.sentence))
        return redirect("submissions")
    return redirect("submission-write", pk=row.pk)


def _commission(request: HttpRequest) -> Commission | None:
    given = request.POST.get("commission", "")
    if not given:
        return None
    rows = commissions_for(viewer_of(request)).filter(
        unit__in=units_offered(request, SUBMISSION, SubmissionState.DRAFT, "write")
    )
    return get_object_or_404(rows, pk=number_in(given))


@require_POST
def from_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed report's words become a draft; nothing is asked twice."""
    units = viewer_of(request).units
    report = get_object_or_404(reports_to_send(units), pk=pk)
    try:
        row = submissions.submission_from_report(report=report, **who(request))
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
        return _form(request, row, ArticleForm(submission=row))
    form = ArticleForm(request.POST, submission=row)
    kept = form.is_valid() and _keep(request, row, form)
    if kept:
        if request.POST.get("act") != "send":
            messages.success(request, _("草稿已保存。"))
            return redirect("submission-write", pk=pk)
        if _sent(request, row, form):
            messages.success(request, _("已送单位负责人审签。"))
            return redirect("submissions")
    # A copy that is older than what is stored stays so: a second press must not overwrite it unseen.
    return _form(request, row, form, 422, None if kept else request.POST.get("version", ""))


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed so far, kept after a pause; what is read in it now."""
    row = load(submissions_of(viewer_of(request).units), pk)
    form = ArticleForm(request.POST, submission=row)
    kept = form.is_valid() and _keep(request, row, form)
    title, body = _typed(form)
    context = {
        "kept": kept,
        "time": localtime(clock.now()),
        "form": form,
        "version": row.version if kept else request.POST.get("version", ""),
        "checked": checked(row, title, body, clock.today(), answers_in(request.POST, row, title, body)),
    }
    return render(request, "submissions/_kept.html", context)


def _keep(request: HttpRequest, row: Submission, form: ArticleForm) -> bool:
    """Store the draft; an objection stands at the head of the form."""
    given, seen = form.cleaned_data, number_in(request.POST.get("version", "")) or 0
    answers = answers_in(request.POST, row, given["title"], given["body"])
    try:
        submissions.write_submission(submission=row, version=seen, answers=answers, **given, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    return True


def _sent(request: HttpRequest, row: Submission, form: ArticleForm) -> bool:
    try:
        submissions.send_submission(submission=row, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    return True


def _typed(form: ArticleForm) -> tuple[str, str]:
    title, body = (str(form[name].value() or "") for name in ("title", "body"))
    return title[:200], body[:40_000]


def _form(
    request: HttpRequest, row: Submission, form: ArticleForm, status: int = 200, seen: str | None = None
) -> HttpResponse:
    title, body = _typed(form)
    answers = answers_in(request.POST, row, title, body) if form.is_bound else None
    context = {
        "submission": row,
        "form": form,
        "version": row.version if seen is None else seen,
        "checked": checked(row, title, body, clock.today(), answers),
    }
    return render(request, "submissions/write.html", context, status=status)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The article as whoever asks may see it; what became of it first."""
    row = load(submissions_for(viewer_of(request)), pk)
    context = {"page": page_of(request, row), "may_decide": may(request, Permission.EDIT_BULLETIN)}
    return render(request, "submissions/show.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, hand back, withdraw."""
    row, verb = load(submissions_of(viewer_of(request).units), pk), request.POST.get("act", "")
    if verb == "sign":
        seen = number_in(request.POST.get("version", "")) or 0
        done = _("已审签，报送办公室。")
        went = attempt(request, submissions.sign_submission, done, submission=row, version=seen)
    elif verb == "hand_back":
        word = request.POST.get("word", "")[:500]
        done = _("已退回联络员。")
        went = attempt(request, submissions.hand_back_submission, done, submission=row, word=word)
    elif verb == "withdraw":
        attempt(request, submissions.withdraw_submission, _("已撤回。"), submission=row)
        return redirect("submissions")
    else:
        raise Http404
    return redirect("queue") if went else redirect("submission", pk=pk)
