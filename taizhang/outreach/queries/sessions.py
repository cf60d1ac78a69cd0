"""Sessions by what is still open about them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from taizhang.core.lifecycle.outreach_life import SessionState
from taizhang.outreach.models import Session, Venue

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
