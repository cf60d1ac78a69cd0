"""Sessions by what is still open about them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from taizhang.core.lifecycle.outreach_life import TAKEN, SessionState
from taizhang.ledger.models import Project
from taizhang.office.visible import Viewer
from taizhang.outreach.models import Order, Session, Venue
from taizhang.outreach.visible import sessions_for

AWAITED = (SessionState.SCHEDULED, SessionState.DELIVERED)


def unstated(session: Session | None = None, today: date | None = None) -> QuerySet[Venue]:
    """Venues whose host has not said how many came: of one session, or of all whose day has come by ``today``."""
    rows: QuerySet[Venue] = Venue.objects.filter(heads__isnull=True)
    if session is not None:
        return rows.filter(session=session)
    return rows.filter(session__state__in=AWAITED, session__held_on__lte=today).order_by(
        "session__held_on", "pk"
    )


def differing() -> QuerySet[Venue]:
    """Venues where host and speaker say different numbers and nobody has explained it, of sessions not counted yet."""
    rows: QuerySet[Venue] = Venue.objects.filter(heads__isnull=False, speaker_heads__isnull=False, settled="")
    states = (*AWAITED, SessionState.CONFIRMED)
    return rows.exclude(heads=F("speaker_heads")).filter(session__state__in=states)


def overdue(today: date) -> QuerySet[Session]:
    """Sessions whose day has come and which no host, or not every host, has confirmed."""
    return Session.objects.filter(Exists(unstated(today=today).filter(session=OuterRef("pk"))))


def sessions_of_project(viewer: Viewer, project: Project) -> QuerySet[Session]:
    """Sessions that take place and serve the project, by themselves or by an order, the latest first."""
    orders = Order.objects.filter(project=project, session__isnull=False).values("session")
    rows = sessions_for(viewer).filter(Q(project=project) | Q(pk__in=orders))
    return rows.filter(state__in=sorted(TAKEN)).order_by("-held_on", "-pk")
