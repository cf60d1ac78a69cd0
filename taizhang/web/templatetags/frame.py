"""The frame of every page: office, person, and the sections this person's posts open."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.office.permissions import Permission
from taizhang.web.access import may, own_readings, title_of
from taizhang.web.routes import ROUTES, Door

register = template.Library()
SECTIONS = [
    ("queue", gettext_lazy("待办")),
    ("sheet", gettext_lazy("总览")),
    ("ledger", gettext_lazy("台账")),
    ("calls", gettext_lazy("征集")),
    ("desk", gettext_lazy("阅稿")),
    ("issues", gettext_lazy("简报")),
]
SECTION_OF = {"reading": "desk", "issue": "issues", "wall": "ledger", "project": "ledger", "unit": "ledger"}
SECTION_OF |= dict.fromkeys(
    ["call", "call-new", "call-edit", "proposal-new", "proposal", "proposal-write", "admission"], "calls"
)
SECTION_OF |= dict.fromkeys(["proposal-decide", "opening", "account", "ledger-settings"], "calls")


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> dict[str, Any]:
    """What the bar shows; nothing before someone has signed in."""
    request: HttpRequest | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    year = timezone.localdate().year
    return {
        "office": request.user.office.short_name,
        "year": _("{year}年度").format(year=year),
        "person": title_of(request),
        "sections": [_section(request, name, words) for name, words in SECTIONS if _open(request, name)],
    }


def _open(request: HttpRequest, name: str) -> bool:
    asked = ROUTES[name]
    return asked is Door.SIGNED_IN or (not isinstance(asked, Door) and may(request, asked))


def _section(request: HttpRequest, name: str, words: Any) -> dict[str, Any]:
    match = request.resolver_match
    here = match.view_name if match else ""
    count = own_readings(request).count() if name == "queue" and may(request, Permission.USE_DESK) else 0
    return {"url": reverse(name), "words": words, "here": SECTION_OF.get(here, here) == name, "count": count}
