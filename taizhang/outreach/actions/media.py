"""Outlets, columns and what they carried (媒体报道): registered, put right, taken off the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import MEDIA_ITEM, MediaItemState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, transition, unit_of_work
from taizhang.outreach.models import MediaColumn, MediaItem, MediaOutlet
from taizhang.outreach.rules.media import check_media

BLANK: dict[str, Any] = {
    "column": None, "episode": None, "link": "", "original": None, "project": None, "activity": None,
    "session": None, "issue": None, "issue_name": "",
}  # fmt: skip


def add_outlet(*, office: Office, name: str, kind: str, by: Person | None, at: datetime) -> MediaOutlet:
    """Register an outlet; Refused for a name that there is already."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(name)
        if MediaOutlet.objects.filter(name=name.strip()).exists():
            raise Refused(Message(N_("这家媒体已经登记。")))
        outlet = MediaOutlet.objects.create(office=office, name=name.strip(), kind=kind)
        work.record("add_outlet", outlet)
    return outlet


def add_column(*, outlet: MediaOutlet, name: str, by: Person | None, at: datetime) -> MediaColumn:
    """Register a column or series of an outlet; Refused for one that there is already."""
    with unit_of_work(office=outlet.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(name)
        if outlet.columns.filter(name=name.strip()).exists():
            raise Refused(Message(N_("这个栏目已经登记。")))
        column = MediaColumn.objects.create(office=outlet.office, outlet=outlet, name=name.strip())
        work.record("add_column", column)
    return column


def list_media(
    *, office: Office, unit: Unit | None = None, by: Person | None, at: datetime, **given: Any
) -> MediaItem:
    """Register an item; a unit's people do so for their own unit. A reprint of a reprint stands under the first."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.ACT_IN_OUTREACH) as work:
        values = _values({**given, "unit": unit})
        check_actor(MEDIA_ITEM.steps["correct"], values["unit"] and values["unit"].pk, by, at)
        check_media(values, localdate(at))
        item = MediaItem.objects.create(office=office, listed_by=by, listed_at=at, **values)
        work.record("list_media", item)
    return item


def correct_media(*, item: MediaItem, by: Person | None, at: datetime, **given: Any) -> MediaItem:
    """Put an item right; whose it is stays. What repeats it moves on to the item that it repeats itself now."""
    with transition(MEDIA_ITEM, "correct", item, by=by, at=at) as act:
        values = _values({**given, "unit": item.unit})
        check_media(values, localdate(at), item)
        before = {
            "title": item.title, "link": item.link, "published_on": item.published_on.isoformat(),
            "outlet": item.outlet.name, "kind": item.outlet.kind,
        }  # fmt: skip
        act.move(**values)
        if item.original is not None:
            item.reprints.update(original=item.original)
        act.record("correct_media", detail=before)
    return item


def withdraw_media(*, item: MediaItem, reason: str, by: Person | None, at: datetime) -> MediaItem:
    """Take it off the list; the earliest of those that repeat it becomes the first of the others."""
    with transition(MEDIA_ITEM, "withdraw", item, by=by, at=at) as act:
        check_reason(reason)
        rest = list(item.reprints.filter(state=MediaItemState.LISTED).order_by("published_on", "pk"))
        if rest:
            MediaItem.objects.filter(pk=rest[0].pk).update(original=None)
            item.reprints.filter(pk__in=[each.pk for each in rest[1:]]).update(original=rest[0])
        act.move(reason=reason)
        act.record("withdraw_media", detail={"reason": reason})
    return item


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are stored: project and unit follow from the activity or session, the original is the first."""
    values = {**BLANK, **given}
    event = values["activity"] or values["session"]
    values["project"] = values["project"] or (event and event.project)
    if values["unit"] is None:
        values["unit"] = values["project"] and values["project"].lead_unit
    original = values["original"]
    values["original"] = (original.original or original) if original is not None else None
    return {**values, "title": values["title"].strip(), "link": values["link"].strip()}
