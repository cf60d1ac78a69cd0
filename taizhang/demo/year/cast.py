"""Who acts in the demo: a liaison and a leader for every unit, and the office's own people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from taizhang.office import actions
from taizhang.office.models import Office, Person, Post, PostHolder, Unit
from taizhang.office.roles import Role

FAMILIES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云"
    "苏潘葛范彭郎鲁韦昌马苗花方俞任袁柳"
)
GIVEN = ("雨桐", "子衿", "文博", "思远", "若溪", "景行", "嘉树", "知夏", "明川", "书瑶", "亦凡", "清和")


@dataclass(frozen=True, slots=True)
class Crew:
    """A unit's people; ``post`` is the leader's, which answers for its projects."""

    unit: Unit
    liaison: Person
    leader: Person
    post: Post


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, units by their short names."""

    office: Office
    officer: Person
    officer_post: Post
    head: Person
    dispatcher: Person
    crews: dict[str, Crew]


def people_the_units(office: Office, at: datetime) -> list[Person]:
    """Give each unit the liaison and the leader it lacks; the new people."""
    names = _names()
    held = {
        (holder.post.unit_id, holder.post.role)
        for holder in PostHolder.objects.filter(post__unit__isnull=False).select_related("post")
    }
    new = []
    for unit in Unit.objects.order_by("pk"):
        for role in (Role.LIAISON, Role.UNIT_LEADER):
            name = next(names)
            if (unit.pk, role) in held:
                continue
            person = actions.register_person(
                office=office,
                username=f"{'lxy' if role is Role.LIAISON else 'fzr'}{unit.pk:03d}",
                name=name,
                by=None,
                at=at,
            )
            title = f"{unit.short_name}{role.label}"
            post = actions.add_post(office=office, role=role, title=title, unit=unit, by=None, at=at)
            actions.appoint(post=post, person=person, by=None, at=at)
            new.append(person)
    return new


def cast_of(office: Office) -> Cast:
    """The people as they hold their posts."""
    holders = list(PostHolder.objects.select_related("post__unit", "person"))
    by_unit: dict[Unit, dict[str, PostHolder]] = {}
    own: dict[str, PostHolder] = {}
    for holder in holders:
        if holder.post.unit is None:
            own[holder.post.role] = holder
        else:
            by_unit.setdefault(holder.post.unit, {})[holder.post.role] = holder
    crews = {
        unit.short_name: Crew(
            unit, held[Role.LIAISON].person, held[Role.UNIT_LEADER].person, held[Role.UNIT_LEADER].post
        )
        for unit, held in by_unit.items()
    }
    officer = own[Role.LEDGER_OFFICER]
    head, dispatcher = own[Role.OFFICE_LEADER].person, own[Role.DISPATCHER].person
    return Cast(office, officer.person, officer.post, head, dispatcher, crews)


def _names() -> Iterator[str]:
    """Invented names without end, the same each time."""
    number = 0
    while True:
        yield FAMILIES[number * 7 % len(FAMILIES)] + GIVEN[number * 5 % len(GIVEN)]
        number += 1
