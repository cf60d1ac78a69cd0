"""Tokens of the API: made here, shown once, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.office import clock, tokens
from taizhang.office.models import ApiToken, Office, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import units_of
from taizhang.office.roles import Role
from taizhang.web.frame.access import load, office_of
from taizhang.web.frame.forms import OpenForm, day
from taizhang.web.frame.parts import (
    Copy,
    Entries,
    Entry,
    Link,
    PageHead,
    PagePart,
    SheetPart,
    dotted,
    listed,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import moment

USUAL = timedelta(days=365)


class TokenForm(OpenForm):
    """For what, with whose eyes, how long."""

    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("哪个程序用，例如：门户网站"))
    roles = forms.MultipleChoiceField(
        label=_("以哪些角色读取"),
        choices=[(role.value, role.label) for role in Role if role in tokens.READERS],
        widget=forms.CheckboxSelectMultiple,
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("单位"),
        queryset=None,
        required=False,
        empty_label=_("不限于某个单位"),
        help_text=_("联络员、单位负责人的令牌须选单位。"),
    )
    expires_on = day(_("有效期至"), required=True)

    def __init__(self, *args: Any, row: Office, **given: Any) -> None:
        super().__init__(*args, row=row, **given)
        self.fields["unit"].queryset = units_of(row).filter(active=True)  # type: ignore[attr-defined]
        self.fields["expires_on"].initial = clock.today() + USUAL


def _token(request: HttpRequest, pk: int) -> ApiToken:
    return load(tokens.tokens_of(office_of(request)), pk)


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, boxes)


def _token_page(request: Request, token: ApiToken, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, MAKING.boxes(request, token.office))


def _made_page(request: Request, made: tuple[ApiToken, str]) -> HttpResponse:
    """With the token's secret, which stands in this one answer and nowhere else."""
    help_words = _("只显示这一次，请现在就交给使用的人。系统只存校验值，丢了只能另发。")
    secret = SheetPart(_("新令牌"), [Copy(made[0].name, made[1], help_words)])
    return _drawn(request, MAKING.boxes(request, made[0].office), secret)


def _drawn(request: Request, making: Sequence[PagePart], *before: PagePart) -> HttpResponse:
    """The tokens that were given out, and the form of one more."""
    fact = _("给本办公室自己的程序读取数据用；只能读，所见与所选角色在网页上所见相同。")
    head = PageHead(_("接口令牌"), facts=[fact], links=[Link(_("接口说明"), reverse("api-docs"))])
    given = [_entry(request, token) for token in tokens.tokens_of(office_of(request))]
    listing = Entries(_("已发放的令牌"), given, empty=_("还没有发过令牌。"))
    return page(request, head, *before, listing, aside=[SheetPart(_("发放令牌"), making)])


def _entry(request: Request, token: ApiToken) -> Entry:
    used = listed(_("最近使用"), dated(token.last_used_on)) if token.last_used_on else _("还没有用过")
    small = dotted(
        "、".join(str(Role(role).label) for role in token.roles),
        token.unit,
        listed(_("发放"), moment(token.made_at)),
        listed(_("有效期至"), dated(token.expires_on)),
        used,
    )
    expired = _("已过期") if token.expires_on < clock.today() else ""
    if token.revoked_at:
        return Entry(token.name, small=small, aside=_("已停用"))
    return Entry(token.name, small=small, aside=expired, boxes=REVOKING.boxes(request, token))


MAKING: Steps[Office] = Steps(
    "office",
    StepForm(
        [Step("make", tokens.make_token, _("发放"), _("令牌已发放。"), at_field=NON_FIELD_ERRORS)],
        TokenForm,
    ),
    load=office_of,
    page=_page,
    answer=_made_page,
)
REVOKING: Steps[ApiToken] = Steps(
    "token",
    StepForm(
        [Step("revoke", tokens.revoke_token, _("确认停用"), _("令牌已停用。"), takes={})],
        fold=_("停用"),
        help=_("停用后，用它的程序立即读不到任何内容，不能恢复。"),
        template="frame/parts/inline_steps.html",
    ),
    load=_token,
    page=_token_page,
    goes=lambda token: reverse("tokens"),
)
urlpatterns = [
    *MAKING.routes("tokens/", "tokens", Permission.MANAGE_PEOPLE),
    *REVOKING.post("tokens/<int:pk>/revoke/", "token-revoke", Permission.MANAGE_PEOPLE),
]
