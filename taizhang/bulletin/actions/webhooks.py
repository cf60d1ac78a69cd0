"""The addresses to which a series' issues are announced are set by the system administrator, tried, and stopped."""

from __future__ import annotations

import secrets
from datetime import datetime

from taizhang.bulletin.actions.pushing import LEASE, SEALED_FOR, attempt, write
from taizhang.bulletin.models import Delivery, DeliveryFailure, DeliveryState, PushedEvent, Series, Webhook
from taizhang.core.lifecycle.workflow import LifeStep, LifeTable, Refused
from taizhang.core.outgoing.destinations import destination, networks_in
from taizhang.core.text.messages import N_, Message
from taizhang.office.encryption import encrypt
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

MOST = 10  # addresses of one series
PREFIX = "tzs_"  # by which a leaked secret is recognised
_S = DeliveryState
LIFE = LifeTable(
    [
        LifeStep("push_again", frozenset({_S.DELIVERED, _S.FAILED, _S.STOPPED}), _S.QUEUED),
        LifeStep("stop_push", frozenset({_S.QUEUED, _S.FAILED}), _S.STOPPED),
    ]
)


def add_webhook(
    *, series: Series, address: str, plain: bool = False, networks: str = "", by: Person | None, at: datetime
) -> tuple[Webhook, str]:
    """Announce the series' issues to an address from now on; return it with its secret, which is told here and never
    again. Raise Refused for an address to which nothing may be sent, for one that is there, and for too many.
    """
    address = address.strip()
    destination(address, plain=plain)
    listed = [str(each) for each in networks_in(networks)]
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        there = Webhook.objects.filter(series=series, stopped_at__isnull=True)
        if there.filter(address=address).exists():
            raise Refused(Message(N_("这个地址已经在推送。")))
        if there.count() >= MOST:
            raise Refused(Message(N_("一种刊物最多推送到{n}个地址。"), {"n": MOST}))
        secret = _new_secret()
        row = Webhook.objects.create(
            office=series.office, series=series, address=address, plain=plain, networks=listed,
            secret=encrypt(secret, SEALED_FOR), made_at=at,
        )  # fmt: skip
        work.record("add_webhook", series, {"host": str(row), "plain": plain, "networks": " ".join(listed)})
    return row, secret


def renew_secret(*, webhook: Webhook, by: Person | None, at: datetime) -> tuple[Webhook, str]:
    """Sign with another secret from now on; return it, told here and never again."""
    with unit_of_work(office=webhook.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        secret = _new_secret()
        _change(webhook, secret=encrypt(secret, SEALED_FOR))
        work.record("renew_webhook_secret", webhook.series, {"host": str(webhook)})
    return webhook, secret


def stop_webhook(*, webhook: Webhook, by: Person | None, at: datetime) -> Webhook:
    """Announce nothing more there, for good; what waits is not sent, and the secret is forgotten."""
    with unit_of_work(office=webhook.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        _change(webhook, secret="", stopped_at=at)
        step = LIFE.steps["stop_push"]
        Delivery.objects.filter(webhook=webhook, state__in=step.before).update(state=step.after)
        work.record("stop_webhook", webhook.series, {"host": str(webhook)})
    return webhook


def try_webhook(*, webhook: Webhook, by: Person | None, at: datetime) -> Delivery:
    """Push a trial now. Raise Refused with the reason where it was not taken; either is recorded."""
    with unit_of_work(office=webhook.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        _change(webhook)
        row = write(webhook, PushedEvent.TRIAL, at)
        row.attempts, row.next_attempt_at = 1, at + LEASE
        row.save(update_fields=["attempts", "next_attempt_at"])
        work.record("try_webhook", webhook.series, {"host": str(webhook)})
    row = attempt(row, at)
    if row.state != DeliveryState.DELIVERED:
        reason: str | Message = str(DeliveryFailure(row.failure).label)
        if row.status:
            reason = Message(N_("{reason}（{status}）"), {"reason": reason, "status": row.status})
        raise Refused(Message(N_("试推送没有成功：{reason}。"), {"reason": reason}))
    return row


def push_again(*, delivery: Delivery, by: Person | None, at: datetime) -> Delivery:
    """Have an announcement pushed once more, with all its attempts; Refused for a trial and a stopped address."""
    if delivery.event == PushedEvent.TRIAL or delivery.webhook.stopped_at:
        raise Refused(Message(N_("试推送和已停用的地址不能再推送。")))
    fresh = {"attempts": 0, "next_attempt_at": at, "failure": "", "status": None, "delivered_at": None}
    return _step("push_again", delivery, by, at, **fresh)


def stop_push(*, delivery: Delivery, by: Person | None, at: datetime) -> Delivery:
    """Give up an announcement."""
    return _step("stop_push", delivery, by, at)


def _step(verb: str, row: Delivery, by: Person | None, at: datetime, **changes: object) -> Delivery:
    step = LIFE.steps[verb]
    with unit_of_work(office=row.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        there = Delivery.objects.filter(pk=row.pk, state__in=step.before)
        if not there.update(state=step.after, **changes):
            raise Refused(Message(N_("状态已经变化，此操作不再适用。请刷新页面后再看。")))
        row.refresh_from_db()
        work.record(verb, row.webhook.series, {"host": str(row.webhook), "event": row.event})
    return row


def _change(webhook: Webhook, **changes: object) -> None:
    """Change an address that is in use. Raise Refused for one that was stopped."""
    there = Webhook.objects.filter(pk=webhook.pk, stopped_at__isnull=True)
    if not (there.update(**changes) if changes else there.exists()):
        raise Refused(Message(N_("这个地址已经停用。")))
    webhook.refresh_from_db()


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)
