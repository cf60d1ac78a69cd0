"""A person's own settings, and the calendar feed that a calendar program asks for without signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock, ical
from taizhang.office.entries import FIRST_VISIT
from taizhang.office.mail import preferences
from taizhang.office.mail.transport import address_of, mail_is_on
from taizhang.office.models import Person
from taizhang.office.tasks import tasks_for
from taizhang.web.frame.access import person_of, viewer_of
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.words import say


def _clock(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class MailWishForm(forms.Form):
    """What mail one gets, and when."""

    digest = forms.BooleanField(label=gettext_lazy("有待办时，每天发一封邮件提醒我"), required=False)
    digest_at = _clock(gettext_lazy("几点发"))
    quiet_from = _clock(gettext_lazy("免打扰从"))
    quiet_to = _clock(gettext_lazy("免打扰到"))


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The page; posted, the mail wishes are kept."""
    person = person_of(request)
    if request.method != "POST":
        form = MailWishForm(initial=vars(preferences.wish_of(person)))
        return render(request, "account/me.html", _context(request, form))
    form = MailWishForm(request.POST)
    if form.is_valid():
        try:
            preferences.set_mail_wish(person=person, by=person, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("digest_at", say(refusal.sentence))
        else:
            messages.success(request, _("邮件设置已保存。"))
            return redirect("me")
    return render(request, "account/me.html", _context(request, form), status=422)


@require_POST
def welcomed(request: HttpRequest) -> HttpResponse:
    """The three sentences of the first visit have been read."""
    request.session[FIRST_VISIT] = False
    return redirect("queue")


@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Write one's pages large, or as usual again."""
    person, on = person_of(request), request.POST.get("on") == "1"
    preferences.set_large_type(person=person, on=on, by=person, at=clock.now())
    messages.success(request, _("已改用大字号。") if on else _("已改回标准字号。"))
    return redirect("me")


@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Open one's calendar feed, or close it."""
    person, now = person_of(request), clock.now()
    if request.POST.get("act") == "close":
        try:
            preferences.close_feed(person=person, by=person, at=now)
            messages.success(request, _("日历订阅已停用，原来的地址不再有效。"))
        except Refused as refusal:
            messages.error(request, say(refusal.sentence))
    else:
        preferences.open_feed(person=person, by=person, at=now)
        messages.success(request, _("日历订阅已开通，请把地址添加到日历软件里。"))
    return redirect("me")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due dates of whoever the token belongs to; 404 where it opens nothing."""
    person = preferences.person_of_feed(token)
    if person is None:
        raise Http404
    now = clock.now()
    with scope(office=person.office_id):
        tasks = tasks_for(person, now)
    name = _("台账待办 · {name}").format(name=person.name)
    headers = {"Cache-Control": KEPT_BY_NOBODY}
    return HttpResponse(ical.calendar(name, tasks, now), content_type=ical.MEDIA_TYPE, headers=headers)


def _context(request: HttpRequest, form: MailWishForm) -> dict[str, Any]:
    person = person_of(request)
    return {
        "form": form,
        "mail_is_on": mail_is_on(),
        "has_address": address_of(person) is not None,
        "undelivered": preferences.undelivered(person),
        "posts": [str(post) for post in viewer_of(request).posts],
        "feed_url": _feed_url(request, person),
    }


def _feed_url(request: HttpRequest, person: Person) -> str:
    open_feed = preferences.feed_of(person)
    if open_feed is None:
        return ""
    return request.build_absolute_uri(reverse("feed", args=[preferences.feed_secret(open_feed)]))
