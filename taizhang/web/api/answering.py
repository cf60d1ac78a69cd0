"""Around every operation: method, media type, token, scope, and whether the asker has the answer already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from taizhang.web.api.problems import problem
from taizhang.web.api.reading import viewer_of

REVALIDATED = "private, no-cache"  # kept by the asker alone, and asked about each time
View = Callable[..., HttpResponse]


def answered(view: View, kinds: Sequence[str] = ("application/json",)) -> View:
    """The view for readers with a token that take one of the ``kinds`` it answers with; the answer carries an ETag and
    becomes 304 where it is known.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return problem(405)
        if not any(map(request.accepts, kinds)):
            return problem(406)
        viewer = viewer_of(request)
        if viewer is None:
            return problem(401)
        request.method = "GET"  # HEAD is GET whose body the server drops
        request.api_viewer = viewer  # type: ignore[attr-defined]
        with scope(office=viewer.office.pk):
            made = view(request, *args, **given)
        return _kept(request, made) if made.status_code == 200 else made

    exempt: View = csrf_exempt(answer)
    return exempt


def _kept(request: HttpRequest, made: HttpResponse) -> HttpResponse:
    tag = f'"{sha256(made.content).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known == ["*"] or tag in (each.removeprefix("W/") for each in known):
        made = HttpResponse(status=304)
    made.headers["ETag"] = tag
    made.headers["Cache-Control"] = REVALIDATED
    patch_vary_headers(made, ["Authorization"])
    return made
