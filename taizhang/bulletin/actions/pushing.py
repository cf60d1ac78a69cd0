"""Announcing what happened to an issue: written in the transaction of the act, pushed by the clock, at least once.

A receiver knows a repetition by the announcement's ``id``, and the order of two by ``at``.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localtime
from django_scopes import scope

from taizhang.bulletin.models import (
    Delivery,
    DeliveryFailure,
    DeliveryState,
    Issue,
    PushedEvent,
    RenderingFormat,
    Webhook,
)
from taizhang.bulletin.queries.archive import rendering_of
from taizhang.bulletin.queries.printed import letter_now
from taizhang.bulletin.queries.titles import issue_title
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.outgoing.destinations import networks_in
from taizhang.core.outgoing.signing import HEADER, signature
from taizhang.office import clock, fetching
from taizhang.office.encryption import Undecryptable, decrypt
from taizhang.office.mail.outbox import pause
from taizhang.office.models import Office
from taizhang.office.workflow import record_event

SEALED_FOR = "webhook"  # what its secret is encrypted for
MOST_ATTEMPTS = 14  # about a day
AT_ONCE = 50  # announcements of one office in one run
LONGEST_RUN = 60  # seconds after which the rest waits for the next run
LEASE = timedelta(minutes=5)  # after that an attempt counts as abandoned
SENT_AS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "taizhang"}


def announce(issue: Issue, event: PushedEvent, at: datetime) -> None:
    """Write an announcement for each address of the issue's series; called in the transaction of the act itself."""
    for webhook in Webhook.objects.filter(series=issue.series_id, stopped_at__isnull=True):
        write(webhook, event, at, issue)


def write(webhook: Webhook, event: PushedEvent, at: datetime, issue: Issue | None = None) -> Delivery:
    """Write one announcement that is due now; of no issue it is a trial."""
    row = Delivery(
        office=webhook.office, webhook=webhook, issue=issue, event=event, made_at=at, next_attempt_at=at
    )
    series = issue.series if issue else webhook.series
    told: dict[str, Any] = {"id": str(row.key), "event": str(event), "at": localtime(at).isoformat()}
    told["series"] = {"id": series.pk, "slug": series.slug, "name": series.name}
    if issue is not None:
        row.letter = letter_now(issue)
        told |= _of_issue(issue, row.letter)
    row.body = json.dumps(told, ensure_ascii=False)
    row.save()
    return row


def _of_issue(issue: Issue, letter: str) -> dict[str, Any]:
    printed = rendering_of(issue, RenderingFormat.PDF)
    return {
        "issue": {
            "id": issue.pk,
            "number": issue.annual_no,
            "cumulative_number": issue.cumulative_no,
            "year": issue.year,
            "kind": issue.kind,
            "letter": letter,
            "name": str(issue_title(issue)),
        },
        "date": issue.date.isoformat() if issue.date else None,
        "pdf_sha256": printed.file.sha256 if printed else None,
        "url": f"{settings.SITE_URL}{reverse('api-issue', args=[issue.pk])}",
    }


def push_due(*, office: Office, at: datetime) -> int:
    """Push the office's announcements that are due, oldest first, outside any transaction; how many were delivered."""
    due = Delivery.objects.filter(state=DeliveryState.QUEUED, next_attempt_at__lte=at)
    started, taken = monotonic(), 0
    for key in list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        if monotonic() - started > LONGEST_RUN:
            break
        row = _claimed(key, at)
        taken += row is not None and attempt(row, at).state == DeliveryState.DELIVERED
    return taken


def _claimed(key: int, at: datetime) -> Delivery | None:
    """Take it for this process; None where another was quicker."""
    there = Delivery.objects.filter(pk=key, state=DeliveryState.QUEUED, next_attempt_at__lte=at)
    if not there.update(attempts=F("attempts") + 1, next_attempt_at=at + LEASE):
        return None
    return Delivery.objects.select_related("webhook__series", "office").get(pk=key)


def attempt(row: Delivery, at: datetime) -> Delivery:
    """Push it now and note how it went, unless another process has taken it over meanwhile."""
    failure, status = _pushed(row)
    change: dict[str, Any] = {"failure": failure, "status": status}
    if not failure:
        change |= {"state": DeliveryState.DELIVERED, "delivered_at": at}
    elif row.attempts >= MOST_ATTEMPTS or row.event == PushedEvent.TRIAL:
        change["state"] = DeliveryState.FAILED
    else:
        change["next_attempt_at"] = at + pause(row.pk, row.attempts)
    with transaction.atomic(), scope(office=row.office_id):
        own = Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED, attempts=row.attempts)
        if own.update(**change) and change.get("state") == DeliveryState.FAILED:
            told = {"host": str(row.webhook), "reason": failure, "event": row.event}
            record_event(
                office=row.office, by=None, at=at, verb="push_issue", subject=row.webhook.series, detail=told,
                outcome="failed",
            )  # fmt: skip
        row.refresh_from_db()
    return row


def _pushed(row: Delivery) -> tuple[str, int | None]:
    """Push it once: why it failed ("": it did not), and the status of the answer."""
    body = row.body.encode()
    try:
        secret = decrypt(row.webhook.secret, SEALED_FOR)
        moment = int(clock.machine_now().timestamp())
        headers = {**SENT_AS, HEADER: signature(secret, moment, body)}
        allowed = networks_in(" ".join(row.webhook.networks))
        status = fetching.post(row.webhook.destination, body, headers, allowed)
    except Undecryptable:
        return DeliveryFailure.SECRET, None
    except Refused:
        return DeliveryFailure.ADDRESS, None
    except fetching.NoAnswer as error:
        return DeliveryFailure(str(error)), None
    if 200 <= status < 300:
        return "", status
    return (DeliveryFailure.REDIRECT if 300 <= status < 400 else DeliveryFailure.STATUS), status
