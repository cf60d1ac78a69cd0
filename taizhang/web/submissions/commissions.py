"""Requests for articles: what is asked of which units, and what that costs them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin.actions import commissions
from taizhang.bulletin.visible import at_desk, commissions_for, submissions_for
from taizhang.core.lifecycle.bulletin_life import COMMISSION, SUBMISSION, CommissionState, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.queries import units_of
from taizhang.web.frame.access import load, offered, person_of, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say
from taizhang.web.submissions.forms import ArticleDrop, CommissionForm

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What was asked for, and a form to ask; its cost is shown before it goes out."""
    units = units_of(person_of(request).office)
    form = CommissionForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("commissions")
    return _index(request, form)


def _asked(request: HttpRequest, form: CommissionForm) -> bool:
    given = dict(form.cleaned_data)
    units: list[Unit] = list(given.pop("units"))
    words = _("已向{n}个单位约稿，计入负担统计。").format(n=len(units))
    try:
        commissions.commission(units=units, **given, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    messages.success(request, words)
    return True


def _index(request: HttpRequest, form: CommissionForm) -> HttpResponse:
    rows = commissions_for(viewer_of(request))
    context = {
        "form": form,
        "open": rows.exclude(state=CommissionState.CLOSED)[:SHOWN],
        "closed": rows.filter(state=CommissionState.CLOSED).order_by("-due", "-pk")[:20],
        "today": clock.today(),
    }
    return render(request, "submissions/commissions.html", context, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The brief; for the unit that was asked, the place to answer it."""
    row = load(commissions_for(viewer_of(request)), pk)
    units = [unit for unit in viewer_of(request).units if unit.pk == row.unit_id]
    writing = units and "write" in offered(request, SUBMISSION, SubmissionState.DRAFT, row.unit)
    context = {
        "commission": row,
        "rows": submissions_for(viewer_of(request)).filter(commission=row),
        "form": ArticleDrop(units=units) if writing and row.state != CommissionState.CLOSED else None,
        "desk": at_desk(viewer_of(request)),
        "verbs": offered(request, COMMISSION, row.state, row.unit),
    }
    return render(request, "submissions/commission.html", context)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is expected."""
    row = load(commissions_for(viewer_of(request)), pk)
    attempt(request, commissions.close_commission, _("约稿已结束。"), commission=row)
    return redirect("commissions")
