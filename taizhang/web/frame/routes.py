"""What each route asks of the person: declared where the route is, and the guard refuses what nobody declared.

A test walks the URLconf and fails for a route that is missing; another checks every route against every role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from functools import cache

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from taizhang.office.permissions import Permission


class Door(Enum):
    """Routes that ask no permission of the office."""

    PUBLIC = auto()  # before anyone has signed in
    SIGNED_IN = auto()  # whoever has an account
    CLOSED = auto()  # the account library brings it, this installation does not offer it


class Route(URLPattern):
    """An address with its view, its name, and what the guard asks of the person; part of ``urlpatterns`` as it is."""

    def __init__(
        self, path: str, view: Callable[..., HttpResponseBase], name: str, needs: Permission | Door
    ) -> None:
        super().__init__(RoutePattern(path, name=name, is_endpoint=True), view, None, name)
        self.needs = needs


# Routes that are not ours: of the account library all that are not named here are closed.
FOREIGN: dict[str, Permission | Door] = {
    "account_login": Door.PUBLIC,
    "account_logout": Door.PUBLIC,
    "account_inactive": Door.PUBLIC,
    "account_reauthenticate": Door.SIGNED_IN,
    "account_change_password": Door.SIGNED_IN,
}


@cache
def declared() -> dict[str, Permission | Door]:
    """Every route's name with what it asks, read from the URLconf."""
    return FOREIGN | {each.name or "": each.needs for each in _routes(get_resolver().url_patterns)}


def _routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each, Route):
            yield each
        elif isinstance(each, URLResolver):
            yield from _routes(each.url_patterns)


def requirement(view_name: str | None) -> Permission | Door:
    """What the route asks; a route of the account library that is not named above is closed.

    Raises LookupError for a route of our own that nobody declared.
    """
    name = view_name or ""
    found = declared().get(name)
    if found is not None:
        return found
    if name.startswith("account_"):
        return Door.CLOSED
    raise LookupError(f"route {name!r} is no Route, so that nobody has said what it asks")
