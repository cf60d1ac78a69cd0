"""The API's addresses. Their names are declared in ``web.routes`` as all others are."""

from __future__ import annotations

from django.urls import URLPattern, path

from taizhang.web.api.answering import answered
from taizhang.web.api.problems import unknown
from taizhang.web.api.service import api
from taizhang.web.api.views import docs, openapi

BASE = "api/v1/"


def _operations() -> list[URLPattern]:
    """ninja's own patterns without a namespace, each behind token, scope and ETag."""
    found = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    for each in found:
        each.callback = answered(each.callback)
    return [path(f"{BASE}{each.pattern}", each.callback, name=each.name) for each in found]


urlpatterns = [
    path(BASE, docs, name="api-docs"),
    path(f"{BASE}openapi.json", openapi, name="api-openapi"),
    *_operations(),
    path(f"{BASE}<path:rest>", unknown, name="api-unknown"),
]
