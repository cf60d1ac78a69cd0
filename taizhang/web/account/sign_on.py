"""Single sign-on in the browser: to the provider, back from it, and a request for access by whoever is unknown."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in.oidc import NotTrusted
from taizhang.office import clock, single_sign_on
from taizhang.office.actions.sign_on import ask_access
from taizhang.office.encryption import TICKET_FOR, read_ticket, ticket, use_ticket
from taizhang.office.entries import note_sign_on_failure
from taizhang.office.fetching import NoAnswer
from taizhang.office.models import IdentityProvider, Person
from taizhang.office.single_sign_on import Identity
from taizhang.web.frame.forms import OpenForm, line, text
from taizhang.web.frame.hurdles import BY_PROVIDER, way_on
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words import say

log = logging.getLogger(__name__)
COOKIE, ACCESS = "taizhang-sign-on", "access"
BACKEND = "taizhang.office.backend.Backend"
REASONS = {
    "ticket": _("登录已经超时，或在别的页面办过。请重新登录。"),
    "declined": _("统一身份没有确认登录。"),
}


class AccessForm(OpenForm):
    """Who asks to be let in."""

    name = line(_("姓名"), 30, required=True)
    unit = line(_("单位"), 100, required=True)
    words = text(_("说明"), 500, 3, help_text=_("岗位、联系电话，或原有的登录名。"))


@require_safe
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the browser to the provider; what it must bring back goes along in a cookie."""
    provider = single_sign_on.providers().filter(pk=pk).first()
    if provider is None:
        raise Http404
    try:
        address, words = single_sign_on.begin(provider, way_on(request), clock.machine_now())
    except (NoAnswer, NotTrusted) as error:
        return _failed(request, provider, error)
    return _carrying(redirect(address), words)


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The browser comes back: log in the person who is linked, or let an unknown one ask for access."""
    provider = None
    try:
        words, now = request.COOKIES.get(COOKIE, ""), clock.machine_now()
        provider, attempt, onward = single_sign_on.attempt_in(words, now)
        identity = single_sign_on.identity_told(provider, attempt, request.GET.dict())
    except (NoAnswer, NotTrusted) as error:
        return _failed(request, provider, error)
    person = single_sign_on.person_with(identity)
    if person is None:
        told = {"provider": str(provider.pk), "subject": identity.subject, "name": identity.name}
        return _carrying(redirect("sign-on-access"), ticket(told, ACCESS, clock.machine_now()))
    if not person.is_active:
        return _failed(request, provider, NotTrusted("inactive"))
    return _logged_in(request, provider, person, onward)


def _logged_in(request: HttpRequest, provider: IdentityProvider, person: Person, onward: str) -> HttpResponse:
    request.provider_name = provider.name  # type: ignore[attr-defined]  # for the event
    login(request, person, backend=BACKEND)
    request.session[BY_PROVIDER] = True
    return _carrying(redirect(onward), "")


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest) -> HttpResponse:
    """Ask to be let in, as whoever the provider has just named."""
    words, now = request.COOKIES.get(COOKIE, ""), clock.machine_now()
    told = read_ticket(words, ACCESS, now)
    provider = single_sign_on.providers().filter(pk=told["provider"]).first() if told else None
    if told is None or provider is None:
        return _failed(request, None, NotTrusted("ticket"))
    form = AccessForm(request.POST or None, initial={"name": told["name"]})
    if form.is_valid():
        identity = Identity(provider.office, provider.issuer, told["subject"], told["name"])
        try:
            ask_access(identity=identity, **form.cleaned_data, at=clock.now())
        except Refused as refusal:
            form.add_error("words", say(refusal.sentence))
        else:
            use_ticket(words, ACCESS, now)
            messages.success(request, gettext("申请已提交，安全管理员办理后即可登录。"))
            return _carrying(redirect(settings.LOGIN_URL), "")
    context = {"form": form, "provider": provider}
    answer = render(request, "account/access.html", context, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    return answer


def _carrying(answer: HttpResponse, words: str) -> HttpResponse:
    """The answer with the ticket in a cookie that only these pages see; empty words take it away."""
    if words:
        age = int(TICKET_FOR.total_seconds())
        answer.set_cookie(
            COOKIE, words, max_age=age, path="/sign-on/", secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(COOKIE, path="/sign-on/", samesite="Lax")
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    return answer


def _failed(request: HttpRequest, provider: IdentityProvider | None, error: Exception) -> HttpResponse:
    """A page with what to do; the record gets the rule that was broken, the log the rest."""
    reason = str(error) if isinstance(error, NotTrusted) else "no_answer"
    log.warning("single sign-on failed: %s", error)
    if provider is not None:
        note_sign_on_failure(provider.office, reason, request)
    words = gettext("统一身份登录没有成功（{reason}），请改用密码，或请系统管理员检查。").format(
        reason=reason
    )
    context = {"words": REASONS.get(reason, words)}
    return _carrying(render(request, "account/not_signed_on.html", context, status=400), "")


urlpatterns = [
    Route("sign-on/<int:pk>/", start, "sign-on", Door.PUBLIC),
    Route("sign-on/back/", back, "sign-on-back", Door.PUBLIC),
    Route("sign-on/access/", access, "sign-on-access", Door.PUBLIC),
]
