"""The register of accepted grounds: why a text may say 首次, 唯一, 最大 (说法依据)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions import grounds
from taizhang.bulletin.models import AcceptedGround
from taizhang.bulletin.visible import grounds_for
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, line, text
from taizhang.web.frame.parts import Entry, Link, PageHead, PagePart, Prose, by_at, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps

LIST = _("说法依据")


class GroundForm(OpenForm):
    """The words as they are printed, and why they may be."""

    claim = line(_("说法"), 100, required=True, help_text=_("照稿件写，如：全市首次开展反诈夜校。"))
    ground = text(_("依据"), 500, 4, help_text=_("与谁比、截至何时、由谁认定。"))
    help = _("登记后，稿件里原样出现这个说法就不再询问；依据由您署名。")


@require_safe
def index(request: Request) -> HttpResponse:
    """Grounds that hold, the latest first; those taken back below."""
    rows = grounds_for(request.viewer)
    runs = request.viewer.may(Permission.EDIT_BULLETIN)
    links = [Link(_("登记依据"), reverse("ground-new"), filled=True)] if runs else []
    parts = [
        *entries(_("已认可"), rows.filter(withdrawn_at__isnull=True), _entry),
        *entries(_("已撤回"), rows.filter(withdrawn_at__isnull=False), _entry),
    ]
    empty = _("还没有登记。稿件里的“首次”“唯一”“最大”等说法，要有依据才不再询问。")
    return page(request, PageHead(LIST, links=links), *parts, empty=empty)


def _entry(row: AcceptedGround) -> Entry:
    return Entry(row.claim, reverse("ground", args=[row.pk]), row.ground, aside=by_at(row.by, row.at))


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("登记依据"), crumb=Link(LIST, reverse("grounds"))), *boxes)


def _page(request: Request, row: AcceptedGround, boxes: Sequence[PagePart]) -> HttpResponse:
    facts = [gettext("已撤回")] if row.withdrawn_at else []
    head = PageHead(row.claim, crumb=Link(LIST, reverse("grounds")), facts=facts)
    return page(request, head, Prose(_("依据"), row.ground, [by_at(row.by, row.at)]), *boxes)


ACCEPT = Steps(
    "office",
    StepForm([Step("accept", grounds.accept_ground, _("认可"), _("已登记，稿件里不再询问。"))], GroundForm),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("grounds"),
    asked=("claim",),
)
STEPS = Steps(
    "accepted",
    StepForm(
        [Step("withdraw", grounds.withdraw_ground, _("撤回"), _("已撤回，以后的稿件会再询问。"))],
        fold=_("撤回依据"),
        when=lambda row, viewer: row.withdrawn_at is None and viewer.may(Permission.EDIT_BULLETIN),
    ),
    load=seen(grounds_for),
    page=_page,
)
urlpatterns = [
    Route("grounds/", index, "grounds", Permission.SEE_ISSUES),
    *ACCEPT.routes("grounds/new/", "ground-new", Permission.EDIT_BULLETIN),
    *STEPS.routes("grounds/<int:pk>/", "ground", Permission.SEE_ISSUES, act=Permission.EDIT_BULLETIN),
]
