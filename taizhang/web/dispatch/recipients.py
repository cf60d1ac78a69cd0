"""The list of those who receive a series."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.bulletin.actions import recipients
from taizhang.bulletin.models import Direction, Series
from taizhang.bulletin.visible import recipients_for, series_for
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.queries import units_of
from taizhang.web.dispatch.forms import PasteForm, RecipientForm
from taizhang.web.frame.access import load, person_of, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The list by 报, 送, 发; one is added, or many are pasted."""
    series = _series_asked(request)
    one = RecipientForm(None, units=units_of(person_of(request).office))
    many = PasteForm(None)
    if request.method == "POST":
        if "lines" in request.POST:
            many = PasteForm(request.POST)
            done = many.is_valid() and _pasted(request, series, many)
        else:
            one = RecipientForm(request.POST, units=units_of(person_of(request).office))
            done = one.is_valid() and _added(request, series, one)
        if done:
            return redirect(_address(series))
    return _page(request, series, one, many)


def _series_asked(request: HttpRequest) -> Series:
    """The series that the address names, or the first; 404 where there is none."""
    rows, key = series_for(viewer_of(request)), number_in(request.GET.get("series", ""))
    return load(rows, key) if key else get_object_or_404(rows[:1])


def _added(request: HttpRequest, series: Series, form: RecipientForm) -> bool:
    try:
        recipients.add_recipient(series=series, told=form.told, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    messages.success(request, _("“{name}”已列入名单。").format(name=form.told.name))
    return True


def _pasted(request: HttpRequest, series: Series, form: PasteForm) -> bool:
    """All lines or none: what is wrong is said line by line, and what was pasted stays."""
    rows, mistakes = recipients.read_pasted(form.cleaned_data["lines"], form.cleaned_data["direction"])
    for mistake in mistakes:
        words = _("第{n}行：{words}").format(n=mistake.line, words=say(mistake.words))
        form.add_error("lines", words)
    if mistakes:
        return False
    try:
        recipients.add_recipients(series=series, rows=rows, **who(request))
    except Refused as refusal:
        form.add_error("lines", say(refusal.sentence))
        return False
    messages.success(request, _("已列入{n}个发送对象。").format(n=len(rows)))
    return True


def _page(request: HttpRequest, series: Series, one: RecipientForm, many: PasteForm) -> HttpResponse:
    rows = list(recipients_for(viewer_of(request)).filter(series=series))
    groups = [(each.label, [row for row in rows if row.direction == each]) for each in Direction]
    context = {
        "series": series,
        "all_series": series_for(viewer_of(request)),
        "groups": groups,
        "copies": sum(row.copies for row in rows),
        "total": len(rows),
        "form": one,
        "many": many,
    }
    status = 422 if one.is_bound or many.is_bound else 200
    return render(request, "dispatch/recipients.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of one recipient."""
    recipient = load(recipients_for(viewer_of(request)), pk)
    units = units_of(person_of(request).office)
    form = RecipientForm(request.POST or None, units=units, recipient=recipient)
    if request.method == "POST" and form.is_valid():
        try:
            recipients.change_recipient(recipient=recipient, told=form.told, **who(request))
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, _("已保存。"))
            return redirect(_address(recipient.series))
    context = {"recipient": recipient, "form": form, "back": _address(recipient.series)}
    return render(request, "dispatch/recipient.html", context, status=422 if form.is_bound else 200)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Up, down, or off the list."""
    recipient = load(recipients_for(viewer_of(request)), pk)
    if request.POST.get("act") == "remove":
        done = _("“{name}”已移出名单，以前的分发记录保留。").format(name=recipient.name)
        attempt(request, recipients.remove_recipient, done, recipient=recipient)
    else:
        up = request.POST.get("act") == "up"
        attempt(request, recipients.move_recipient, _("次序已调整。"), recipient=recipient, up=up)
    return redirect(_address(recipient.series))


def _address(series: Series) -> str:
    return f"{reverse('recipients')}?series={series.pk}"
