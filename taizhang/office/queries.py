"""What is asked about the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Prefetch, Q, QuerySet
from django_scopes import scope

from taizhang.office.models import Event, FormerName, Office, Person, Post, PostHolder, StoredFile, Unit
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.statements import Statement


def posts_of(person: Person, at: datetime) -> list[Post]:
    """The posts ``person`` holds at that moment, in order of appointment; none for a closed account."""
    if not person.is_active:
        return []
    with scope(office=person.office_id):
        return [_post(holding) for holding in _held_by(person.pk, at)]


def person_with_posts(key: int, at: datetime) -> Person | None:
    """Return the person with this key, with ``office`` and ``held`` as of ``at``; one query if there is a post."""
    holdings = _HELD_WITH_PERSON.read(key, at)
    if holdings:
        person: Person | None = holdings[0].person
    else:
        person = Person.objects.select_related("office").filter(pk=key).first()
    if person is not None:
        person.held = tuple(map(_post, holdings)) if person.is_active else ()
    return person


def holdings_since_ever(person: Person) -> list[PostHolder]:
    """Every holding of ``person``, past and to come, in order of appointment: for ``posts_among``."""
    return _HELD_EVER.read(person.pk)


def posts_among(holdings: Iterable[PostHolder], person: Person, at: datetime) -> list[Post]:
    """As ``posts_of``, from the person's holdings."""
    if not person.is_active:
        return []
    return [
        _post(each)
        for each in holdings
        if each.valid_from <= at and (each.valid_to is None or each.valid_to > at)
    ]


def _post(holding: PostHolder) -> Post:
    holding.post.acted_for = holding.deputy_for
    return holding.post


def _held_by(person: int, at: datetime) -> QuerySet[PostHolder]:
    then = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    return _holdings(person).filter(then, valid_from__lte=at)


def _holdings(person: int) -> QuerySet[PostHolder]:
    """In order of appointment."""
    rows: QuerySet[PostHolder] = PostHolder.objects.filter(person=person)
    return rows.select_related("post__unit", "deputy_for").order_by("valid_from", "pk")


_HELD_EVER = Statement(_holdings, int)
_HELD_WITH_PERSON = Statement(
    lambda key, at: _held_by(key, at).select_related("person__office", "post__unit"), int, datetime
)


def roles_of(person: Person, at: datetime) -> frozenset[Role]:
    """The roles of those posts."""
    return frozenset(Role(post.role) for post in posts_of(person, at))


def roles_from(person: Person, at: datetime) -> frozenset[Role]:
    """The roles ``person`` holds then or is already appointed to later."""
    with scope(office=person.office_id):
        still = PostHolder.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), person=person)
        return frozenset(Role(role) for role in still.values_list("post__role", flat=True))


def office_of(person: Person) -> Office:
    """The office whose rows ``person`` may see."""
    return person.office


def unit_of(person: Person, at: datetime) -> Unit | None:
    """The member unit ``person`` works for; None for the office's own people."""
    return next((post.unit for post in posts_of(person, at) if post.unit is not None), None)


def liaisons_of(units: Iterable[int], at: datetime) -> list[PostHolder]:
    """Who are liaisons of the units with these keys at that moment, with post, person and office."""
    now = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    holders = PostHolder.objects.filter(
        now, post__unit__in=units, post__role=Role.LIAISON, valid_from__lte=at, person__is_active=True
    )
    return list(holders.select_related("post", "person__office", "office").order_by("pk"))


def units() -> QuerySet[Unit]:
    """The member units in the register's order; those that take part no more stand last."""
    return Unit.objects.order_by("-active", "kind", "pk")


def active_units() -> QuerySet[Unit]:
    """The member units that take part."""
    return units().filter(active=True)


def units_of(office: Office) -> QuerySet[Unit]:
    """The office's member units in the register's order."""
    with scope(office=office.pk):
        return units()


