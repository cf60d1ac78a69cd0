"""What the sentence above the grid offers: units, themes, and the views that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from taizhang.ledger.models import Ledger, SavedView, Theme
from taizhang.ledger.visible import saved_views_for, sees_whole_ledger, units_for
from taizhang.office.together import together
from taizhang.office.visible import Viewer


@dataclass(frozen=True, slots=True)
class Choices:
    """Keys and names in their order; ``units`` is empty where there is nothing to choose."""

    units: tuple[tuple[int, str], ...] = ()
    themes: tuple[tuple[int, str], ...] = ()
    views: tuple[SavedView, ...] = ()


def choices_for(viewer: Viewer, ledger: Ledger) -> Choices:
    """Return what the viewer may choose of this ledger; a unit's people choose no unit. One query."""
    units = units_for(viewer) if sees_whole_ledger(viewer) else units_for(viewer).none()
    found, themes, views = together(
        (units, ("kind", "pk", "short_name")),
        (Theme.objects.filter(ledger=ledger), ("position", "pk", "name")),
        (saved_views_for(viewer), ("pk", "name", "query")),
    )
    return Choices(
        tuple(map(itemgetter("pk", "short_name"), sorted(found, key=itemgetter("kind", "pk")))),
        tuple(map(itemgetter("pk", "name"), sorted(themes, key=itemgetter("position", "pk")))),
        tuple(SavedView(**view) for view in sorted(views, key=itemgetter("pk"))),
    )
