"""What the administrators' addresses speak of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taizhang.bulletin.models import Delivery, Series, Webhook
from taizhang.office.models import AccessRequest, Person, Post

WRITES = {
    "office-unlock",
    "office-session-end",
    "me-session-end",
    "me-recovery-codes",
    "me-factor-remove",
    "office-webhook-secret",
    "office-webhook-stop",
    "office-delivery",
}
PATHS: dict[str, list[str | int]] = {
    "office-unit": ["unit"],
    "office-post": ["post"],
    "office-calendar": [2026],
    "office-person": ["person"],
    "office-series-one": ["series"],
    "office-series-template": ["series", "special"],
    "office-series-webhooks": ["series"],
    "office-webhook": ["webhook"],
    "office-webhook-secret": ["webhook"],
    "office-webhook-stop": ["webhook"],
    "office-delivery": ["delivery"],
    "me-handover": ["own_post"],
    "invited": ["no-code"],
    "sign-on": [9_999],
    "office-access-one": ["access_request"],
}


def _own_post(ask: Any, person: Person) -> Post | None:
    return Post.objects.filter(holders__person=person).first()


def _series(ask: Any, person: Person) -> Series:
    return Series.objects.get_or_create(
        office=person.office, name="海川快报", slug="kuaibao", issuer="市文明办"
    )[0]


def _access_request(ask: Any, person: Person) -> AccessRequest:
    given = {"name": "许佳宁", "unit": "市教育局", "asked_at": datetime(2026, 3, 2, 1, tzinfo=UTC)}
    return AccessRequest.objects.get_or_create(
        office=person.office, issuer="https://id.example.cn", subject="1001", defaults=given
    )[0]


def _webhook(ask: Any, person: Person) -> Webhook:
    return Webhook.objects.get_or_create(
        office=person.office,
        series=_series(ask, person),
        address="https://portal.example.cn/hook",
        made_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
    )[0]


def _delivery(ask: Any, person: Person) -> Delivery:
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    given = {
        "webhook": _webhook(ask, person),
        "event": "trial",
        "state": "failed",
        "failure": "resolve",
        "body": "{}",
    }
    return Delivery.objects.create(office=person.office, made_at=at, next_attempt_at=at, **given)


MAKERS = {
    "webhook": _webhook,
    "delivery": _delivery,
    "access_request": _access_request,
    "post": lambda ask, person: Post.objects.create(office=person.office, role="reader", title="读者"),
    "person": lambda ask, person: person,
    "series": _series,
    "own_post": _own_post,
}