def posts_in(unit: int) -> QuerySet[Post]:
    """The posts of the unit with this key, by role."""
    return Post.objects.filter(unit=unit).order_by("role", "pk")


def only_leaders() -> dict[int, int]:
    """The leader's post of each unit that has exactly one, by the unit's key."""
    found: dict[int, list[int]] = {}
    for post, unit in Post.objects.filter(role=Role.UNIT_LEADER).values_list("pk", "unit"):
        found.setdefault(unit, []).append(post)
    return {unit: posts[0] for unit, posts in found.items() if len(posts) == 1}


def files_of_type(*media_types: str) -> QuerySet[StoredFile]:
    """The files that the office keeps of these types."""
    return StoredFile.objects.filter(media_type__in=media_types)


def people_of(office: Office) -> QuerySet[Person]:
    """The office's people by name, those whose account is closed last."""
    with scope(office=office.pk):
        return Person.of_office.order_by("-is_active", "name", "pk")


def names_borne_at(moment: datetime) -> dict[int, FormerName]:
    """The name that each unit bore at that moment, where it bears another now, by the unit's key."""
    rows = FormerName.objects.filter(until__gt=moment).order_by("-until", "-pk")
    return {row.unit_id: row for row in rows}  # the one that ended first after that moment


def all_posts(office: Office) -> QuerySet[Post]:
    """The office's posts, its own first."""
    with scope(office=office.pk):
        # Joined, not prefetched in their turn: SQLite takes no condition of more than a thousand people.
        holders = PostHolder.objects.select_related("person", "deputy_for")
        rows = Post.objects.select_related("unit").prefetch_related(Prefetch("holders", holders))
        return rows.order_by("closed_at", F("unit__pk").asc(nulls_first=True), "pk")


def holdings_of(person: Person) -> QuerySet[PostHolder]:
    """All posts that the person holds, held or will hold, the latest first."""
    with scope(office=person.office_id):
        rows = PostHolder.objects.filter(person=person).select_related("post__unit", "deputy_for", "person")
        return rows.order_by("-valid_from", "-pk")


def deputies_of(person: Person, at: datetime) -> QuerySet[PostHolder]:
    """Who stands in for the person now or will do so."""
    with scope(office=person.office_id):
        rows = PostHolder.objects.filter(deputy_for=person, valid_to__gt=at)
        return rows.select_related("post", "person").order_by("valid_from")


def holders_of(office: Office, at: datetime) -> QuerySet[PostHolder]:
    """Who holds which post at that moment."""
    with scope(office=office.pk):
        return (
            PostHolder.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)
            .select_related("post", "post__unit", "person", "deputy_for")
            .order_by("post__unit__pk", "post__pk")
        )


def acting_administrators(office: Office, role: Role, at: datetime) -> QuerySet[PostHolder]:
    """Who holds a post of that role for good and can log in."""
    with scope(office=office.pk):
        rows = PostHolder.objects.filter(post__role=role, valid_to__isnull=True, valid_from__lte=at)
        unusable = Q(person__password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(person__password="")
        return rows.filter(person__is_active=True).exclude(unusable)


def missing_administrators(office: Office, at: datetime) -> list[Role]:
    """Those of the three administrators' roles to which nobody is appointed."""
    with scope(office=office.pk):
        held = set(holders_of(office, at).values_list("post__role", flat=True))
    return [role for role in Role if role in ADMINISTRATORS and role.value not in held]


def events_of(office: Office) -> QuerySet[Event]:
    """The office's record, newest first."""
    with scope(office=office.pk):
        return Event.objects.select_related("by", "post", "deputy_for").order_by("-at", "-pk")


def last_event(office: Office) -> int:
    """Return the key of the newest event of the office, 0 where there is none: it grows with whatever is done."""
    key = Event.objects.filter(office=office).order_by("-pk").values_list("pk", flat=True).first()
    return key or 0
