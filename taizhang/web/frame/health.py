"""Whether this process is alive, and whether the installation can do its work (for monitors and proxies)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from taizhang.office.beats import NONE_YET, readiness
from taizhang.office.health import metrics
from taizhang.web.frame.errors import RETRY


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Alive: a thread of this process answers. Neither database nor disk is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Ready: 200, or 503 where a part is amiss; a line for each part. A first round may still be to come."""
    parts = readiness()
    lines = "".join(f"{part}: {state}\n" for part, state in parts.items())
    well = all(state in ("ok", NONE_YET) for state in parts.values())
    headers = {"Cache-Control": "no-store"} | ({} if well else {"Retry-After": str(RETRY)})
    return HttpResponse(lines, content_type="text/plain", status=200 if well else 503, headers=headers)


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever sends the token of the settings; without one there is no such page."""
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise Http404
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
