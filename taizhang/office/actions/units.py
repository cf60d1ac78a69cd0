"""Member units: added, renamed, merged, split, closed. A former name stays known, with the day until which it was borne."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.units import UnitRow, shared_alias
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office.actions.founding import called_short
from taizhang.office.models import FormerName, Office, Person, Post, PostHolder, Unit, UnitKind
from taizhang.office.permissions import Permission
from taizhang.office.workflow import Work, unit_of_work

Follow = Callable[[Work, Unit, Unit | None], object]
_FOLLOWERS: list[Follow] = []


def on_unit_end(follow: Follow) -> None:
    """Call ``follow(work, unit, into)`` when a unit is merged into another, or closed (``into`` is None), in the act's
    transaction; it moves what is open, or raises Refused where it cannot go on without the unit.
    """
    _FOLLOWERS.append(follow)


def add_unit(
    *,
    office: Office,
    name: str,
    short_name: str,
    kind: str = UnitKind.DEPARTMENT,
    aliases: Sequence[str] = (),
    district: str = "",
    by: Person | None,
    at: datetime,
) -> Unit:
    """Add a member unit; its name, folded, is new to the office."""
    row = UnitRow(0, name, short_name, tuple(aliases), kind, district)
    return add_units(office=office, rows=[row], by=by, at=at)[0]


def add_units(*, office: Office, rows: Iterable[UnitRow], by: Person | None, at: datetime) -> list[Unit]:
    """Add member units; all or none."""
    added = []
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        known, taken = names_in_use(), _every_name(Unit.objects.filter(active=True))
        for row in rows:
            if comparison_key(row.name) in known:
                raise Refused(Message(N_("单位“{name}”已经存在。"), {"name": row.name}))
            if shared := shared_alias(row.aliases, taken):
                raise Refused(shared)
            unit = Unit.objects.create(
                office=office, name=row.name, short_name=row.short_name, aliases=list(row.aliases),
                kind=UnitKind(row.kind), district=row.district,
            )  # fmt: skip
            known[comparison_key(row.name)] = unit
            taken |= dict.fromkeys(map(comparison_key, row.every_name), unit.name)
            work.record("add_unit", unit, {"name": unit.name})
            added.append(unit)
    return added


def _every_name(units: QuerySet[Unit]) -> dict[str, str]:
    """The units by all their names, folded."""
    return {
        comparison_key(each): unit.name
        for unit in units.prefetch_related("former_names")
        for each in unit.every_name
    }


def names_in_use() -> dict[str, Unit]:
    """The units by their own names, folded; called in the office's scope."""
    return {comparison_key(unit.name): unit for unit in Unit.objects.all()}


def change_unit(
    *,
    unit: Unit,
    aliases: Sequence[str],
    kind: str,
    district: str,
    by: Person | None,
    at: datetime,
) -> Unit:
    """Change what is known of a unit beside its name."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        given = {"aliases": list(aliases), "kind": UnitKind(kind).value, "district": district}
        _check_nobody_elses(unit, aliases)
        before = {
            field: getattr(unit, field) for field, value in given.items() if getattr(unit, field) != value
        }
        for field in before:
            setattr(unit, field, given[field])
        unit.save(update_fields=list(given))
        after = {field: given[field] for field in before}
        work.record("change_unit", unit, {"before": before, "after": after})
    return unit


def _check_nobody_elses(unit: Unit, aliases: Sequence[str]) -> None:
    """Refused for a new alias by which another unit is known: a name of two units would be read as neither."""
    own = {comparison_key(each) for each in unit.every_name}
    fresh = [alias for alias in aliases if comparison_key(alias) not in own]
    others = Unit.objects.filter(active=True).exclude(pk=unit.pk)
    if shared := shared_alias(fresh, _every_name(others) if fresh else {}):
        raise Refused(shared)


def rename_unit(*, unit: Unit, name: str, short_name: str, by: Person | None, at: datetime) -> Unit:
    """Give a unit another name from now on; pages about days before show the one of that day."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        name, short_name = name.strip(), short_name.strip()
        if not name or not short_name:
            raise Refused(Message(N_("请填写单位名称和简称。")))
        other = names_in_use().get(comparison_key(name))
        if other is not None and other.pk != unit.pk:
            raise Refused(Message(N_("单位“{name}”已经存在。"), {"name": name}))
        before = {"name": unit.name, "short_name": unit.short_name}
        if before == {"name": name, "short_name": short_name}:
            raise Refused(Message(N_("名称没有变化。")))
        FormerName.objects.create(office=unit.office, unit=unit, until=at, **before)
        unit.name, unit.short_name = name, short_name
        unit.save(update_fields=["name", "short_name"])
        after = {"name": name, "short_name": short_name}
        work.record("rename_unit", unit, {"before": before, "after": after})
    return unit


