"""One's second factors: a telephone, security keys, recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in import totp
from taizhang.office import clock, security_keys
from taizhang.office.actions import second_factors
from taizhang.office.encryption import read_ticket, ticket
from taizhang.office.models import FactorKind, SecondFactor
from taizhang.press.typeset.qr import runs_of
from taizhang.web.account.second_factor import ONCE, KeyAnswerForm, OnwardForm, note_passed, site_of
from taizhang.web.frame.access import load, person_of
from taizhang.web.frame.forms import line
from taizhang.web.frame.hurdles import standing, way_on
from taizhang.web.frame.parts import Callout, Link, PageHead, PagePart, PostButton, Words, page
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say

TITLE = _("第二因素")
FACTORS: Table[SecondFactor] = Table(
    Column(_("名称"), "name", head=True),
    Column(_("类别"), lambda row: row.get_kind_display()),
    Column(_("登记时间"), lambda row: moment(row.made_at), look="date"),
    Column(_("最近使用"), lambda row: moment(row.used_at) if row.used_at else "", look="date"),
    Column(
        _("办理"),
        lambda row: PostButton(_("移除"), reverse("me-factor-remove"), {"factor": row.pk}, of=row.name),
    ),
    empty=_("还没有登记。登记以后，输入密码后还要核对手机上的动态口令，或插上安全密钥。"),
)
CODES: Table[str] = Table(Column(_("恢复码"), str, head=True, look="tight"), look="codes")


class TelephoneForm(OnwardForm):
    """What the telephone shows now, and by what name one knows it."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    words = line(_("手机上显示的6位口令"), 60, required=True, widget=ONCE)
    name = line(_("名称"), 40, help_text=_("例如：我的手机。可以不填。"))


class KeyForm(KeyAnswerForm):
    """What the key has answered, and by what name one knows it."""

    name = line(_("名称"), 40, help_text=_("例如：办公桌上的密钥。可以不填。"))


@dataclass(frozen=True, slots=True)
class QrCode:
    """Words as a QR code for a telephone."""

    template: ClassVar[str] = "account/qr.html"
    words: str
    label: Any

    @property
    def code(self) -> dict[str, Any]:
        return runs_of(self.words)


@require_safe
def show(request: Request) -> HttpResponse:
    """What one has, and what can be added."""
    person = person_of(request)
    own = second_factors.factors_of(person)
    onward = {"next": way_on(request)}
    links = [Link(_("登记安全密钥"), _with(request, "me-key"))]
    if not own.filter(kind=FactorKind.TOTP).exists():
        links.insert(0, Link(_("登记手机"), _with(request, "me-telephone"), filled=True))
    parts: list[PagePart] = []
    if shut := standing(request) is not None:
        parts.append(Callout(_("您的岗位要求第二因素。登记以后才能打开其他页面。"), look="warn"))
    parts.append(FACTORS.whole(own))
    if person.has_second_factor:
        words = gettext("还有{n}个恢复码没有用过。").format(n=second_factors.codes_left(person))
        parts += [Callout(words), PostButton(_("重新生成恢复码"), reverse("me-recovery-codes"), onward)]
    crumb = None if shut else Link(_("个人设置"), reverse("me"))
    return page(request, PageHead(TITLE, crumb=crumb, links=links), *parts)


def _with(request: HttpRequest, route: str) -> str:
    return f"{reverse(route)}?{request.GET.urlencode()}" if request.GET else reverse(route)


@require_http_methods(["GET", "HEAD", "POST"])
def telephone(request: Request) -> HttpResponse:
    """Show the secret as a QR code, and add the telephone that tells the password made from it."""
    person, now, purpose = person_of(request), clock.now(), f"telephone of {request.user.pk}"
    form = TelephoneForm(request.POST or None)
    kept = read_ticket(form.data.get("ticket", ""), purpose, now)
    if form.is_bound and kept is None:
        messages.error(request, gettext("二维码已经失效，请重新扫码。"))
    secret = totp.secret_from(kept["secret"]) if kept else totp.new_secret()
    told = totp.secret_words(secret)
    if kept is None:
        fresh = ticket({"secret": told}, purpose, now)
        form = TelephoneForm(initial={"next": way_on(request), "ticket": fresh})
    elif form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("words", "name")}
        try:
            codes = second_factors.add_telephone(person=person, secret=secret, **given, **who(request))
        except Refused as refusal:
            form.add_error("words", say(refusal.sentence))
        else:
            return _added(request, codes)
    code = QrCode(totp.address_of(secret, "台账", person.username), _("用手机上的验证器扫描"))
    return page(
        request, _head_of(request, _("登记手机")), code, template="account/telephone.html",
        status=422 if form.errors else 200, form=form, secret=told,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: Request) -> HttpResponse:
    """Ask the browser for a security key, and add the one that answers."""
    person, now, site = person_of(request), clock.now(), site_of(request)
    form, refused = KeyForm(request.POST or None), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            credential, count = security_keys.key_added(person, site, given["ticket"], given["answer"], now)
            codes = second_factors.add_key(
                person=person, credential=credential, count=count, name=given["name"], **who(request)
            )
        except Refused as refusal:
            refused = say(refusal.sentence)
        else:
            return _added(request, codes)
    elif form.errors:
        refused = " ".join(str(each) for name in form.errors for each in form.errors[name])
    question = security_keys.question_to_add(person, site, now)
    typed = {"name": form.data.get("name", ""), "next": way_on(request), "ticket": question.ticket}
    return page(
        request, _head_of(request, _("登记安全密钥")), template="account/key.html",
        status=422 if refused else 200, form=KeyForm(initial=typed), question=question, refused=refused,
    )  # fmt: skip


def _head_of(request: HttpRequest, title: Words) -> PageHead:
    return PageHead(title, crumb=Link(TITLE, _with(request, "me-factors")))


def _added(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The recovery codes where there are fresh ones, else the list."""
    note_passed(request)
    if codes:
        return _sheet(request, codes)
    messages.success(request, gettext("已登记。"))
    return redirect(_with(request, "me-factors"))


def _sheet(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The codes stand in this one answer and nowhere else."""
    words = gettext("请现在打印或抄下，离开本页后不再显示。每个码只能用一次，手机或密钥不在身边时用它登录。")
    onward = Link(_("已经抄下，继续"), way_on(request), filled=True)
    head = PageHead(_("恢复码"), links=[onward])
    return page(request, head, Callout(words, look="warn"), CODES.whole(codes))


@require_POST
def renew(request: Request) -> HttpResponse:
    """Fresh recovery codes in place of those printed before."""
    try:
        codes = second_factors.renew_codes(person=person_of(request), **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("me-factors")
    return _sheet(request, codes)


@require_POST
def remove(request: Request) -> HttpResponse:
    """Take away one of one's own factors."""
    own = second_factors.factors_of(person_of(request)).select_related("person__office")
    factor = load(own, number_in(request.POST.get("factor", "")) or 0)
    attempt(request, second_factors.remove_factor, gettext("已移除。"), factor=factor)
    return redirect("me-factors")


urlpatterns = [
    Route("me/second-factor/", show, "me-factors", Door.SIGNED_IN),
    Route("me/second-factor/telephone/", telephone, "me-telephone", Door.SIGNED_IN),
    Route("me/second-factor/key/", key, "me-key", Door.SIGNED_IN),
    Route("me/second-factor/codes/", renew, "me-recovery-codes", Door.SIGNED_IN),
    Route("me/second-factor/remove/", remove, "me-factor-remove", Door.SIGNED_IN),
]
