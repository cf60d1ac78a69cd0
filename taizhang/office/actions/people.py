"""Accounts: made, changed, closed, and their first passwords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock, lockout
from taizhang.office.mail.transport import Address, check_address
from taizhang.office.models import Event, Office, Person, PostHolder
from taizhang.office.permissions import Permission
from taizhang.office.sessions import end_sessions
from taizhang.office.workflow import unit_of_work


def register_person(
    *,
    office: Office,
    username: str,
    name: str,
    email: str = "",
    phone: str = "",
    password: str | None = None,
    by: Person | None,
    at: datetime,
) -> Person:
    """Make an account. Without a password nobody can log in with it yet.

    Raises ValidationError's words as Refused where the password falls short of the policy.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        username = comparison_key(username)
        if Person.objects.filter(username=username).exists():
            raise Refused(Message(N_("登录名“{name}”已有人使用。"), {"name": username}))
        person = Person(office=office, username=username, name=name, email=email, phone=phone)
        _check(person)
        if password is not None:
            validate_password(password, person)
        person.set_password(password)
        person.save()
        work.record("register_person", person, {"name": name, "username": person.username})
    return person


def change_person(
    *,
    person: Person,
    name: str,
    username: str,
    email: str = "",
    phone: str = "",
    by: Person | None,
    at: datetime,
) -> Person:
    """Change what is known of a person; the login name stays one nobody else has."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        username = comparison_key(username)
        if Person.objects.filter(username=username).exclude(pk=person.pk).exists():
            raise Refused(Message(N_("登录名“{name}”已有人使用。"), {"name": username}))
        given = {"name": name, "username": username, "email": email, "phone": phone}
        before = {
            field: getattr(person, field) for field, value in given.items() if getattr(person, field) != value
        }
        for field in before:
            setattr(person, field, given[field])
        _check(person)
        person.save(update_fields=list(given))
        if before:
            after = {field: given[field] for field in before}
            work.record("change_person", person, {"before": before, "after": after})
    return person


def give_password(
    *, office: Office, people: Sequence[Person], password: str, by: Person | None, at: datetime
) -> None:
    """Give one first password to several new accounts: they share its hash, so it is computed once."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        for person in people:
            validate_password(password, person)
        hashed = make_password(password)
        for person in people:
            if not Person.of_office.filter(pk=person.pk).update(password=hashed, password_set_at=clock.now()):
                raise Refused(Message(N_("此人不属于本办公室。")))
            end_sessions(person)
            work.record("give_password", person)


def close_account(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let nobody log in with the account any more; its sessions end. Refused while the person holds a post, or is to
    stand in on one.
    """
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        holdings = PostHolder.objects.filter(person=person)
        if holdings.filter(valid_to__isnull=True).exists():
            raise Refused(Message(N_("“{name}”还在岗位上，请先免去任职或办理交接。"), {"name": person.name}))
        if deputy := holdings.filter(valid_to__gt=at, deputy_for__isnull=False).first():
            told = {"name": person.name, "other": str(deputy.deputy_for), "post": deputy.post.title}
            raise Refused(Message(N_("“{name}”正代理{other}的“{post}”，请先结束代理或另托他人。"), told))
        if not Person.of_office.filter(pk=person.pk, is_active=True).update(is_active=False):
            raise Refused(Message(N_("“{name}”的账号已停用。"), {"name": person.name}))
        end_sessions(person)
        person.refresh_from_db()
        work.record("disable_person", person)
    return person


def open_account(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let the person log in again."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if not Person.of_office.filter(pk=person.pk, is_active=False).update(is_active=True):
            raise Refused(Message(N_("“{name}”的账号已经启用。"), {"name": person.name}))
        person.refresh_from_db()
        work.record("enable_person", person)
    return person


def unlock_account(*, person: Person, by: Person | None, at: datetime) -> None:
    """Let the person try to log in again at once after too many failures."""
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        failed = Event.objects.filter(
            verb__in=("log_in", "pass_second_factor"),
            outcome="failed",
            subject_kind="person",
            subject_id=person.pk,
        )
        recent = failed.filter(at__gt=at - lockout.FORGOTTEN).values_list("detail", flat=True)
        if not lockout.unlock(person.username, {str(detail.get("address", "")) for detail in recent}):
            raise Refused(Message(N_("“{name}”的账号没有被锁定。"), {"name": person.name}))
        work.record("unlock_account", person)


def _check(person: Person) -> None:
    if not person.name.strip() or not person.username:
        raise Refused(Message(N_("请填写姓名和登录名。")))
    if person.email:
        check_address(Address(person.name, person.email))
