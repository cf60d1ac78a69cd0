"""Who has not reported: all at once, reminded with one click, let off with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import OBLIGATION
from taizhang.core.text.messages import N_, counted
from taizhang.ledger.actions import obligations
from taizhang.ledger.models import Ledger, Obligation
from taizhang.ledger.queries.obligations import missing_in, owed
from taizhang.ledger.queries.report_words import period_words
from taizhang.ledger.queries.tasks import reports_to_take
from taizhang.ledger.rules.report_values import limit_of
from taizhang.ledger.visible import obligations_for
from taizhang.office import clock
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import seen
from taizhang.web.frame.parts import Callout, Link, PageHead, PagePart, dotted, page
from taizhang.web.frame.query_values import ledger_asked
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.reports.forms import WaiveForm

MISSING: Table[tuple[Obligation, object]] = Table(
    Column(gettext_lazy("单位"), lambda row: row[0].project.lead_unit),
    Column(
        gettext_lazy("项目"),
        lambda row: f"{row[0].project.account_no} {row[0].project.title}",
        head=True,
        url=lambda row: reverse("project", args=[row[0].project_id]),
    ),
    Column(gettext_lazy("期间"), lambda row: say(period_words(row[0]))),
    Column(gettext_lazy("截止"), lambda row: dated(limit_of(row[0])), "date"),
    Column(gettext_lazy("逾期天数"), lambda row: (clock.today() - limit_of(row[0])).days, "number"),
    Column(gettext_lazy("上次提醒"), lambda row: dated(row[0].reminded_at), "date"),
    Column(gettext_lazy("免报"), lambda row: row[1], boxes=True),
    empty=gettext_lazy("没有逾期未报的。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """Missing reports by unit, and how many are due or wait."""
    return _page(request)


def _page(request: Request, asked: object = None, boxes: Sequence[PagePart] = ()) -> HttpResponse:
    """``boxes``: the step that was refused, of the obligation or ledger ``asked``."""
    ledger, today = ledger_asked(request), clock.today()
    missing: list[Obligation] = []
    if ledger:
        missing = list(missing_in(ledger, today).select_related("milestone", "project__lead_unit"))
    due = owed().filter(project__ledger=ledger).count() - len(missing) if ledger else 0
    units = {each.project.lead_unit_id for each in missing}
    said = dotted(
        say(counted((N_("逾期未报 {n} 份"), len(missing)), (N_("涉及 {n} 个单位"), len(units)))),
        say(counted((N_("未到期 {n} 份"), due))),
        say(counted((N_("待受理 {n} 份"), reports_to_take().count()))),
    )
    head = PageHead(_("报送情况"), crumb=Link(_("待办"), reverse("queue")), facts=[said])
    no_mail = [] if mail_is_on() else [Callout(_("邮件尚未开通：提醒只在各单位的待办里显示。"))]
    reminding = REMINDING.boxes(request, ledger) if ledger and missing else []
    rows = [(each, boxes if each == asked else WAIVING.boxes(request, each)) for each in missing]
    return page(request, head, *no_mail, *reminding, MISSING.of(request, rows))


REMINDING: Steps[Ledger | None] = Steps(
    "ledger",
    StepForm(
        [
            Step(
                "remind",
                obligations.remind_missing,
                gettext_lazy("提醒全部"),
                gettext_lazy("已提醒全部欠报单位的联络员。"),
            )
        ]
    ),
    load=ledger_asked,
    page=_page,
    goes=lambda result: reverse("reports"),
)
WAIVING = Steps(
    "obligation",
    StepForm(
        [Step("waive", obligations.waive_obligation, gettext_lazy("免报"), gettext_lazy("已免报。"))],
        WaiveForm,
        template="frame/parts/inline_steps.html",
        fold=gettext_lazy("免报"),
    ),
    load=seen(obligations_for),
    page=_page,
    table=OBLIGATION,
    goes=lambda result: reverse("reports"),
)
urlpatterns = [
    Route("reports/", index, "reports", Permission.RUN_LEDGER),
    *REMINDING.post("reports/remind/", "remind", Permission.RUN_LEDGER),
    *WAIVING.post("obligations/<int:pk>/waive/", "waive", Permission.RUN_LEDGER),
]
