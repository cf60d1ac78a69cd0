"""Who reads, and what of the office's tables: what the pages show to the same roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from taizhang.bulletin.queries.archive import with_files
from taizhang.bulletin.visible import articles_for, issues_for, series_for
from taizhang.ledger.queries.report_words import SIGNED
from taizhang.ledger.visible import figures_for, projects_for, reports_for
from taizhang.office import clock, tokens
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer, viewer_of_token
from taizhang.outreach import visible as outreach

Row = TypeVar("Row", bound=Model)

LONGEST = 200  # characters of a secret; ours have 46


class Forbidden(Exception):
    """The token's roles do not carry what is asked."""


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return who asks, by the Authorization header alone: cookies count for nothing here."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not 0 < len(secret) <= LONGEST:
        return None
    token = tokens.token_of(secret, clock.today())
    return viewer_of_token(token) if token else None


def _needing(
    permission: Permission, rows_for: Callable[[Viewer], QuerySet[Row]]
) -> Callable[[HttpRequest], QuerySet[Row]]:
    def rows(request: HttpRequest) -> QuerySet[Row]:
        viewer: Viewer = request.api_viewer  # type: ignore[attr-defined]
        if not viewer.may(permission):
            raise Forbidden
        return rows_for(viewer)

    return rows


# Each takes the request of a token and raises Forbidden where its roles do not open the table at all.
series = _needing(Permission.READ_ARCHIVE, series_for)
issues = _needing(Permission.READ_ARCHIVE, lambda viewer: with_files(issues_for(viewer)))
articles = _needing(Permission.READ_ARCHIVE, articles_for)
projects = _needing(Permission.SEE_LEDGER, projects_for)
figures = _needing(Permission.SEE_LEDGER, figures_for)
sessions = _needing(Permission.SEE_OUTREACH, outreach.sessions_for)
orders = _needing(Permission.SEE_OUTREACH, outreach.orders_for)
media = _needing(Permission.SEE_OUTREACH, outreach.media_for)
sit_ins = _needing(Permission.SEE_OUTREACH, outreach.sit_ins_for)
research = _needing(Permission.SEE_OUTREACH, outreach.research_for)
services = _needing(Permission.SEE_OUTREACH, outreach.services_for)
plans = _needing(Permission.SEE_OUTREACH, outreach.plans_for)
# What nobody has signed yet is told by the pages alone, to those who write it.
reports = _needing(
    Permission.SEE_LEDGER, lambda viewer: reports_for(viewer).filter(state__in=SIGNED).select_related("form")
)
