"""What a person settles for themselves: mail, quiet hours, a calendar feed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.timezone import localtime
from django_scopes import scope, scopes_disabled

from taizhang.core.calendar.quiet_hours import first_loud, is_quiet
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import FeedToken, MailWish, MessageState, OutboxMessage, Person
from taizhang.office.workflow import record_event

SIGNER = Signer(salt="taizhang.feed", sep=".")


def wish_of(person: Person) -> MailWish:
    """The person's wishes, or the usual ones (not stored yet)."""
    with scope(office=person.office_id):
        usual = MailWish(office_id=person.office_id, person=person)
        return MailWish.objects.filter(person=person).first() or usual


def loud_at(person: Person, moment: datetime) -> datetime:
    """``moment``, or the end of the person's quiet hours if it lies within them."""
    wish = wish_of(person)
    return first_loud(localtime(moment), wish.quiet_from, wish.quiet_to)


def set_mail_wish(
    *,
    person: Person,
    digest: bool,
    digest_at: time,
    quiet_from: time,
    quiet_to: time,
    by: Person,
    at: datetime,
) -> MailWish:
    """Settle one's own mail. Refused for anybody else's, and where the digest would fall into quiet hours."""
    if is_quiet(digest_at, quiet_from, quiet_to):
        raise Refused(Message(N_("待办邮件的发送时间落在免打扰时段内，请改一个。")))
    wishes = {"digest": digest, "digest_at": digest_at, "quiet_from": quiet_from, "quiet_to": quiet_to}
    with _for_oneself(person, by):
        wish, _new = MailWish.objects.update_or_create(
            person=person, defaults=wishes, create_defaults={"office": person.office, **wishes}
        )
        record_event(office=person.office, by=by, at=at, verb="set_mail_wish", subject=wish)
    return wish


def set_large_type(*, person: Person, on: bool, by: Person, at: datetime) -> None:
    """Settle how large one's own pages are written. Refused for anybody else's."""
    with _for_oneself(person, by):
        person.large_type = on
        person.save(update_fields=["large_type"])
        record_event(
            office=person.office, by=by, at=at, verb="set_large_type", subject=person, detail={"on": on}
        )


def feed_of(person: Person) -> FeedToken | None:
    """The person's open calendar feed."""
    with scope(office=person.office_id):
        return FeedToken.objects.filter(person=person, revoked_at__isnull=True).first()


def undelivered(person: Person) -> str:
    """What is wrong with the latest mail to this person; empty where it went or is on its way."""
    with scope(office=person.office_id):
        latest = OutboxMessage.objects.filter(person=person).order_by("-pk").first()
    return latest.last_error if latest and latest.state in {MessageState.FAILED, MessageState.HELD} else ""


def open_feed(*, person: Person, by: Person, at: datetime) -> FeedToken:
    """Open a calendar feed under a new address; one that was open is closed."""
    with _for_oneself(person, by):
        _revoke(person, at)
        feed = FeedToken.objects.create(office=person.office, person=person, created_at=at)
        record_event(office=person.office, by=by, at=at, verb="open_feed", subject=feed)
    return feed


def close_feed(*, person: Person, by: Person, at: datetime) -> None:
    """Close the feed for good: its address opens nothing any more."""
    with _for_oneself(person, by):
        if not _revoke(person, at):
            raise Refused(Message(N_("日历订阅已经停用。")))
        record_event(office=person.office, by=by, at=at, verb="close_feed", subject=person)


def feed_secret(feed: FeedToken) -> str:
    """What the feed's address ends with."""
    return SIGNER.sign(feed.key.hex)


def person_of_feed(secret: str) -> Person | None:
    """Whose feed this opens; None for an unknown, altered or revoked one, and for a closed account."""
    try:
        key = uuid.UUID(SIGNER.unsign(secret))
    except (BadSignature, ValueError):
        return None
    with scopes_disabled():
        open_feeds = FeedToken.objects.filter(key=key, revoked_at__isnull=True, person__is_active=True)
        feed = open_feeds.select_related("person__office").first()
    return feed.person if feed else None


def _revoke(person: Person, at: datetime) -> int:
    return FeedToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)


@contextmanager
def _for_oneself(person: Person, by: Person) -> Iterator[None]:
    if person != by:
        raise Refused(Message(N_("个人设置只能由本人修改。")))
    with transaction.atomic(), scope(office=person.office_id):
        yield
