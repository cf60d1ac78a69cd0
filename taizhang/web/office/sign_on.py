"""The provider of single sign-on: which one the office trusts, and whether it answers."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from taizhang.core.sign_in.oidc import SCOPE
from taizhang.office.actions.sign_on import check_provider, set_provider
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.single_sign_on import address_back, provider_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Copy, Facts, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps


class ProviderForm(OpenForm):
    """What the provider's operator tells."""

    name = line(_("名称"), 30, required=True, help_text=_("登录页上写作“用……登录”，例如：统一身份。"))
    issuer = forms.URLField(
        label=_("签发者地址"),
        max_length=300,
        assume_scheme="https",
        help_text=_("与认证平台的 issuer 一字不差。"),
    )
    client_id = line(_("客户端标识"), 200, required=True)
    client_secret = forms.CharField(
        label=_("客户端密钥"),
        required=False,
        strip=True,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("加密保存，不再显示；不填则保留原来的。"),
    )
    active = forms.BooleanField(label=_("在登录页上启用"), required=False)


def _initial(office: Office) -> dict[str, object]:
    row = provider_of(office)
    if row is None:
        return {"name": "统一身份", "active": True}
    return {field: getattr(row, field) for field in ("name", "issuer", "client_id", "active")}


def _is_set(office: Office, viewer: Viewer) -> bool:
    return provider_of(office) is not None


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    told = Facts(_("在认证平台上登记"), [
        (_("协议"), "OpenID Connect"), (_("授权方式"), "authorization_code · PKCE S256"), (_("范围"), SCOPE),
    ])  # fmt: skip
    return page(
        request, PageHead(_("统一身份")), told, Copy(_("回调地址（一字不差）"), address_back()), *boxes
    )


STEPS = Steps(
    "office",
    StepForm(
        [Step("set", set_provider, _("保存"), _("已保存。"))],
        ProviderForm,
        initial=_initial,
        as_stored=True,
        at_field="issuer",
    ),
    StepForm(
        [Step("check", check_provider, _("检查连接"), _("认证平台回答正常。"), look=SECOND)],
        when=_is_set,
    ),
    load=lambda request: viewer_of(request).office,
    page=_page,
)
urlpatterns = STEPS.routes("office/sign-on/", "office-sign-on", Permission.MANAGE_UNITS)
