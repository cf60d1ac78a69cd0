"""What somebody who has logged in must do before anything else opens: the first hurdle that stands is the only way on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from taizhang.office import clock
from taizhang.office.passwords import is_too_old
from taizhang.office.rules import must_have_second_factor
from taizhang.web.frame.access import person_of, viewer_of

PASSED = "second_factor"  # in the session: the second factor was shown in it
BY_PROVIDER = "by_provider"  # in the session: it began by single sign-on, without the password


@dataclass(frozen=True, slots=True)
class Hurdle:
    """``route`` is where it is taken; ``beside`` are further routes that are open meanwhile."""

    route: str
    stands: Callable[[HttpRequest], bool]
    beside: frozenset[str] = frozenset()


def _second_factor_owed(request: HttpRequest) -> bool:
    return person_of(request).has_second_factor and PASSED not in request.session


def _second_factor_missing(request: HttpRequest) -> bool:
    person = person_of(request)
    return not person.has_second_factor and must_have_second_factor(person.office, viewer_of(request).roles)


def _password_too_old(request: HttpRequest) -> bool:
    return BY_PROVIDER not in request.session and is_too_old(person_of(request), clock.now())


HURDLES = (
    Hurdle("second-factor", _second_factor_owed),
    Hurdle("me-factors", _second_factor_missing, frozenset({"me-telephone", "me-key"})),
    Hurdle("account_change_password", _password_too_old),
)


def standing(request: HttpRequest) -> Hurdle | None:
    """The first hurdle before this person in this session; None where the pages are open."""
    return next((each for each in HURDLES if each.stands(request)), None)


def sent_to(hurdle: Hurdle, page: str) -> HttpResponse:
    """The way to the hurdle, and from there to the page that was asked for."""
    return redirect(f"{reverse(hurdle.route)}?{urlencode({'next': page})}")


def way_on(request: HttpRequest) -> str:
    """Where to go behind a hurdle: the page that was asked for before it, else the landing page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("queue")