def close_unit(*, unit: Unit, by: Person | None, at: datetime) -> Unit:
    """Close a unit: nothing is asked of it any more, its posts are vacant and closed; what it did stays as it was."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        _end(work, unit, None)
        work.record("close_unit", unit, {"name": unit.name})
    return unit


def merge_unit(*, unit: Unit, into: Unit, by: Person | None, at: datetime) -> Unit:
    """Close a unit and let ``into`` take over what it has open; the old name is one by which ``into`` is known."""
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        if into.office_id != unit.office_id or into.pk == unit.pk or not into.active:
            raise Refused(Message(N_("请选择本机构另一个在用的单位。")))
        _end(work, unit, into)
        names = [each for each in (unit.name, unit.short_name, *unit.aliases) if each not in into.aliases]
        into.aliases = [*into.aliases, *names]
        into.save(update_fields=["aliases"])
        work.record("merge_unit", unit, {"name": unit.name, "into": into.name})
    return unit


def split_unit(*, unit: Unit, name: str, short_name: str = "", by: Person | None, at: datetime) -> Unit:
    """Set a new unit up out of another, of the same kind and district; return it. What the old one has done stays its
    own, and which of its open projects the new one takes over the ledger officer says (``transfer_projects``).
    """
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        name = name.strip()
        if not unit.active:
            raise Refused(Message(N_("这个单位已经撤销。")))
        if not name:
            raise Refused(Message(N_("请填写单位名称和简称。")))
        row = UnitRow(0, name, short_name.strip() or called_short(name), (), unit.kind, unit.district)
        (new,) = add_units(office=unit.office, rows=[row], by=by, at=at)
        new.split_from = unit
        new.save(update_fields=["split_from"])
        work.record("split_unit", unit, {"name": unit.name, "into": new.name})
    return new


def _end(work: Work, unit: Unit, into: Unit | None) -> None:
    for follow in _FOLLOWERS:
        follow(work, unit, into)
    ended = Unit.objects.filter(pk=unit.pk, active=True).update(
        active=False, closed_at=work.at, merged_into=into
    )
    if not ended:
        raise Refused(Message(N_("这个单位已经撤销。")))
    unit.refresh_from_db()
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=work.at)
    holders = PostHolder.objects.filter(
        running, post__unit=unit
    )  # deputies among them, whose day is still to come
    holders.filter(deputy_for__isnull=False, valid_from__gte=work.at).delete()
    holders.filter(valid_from__lt=work.at).update(valid_to=work.at)
    Post.objects.filter(unit=unit, closed_at__isnull=True).update(closed_at=work.at)


def reopen_unit(*, unit: Unit, by: Person | None, at: datetime) -> Unit:
    """Take a unit into use again that was closed by mistake; its posts are made and filled anew. The unit that it was
    merged into is not known by its names any more: they would be nobody's.
    """
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        into = unit.merged_into
        if not Unit.objects.filter(pk=unit.pk, active=False).update(
            active=True, closed_at=None, merged_into=None
        ):
            raise Refused(Message(N_("这个单位在用。")))
        unit.refresh_from_db()
        if into is not None:
            own = {comparison_key(each) for each in (unit.name, unit.short_name, *unit.aliases)}
            into.aliases = [each for each in into.aliases if comparison_key(each) not in own]
            into.save(update_fields=["aliases"])
        work.record("reopen_unit", unit, {"name": unit.name})
    return unit
