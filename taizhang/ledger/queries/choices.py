"""What the sentence above the grid offers: units, themes, and the views that somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from taizhang.ledger.models import Ledger, SavedView, Theme
from taizhang.ledger.visible import saved_views_for, sees_whole_ledger, units_for
from taizhang.office.together import Branch
from taizhang.office.visible import Viewer


@dataclass(frozen=True, slots=True)
class Choices:
    """Keys and names in their order; ``units`` is empty where there is nothing to choose."""

    units: tuple[tuple[int, str], ...] = ()
    themes: tuple[tuple[int, str], ...] = ()
    views: tuple[SavedView, ...] = ()


def choosing(viewer: Viewer, ledger: Ledger) -> list[Branch]:
    """What is read (see ``together``) of what the viewer may choose; a unit's people choose no unit."""
    units = units_for(viewer) if sees_whole_ledger(viewer) else units_for(viewer).none()
    return [
        (units.order_by("kind", "pk"), ("pk", "short_name")),
        (Theme.objects.filter(ledger=ledger).order_by("position", "pk"), ("pk", "name")),
        (saved_views_for(viewer).order_by("pk"), ("pk", "name", "query")),
    ]


def choices_in(found: Sequence[Sequence[Mapping[str, Any]]]) -> Choices:
    """The choices from what ``choosing`` has read."""
    units, themes, views = found
    return Choices(
        tuple(map(itemgetter("pk", "short_name"), units)),
        tuple(map(itemgetter("pk", "name"), themes)),
        tuple(SavedView(**view) for view in views),
    )
