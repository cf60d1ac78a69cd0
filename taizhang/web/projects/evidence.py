"""What shows that something was done: recorded activities first, files of any kind, never mandatory."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.intake import IntakeRefused, draw_preview, has_preview
from taizhang.intake.preview import MOST_PAGES
from taizhang.ledger.actions import records
from taizhang.ledger.models import Project
from taizhang.ledger.visible import evidence_for, projects_for
from taizhang.office import files
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import EvidenceForm
from taizhang.web.reading.incoming import clean_name

ANY_TYPE = "application/octet-stream"  # files are kept and handed back, never opened and never named a page


@require_http_methods(["GET", "HEAD", "POST"])
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """The project's evidence; posted, one more piece of it."""
    project = load(projects_for(viewer_of(request)), pk)
    form = EvidenceForm(request.POST or None, request.FILES or None, project=project)
    if request.method == "POST":
        if form.is_valid() and _added(request, project, form):
            return redirect("evidence", pk=pk)
        return _page(request, project, form, 422)
    return _page(request, project, form)


def _added(request: HttpRequest, project: Project, form: EvidenceForm) -> bool:
    given, done = form.cleaned_data, {"project": project, "title": form.cleaned_data["title"], **who(request)}
    try:
        if given["file"]:
            records.add_files(files=[(clean_name(each.name), each.read()) for each in given["file"]], **done)
        else:
            records.add_evidence(activity=given["activity"], **done)
    except Refused as refusal:
        form.add_error("file" if given["file"] else None, say(refusal.sentence))
        return False
    messages.success(request, _("已加入佐证材料。"))
    return True


def _page(request: HttpRequest, project: Project, form: EvidenceForm, status: int = 200) -> HttpResponse:
    may = "record" in offered(request, PROJECT, project.state, project.lead_unit)
    shown = project.evidence.filter(withdrawn_at__isnull=True)
    shown = shown.select_related("file", "activity", "added_by", "criterion").order_by("-added_at", "-pk")
    context = {
        "project": project,
        "evidence": shown,
        "form": form if may else None,
        "has_activities": form.fields["activity"].queryset.exists() if may else False,  # type: ignore[attr-defined]
        "previews": [each.pk for each in shown if each.file and has_preview(each.file.name)],
        "most": settings.UPLOAD_LIMIT // 1_000_000,
        "most_pages": MOST_PAGES,
    }
    return render(request, "projects/evidence.html", context, status=status)


@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as a download; no browser opens it in place."""
    evidence = load(evidence_for(viewer_of(request)), pk)
    if evidence.file is None:
        raise Http404
    try:
        return attachment(files.read(evidence.file), evidence.file.name, ANY_TYPE)
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("evidence", pk=evidence.project_id)


@require_safe
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of it, drawn anew: what somebody sent in is never opened by the browser."""
    evidence = load(evidence_for(viewer_of(request)), pk)
    if evidence.file is None or not has_preview(evidence.file.name):
        raise Http404
    try:
        drawn, media_type = draw_preview(files.read(evidence.file))
    except (IntakeRefused, Refused):
        raise Http404 from None
    picture = attachment(drawn, "preview", media_type)
    picture.headers["Content-Disposition"] = "inline"
    picture.headers["Cache-Control"] = "private, max-age=3600"
    return picture


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it down."""
    evidence = load(evidence_for(viewer_of(request)), pk)
    attempt(request, records.withdraw_evidence, _("已撤下，记录保留。"), evidence=evidence)
    return redirect("evidence", pk=evidence.project_id)
