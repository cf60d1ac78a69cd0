"""Where sealed issues printed that all were reached, and what has changed of the roll since (简报里的说法)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions import citations
from taizhang.bulletin.dispatch.letters import number_of
from taizhang.bulletin.models import Citation
from taizhang.bulletin.queries.claims import CoverageClaim, printed_claims
from taizhang.bulletin.visible import claims_for
from taizhang.core.text.messages import filled
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.outreach.visible import programmes_for
from taizhang.web.frame.access import load, seen
from taizhang.web.frame.parts import Entries, Entry, Link, PageHead, by_at, dotted, listed, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import ReasonForm


@require_safe
def printed(request: Request, pk: int) -> HttpResponse:
    """Every claim with its issue, its sentence and the roll it was printed by; those on other ground now first."""
    programme = load(programmes_for(request.viewer), pk)
    rows = printed_claims(programme, clock.today())
    reads = request.viewer.may(Permission.READ_ARCHIVE)
    groups = (
        (_("印出后名册或规则有变化"), [row for row in rows if row.changed]),
        (_("名册和规则没有变化"), [row for row in rows if not row.changed]),
    )
    parts = [
        Entries(heading, [_entry(request, row, linked=reads) for row in some])
        for heading, some in groups
        if some
    ]
    crumb = Link(programme.name, reverse("programme", args=[pk]))
    empty = _("已封存的简报还没有用这个计划作依据。")
    return page(request, PageHead(_("简报里的说法"), crumb=crumb), *parts, empty=empty)


def _entry(request: Request, row: CoverageClaim, *, linked: bool) -> Entry:
    """A claim with what has changed, what was said to that, and the ways to see to it while it waits."""
    citation, issue, looked = row.citation, row.citation.article.issue, row.settled
    return Entry(
        f"{number_of(issue)}《{citation.article.title.rstrip('。')}》",
        reverse("issue", args=[issue.pk]) if linked else "",
        dotted(
            filled("“{words}”", words=citation.surface),
            citation.reason,
            listed(looked.detail["reason"], by_at(looked.by, looked.at)) if looked else "",
        ),
        aside=dated(citation.covered_on),
        words=say(row.changed) if row.changed else "",
        boxes=SETTLING.boxes(request, citation)
        if row.changed and request.viewer.may(Permission.EDIT_BULLETIN)
        else [],
        anchor=f"claim-{citation.pk}",
    )


SETTLING: Steps[Citation] = Steps(
    "citation",
    StepForm(
        [
            Step(
                "settle", citations.settle_claim, _("已核对"), _("已登记，不再提醒；名册或规则再变会重新提醒。"),
                look=SECOND,
            )
        ],
        ReasonForm, fold=_("核对后登记"), at_field="reason",
        help=_("要更正的，在那一期的页面里起草更正；不用更正的，写明原因。"),
    ),
    load=seen(claims_for),
    page=lambda request, row, boxes: printed(request, row.programme_id or 0),
    goes=lambda row: reverse("programme-claims", args=[row.programme_id]),
)  # fmt: skip
urlpatterns = [
    Route("coverage/<int:pk>/claims/", printed, "programme-claims", Permission.SEE_OUTREACH),
    *SETTLING.post("coverage/claims/<int:pk>/", "claim-settle", Permission.EDIT_BULLETIN),
]
