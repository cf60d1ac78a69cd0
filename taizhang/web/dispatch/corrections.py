"""Corrections: drafted by the editor, issued by the signer, run in a later issue or as a revision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin.actions import correcting
from taizhang.bulletin.models import Correction, Issue, Printed
from taizhang.bulletin.visible import corrections_for, drafts_for, issues_for, printed_for
from taizhang.core.lifecycle.bulletin_life import CORRECTION, CorrectionState, IssueState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.permissions import Permission
from taizhang.web.dispatch.forms import CorrectionForm
from taizhang.web.frame.access import load, may, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.frame.words_of_issues import issue_title
from taizhang.web.issues.page import draft_title

SHOWN = 100
ROUTE_OF = {"issue": "issue", "report": "report", "activity": "activity", "figure": "figure"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All corrections, the open ones first."""
    rows = corrections_for(viewer_of(request))
    context = {
        "open": [(row, issue_title(row.issue)) for row in rows.filter(state=CorrectionState.DRAFT)[:SHOWN]],
        "done": [(row, issue_title(row.issue)) for row in rows.exclude(state=CorrectionState.DRAFT)[:SHOWN]],
    }
    return render(request, "dispatch/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong in an issue that is out."""
    issue = load(issues_for(viewer_of(request)), pk)
    asked = {name: request.GET[name][:200] for name in ("article", "wrong") if name in request.GET}
    form = CorrectionForm(request.POST or None, issue=issue, initial=asked)

    def draft() -> Correction:
        return correcting.draft_correction(article=form.article_chosen, erratum=form.erratum, **who(request))

    return _written(request, issue, form, draft)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = load(corrections_for(viewer_of(request)), pk)
    form = CorrectionForm(request.POST or None, issue=row.issue, correction=row)
    form.fields["article"].disabled = True

    def change() -> Correction:
        return correcting.edit_correction(correction=row, erratum=form.erratum, **who(request))

    return _written(request, row.issue, form, change)


def _written(
    request: HttpRequest, issue: Issue, form: CorrectionForm, act: Callable[[], Correction]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = act()
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, _("更正已拟稿，刊载之处列在下面，请签发人签发。"))
            return redirect("correction", pk=row.pk)
    context = {"issue": issue, "title": issue_title(issue), "form": form}
    return render(request, "dispatch/correction_form.html", context, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice, every place where the words were printed, and what can be done."""
    row = load(corrections_for(viewer_of(request)), pk)
    editing = may(request, Permission.EDIT_BULLETIN)
    places = list(row.places.order_by("pk"))
    context = {
        "correction": row,
        "title": issue_title(row.issue),
        "verbs": offered(request, CORRECTION, row.state, None),
        "places": [(place, _address(place)) for place in places],
        "settled": sum(place.settled_at is not None for place in places),
        "may_edit": editing,
        "desks": _desks(request) if editing and row.state == CorrectionState.ISSUED else [],
        "revision": row.issue.revisions.filter(correction=row).first(),
        "runs_in": draft_title(row.runs_in) if row.runs_in else "",
    }
    return render(request, "dispatch/correction.html", context)


def _desks(request: HttpRequest) -> list[tuple[int, str]]:
    """The issues that are being composed, in which the notice could run."""
    rows = drafts_for(viewer_of(request)).filter(state=IssueState.COMPOSING)
    return [(issue.pk, draft_title(issue)) for issue in rows]


def _address(place: Printed) -> str:
    """Where the place is looked at."""
    issue_at_desk = place.kind == "issue" and not Issue.objects.filter(
        pk=place.target, state__in=("sealed", "distributed", "archived")
    )
    route = "draft" if issue_at_desk else ROUTE_OF[place.kind]
    return reverse(route, args=[place.target])


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue, drop, or run in an issue at the desk."""
    row = load(corrections_for(viewer_of(request)), pk)
    verb = request.POST.get("act", "")
    given: dict[str, Any] = {"correction": row}
    if verb == "run":
        issue = get_object_or_404(drafts_for(viewer_of(request)), pk=number_in(request.POST.get("issue", "")))
        attempt(request, correcting.run_in, _("更正已编入该期。"), issue=issue, **given)
    elif verb == "issue":
        words = _("更正已签发，修订版已封存。") if row.as_revision else _("更正已签发。")
        attempt(request, correcting.issue_correction, words, **given)
    else:
        attempt(request, correcting.drop_correction, _("更正已放弃。"), **given)
    return redirect("correction", pk=row.pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A place has been looked at."""
    place = load(printed_for(viewer_of(request)), pk)
    attempt(request, correcting.settle_place, _("已记为处理。"), place=place)
    return redirect("correction", pk=place.correction_id)
