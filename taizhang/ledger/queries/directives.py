"""Leaders' directives as pages list them."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.core.lifecycle.project_year import DirectiveState
from taizhang.ledger.models import Directive, DirectiveSubject
from taizhang.ledger.visible import directives_for
from taizhang.office.visible import Viewer

UNDER_WAY = (DirectiveState.OPEN, DirectiveState.REPLIED)


def under_way(viewer: Viewer) -> QuerySet[Directive]:
    """Those that are not ended, the most urgent first."""
    return directives_for(viewer).filter(state__in=UNDER_WAY).order_by("due", "pk")


def written_on(viewer: Viewer, kind: DirectiveSubject, subject: int) -> QuerySet[Directive]:
    """Those on one thing, the latest first."""
    return directives_for(viewer).filter(kind=kind, subject=subject)
