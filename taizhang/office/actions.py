"""Every write to the office's tables: one keyword-only function per verb, ``by=`` and ``at=`` passed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person, Post, PostHolder, Unit, UnitKind
from taizhang.office.permissions import Permission
from taizhang.office.queries import roles_from
from taizhang.office.roles import Role
from taizhang.office.rules import check_appointable, check_post, in_words
from taizhang.office.workflow import record_event, unit_of_work


def found_office(*, name: str, short_name: str, slug: str, by: Person | None = None, at: datetime) -> Office:
    """Found an office: done at the command line only, so ``by`` must be None."""
    if by is not None:
        raise Refused(Message(N_("新办公室只能由运维人员在命令行建立。")))
    if Office.objects.filter(name=name).exists() or Office.objects.filter(slug=slug).exists():
        raise Refused(Message(N_("办公室“{name}”已经存在。"), {"name": name}))
    with in_words(), transaction.atomic():
        office = Office.objects.create(name=name, short_name=short_name, slug=slug)
        record_event(office=office, by=by, at=at, verb="found_office", subject=office)
    return office


def add_unit(
    *,
    office: Office,
    name: str,
    short_name: str,
    kind: str = UnitKind.DEPARTMENT,
    by: Person | None,
    at: datetime,
) -> Unit:
    """Add a member unit; its name, folded, is new to the office."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if comparison_key(name) in {
            comparison_key(known) for known in Unit.objects.values_list("name", flat=True)
        }:
            raise Refused(Message(N_("单位“{name}”已经存在。"), {"name": name}))
        unit = Unit.objects.create(office=office, name=name, short_name=short_name, kind=UnitKind(kind))
        work.record("add_unit", unit, {"name": name})
    return unit


def add_post(
    *, office: Office, role: Role, title: str, unit: Unit | None = None, by: Person | None, at: datetime
) -> Post:
    """Add a post: of a unit, or of the office itself."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        check_post(role, of_unit=unit is not None)
        if unit is not None and unit.office_id != office.pk:
            raise Refused(Message(N_("这个单位不属于本办公室。")))
        post = Post.objects.create(office=office, unit=unit, role=role, title=title)
        work.record("add_post", post, {"role": role.value})
    return post


def register_person(
    *,
    office: Office,
    username: str,
    name: str,
    email: str = "",
    password: str | None = None,
    by: Person | None,
    at: datetime,
) -> Person:
    """Make an account. Without a password nobody can log in with it yet.

    Raises ValidationError's words as Refused where the password falls short of the policy.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if Person.objects.filter(username=username).exists():
            raise Refused(Message(N_("登录名“{name}”已有人使用。"), {"name": username}))
        person = Person(office=office, username=comparison_key(username), name=name, email=email)
        if password is not None:
            validate_password(password, person)
        person.set_password(password)
        person.save()
        work.record("register_person", person)
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
            if not Person.of_office.filter(pk=person.pk).update(password=hashed):
                raise Refused(Message(N_("此人不属于本办公室。")))
            work.record("give_password", person)


def appoint(*, post: Post, person: Person, by: Person | None, at: datetime) -> PostHolder:
    """Put ``person`` on ``post`` from now on; whoever held it is relieved at the same moment."""
    office = post.office
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        check_appointable(person, post, roles_from(person, at))
        before = PostHolder.objects.filter(post=post, valid_to__isnull=True).first()
        if before is not None:
            if before.person_id == person.pk:
                raise Refused(Message(N_("“{name}”已在这个岗位上。"), {"name": person.name}))
            _relieve(before, at)
        holder = PostHolder.objects.create(office=office, post=post, person=person, valid_from=at)
        detail = {"person": person.pk, "before": before.person_id if before else None}
        work.record("appoint", post, detail)
    return holder


def end_appointment(*, holder: PostHolder, by: Person | None, at: datetime) -> None:
    """Leave the post vacant."""
    with unit_of_work(office=holder.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        _relieve(holder, at)
        detail = {"person": holder.person_id}
        work.record("end_appointment", holder.post, detail)


def _relieve(holder: PostHolder, at: datetime) -> None:
    ended = PostHolder.objects.filter(pk=holder.pk, valid_to__isnull=True, valid_from__lt=at).update(
        valid_to=at
    )
    if not ended:
        raise Refused(Message(N_("任职已经结束，或此刻尚未开始。")))
    holder.valid_to = at
