"""Units and posts that a workbook names: found in the register, never made up."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.similarity import nearest
from taizhang.office.models import Post, Unit

_FLOOR = Fraction(1, 3)  # of likeness; a name less alike is no help


class Register:
    """The units by name and short name, and the posts by title, read once."""

    def __init__(self) -> None:
        self._units: dict[str, dict[int, Unit]] = {}
        self._names: dict[str, str] = {}
        for unit in Unit.objects.order_by("pk").prefetch_related("former_names"):
            for name in unit.every_name:
                self._units.setdefault(comparison_key(name), {})[unit.pk] = unit
                if unit.active:
                    self._names[name] = name
        self._posts = {
            (post.unit_id, comparison_key(post.title)): post.pk for post in Post.objects.order_by("-pk")
        }
        self.titles = dict(Post.objects.values_list("pk", "title"))

    def unit(self, name: str, also: Container[int] = ()) -> Unit | Message:
        """The active unit of that name or short name; else what to say, with the nearest name known.

        The sentence has gaps for the row and the heading of the cell.
        ``also`` are units that count though switched off: those the project has already."""
        named = self._units.get(comparison_key(name), {}).values()
        found = [unit for unit in named if unit.active or unit.pk in also]
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(unit.name for unit in found)
            return Message(
                N_("第{row}行“{heading}”：“{name}”可能是{names}，请填写全称。"),
                {"name": name, "names": names},
            )
        alike = nearest(name, self._names, _FLOOR, 1)
        if alike:
            pattern = N_("第{row}行“{heading}”：“{name}”不在成员单位名册中，最接近的是“{nearest}”。")
            return Message(pattern, {"name": name, "nearest": alike[0][0]})
        return Message(N_("第{row}行“{heading}”：“{name}”不在成员单位名册中。"), {"name": name})

    def post(self, unit: Unit, title: str) -> int | None:
        """The unit's post of that title."""
        return self._posts.get((unit.pk, comparison_key(title)))
