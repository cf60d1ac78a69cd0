"""The signed links by which a speaker and a host without an account open their session, and when they run out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from taizhang.core.lifecycle.outreach_life import SessionState
from taizhang.office import clock
from taizhang.outreach.models import Session, Venue

SPEAKER, HOST = "taizhang.outreach.speaker", "taizhang.outreach.host"
AFTER = timedelta(days=30)  # that a link opens the page after the session
SHUT = frozenset({SessionState.REFUSED, SessionState.CANCELLED, SessionState.RECALLED, SessionState.NO_SHOW})


def speaker_token(session: Session) -> str:
    """What stands in the speaker's link."""
    return _sign(SPEAKER, session.key)


def host_token(venue: Venue) -> str:
    """What stands in the host's link."""
    return _sign(HOST, venue.key)


def speaker_url(session: Session) -> str:
    """The whole link of the speaker."""
    return f"{settings.SITE_URL}/s/{speaker_token(session)}/"


def host_url(venue: Venue) -> str:
    """The whole link of the host."""
    return f"{settings.SITE_URL}/h/{host_token(venue)}/"


def session_of(token: str) -> Session | None:
    """Return the session that a speaker's link opens; None for a link that nobody signed, that was closed or replaced,
    or has run out. Whoever holds it belongs to no office: the caller enters the scope of the session's.
    """
    key = _read(SPEAKER, token)
    with scopes_disabled():
        rows = Session.objects.select_related("office", "speaker", "topic")
        session = rows.filter(key=key).first() if key else None
    return session if session is not None and is_open(session) else None


def venue_of(token: str) -> Venue | None:
    """Return the venue that a host's link opens, as ``session_of`` does."""
    key = _read(HOST, token)
    with scopes_disabled():
        rows = Venue.objects.select_related("office", "session__speaker", "session__topic", "unit", "order")
        venue = rows.filter(key=key).first() if key else None
    return venue if venue is not None and is_open(venue.session) else None


def is_open(session: Session) -> bool:
    """Whether the session's links open anything now."""
    return session.link_closed_at is None and may_open(session, _today())


def may_open(session: Session, day: date) -> bool:
    """Whether a link of the session that nobody closed opens anything on that day."""
    return session.state not in SHUT and day <= last_day(session)


def last_day(session: Session) -> date:
    """The last day on which its links open."""
    return session.held_on + AFTER


def _today() -> date:
    return localdate(clock.now())


def _sign(salt: str, key: UUID) -> str:
    return Signer(sep="~", salt=salt).sign(key.hex)


def _read(salt: str, token: str) -> str | None:
    try:
        return Signer(sep="~", salt=salt).unsign(token)
    except BadSignature:
        return None
