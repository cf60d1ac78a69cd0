"""Pasted tables of units and people, read beside what the office has."""

from __future__ import annotations

from collections import defaultdict

from django_scopes import scope

from taizhang.core.roster.people import OfficeRegister, PeopleTable, read_people
from taizhang.core.roster.table import Cells
from taizhang.core.roster.units import KnownUnit, UnitTable, read_units
from taizhang.core.text.folding import comparison_key, fold
from taizhang.office.models import Office, Person, PostHolder, Unit


def unit_table(office: Office, cells: Cells) -> UnitTable:
    """Return the units of a table, beside those that the office has."""
    with scope(office=office.pk):
        units = Unit.objects.prefetch_related("former_names")
        return read_units(cells, {comparison_key(unit.name): _known(unit) for unit in units})


def _known(unit: Unit) -> KnownUnit:
    names = frozenset(map(comparison_key, unit.every_name))
    return KnownUnit(unit.short_name, names, unit.kind, unit.district, unit.active)


def people_table(office: Office, cells: Cells) -> PeopleTable:
    """Return the people of a table, beside those that the office has."""
    with scope(office=office.pk):
        units = unit_names()
        held = defaultdict[tuple[str, int | None], frozenset[str]](frozenset)
        reached = {}
        holders = PostHolder.objects.filter(valid_to__isnull=True, deputy_for=None)
        for holder in holders.select_related("person", "post"):
            key = comparison_key(holder.person.name), holder.post.unit_id
            held[key] |= {holder.post.role}
            reached[key] = holder.person.email, fold(holder.person.phone)
        own = {comparison_key(name) for name in (office.name, office.short_name)}
        logins = frozenset(Person.objects.values_list("username", flat=True))
        return read_people(cells, OfficeRegister(own, units, held, logins, reached))


def unit_names() -> dict[str, int]:
    """The keys of the units in use by each of their names, folded; one that two of them have is left out.

    Called in the office's scope.
    """
    found: dict[str, set[int]] = {}
    own = {}
    for unit in Unit.objects.filter(active=True).prefetch_related("former_names"):
        own[comparison_key(unit.name)] = unit.pk
        for word in unit.every_name:
            found.setdefault(comparison_key(word), set()).add(unit.pk)
    return {name: min(keys) for name, keys in found.items() if len(keys) == 1} | own
