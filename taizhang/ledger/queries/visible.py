"""Whose rows a person may see: a unit's people their unit's, the office's people all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from taizhang.ledger.models import Project
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission, allowed
from taizhang.office.queries import posts_of
from taizhang.office.roles import OF_A_UNIT, Role


def units_of(person: Person, at: datetime) -> list[Unit]:
    """The member units for which ``person`` holds a post then."""
    units = {
        post.unit_id: post.unit
        for post in posts_of(person, at)
        if post.role in OF_A_UNIT and post.unit is not None
    }
    return list(units.values())


def sees_all(person: Person, at: datetime) -> bool:
    """Whether ``person`` sees the whole ledger."""
    roles = {Role(post.role) for post in posts_of(person, at)}
    return allowed(roles - OF_A_UNIT, Permission.SEE_LEDGER)


def projects_for(person: Person, at: datetime) -> QuerySet[Project]:
    """The projects ``person`` may see; called inside the office's scope."""
    everything: QuerySet[Project] = Project.objects.all()
    if sees_all(person, at):
        return everything
    units = [unit.pk for unit in units_of(person, at)]
    supported = Project.supporting_units.through.objects.filter(unit__in=units).values("project")
    return everything.filter(Q(lead_unit__in=units) | Q(pk__in=supported))
