"""Whose rows a person may see: a unit's people their unit's, the office's people all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from taizhang.ledger.models import Project
from taizhang.office.models import Person, Post, Unit
from taizhang.office.permissions import Permission, allowed
from taizhang.office.queries import posts_of
from taizhang.office.roles import OF_A_UNIT, Role


def units_of(person: Person, at: datetime) -> list[Unit]:
    """The member units for which ``person`` holds a post then."""
    return units_by(posts_of(person, at))


def units_by(posts: Iterable[Post]) -> list[Unit]:
    """The member units these posts work for."""
    own = {post.unit_id: post.unit for post in posts if post.role in OF_A_UNIT and post.unit is not None}
    return list(own.values())


def sees_all(person: Person, at: datetime) -> bool:
    """Whether ``person`` sees the whole ledger."""
    return see_all(posts_of(person, at))


def see_all(posts: Iterable[Post]) -> bool:
    """Whether one of these posts opens the whole ledger."""
    return allowed({Role(post.role) for post in posts} - OF_A_UNIT, Permission.SEE_LEDGER)


def projects_for(person: Person, at: datetime) -> QuerySet[Project]:
    """The projects ``person`` may see; called inside the office's scope."""
    return projects_by(posts_of(person, at))


def projects_by(posts: Iterable[Post]) -> QuerySet[Project]:
    """The projects that whoever holds ``posts`` may see: those its unit leads or supports, or all."""
    everything: QuerySet[Project] = Project.objects.all()
    if see_all(posts):
        return everything
    units = [unit.pk for unit in units_by(posts)]
    supported = Project.supporting_units.through.objects.filter(unit__in=units).values("project")
    return everything.filter(Q(lead_unit__in=units) | Q(pk__in=supported))
