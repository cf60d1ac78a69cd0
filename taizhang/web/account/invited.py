"""Whoever has a one-time code chooses a password; no other way leads here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock
from taizhang.office.actions.invitations import GONE, accept_invitation, invited
from taizhang.web.frame.forms import line
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words import say


class TypedCodeForm(forms.Form):
    """The code on the slip."""

    code = line(_("一次性码"), 60, required=True, help_text=_("邀请单或邮件里的16位字母和数字，横线不论。"))


class ChoosePasswordForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label=_("新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("再输一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(gettext("两次输入的密码不一样。"))
        return str(self.cleaned_data["again"])


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = TypedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if invited(form.cleaned_data["code"], clock.now()) is not None:
            return redirect("invited", "".join(filter(str.isalnum, form.cleaned_data["code"].upper())))
        form.add_error("code", gettext(GONE))
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the password; looking at the page uses nothing up."""
    invitation = invited(code, clock.now())
    if invitation is None:
        form = TypedCodeForm({"code": code})
        form.add_error("code", gettext(GONE))
        return _page(request, form)
    chosen = ChoosePasswordForm(request.POST or None)
    if request.method == "POST" and chosen.is_valid():
        try:
            person = accept_invitation(code=code, password=chosen.cleaned_data["password"], at=clock.now())
        except Refused as refusal:
            chosen.add_error("password", say(refusal.sentence))
        else:
            logout(request)
            messages.success(
                request, say(Message(N_("密码已设好，请用登录名“{name}”登录。"), {"name": person.username}))
            )
            return redirect("account_login")
    return _page(request, chosen, person=invitation.person, action=reverse("invited", args=[code]))


def _page(request: HttpRequest, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"form": form, "action": reverse("invited-code"), **more}
    answer = render(request, "account/invited.html", context, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    return answer


urlpatterns = [
    Route("invited/", enter, "invited-code", Door.PUBLIC),
    Route("invited/<str:code>/", choose, "invited", Door.PUBLIC),
]
