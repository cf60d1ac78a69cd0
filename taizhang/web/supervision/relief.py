"""What is asked of the units, and what anybody says is too much (减负)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import relief
from taizhang.ledger.models import Complaint
from taizhang.ledger.queries.burden import Burden, burden, burden_of_all, latest_month
from taizhang.ledger.visible import complaints_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.press import charts
from taizhang.web.frame.access import load, may, person_of, viewer_of
from taizhang.web.frame.perform import who
from taizhang.web.frame.words import say
from taizhang.web.supervision.forms import AnswerForm, ComplaintForm

SALT = "complaint"  # of the address under which its writer finds the answer


def _months(until: str, count: int = 12) -> list[str]:
    """The last ``count`` months, the oldest first: 2025-09 … 2026-08."""
    year, month = map(int, until.split("-"))
    serial = year * 12 + month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(serial - count + 1, serial + 1)]


def _month_asked(request: HttpRequest) -> str:
    """The month of the address, else the last one in which anything was asked."""
    now = f"{today():%Y-%m}"
    known = _months(now, 24)
    asked, latest = request.GET.get("month", ""), latest_month() or now
    return asked if asked in known else latest if latest in known else now


@require_safe
def meter(request: HttpRequest) -> HttpResponse:
    """A unit sees its own months; the office a month of all units, in the register's order, compared with nobody."""
    month = _month_asked(request)
    if not sees_whole_ledger(viewer_of(request)):
        units = [_unit_view(unit, f"{today():%Y-%m}") for unit in viewer_of(request).units]
        return render(request, "supervision/burden_unit.html", {"units": units})
    rows = burden_of_all(month)
    context = {
        "rows": rows,
        "total": _sum(each for _unit, each in rows),
        "month": month,
        "months": [(each, _month_words(each)) for each in reversed(_months(f"{today():%Y-%m}", 12))],
        "month_words": _month_words(month),
    }
    return render(request, "supervision/burden.html", context)


def _unit_view(unit: Unit, month: str) -> dict[str, object]:
    rows = burden(unit, _months(month))
    bars = charts.BurdenBars(
        title=_("近十二个月要求本单位做的事"),
        months=tuple(
            charts.BurdenMonth(
                _("{n}月").format(n=int(key[-2:])), minutes=each.minutes, requests=each.requests
            )
            for key, each in rows
        ),
    )
    return {
        "unit": unit,
        "chart": charts.burden_bars(bars),
        "rows": [(_month_words(key), each) for key, each in reversed(rows)],
        "now": rows[-1][1],
    }


def _month_words(month: str) -> str:
    return _("{year}年{month}月").format(year=int(month[:4]), month=int(month[5:]))


def _sum(parts: Iterable[Burden]) -> Burden:
    rows = list(parts)
    return Burden(
        sum(each.requests for each in rows),
        sum(each.fields for each in rows),
        sum(each.attachments for each in rows),
        sum(each.minutes for each in rows),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Say what is too much; the name is kept only if one wishes."""
    form = ComplaintForm(request.POST or None, initial={"page": request.GET.get("page", "")[:200]})
    if form.is_bound and form.is_valid():
        try:
            complaint = relief.complain(office=person_of(request).office, **form.cleaned_data, **who(request))
            messages.success(request, _("意见已送到，办公室会答复。"))
            return redirect("complaint", token=signing.dumps(complaint.pk, salt=SALT))
        except Refused as refusal:
            form.add_error("text", say(refusal.sentence))
    return render(request, "supervision/complain.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def complaint(request: HttpRequest, token: str) -> HttpResponse:
    """One's own words and the answer: whoever has the address may look, so an anonymous writer can, too."""
    try:
        found = Complaint.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    if found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("complaint", args=[token]))
    return render(request, "supervision/complaint.html", {"complaint": found, "address": address})


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """One's own; whoever decides for the office sees all, those without an answer first."""
    rows = complaints_for(viewer_of(request))
    decides = may(request, Permission.DECIDE_CHANGE)
    return render(request, "supervision/complaints.html", _listed(rows, decides))


def _listed(
    rows: Iterable[Complaint], decides: bool, wrong: AnswerForm | None = None, at: int = 0
) -> dict[str, object]:
    found = list(rows)
    lines = [
        {"row": row, "form": wrong if row.pk == at else AnswerForm(auto_id=f"answer{row.pk}_%s")}
        for row in sorted(found, key=lambda row: row.answered_at is not None)
    ]
    return {"lines": lines, "decides": decides}


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The office answers."""
    row = load(complaints_for(viewer_of(request)), pk)
    form = AnswerForm(request.POST, auto_id=f"answer{pk}_%s")
    if form.is_valid():
        try:
            relief.answer_complaint(complaint=row, answer=form.cleaned_data["answer"], **who(request))
            messages.success(request, _("已答复。"))
            return redirect("complaints")
        except Refused as refusal:
            form.add_error("answer", say(refusal.sentence))
    context = _listed(complaints_for(viewer_of(request)), True, form, pk)
    return render(request, "supervision/complaints.html", context, status=422)
