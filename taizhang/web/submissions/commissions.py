"""Requests for articles: what is asked of which units, and what that costs them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions import commissions
from taizhang.bulletin.models import Commission
from taizhang.bulletin.visible import at_desk, commissions_for, submissions_for
from taizhang.core.lifecycle.bulletin_life import COMMISSION, SUBMISSION, CommissionState, SubmissionState
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, offered, office_of, seen
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    PostButton,
    Prose,
    by_at,
    dotted,
    link,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.submissions.forms import ArticleDrop, CommissionForm
from taizhang.web.submissions.parts import ArticlePlace, submission_entry

LIST = gettext_lazy("约稿")
SHOWN, CLOSED_SHOWN = 100, 20


def _index(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    """What was asked for, and a form to ask; its cost is shown before it goes out."""
    rows = commissions_for(request.viewer)
    head = PageHead(
        LIST,
        crumb=Link(_("来稿"), reverse("inbox")),
        facts=[_("已有的进展报告里能取材的，不必再约。")],
        links=[Link(_("选题计划"), reverse("topics-planned"))],
    )
    going = [_entry(row) for row in rows.exclude(state=CommissionState.CLOSED)[:SHOWN]]
    closed = rows.filter(state=CommissionState.CLOSED).order_by("-due", "-pk")[:CLOSED_SHOWN]
    parts = [Entries(_("约稿中"), going, empty=_("现在没有约稿。"))]
    if closed:
        parts.append(Entries(_("已结束的"), [_entry(row) for row in closed], folded=True))
    return page(request, head, *parts, aside=boxes)


def _entry(row: Commission) -> Entry:
    late = row.state == CommissionState.OPEN and row.due < clock.today()
    due, about = dated(row.due), f"{row.unit} {row.title}"
    close = PostButton(_("结束"), reverse("commission-close", args=[row.pk]), of=about)
    return Entry(
        row.title,
        reverse("commission", args=[row.pk]),
        small=dotted(row.unit, row.project and row.project.title, _minutes(row)),
        mark=format_html('<span class="late">{}</span>', due) if late else due,
        aside=row.get_state_display(),
        posts=[] if row.state == CommissionState.CLOSED else [close],
    )


def _minutes(row: Commission) -> str:
    return _("{n}分钟").format(n=row.minutes)


def _back(request: Request, row: Commission, boxes: Sequence[PagePart]) -> HttpResponse:
    """The list, where a request could not be closed."""
    office = office_of(request)
    return _index(request, office, ASKING.boxes(request, office))


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """The brief; for the unit that was asked, the place to answer it."""
    row = load(commissions_for(request.viewer), pk)
    desk = at_desk(request.viewer)
    crumb = Link(_("来稿"), reverse("inbox")) if desk else Link(_("投稿"), reverse("submissions"))
    said = dotted(LIST, row.unit, row.get_state_display())
    rows = submissions_for(request.viewer).filter(commission=row)
    came = [submission_entry(each) for each in rows]
    return page(
        request,
        PageHead(row.title, crumb=crumb, facts=[said]),
        *([Prose(_("编辑要求"), row.brief)] if row.brief else []),
        _facts(row),
        *_place(request, row),
        Entries(_("应约的稿件"), came, empty=_("还没有稿件。")),
    )


def _facts(row: Commission) -> Facts:
    project = link(row.project.title, reverse("project", args=[row.project.pk])) if row.project else ""
    return Facts(
        _("约稿情况"),
        [
            (_("截稿日期"), dated(row.due)),
            (_("预计用时"), _minutes(row)),
            (_("项目"), project),
            (_("约稿人"), by_at(row.by, row.at)),
        ],
    )


def _place(request: Request, row: Commission) -> list[PagePart]:
    units = [unit for unit in request.viewer.units if unit.pk == row.unit_id]
    writing = units and "write" in offered(request, SUBMISSION, SubmissionState.DRAFT, row.unit)
    if not writing or row.state == CommissionState.CLOSED:
        return []
    form = ArticleDrop(units=units, initial={"commission": row.pk})
    return [ArticlePlace(form, None, _("供稿"))]


ASKING = Steps(
    "",
    StepForm(
        [
            Step(
                "ask",
                commissions.commission,
                gettext_lazy("发出约稿"),
                lambda rows: _("已向{n}个单位约稿，计入负担统计。").format(n=len(rows)),
            )
        ],
        CommissionForm,
        at_field="units",
    ),
    load=office_of,
    page=_index,
    goes=lambda rows: reverse("commissions"),
    asked=("topic", "title", "brief"),
)
CLOSING = Steps(
    "commission",
    StepForm(
        [Step("close", commissions.close_commission, gettext_lazy("结束"), gettext_lazy("约稿已结束。"))]
    ),
    load=seen(commissions_for),
    page=_back,
    table=COMMISSION,
    goes=lambda row: reverse("commissions"),
)
urlpatterns = [
    *ASKING.routes("commissions/", "commissions", Permission.EDIT_BULLETIN),
    Route("commissions/<int:pk>/", show, "commission", Permission.ACT_IN_BULLETIN),
    *CLOSING.post("commissions/<int:pk>/close/", "commission-close", Permission.EDIT_BULLETIN),
]
