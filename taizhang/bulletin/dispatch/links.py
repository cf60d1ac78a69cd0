"""The signed link of a sending: it opens the issue for a recipient office, without an account."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django_scopes import scopes_disabled

from taizhang.bulletin.models import Issue, Sending
from taizhang.core.lifecycle.bulletin_life import OUT, SendingState
from taizhang.office import clock

SALT = "taizhang.bulletin.sending"
SENT = (SendingState.UNDER_WAY, SendingState.RECEIVED)


def token_of(sending: Sending) -> str:
    """What stands in the link: the sending's key, signed. It opens the pages for ``LINK_DAYS``, unless it is closed."""
    return _signer().sign(sending.key.hex)


def address_of(sending: Sending) -> str:
    """The whole link."""
    return f"{settings.SITE_URL}/r/{token_of(sending)}/"


def sending_of(token: str) -> Sending | None:
    """The sending that a link opens; None for a link nobody signed, one that has run out or was closed, and for
    what was never sent out.

    Whoever holds the link belongs to no office: the caller enters the scope of the sending's.
    """
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    with scopes_disabled():
        rows = Sending.objects.select_related("office", "issue__series", "issue__office", "recipient")
        sending = rows.filter(key=key, state__in=SENT).first()
    return sending if sending is not None and is_open(sending, clock.now()) else None


def is_open(sending: Sending, at: datetime) -> bool:
    """Whether the link still opens the pages."""
    return sending.closed_at is None and (sending.sent_at is None or at < runs_out(sending.sent_at))


def runs_out(sent_at: datetime) -> datetime:
    """When the link of what was sent at that time runs out."""
    return sent_at + timedelta(days=settings.LINK_DAYS)


def issue_of(key: str) -> Issue | None:
    """The issue that a QR code names, if it is out."""
    try:
        name = uuid.UUID(key)
    except ValueError:
        return None
    with scopes_disabled():
        return Issue.objects.filter(key=name, state__in=OUT).select_related("office", "series").first()


def _signer() -> Signer:
    return Signer(sep="~", salt=SALT)
