"""People of a pasted table get their accounts and posts in one act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from taizhang.core.roster.people import PersonRow
from taizhang.core.text.folding import comparison_key
from taizhang.office.actions.appointments import appoint_in
from taizhang.office.models import Office, Person, Post, PostHolder, Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.rules import check_post
from taizhang.office.workflow import Work, unit_of_work


def enrol(*, office: Office, rows: Iterable[PersonRow], by: Person | None, at: datetime) -> list[Person]:
    """Make the accounts that are fresh, without a password, and appoint everybody; all or none. Return the people.

    A vacant post of the unit and role is filled, else there is a new one.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        units = {unit.pk: unit for unit in Unit.objects.all()}
        return [_enrolled(work, row, units[row.unit] if row.unit is not None else None) for row in rows]


def _enrolled(work: Work, row: PersonRow, unit: Unit | None) -> Person:
    person = _account(work, row) if row.fresh else _known(row, unit)
    for role in map(Role, row.roles):
        appoint_in(work, _post(work, role, unit), person)
    return person


def _account(work: Work, row: PersonRow) -> Person:
    person = Person(office=work.office, username=row.login, name=row.name, email=row.mail, phone=row.phone)
    person.set_unusable_password()
    person.save()
    work.record("register_person", person, {"name": person.name, "username": person.username})
    return person


def _known(row: PersonRow, unit: Unit | None) -> Person:
    """The person of that name who holds a post of the unit (None: of the office itself)."""
    holders = PostHolder.objects.filter(post__unit=unit, valid_to__isnull=True).select_related("person")
    key = comparison_key(row.name)
    return next(each.person for each in holders if comparison_key(each.person.name) == key)


def _post(work: Work, role: Role, unit: Unit | None) -> Post:
    """A vacant post of that role, or a new one; a second of the same kind is numbered."""
    check_post(role, of_unit=unit is not None)
    posts = Post.objects.filter(unit=unit, role=role, closed_at__isnull=True)
    vacant = posts.exclude(holders__valid_to__isnull=True, holders__isnull=False).order_by("pk").first()
    if vacant is not None:
        return vacant
    number = posts.count() + 1
    title = f"{unit.short_name if unit else ''}{role.label}{number if number > 1 else ''}"
    post = Post.objects.create(office=work.office, unit=unit, role=role, title=title)
    work.record("add_post", post, {"role": role.value, "title": title})
    return post
