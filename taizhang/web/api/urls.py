"""The API's addresses. Programs read with a token, which is asked behind them (``answering``): the guard asks nothing."""

from __future__ import annotations

from django.urls import URLPattern

from taizhang.web.api.answering import answered
from taizhang.web.api.operations import FILE_TYPES
from taizhang.web.api.problems import unknown
from taizhang.web.api.service import api
from taizhang.web.api.views import docs, openapi
from taizhang.web.frame.routes import Door, Route

BASE = "api/v1/"
KINDS = {"api-issue-file": (FILE_TYPES,)}  # what is no JSON


def _operations() -> list[Route]:
    """ninja's own patterns without a namespace, each behind token, scope and ETag."""
    found = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    for each in found:
        each.callback = answered(each.callback, *KINDS.get(each.name or "", ()))
    return [Route(f"{BASE}{each.pattern}", each.callback, each.name or "", Door.PUBLIC) for each in found]


urlpatterns = [
    Route(BASE, docs, "api-docs", Door.PUBLIC),
    Route(f"{BASE}openapi.json", openapi, "api-openapi", Door.PUBLIC),
    *_operations(),
    Route(f"{BASE}<path:rest>", unknown, "api-unknown", Door.PUBLIC),
]
