"""Closing an account (销账): asked for against each criterion, verified by somebody else, or sent back with a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.core.lifecycle.project_year import CLOSURE, PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import closing
from taizhang.ledger.models import Closure, Project, Rectification
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.visible import closures_for, projects_for, rectifications_for
from taizhang.office.clock import today
from taizhang.web.closing.forms import VERIFY, ClosureForm
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.rows import Paper
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import ReasonForm


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Each criterion with what shows it already; what is missing is explained in words."""
    project = load(projects_for(viewer_of(request)), pk)
    if "request_closure" not in offered(request, PROJECT, project.state, project.lead_unit):
        raise Http404
    left = Rectification.objects.filter(closure__project=project, done_on__isnull=True).order_by("pk")
    records_too = "record" in offered(request, PROJECT, project.state, project.lead_unit)
    form = ClosureForm(
        request.POST or None, project=project, with_activities=records_too, initial=_offered_first(project)
    )
    if form.is_bound and form.is_valid():
        try:
            return redirect("closure", pk=_asked(request, project, form).pk)
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
    context = {
        "project": project,
        "form": form,
        "left": left,
        "reached": reached(project),
    }
    return render(request, "closing/closure_new.html", context, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest, project: Project, form: ClosureForm) -> Closure:
    return closing.request_closure(
        project=project,
        summary=form.cleaned_data["summary"],
        answers=form.answers(),
        activities=form.activities(),
        **who(request),
    )


def _offered_first(project: Project) -> dict[str, Any]:
    """What was answered last time, and the evidence that was given for a criterion, stand there already."""
    first: dict[str, Any] = {}
    last = project.closures.order_by("-round").first()
    if last is not None:
        first["summary"] = last.summary
        for answer in last.answers.prefetch_related("evidence"):
            standing = [f"e{row.pk}" for row in answer.evidence.all() if row.withdrawn_at is None]
            first[f"evidence{answer.criterion_id}"] = standing
            first[f"words{answer.criterion_id}"] = answer.explanation
    for row in project.evidence.filter(withdrawn_at__isnull=True, criterion__isnull=False):
        first.setdefault(f"evidence{row.criterion_id}", []).append(f"e{row.pk}")
    return first


def reached(project: Project) -> list[tuple[Any, Any]]:
    """What each indicator has come to: nobody types it again."""
    indicators = list(project.indicators.filter(in_force=True))
    values: Mapping[int, Any] = totals(indicators, today())
    return [(each, values.get(each.pk)) for each in indicators]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The request with its answers; posted, it is verified, sent back or taken back."""
    closure = load(closures_for(viewer_of(request)), pk)
    if request.method != "POST":
        return _page(request, closure, VERIFY.filled({}, {}))
    act = request.POST.get("act", "")
    if act == "withdraw":
        attempt(request, closing.withdraw_closure, _("销账申请已撤回，项目继续督账。"), closure=closure)
        return redirect("closure", pk=pk)
    if act.partition(":")[0] in {"add", "drop"}:
        return _page(request, closure, VERIFY.typed(request.POST, act))
    paper = VERIFY.posted(request.POST)
    if paper.is_valid() and _decided(request, closure, paper, act):
        return redirect("closure", pk=pk)
    return _page(request, load(closures_for(viewer_of(request)), pk), paper, 422)


def _decided(request: HttpRequest, closure: Closure, paper: Paper, act: str) -> bool:
    opinion = paper.head.cleaned_data["opinion"]
    try:
        if act == "rectify":
            items = [(row["text"], row["due"]) for row in paper.rows("items")]
            closing.rectify_closure(closure=closure, opinion=opinion, items=items, **who(request))
            messages.success(request, _("已退回整改，单位会看到清单。"))
        else:
            closing.verify_closure(closure=closure, opinion=opinion, **who(request))
            messages.success(request, _("已核验，账目已销。"))
    except Refused as refusal:
        paper.head.add_error(None, say(refusal.sentence))
        return False
    return True


def _page(request: HttpRequest, closure: Closure, paper: Paper, status: int = 200) -> HttpResponse:
    project = closure.project
    verbs = offered(request, CLOSURE, closure.state, project.lead_unit)
    context = {
        "closure": closure,
        "project": project,
        "answers": closure.answers.select_related("criterion").prefetch_related(
            "evidence__file", "evidence__activity"
        ),
        "reached": reached(project),
        "items": _items(closure.rectifications.order_by("pk"), request, closure),
        "verbs": verbs,
        "project_verbs": offered(request, PROJECT, project.state, project.lead_unit),
        "paper": paper if "verify" in verbs else None,
        "form": paper.head,
    }
    return render(request, "closing/closure.html", context, status=status)


def _items(rows: Iterable[Rectification], request: HttpRequest, closure: Closure) -> list[dict[str, Any]]:
    unit = "request_closure" in offered(request, PROJECT, "active", closure.project.lead_unit)
    return [{"row": row, "may": unit and row.done_on is None} for row in rows]


@require_POST
def rectified(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says that an item of the list is done."""
    row = load(rectifications_for(viewer_of(request)), pk)
    note = request.POST.get("note", "").strip()[:200]
    attempt(request, closing.mark_rectified, _("已登记完成。"), rectification=row, note=note)
    return redirect("closure", pk=row.closure_id)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to supervision, with a reason."""
    project = load(projects_for(viewer_of(request)), pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    attempt(request, closing.reopen_project, _("已恢复督账，并作标记。"), project=project, reason=reason)
    return _back(request, project)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a closed account away."""
    project = load(projects_for(viewer_of(request)), pk)
    attempt(request, closing.archive_project, _("已归档。"), project=project)
    return _back(request, project)


def _back(request: HttpRequest, project: Project) -> HttpResponse:
    """To the closing request from which the button was pressed, else to the project."""
    last = project.closures.order_by("-round").first()
    if last is not None and request.POST.get("from") == "closure":
        return redirect("closure", pk=last.pk)
    return redirect("project", pk=project.pk)
