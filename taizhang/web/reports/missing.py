"""Who has not reported: all at once, reminded with one click, let off with a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.ledger.actions import obligations
from taizhang.ledger.queries.obligations import missing_in, owed
from taizhang.ledger.queries.report_words import period_words
from taizhang.ledger.queries.tasks import reports_to_take
from taizhang.ledger.rules.report_values import limit_of
from taizhang.ledger.visible import obligations_for
from taizhang.office import clock
from taizhang.office.mail.transport import mail_is_on
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import ledger_asked
from taizhang.web.frame.words import say


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Missing reports by unit, and how many are due or wait."""
    ledger, today = ledger_asked(request), clock.today()
    missing = (
        list(missing_in(ledger, today).select_related("milestone", "project__lead_unit")) if ledger else []
    )
    rows = [
        {
            "obligation": each,
            "period": say(period_words(each)),
            "limit": limit_of(each),
            "days": (today - limit_of(each)).days,
        }
        for each in missing
    ]
    context = {
        "ledger": ledger,
        "rows": rows,
        "units": len({each.project.lead_unit_id for each in missing}),
        "due": owed().filter(project__ledger=ledger).count() - len(missing) if ledger else 0,
        "waiting": reports_to_take().count(),
        "mail": mail_is_on(),
    }
    return render(request, "reports/missing.html", context)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind every liaison who owes a report."""
    ledger = ledger_asked(request)
    if ledger is not None:
        attempt(request, obligations.remind_missing, _("已提醒全部欠报单位的联络员。"), ledger=ledger)
    return redirect("reports")


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a unit off one report."""
    obligation = load(obligations_for(viewer_of(request)), pk)
    reason = request.POST.get("reason", "")[:200]
    attempt(request, obligations.waive_obligation, _("已免报。"), obligation=obligation, reason=reason)
    return redirect("reports")
