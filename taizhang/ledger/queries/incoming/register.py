"""Units and posts that a workbook names: found in the register, never made up."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from taizhang.core.text.folding import comparison_key
from taizhang.core.text.similarity import nearest
from taizhang.office.models import Post, Unit

_FLOOR = Fraction(1, 3)  # of likeness; a name less alike is no help


SKIP = "skip"  # the choice to leave a name out
_OFFERED = 3


@dataclass(slots=True)
class UnknownUnit:
    """A name that is no unit's, in ``count`` cells; the units that it may mean, the likeliest first. ``likely``: the one
    that is more alike than any other.
    """

    name: str
    nearest: Sequence[Unit]
    likely: Unit | None = None
    count: int = 0


class Register:
    """The units by name and short name, and the posts by title, read once.

    ``choices`` say which unit (by its key) a name means that is none's, or SKIP; names without a
    choice are gathered in ``unknown``.
    """

    def __init__(self, choices: Mapping[str, int | str] | None = None) -> None:
        self._choices = {comparison_key(name): choice for name, choice in (choices or {}).items()}
        self._by_key: dict[int, Unit] = {}
        self.unknown: dict[str, UnknownUnit] = {}
        self._units: dict[str, dict[int, Unit]] = {}
        self._names: dict[str, str] = {}
        for unit in Unit.objects.order_by("pk").prefetch_related("former_names"):
            self._by_key[unit.pk] = unit
            for name in unit.every_name:
                self._units.setdefault(comparison_key(name), {})[unit.pk] = unit
                if unit.active:
                    self._names[name] = name
        self._posts = {
            (post.unit_id, comparison_key(post.title)): post.pk for post in Post.objects.order_by("-pk")
        }
        self.titles = dict(Post.objects.values_list("pk", "title"))

    def unit(self, name: str, also: Container[int] = ()) -> Unit | str | None:
        """The active unit of that name or short name, or the one chosen for it; SKIP where that was chosen; None where
        it is unknown.

        ``also`` are units that count though switched off: those the project has already."""
        key = comparison_key(name)
        found = [unit for unit in self._units.get(key, {}).values() if unit.active or unit.pk in also]
        if len(found) == 1:
            return found[0]
        choice = self._choices.get(key)
        if choice == SKIP:
            return SKIP
        if isinstance(choice, int) and (unit := self._by_key.get(choice)) and unit.active:
            return unit
        if key not in self.unknown:
            self.unknown[key] = UnknownUnit(name, found) if found else self._nearest(name)
        self.unknown[key].count += 1
        return None

    def _nearest(self, name: str) -> UnknownUnit:
        best: dict[int, tuple[Unit, Fraction]] = {}
        for known, alike in nearest(name, self._names, _FLOOR, 2 * _OFFERED):  # a unit has two names
            unit = self._active_of(known)
            best.setdefault(unit.pk, (unit, alike))
        units = [unit for unit, _alike in best.values()]
        shares = [alike for _unit, alike in best.values()] + [Fraction(0)]
        likely = units[0] if units and shares[0] > shares[1] else None
        return UnknownUnit(name, units[:_OFFERED], likely)

    def _active_of(self, name: str) -> Unit:
        return next(unit for unit in self._units[comparison_key(name)].values() if unit.active)

    def post(self, unit: Unit, title: str) -> int | None:
        """The unit's post of that title."""
        return self._posts.get((unit.pk, comparison_key(title)))
