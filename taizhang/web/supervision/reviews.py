"""Review rounds of the year: planned under a cap, held, cancelled (督查)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import REVIEW
from taizhang.ledger.actions import reviews
from taizhang.ledger.models import Ledger, Review
from taizhang.ledger.queries.reviews import visits
from taizhang.ledger.visible import reviews_for
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, text
from taizhang.web.frame.parts import Entry, Facts, Link, PageHead, PagePart, dotted, entries, page
from taizhang.web.frame.query_values import ledger_asked
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated

PLAN = _("督查计划")


class ReviewForm(OpenForm):
    """A round: when, whom, and whether on the spot."""

    title = line(_("名称"), 100, required=True)
    planned_on = day(_("计划日期"), required=True)
    on_site = forms.BooleanField(label=_("实地督查"), required=False)
    units: Any = SeveralField(label=_("督查单位"), queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, row: Ledger, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        seen = visits(row)
        choices: Any = self.fields["units"]
        choices.queryset = active_units()
        choices.label_from_instance = lambda unit: _rounds_words(unit, seen.get(unit.pk, 0))


def _rounds_words(unit: Unit, rounds: int) -> str:
    return _("{unit}（已有{n}次）").format(unit=unit, n=rounds) if rounds else str(unit)


class HeldForm(OpenForm):
    """What a round found."""

    held_on = day(_("开展日期"), required=True)
    findings = text(_("督查情况"), 10_000, 5)


class CancelForm(OpenForm):
    """Why a round is not held."""

    reason = line(_("原因"), 200, required=True)


@require_safe
def index(request: Request) -> HttpResponse:
    """The year's plan; a unit's people see the rounds of their unit."""
    ledger = ledger_asked(request)
    rows = (
        reviews_for(request.viewer)
        .filter(ledger=ledger)
        .prefetch_related("units")
        .order_by("planned_on", "pk")
    )
    plans = request.viewer.may(Permission.RUN_LEDGER) and ledger is not None
    head = PageHead(
        PLAN,
        facts=[_cap_words(ledger)] if ledger else [],
        links=[Link(_("安排督查"), reverse("review-new"))] if plans else [],
    )
    return page(request, head, *entries("", rows, _entry), empty=_("今年还没有安排督查。"))


def _cap_words(ledger: Ledger) -> str:
    return _("同一单位全年不超过 {cap} 次").format(cap=ledger.review_cap)


def _way_words(row: Review) -> str:
    return str(_("实地") if row.on_site else _("案头"))


def _units_words(row: Review) -> str:
    return "、".join(map(str, row.units.all()))


def _entry(row: Review) -> Entry:
    return Entry(
        title=row.title,
        url=reverse("review", args=[row.pk]),
        small=dotted(_way_words(row), _units_words(row)),
        mark=dated(row.planned_on),
        aside=row.get_state_display(),
    )


def _load_ledger(request: HttpRequest) -> Ledger:
    ledger = ledger_asked(request)
    if ledger is None:
        raise Http404
    return ledger


def _new_page(request: Request, ledger: Ledger, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(_("安排督查"), crumb=Link(PLAN, reverse("reviews")), facts=[_cap_words(ledger)])
    return page(request, head, *boxes)


def _page(request: Request, row: Review, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(row.title, crumb=Link(PLAN, reverse("reviews")), facts=[row.get_state_display()])
    facts = Facts(
        _("安排"),
        [
            (_("计划日期"), dated(row.planned_on)),
            (_("开展日期"), dated(row.held_on) if row.held_on else ""),
            (_("方式"), _way_words(row)),
            (_("单位"), _units_words(row)),
            (_("督查情况"), row.findings),
        ],
    )
    return page(request, head, facts, *boxes)


PLANNING = Steps(
    "ledger",
    StepForm([Step("plan", reviews.plan_review, _("列入计划"))], ReviewForm, at_field="units"),
    load=_load_ledger,
    page=_new_page,
    goes=lambda row: reverse("review", args=[row.pk]),
)
STEPS = Steps(
    "review",
    StepForm(
        [Step("hold", reviews.hold_review, _("登记开展情况"), _("已登记。"))],
        HeldForm,
        initial=lambda row: {"held_on": min(row.planned_on, clock.today())},
    ),
    StepForm(
        [Step("cancel", reviews.cancel_review, _("取消"), _("已取消。"))], CancelForm, fold=_("取消这次督查")
    ),
    load=seen(reviews_for),
    page=_page,
    table=REVIEW,
)
urlpatterns = [
    Route("reviews/", index, "reviews", Permission.SEE_LEDGER),
    *PLANNING.routes("reviews/new/", "review-new", Permission.RUN_LEDGER),
    *STEPS.routes("reviews/<int:pk>/", "review", Permission.SEE_LEDGER, act=Permission.RUN_LEDGER),
]
