"""After the password: the second factor, before any page opens."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock, security_keys
from taizhang.office.accounts import address_of
from taizhang.office.actions import second_factors
from taizhang.office.models import Person
from taizhang.office.security_keys import Site
from taizhang.web.frame.access import person_of
from taizhang.web.frame.forms import line
from taizhang.web.frame.hurdles import PASSED, way_on
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words import say

ONCE = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"})


class OnwardForm(forms.Form):
    """Where to go afterwards."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PassForm(OnwardForm):
    """What the telephone shows, or a code from the printed sheet."""

    words = line(
        _("动态口令"), 60, required=True, widget=ONCE, help_text=_("手机不在身边的，输入一个恢复码。")
    )


class KeyAnswerForm(OnwardForm):
    """What the browser brings back from a security key."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor once in a session; whoever has none, or has shown it, goes on."""
    person, by_key = person_of(request), "answer" in request.POST
    if not person.has_second_factor or PASSED in request.session:
        return redirect(way_on(request))
    form = KeyAnswerForm(request.POST) if by_key else PassForm(request.POST or None)
    if form.is_valid():
        try:
            (_pass_with_key if by_key else _pass_with_words)(request, person, form)
        except Refused as refusal:
            return _page(request, person, say(refusal.sentence))
        note_passed(request)
        return redirect(way_on(request))
    return _page(request, person, gettext("请输入动态口令或恢复码。") if form.errors else "")


def note_passed(request: HttpRequest) -> None:
    """From here on the session opens the pages; it gets a new key, as after every rise in what it may do.

    It is written this once: each writing lets its time begin anew.
    """
    if PASSED not in request.session:
        request.session[PASSED] = True
        request.session.cycle_key()


def site_of(request: HttpRequest) -> Site:
    """The site as this browser sees it."""
    return Site(f"{request.scheme}://{request.get_host()}", request.get_host().partition(":")[0])


def _pass_with_words(request: HttpRequest, person: Person, form: forms.Form) -> None:
    words, address = form.cleaned_data["words"], address_of(request)
    second_factors.pass_with_words(person=person, words=words, address=address, at=clock.now())


def _pass_with_key(request: HttpRequest, person: Person, form: forms.Form) -> None:
    given, address, now = form.cleaned_data, address_of(request), clock.now()
    try:
        factor, count = security_keys.key_signed(
            person, site_of(request), given["ticket"], given["answer"], now
        )
    except Refused:
        second_factors.fail_with_key(person=person, address=address, at=now)
        raise
    second_factors.pass_with_key(person=person, factor=factor, count=count, address=address, at=now)


def _page(request: HttpRequest, person: Person, refused: str) -> HttpResponse:
    onward = {"next": way_on(request)}
    try:
        question = security_keys.question_to_sign(person, site_of(request), clock.now())
    except Refused:  # the key to the stored secrets is elsewhere: a recovery code still opens
        question = None
    context = {
        "form": PassForm(initial=onward),
        "signed": question and KeyAnswerForm(initial={**onward, "ticket": question.ticket}, auto_id="key_%s"),
        "question": question,
        "refused": refused,
    }
    return render(request, "account/second_factor.html", context, status=422 if refused else 200)


urlpatterns = [Route("second-factor/", ask, "second-factor", Door.SIGNED_IN)]
