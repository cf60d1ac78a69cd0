"""The list of media items as a claim asks for it."""

from __future__ import annotations

from datetime import date

from taizhang.core.coverage.media import MediaMention
from taizhang.core.lifecycle.outreach_life import MediaItemState
from taizhang.outreach.models import MediaItem


def mentions_until(day: date, *, project: int | None, unit: int | None) -> list[MediaMention]:
    """Return what was carried of the project until the day, else of the unit; nothing where neither is given."""
    if project is None and unit is None:
        return []
    rows = MediaItem.objects.filter(state=MediaItemState.LISTED, published_on__lte=day)
    rows = rows.filter(project=project) if project is not None else rows.filter(unit=unit)
    found = rows.order_by("published_on", "pk").values_list("outlet__name", "outlet__kind")
    return [MediaMention(outlet, kind) for outlet, kind in found]
