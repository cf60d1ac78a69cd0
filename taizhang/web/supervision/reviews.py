"""Review rounds of the year: planned under a cap, held, cancelled (督查)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.project_year import REVIEW
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import reviews
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.reviews import visits
from taizhang.ledger.visible import reviews_for
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, may, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import ledger_asked
from taizhang.web.frame.rows import SeveralField, day, line, text
from taizhang.web.frame.words import say


class ReviewForm(forms.Form):
    """A round: when, whom, and whether on the spot."""

    title = line(gettext_lazy("名称"), 100, required=True)
    planned_on = day(gettext_lazy("计划日期"), required=True)
    on_site = forms.BooleanField(label=gettext_lazy("实地督查"), required=False)
    units: Any = SeveralField(
        label=gettext_lazy("督查单位"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, ledger: Ledger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visits(ledger)
        choices: Any = self.fields["units"]
        choices.queryset = Unit.objects.filter(active=True).order_by("kind", "pk")
        choices.label_from_instance = lambda unit: _rounds_words(unit, seen.get(unit.pk, 0))


def _rounds_words(unit: Unit, rounds: int) -> str:
    return _("{unit}（已有{n}次）").format(unit=unit, n=rounds) if rounds else str(unit)


class HeldForm(forms.Form):
    """What a round found."""

    held_on = day(gettext_lazy("开展日期"), required=True)
    findings = text(gettext_lazy("督查情况"), 10_000, 5)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The year's plan; a unit's people see the rounds of their unit."""
    ledger = ledger_asked(request)
    rows = reviews_for(viewer_of(request)).filter(ledger=ledger)
    rows = rows.prefetch_related("units").order_by("planned_on", "pk")
    context = {"ledger": ledger, "reviews": rows, "may_plan": may(request, Permission.RUN_LEDGER)}
    return render(request, "supervision/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    ledger = ledger_asked(request)
    if ledger is None:
        raise Http404
    form = ReviewForm(request.POST or None, ledger=ledger)
    if form.is_bound and form.is_valid():
        try:
            review = reviews.plan_review(ledger=ledger, **form.cleaned_data, **who(request))
        except Refused as refusal:
            form.add_error("units", say(refusal.sentence))
        else:
            return redirect("review", pk=review.pk)
    context = {"ledger": ledger, "form": form}
    return render(request, "supervision/review_form.html", context, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One round."""
    review = load(reviews_for(viewer_of(request)), pk)
    verbs = offered(request, REVIEW, review.state, None)
    form = HeldForm(initial={"held_on": min(review.planned_on, clock.today())}) if "hold" in verbs else None
    return render(request, "supervision/review.html", {"review": review, "verbs": verbs, "form": form})


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Held, or cancelled."""
    review = load(reviews_for(viewer_of(request)), pk)
    if request.POST.get("act") == "cancel":
        reason = request.POST.get("reason", "")[:200]
        attempt(request, reviews.cancel_review, _("已取消。"), review=review, reason=reason)
        return redirect("review", pk=pk)
    form = HeldForm(request.POST)
    if form.is_valid() and attempt(
        request, reviews.hold_review, _("已登记。"), review=review, **form.cleaned_data
    ):
        return redirect("review", pk=pk)
    verbs = offered(request, REVIEW, review.state, None)
    context = {"review": review, "verbs": verbs, "form": form}
    return render(request, "supervision/review.html", context, status=422)
