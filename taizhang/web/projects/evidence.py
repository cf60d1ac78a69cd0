"""What shows that something was done: recorded activities first, files of any kind, never mandatory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.intake import IntakeRefused, draw_preview, has_preview
from taizhang.intake.preview import MOST_PAGES
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Evidence, Project
from taizhang.ledger.visible import evidence_for, projects_for
from taizhang.office import files
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.parts import (
    Entry,
    Heading,
    PageHead,
    PagePart,
    PostButton,
    by_at,
    dotted,
    entries,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import EvidenceForm
from taizhang.web.projects.links import project_link
from taizhang.web.projects.project_actions import may_record
from taizhang.web.reading.incoming import clean_name

ANY_TYPE = "application/octet-stream"  # files are kept and handed back, never opened and never named a page


@dataclass(frozen=True, slots=True)
class FilePreview:
    """A picture of a file, put away until asked for."""

    template: ClassVar[str] = "projects/preview.html"
    title: str
    url: str
    most_pages: int = MOST_PAGES


def _page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    shown = project.evidence.filter(withdrawn_at__isnull=True)
    shown = shown.select_related("file", "activity", "added_by", "criterion").order_by("-added_at", "-pk")
    may = may_record(project, request.viewer)
    fact = _("有就放，没有不强求；登记过的活动直接选用，不必再传照片。")
    head = PageHead(_("佐证材料"), facts=[fact], crumb=project_link(project))
    lines = entries("", shown, lambda each: _entry(each, may=may), empty=_("还没有佐证材料。"))
    return page(request, head, *lines, *([Heading(_("加一份")), *boxes] if boxes else []))


def _entry(each: Evidence, *, may: bool) -> Entry:
    withdraw = PostButton(
        _("撤下"), reverse("evidence-withdraw", args=[each.pk]), of=each.title, look="button-word"
    )
    posts = [withdraw] if may else []
    if each.file is None:
        small = dotted(
            _("已登记的活动"), dated(each.activity.held_on if each.activity else None), each.added_by
        )
        return Entry(each.title, reverse("activity", args=[each.activity_id]), small, posts=posts)
    small = dotted(each.file.name, filesizeformat(each.file.size), by_at(each.added_by, each.added_at))
    preview = FilePreview(each.title, reverse("evidence-view", args=[each.pk]))
    return Entry(
        each.title,
        reverse("evidence-file", args=[each.pk]),
        small,
        posts=posts,
        below=[preview] if has_preview(each.file.name) else [],
    )


def _add(
    *,
    project: Project,
    activity: Activity | None,
    file: Sequence[UploadedFile[Any]],
    title: str,
    by: Person,
    at: datetime,
) -> None:
    if file:
        named = [(clean_name(each.name or ""), each.read()) for each in file]
        records.add_files(project=project, files=named, title=title, by=by, at=at)
    else:
        records.add_evidence(project=project, activity=activity, title=title, by=by, at=at)


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


ADDING = Steps(
    "project",
    StepForm(
        [Step("add", _add, _("加入"), _("已加入佐证材料。"))], EvidenceForm, at_field="file", when=may_record
    ),
    load=seen(projects_for),
    page=_page,
)
urlpatterns = [
    *ADDING.routes("projects/<int:pk>/evidence/", "evidence", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/view", view, "evidence-view", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/file", take, "evidence-file", Permission.SEE_LEDGER),
    Route("evidence/<int:pk>/withdraw/", withdraw, "evidence-withdraw", Permission.ACT_IN_LEDGER),
]
