"""Tokens of the API: made here, shown once, revoked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock, tokens
from taizhang.office.models import ApiToken, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import units_of
from taizhang.office.roles import Role
from taizhang.web.frame.access import load, person_of
from taizhang.web.frame.forms import day
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.routes import Route
from taizhang.web.frame.words import say

USUAL = timedelta(days=365)


class TokenForm(forms.Form):
    """For what, with whose eyes, how long."""

    name = forms.CharField(
        label=gettext_lazy("用途"), max_length=60, help_text=gettext_lazy("哪个程序用，例如：门户网站")
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("以哪些角色读取"),
        choices=[(role.value, role.label) for role in Role if role in tokens.READERS],
        widget=forms.CheckboxSelectMultiple,
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=gettext_lazy("单位"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不限于某个单位"),
        help_text=gettext_lazy("联络员、单位负责人的令牌须选单位。"),
    )
    expires_on = day(gettext_lazy("有效期至"), required=True)

    def __init__(self, *args: Any, units: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["expires_on"].initial = today + USUAL


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The tokens, and a form for another. Its secret stands in this one answer and nowhere else."""
    units: Any = units_of(person_of(request).office).filter(active=True)
    form = TokenForm(request.POST or None, units=units, today=clock.today())
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            fresh = TokenForm(units=units, today=clock.today())
            return render(request, "office/tokens.html", _context(request, fresh, *made))
    return render(
        request, "office/tokens.html", _context(request, form), status=422 if form.is_bound else 200
    )


def _made(request: HttpRequest, form: TokenForm) -> tuple[ApiToken, str] | None:
    given = dict(form.cleaned_data)
    unit: Unit | None = given.pop("unit")
    try:
        made = tokens.make_token(office=person_of(request).office, unit=unit, **given, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return None
    messages.success(request, _("令牌已发放。"))
    return made


def _context(
    request: HttpRequest, form: TokenForm, made: ApiToken | None = None, secret: str = ""
) -> dict[str, Any]:
    rows = tokens.tokens_of(person_of(request).office)
    for row in rows:
        row.roles_words = "、".join(str(Role(role).label) for role in row.roles)  # type: ignore[attr-defined]
        row.expired = row.expires_on < clock.today()  # type: ignore[attr-defined]
    return {"form": form, "tokens": rows, "made": made, "secret": secret}


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It opens nothing any more."""
    token = load(tokens.tokens_of(person_of(request).office), pk)
    attempt(request, tokens.revoke_token, _("令牌已停用。"), token=token)
    return redirect("tokens")


urlpatterns = [
    Route("tokens/", index, "tokens", Permission.MANAGE_PEOPLE),
    Route("tokens/<int:pk>/revoke/", revoke, "token-revoke", Permission.MANAGE_PEOPLE),
]
