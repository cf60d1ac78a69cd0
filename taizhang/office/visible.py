"""Who looks: the posts of a person at one moment, or the roles of a token, and what they allow.

Every way to the data (page, fragment, API, search, feed, digest, export, file) makes one ``Viewer`` and asks the
``visible`` module of an app, whose functions return the rows that this viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from taizhang.office import tokens
from taizhang.office.models import ApiToken, Office, Person, Post, Unit
from taizhang.office.permissions import Permission, allowed
from taizhang.office.queries import posts_of
from taizhang.office.roles import OF_A_UNIT, Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks at an office's rows; made once a request. ``units`` are the member units it speaks for."""

    holder: Person | ApiToken | Office
    posts: tuple[Post, ...]
    roles: frozenset[Role]
    units: tuple[Unit, ...]
    permissions: frozenset[Permission]

    @property
    def person(self) -> Person | None:
        """The person; None for a program with a token and for the keeper of the installation."""
        return self.holder if isinstance(self.holder, Person) else None

    @property
    def office(self) -> Office:
        """The office whose rows the viewer may see at all."""
        return self.holder if isinstance(self.holder, Office) else self.holder.office

    def may(self, permission: Permission) -> bool:
        """Whether one of the posts carries the permission."""
        return permission in self.permissions

    def may_for_all(self, permission: Permission) -> bool:
        """Whether a post of the office itself carries the permission, so that it holds for every unit."""
        return allowed(self.roles - OF_A_UNIT, permission)

    def roles_for(self, unit: int | None) -> frozenset[Role]:
        """The roles that count for a row of the unit with this key: a unit's post counts for that unit only."""
        return frozenset(
            Role(post.role)
            for post in self.posts
            if post.role not in OF_A_UNIT or (unit is not None and post.unit_id == unit)
        )


def viewer_at(person: Person, at: datetime) -> Viewer:
    """Return the person as a viewer at that moment; a closed account holds no posts and sees nothing."""
    return viewer_with(person, posts_of(person, at))


def viewer_of_token(token: ApiToken) -> Viewer:
    """Return the program that reads with this token as a viewer."""
    return viewer_with(token, tokens.posts_for(token))


def keeper_of(office: Office) -> Viewer:
    """Return whoever keeps the installation at its command line as a viewer of everything that is the office's."""
    return viewer_with(office, [Post(office=office, role=role) for role in Role if role not in OF_A_UNIT])


def viewer_with(holder: Person | ApiToken | Office, posts: Iterable[Post]) -> Viewer:
    """Return the viewer who holds these posts."""
    held = tuple(posts)
    roles = frozenset(Role(post.role) for post in held)
    units = {post.unit_id: post.unit for post in held if post.role in OF_A_UNIT and post.unit is not None}
    permissions = frozenset(each for each in Permission if allowed(roles, each))
    return Viewer(holder, held, roles, tuple(units.values()), permissions)
