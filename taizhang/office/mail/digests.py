"""What waits for each person, once a day by mail."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django_scopes import scope

from taizhang.core.calendar.quiet_hours import is_quiet
from taizhang.office.mail.digest_text import write_digest
from taizhang.office.mail.outbox import enqueue
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.models import MailWish, Office, OutboxMessage, Person
from taizhang.office.tasks import news_for, tasks_for

log = logging.getLogger(__name__)


def send_digests(*, office: Office, at: datetime) -> int:
    """Write today's digest for everyone whose hour has come, if something is due; how many were written.

    One a day at most: whether anything is due is asked once, at the person's hour. One person's trouble
    is logged and tried again at the next call; the others get theirs.
    """
    if not mail_is_on():
        return 0
    now, written = localtime(at), 0
    with scope(office=office.pk):
        waiting = (
            Person.of_office.filter(is_active=True)
            .exclude(email="")
            .exclude(mail_wish__digest=False)
            .exclude(mail_wish__last_digest_on=now.date())
        )
        for person in waiting.select_related("office", "mail_wish").order_by("pk"):
            if _hour_has_come(person, now):
                written += _try(person, at)
    return written


def _hour_has_come(person: Person, now: datetime) -> bool:
    wish = getattr(person, "mail_wish", None) or MailWish(person=person)
    return now.time() >= wish.digest_at and not is_quiet(now.time(), wish.quiet_from, wish.quiet_to)


def _try(person: Person, at: datetime) -> bool:
    try:
        return _digest(person, at) is not None
    except Exception:
        log.exception("digest of person %s", person.pk)
        return False


@transaction.atomic
def _digest(person: Person, at: datetime) -> OutboxMessage | None:
    today = localtime(at).date()
    wish, _new = MailWish.objects.get_or_create(person=person, defaults={"office": person.office})
    # One of two processes gets the day.
    if not MailWish.objects.filter(pk=wish.pk).exclude(last_digest_on=today).update(last_digest_on=today):
        return None
    tasks, news = tasks_for(person, at), news_for(person, at)
    if not tasks and not news:
        return None
    subject, body = write_digest(person, tasks, news, today)
    return enqueue(
        office=person.office,
        to=person,
        subject=subject,
        body=body,
        kind="digest",
        dedupe_key=f"digest:{person.pk}:{today}",
        at=at,
    )
