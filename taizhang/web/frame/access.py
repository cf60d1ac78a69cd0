"""Who asks, and what they may do: the request's view of ``office.visible``.

Loading is the permission check: ``load(projects_for(viewer_of(request)), pk)``. A row that the viewer does not see
answers 404, never 403, so that nobody learns that it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.workflow import LifeTable
from taizhang.office import clock
from taizhang.office.models import Office, Person, Post, Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.visible import Viewer, viewer_at, viewer_with
from taizhang.web.frame.request import Request

Row = TypeVar("Row", bound=Model)


def person_of(request: HttpRequest) -> Person:
    """Return who has signed in; the guard has made sure that somebody has."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def office_of(request: HttpRequest) -> Office:
    """Return the office of whoever asks, the row that a page of the whole office is about."""
    return viewer_of(request).office


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the person with the posts they hold now, asked once a request."""
    asked = cast(Request, request)
    if not hasattr(asked, "viewer"):
        person = person_of(request)
        held = person.held
        asked.viewer = viewer_at(person, clock.now()) if held is None else viewer_with(person, held)
    return asked.viewer


def load(rows: QuerySet[Row], pk: int) -> Row:
    """Return the row with this key among those that the viewer may see; raise Http404 for any other."""
    return get_object_or_404(rows, pk=pk)


def seen(rows: Callable[[Viewer], QuerySet[Row]]) -> Callable[[HttpRequest, int], Row]:
    """Return a loader of one of the rows that the viewer may see."""
    return lambda request, pk: load(rows(viewer_of(request)), pk)


def may(request: HttpRequest, permission: Permission) -> bool:
    """Whether one of the person's posts carries the permission."""
    return viewer_of(request).may(permission)


def offered(request: HttpRequest, table: LifeTable, state: str, unit: Unit | None) -> frozenset[str]:
    """Return the steps that this person could take with a row of ``unit`` in ``state``; pages offer no others."""
    return frozenset(table.verbs(state, viewer_of(request).roles_for(unit.pk if unit else None)))


def units_offered(request: HttpRequest, table: LifeTable, state: str, verb: str) -> list[Unit]:
    """Return those of the person's own units for which they could take this step."""
    return [unit for unit in viewer_of(request).units if verb in offered(request, table, state, unit)]


def _post_words(post: Post) -> str:
    words = f"{post.unit or ''} {Role(post.role).label}".strip()
    return _("{post}·代{name}").format(post=words, name=post.acted_for) if post.acted_for else words


def title_of(request: HttpRequest) -> str:
    """Return the person as the bar shows them: 张敏（市教委 联络员）."""
    posts = [_post_words(post) for post in viewer_of(request).posts]
    return f"{request.user}（{'、'.join(posts)}）" if posts else str(request.user)
