"""Around every request: the guard of the route, the scope of the office, and answers no cache keeps."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_scopes import scope

from taizhang.office.entries import note_refusal
from taizhang.office.logs import current
from taizhang.web.frame.access import person_of, viewer_of
from taizhang.web.frame.errors import not_a_page, passing_fault, signed_out, too_large
from taizhang.web.frame.hurdles import sent_to, standing
from taizhang.web.frame.once import answered_before, note_answer
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, requirement

TOO_LARGE = "taizhang.too_large"  # how the server marks a form whose body passes the limit
KEPT_BY_NOBODY = "no-store, private"


class NumberedRequests:
    """Gives each request its number, for the error page and for every line of the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = cast(Request, request).request_id = secrets.token_hex(6)
        token = current.set(request)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers["X-Request-Id"] = number
        return response


class PrivateResponses:
    """One person's request and its answer.

    The scope is entered here, so that every query of a view sees the rows of the person's office only
    (without a person there is no scope, and such a query raises). Answers to a person are marked ``no-store``
    unless the view has said how they are to be revalidated.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if TOO_LARGE in request.META:  # its body was not read
            return too_large(request)
        if request.user.is_authenticated:
            with scope(office=request.user.office_id):
                response = self.get_response(request)
                if response.status_code == 405 and not response.content and not _part_of_a_page(request):
                    response = not_a_page(request, response)
            note_answer(request, response)
            response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
        else:
            response = self.get_response(request)
        if getattr(request, "upload_refused", False):
            response = too_large(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A lock, a full disk, a database that is away: said in words; nothing was saved."""
        return passing_fault(request, error)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask the route table; the answer is a log-in page, 403, 404, or the view."""
        name = request.resolver_match.view_name if request.resolver_match else None
        asked = requirement(name)
        if asked is Door.CLOSED:
            raise Http404
        if asked is Door.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        viewer = viewer_of(request)  # from here on every view finds it on the request
        hurdle = standing(request)
        if hurdle is not None and name not in {hurdle.route, *hurdle.beside}:
            return (
                HttpResponse(status=401) if _part_of_a_page(request) else sent_to(hurdle, _page_of(request))
            )
        if asked is not Door.SIGNED_IN and not viewer.may(asked):
            note_refusal(person_of(request), name or "", request.method or "")
            raise PermissionDenied
        return answered_before(request)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page asks to sign in; a part of a page answers 401, so that what was typed stays where it is. What a form brought
    is shown before.
    """
    if _part_of_a_page(request):
        return HttpResponse(status=401)
    way = redirect_to_login(_page_of(request))
    return signed_out(request, way.url) or way


def _part_of_a_page(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request") or request.headers.get("X-Requested-With"))


def _page_of(request: HttpRequest) -> str:
    """Return the page to go on with: a form's address answers no visit, the page that it stands on does."""
    page = request.headers.get("Referer", "")
    if request.method in {"GET", "HEAD"} or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return request.get_full_path()
    return urlsplit(page)._replace(scheme="", netloc="").geturl()
