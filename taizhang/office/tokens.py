"""Tokens of the API: made by whoever appoints people, shown once, revoked for good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull
from django.utils.timezone import localdate
from django_scopes import scope, scopes_disabled

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import ApiToken, Office, Person, Post, Unit
from taizhang.office.permissions import TABLE, Permission
from taizhang.office.roles import OF_A_UNIT, Role
from taizhang.office.workflow import unit_of_work

READERS = TABLE[Permission.READ_ARCHIVE]  # the roles that a token may have
LONGEST = timedelta(days=366 * 2)
PREFIX = "tz_"  # by which a leaked secret is recognised


def make_token(
    *,
    office: Office,
    name: str,
    roles: Iterable[Role],
    unit: Unit | None = None,
    expires_on: date,
    by: Person | None,
    at: datetime,
) -> tuple[ApiToken, str]:
    """A token, and its secret: that is told here and never again."""
    chosen = sorted({Role(role) for role in roles})
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        _check(name, chosen, unit, expires_on, localdate(at))
        if unit is not None and unit.office_id != office.pk:
            raise Refused(Message(N_("这个单位不属于本办公室。")))
        name = " ".join(name.split())
        if ApiToken.objects.filter(office=office, name=name, revoked_at=None, expires_on__gte=localdate(at)):
            # Also a form that was sent, gone back to and sent again: the secret of the first one is told once only.
            raise Refused(
                Message(N_("已有一个叫“{name}”的令牌，请另取名称，或先停用那一个。"), {"name": name})
            )
        secret = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken.objects.create(
            office=office,
            name=name,
            digest=digest_of(secret),
            roles=[role.value for role in chosen],
            unit=unit,
            made_by=by,
            made_at=at,
            expires_on=expires_on,
        )
        detail = {"name": token.name, "roles": token.roles, "expires_on": expires_on.isoformat()}
        work.record("make_token", token, detail)
    return token, secret


def _check(name: str, roles: list[Role], unit: Unit | None, expires_on: date, today: date) -> None:
    if not name.strip():
        raise Refused(Message(N_("请写明这个令牌给哪个程序用。")))
    if not roles:
        raise Refused(Message(N_("请至少选一个角色。")))
    if not READERS.issuperset(roles):
        raise Refused(Message(N_("这个角色不能读取简报，不能发给令牌。")))
    if (unit is None) is not OF_A_UNIT.isdisjoint(roles):
        raise Refused(Message(N_("联络员、单位负责人的令牌须写明单位，其他角色的不写单位。")))
    if unit is not None and not OF_A_UNIT.issuperset(roles):
        raise Refused(Message(N_("单位的角色与办公室的角色请分开发放令牌。")))
    if not today <= expires_on <= today + LONGEST:
        raise Refused(Message(N_("有效期最早到今天，最长两年。")))


def revoke_token(*, token: ApiToken, by: Person | None, at: datetime) -> ApiToken:
    """It opens nothing any more."""
    with unit_of_work(office=token.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
            raise Refused(Message(N_("这个令牌已经停用。")))
        token.refresh_from_db()
        work.record("revoke_token", token)
    return token


def tokens_of(office: Office) -> QuerySet[ApiToken]:
    """The office's tokens, those that were not revoked first."""
    open_first = IsNull(F("revoked_at"), True).desc()
    with scope(office=office.pk):
        rows: QuerySet[ApiToken] = ApiToken.objects.select_related("unit", "made_by", "office")
    return rows.order_by(open_first, "-made_at", "-pk")


def digest_of(secret: str) -> str:
    """By what a secret is known again. It is 256 random bits: no salt, no slow hash needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def token_of(secret: str, day: date) -> ApiToken | None:
    """Which token this opens on that day; that it was used then is noted once."""
    with scopes_disabled():
        token = ApiToken.objects.select_related("office", "unit").filter(digest=digest_of(secret)).first()
        if token is None or not token.open_on(day):
            return None
        if token.last_used_on != day:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=day)
    return token


def posts_for(token: ApiToken) -> list[Post]:
    """The posts as whose holder the token reads (not stored)."""
    return [Post(office=token.office, unit=token.unit, role=role, title=token.name) for role in token.roles]
