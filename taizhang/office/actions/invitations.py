"""Invitations and resets: a code that works once, on paper or by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.codes import digest_of_code, new_code
from taizhang.office.mail.outbox import enqueue
from taizhang.office.models import Invitation, Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.sessions import end_sessions
from taizhang.office.workflow import Work, unit_of_work

INVITED_FOR, RESET_FOR = timedelta(days=14), timedelta(days=2)
GONE = N_("这个一次性码不对，或已经用过、作废、过期。请向安全管理员另要一个。")


@dataclass(frozen=True, slots=True)
class HandedCode:
    """A code as it is handed to a person; ``mailed``: it was put into the outbox, too."""

    person: Person
    code: str
    url: str
    expires_at: datetime
    mailed: bool


def invite(*, office: Office, people: Sequence[Person], by: Person | None, at: datetime) -> list[HandedCode]:
    """Hand out a code to each person. Codes handed out before open nothing any more; a password that somebody has
    goes on until the code is used.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        return [_hand(work, person) for person in people]


def _hand(work: Work, person: Person) -> HandedCode:
    if person.office_id != work.office.pk:
        raise Refused(Message(N_("此人不属于本办公室。")))
    if not person.is_active:
        raise Refused(Message(N_("“{name}”的账号已停用。"), {"name": person.name}))
    reset = person.has_usable_password()
    code, expires_at = new_code(), work.at + (RESET_FOR if reset else INVITED_FOR)
    _open_ones(person).update(revoked_at=work.at)
    row = Invitation.objects.create(
        office=work.office, person=person, digest=digest_of_code(code), reset=reset, made_by=work.by,
        made_at=work.at, expires_at=expires_at,
    )  # fmt: skip
    url = f"{settings.SITE_URL}{reverse('invited', args=[code])}"
    mailed = enqueue(
        office=work.office, to=person, subject=_("设置您的台账登录密码"), kind="invitation",
        body=_body(person, url, expires_at), dedupe_key=f"invitation-{row.pk}", at=work.at,
    )  # fmt: skip
    work.record("reset_password" if reset else "invite", person, {"mailed": mailed is not None})
    return HandedCode(person, code, url, expires_at, mailed is not None)


def _body(person: Person, url: str, expires_at: datetime) -> str:
    words = _(
        "{name}：\n\n{office}请您设置台账的登录密码。您的登录名是：{username}\n请在{day}前打开下面的链接，自己设定密码；"
        "链接只能用一次，请不要转发。\n\n{url}\n"
    )
    return words.format(
        name=person.name, office=person.office.short_name, username=person.username, day=f"{expires_at:%Y-%m-%d}", url=url
    )  # fmt: skip


def invited(code: str, at: datetime) -> Invitation | None:
    """The invitation that this code still opens; None for any other."""
    with scopes_disabled():
        fresh = Invitation.objects.filter(
            digest=digest_of_code(code), used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
        )
        return fresh.filter(person__is_active=True).select_related("person__office").first()


def accept_invitation(*, code: str, password: str, at: datetime) -> Person:
    """Set the password that the invited person chose, and end their other sessions.

    Of several at once, one is first; Refused for the others, and for a password that falls short of the policy.
    """
    invitation = invited(code, at)
    if invitation is None:
        raise Refused(Message(GONE))
    person = invitation.person
    with unit_of_work(office=person.office, by=person, at=at, needs=None) as work:
        if not _open_ones(person).filter(pk=invitation.pk).update(used_at=at):
            raise Refused(Message(GONE))
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password", "password_set_at"])
        end_sessions(person)
        work.record("accept_invitation", person, {"reset": invitation.reset})
    return person


def revoke_invitations(*, person: Person, by: Person | None, at: datetime) -> None:
    """Make the codes that the person has not used yet open nothing."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if not _open_ones(person).update(revoked_at=at):
            raise Refused(Message(N_("“{name}”没有尚未使用的一次性码。"), {"name": person.name}))
        work.record("revoke_invitations", person)


def open_invitation(person: Person, at: datetime) -> Invitation | None:
    """The code that the person holds and has not used."""
    with scope(office=person.office_id):
        return _open_ones(person).filter(expires_at__gt=at).first()


def _open_ones(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, used_at__isnull=True, revoked_at__isnull=True)
