"""Single sign-on: the provider is set by the system administrator, people are linked by the security administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in.oidc import NotTrusted, is_safe
from taizhang.core.text.messages import N_, Message
from taizhang.office.encryption import encrypt
from taizhang.office.fetching import NoAnswer
from taizhang.office.models import (
    AccessRequest,
    AccessState,
    IdentityProvider,
    LinkedIdentity,
    Office,
    Person,
)
from taizhang.office.permissions import Permission
from taizhang.office.single_sign_on import SEALED_FOR, Identity, endpoints_of, keys_of, provider_of, secret_of
from taizhang.office.tasks import Task, Waiting
from taizhang.office.visible import Viewer
from taizhang.office.workflow import unit_of_work

AT_ONCE, WITHIN = 20, timedelta(hours=1)  # requests of an office in that time
MOST_WAITING = 200
AGAIN, AGAIN_WITHIN = 3, timedelta(days=30)  # requests of one subject in that time


def set_provider(
    *,
    office: Office,
    name: str,
    issuer: str,
    client_id: str,
    client_secret: str = "",
    active: bool,
    by: Person | None,
    at: datetime,
) -> IdentityProvider:
    """Say which provider the office trusts; an empty secret leaves the one that is there."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if not is_safe(issuer):
            raise Refused(Message(N_("签发者地址须以 https:// 开头。")))
        row = provider_of(office) or IdentityProvider(office=office)
        given = {"name": name, "issuer": issuer, "client_id": client_id, "active": active}
        before = {
            field: getattr(row, field) for field, value in given.items() if getattr(row, field) != value
        }
        if row.pk and "issuer" in before and not client_secret and row.client_secret:
            raise Refused(Message(N_("换了签发者，请同时填写新的客户端密钥。")))
        for field, value in given.items():
            setattr(row, field, value)
        if client_secret:
            row.client_secret = encrypt(client_secret, SEALED_FOR)
        row.save()
        after = {field: given[field] for field in before}
        work.record(
            "set_provider", office, {"before": before, "after": after, "secret_changed": bool(client_secret)}
        )
    return row


def check_provider(*, office: Office, by: Person, at: datetime) -> None:
    """Ask the provider now. Refused with the reason where it does not answer as it should; either is recorded."""
    provider, words = provider_of(office), None
    if provider is None:
        raise Refused(Message(N_("还没有设置统一身份认证。")))
    try:
        secret_of(provider)
        keys_of(endpoints_of(provider, fresh=True))
    except NoAnswer as error:
        words = Message(N_("没有得到回答：{reason}"), {"reason": str(error)})
    except NotTrusted as error:
        words = Message(N_("回答不可信：{reason}"), {"reason": str(error)})
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        work.record("check_provider", office, outcome="failed" if words else "done")
    if words is not None:
        raise Refused(words)


def ask_access(*, identity: Identity, name: str, unit: str, words: str = "", at: datetime) -> AccessRequest:
    """Ask to be let in, as somebody whom the provider knows. Refused while a request waits, for who asks again and again,
    and while too many ask.
    """
    with unit_of_work(office=identity.office, by=None, at=at, needs=None) as work:
        rows = AccessRequest.objects.filter(issuer=identity.issuer)
        own = rows.filter(subject=identity.subject)
        if own.filter(state=AccessState.ASKED).exists():
            raise Refused(Message(N_("您已经申请过，请等安全管理员办理。")))
        if own.filter(asked_at__gt=at - AGAIN_WITHIN).count() >= AGAIN:
            raise Refused(Message(N_("您已多次申请，请与本单位安全管理员联系。")))
        waiting = rows.filter(state=AccessState.ASKED).count()
        if waiting >= MOST_WAITING or rows.filter(asked_at__gt=at - WITHIN).count() >= AT_ONCE:
            raise Refused(Message(N_("现在申请的人太多，请过一小时再试。")))
        request = AccessRequest.objects.create(
            office=identity.office, issuer=identity.issuer, subject=identity.subject, name=name, unit=unit,
            words=words, asked_at=at,
        )  # fmt: skip
        work.record("ask_access", request, {"name": name})
    return request


def grant_access(
    *, request: AccessRequest, person: Person, by: Person | None, at: datetime
) -> LinkedIdentity:
    """Link the subject that asked with a person: from now on it logs in as that person."""
    with unit_of_work(office=request.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        _decide(request, AccessState.GRANTED, at)
        if person.office_id != request.office_id:
            raise Refused(Message(N_("此人不属于本办公室。")))
        if identities_of(person).filter(issuer=request.issuer).exists():
            raise Refused(Message(N_("“{name}”已经关联了统一身份。"), {"name": person.name}))
        row = LinkedIdentity.objects.create(
            office=request.office, issuer=request.issuer, subject=request.subject, person=person, linked_at=at
        )
        work.record("grant_access", person, {"name": request.name})
    return row


def decline_access(*, request: AccessRequest, by: Person | None, at: datetime) -> None:
    """Let the request rest; the subject opens nothing."""
    with unit_of_work(office=request.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        _decide(request, AccessState.DECLINED, at)
        work.record("decline_access", request, {"name": request.name})


def _decide(request: AccessRequest, state: AccessState, at: datetime) -> None:
    waiting = AccessRequest.objects.filter(pk=request.pk, state=AccessState.ASKED)
    if not waiting.update(state=state, decided_at=at):
        raise Refused(Message(N_("这项申请已经办理。")))


def unlink_identity(*, person: Person, by: Person | None, at: datetime) -> None:
    """The person no longer logs in by single sign-on; sessions go on until they are ended."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if not identities_of(person).delete()[0]:
            raise Refused(Message(N_("“{name}”没有关联统一身份。"), {"name": person.name}))
        work.record("unlink_identity", person)


def identities_of(person: Person) -> QuerySet[LinkedIdentity]:
    """Who the person is to providers."""
    with scope(office=person.office_id):
        return LinkedIdentity.objects.filter(person=person)


def access_requests(office: Office) -> QuerySet[AccessRequest]:
    """What was asked, those that wait first."""
    with scope(office=office.pk):
        return AccessRequest.objects.select_related("office").order_by(
            F("decided_at").desc(nulls_first=True), "asked_at", "pk"
        )


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[AccessRequest]]:
    """What waits for whoever manages the people."""
    if viewer.may(Permission.MANAGE_PEOPLE):
        rows = AccessRequest.objects.filter(state=AccessState.ASKED).order_by("asked_at", "pk")
        yield Waiting(N_("申请开通账号"), rows, lambda found: [_task(row) for row in found])


def _task(row: AccessRequest) -> Task:
    title = Message(N_("{name}（{unit}）"), {"name": row.name, "unit": row.unit})
    duty = Message(N_("办理开通申请"))
    return Task(f"access-{row.pk}", title, Message(N_("办理")), "office-access-one", (row.pk,), duty=duty)
