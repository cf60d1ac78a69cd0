"""What was recorded of a project in a period, each record once, as a draft tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from taizhang.core.calendar import Period
from taizhang.core.coverage.media import OutletKind
from taizhang.core.lifecycle.outreach_life import MediaItemState, ResearchState
from taizhang.core.plan.record_draft import DraftPiece, RecordedCount, RecordedEvent, draft_of
from taizhang.ledger.models import Activity, ActivityKind, Basis, Figure, Project, ServiceEntry
from taizhang.ledger.visible import activities_for, service_entries_for
from taizhang.office.together import together
from taizhang.office.visible import Viewer
from taizhang.outreach.models import MediaItem, ResearchVisit, SitIn
from taizhang.outreach.visible import media_for, research_for, sit_ins_for

OF_VISIT = ("topic__question", "visited_on", "place")  # name, day and place, as an event tells them
OF_SIT_IN = ("subject", "planned_on", "place")
_DAY_OF_SESSION = re.compile(r"（\d{1,2}月\d{1,2}日[^（）]*）$")  # in the title of what a session became


def record_draft(project: Project, period: Period, viewer: Viewer) -> list[DraftPiece]:
    """Return the draft of what the viewer sees recorded of the project in the period; nothing of no record.

    A session is in it as the activity that it became when it was confirmed and counted.
    """
    activities = list(
        _activities(viewer, period)
        .filter(project=project)
        .prefetch_related(
            Prefetch("figures", Figure.objects.filter(ended_at__isnull=True).order_by("pk"), to_attr="counts")
        )
    )
    told = {each.pk for each in activities if each.kind == ActivityKind.MEDIA}
    media = _media(viewer, period).filter(project=project).select_related("outlet")
    visits, sit_ins = together(
        (_visits(viewer, period).filter(topic__project=project).order_by("visited_on", "pk"), OF_VISIT),
        (_sit_ins(viewer, period).filter(project=project).order_by("planned_on", "pk"), OF_SIT_IN),
    )
    entries = _entries(viewer, period).filter(item__project=project)
    heard = {each.held_on for each in activities if each.kind == ActivityKind.SIT_IN}
    events = [
        *map(_of_activity, activities),
        *_of_services(entries),
        *(RecordedEvent("visit", *(each[name] for name in OF_VISIT)) for each in visits),
        *(
            RecordedEvent("sit_in", *(each[name] for name in OF_SIT_IN))
            for each in sit_ins
            if each["planned_on"] not in heard
        ),
        *(_of_media(each) for each in media if each.activity_id not in told),
    ]
    return draft_of(events, period)


def with_records(projects: QuerySet[Project], period: Period, viewer: Viewer) -> QuerySet[Project]:
    """Return those of the projects of which the viewer sees something recorded in the period."""
    there = Q()
    for rows, path in (
        (_activities(viewer, period), "project"),
        (_entries(viewer, period), "item__project"),
        (_visits(viewer, period), "topic__project"),
        (_media(viewer, period), "project"),
        (_sit_ins(viewer, period), "project"),
    ):
        there |= Q(Exists(rows.order_by().filter(**{path: OuterRef("pk")})))
    return projects.filter(there)


def _activities(viewer: Viewer, period: Period) -> QuerySet[Activity]:
    return activities_for(viewer).filter(voided_at__isnull=True, held_on__range=(period.first, period.last))


def _entries(viewer: Viewer, period: Period) -> QuerySet[ServiceEntry]:
    rows = service_entries_for(viewer).filter(voided_at__isnull=True)
    return rows.filter(done_on__range=(period.first, period.last))


def _visits(viewer: Viewer, period: Period) -> QuerySet[ResearchVisit]:
    topics = research_for(viewer).exclude(state=ResearchState.DROPPED)
    rows: QuerySet[ResearchVisit] = ResearchVisit.objects.filter(topic__in=topics.values("pk"))
    return rows.filter(visited_on__range=(period.first, period.last))


def _sit_ins(viewer: Viewer, period: Period) -> QuerySet[SitIn]:
    """Those that took place: what was written of them is recorded."""
    rows = sit_ins_for(viewer).filter(recorded_at__isnull=False)
    return rows.filter(planned_on__range=(period.first, period.last))


def _media(viewer: Viewer, period: Period) -> QuerySet[MediaItem]:
    rows = media_for(viewer).filter(state=MediaItemState.LISTED)
    return rows.filter(published_on__range=(period.first, period.last)).order_by("published_on", "pk")


def _of_activity(activity: Activity) -> RecordedEvent:
    """What a session became counts as one at its main hall alone, which has the figure of it."""
    title = _DAY_OF_SESSION.sub("", activity.title) if activity.origin else activity.title
    counts: Iterable[Figure] = activity.counts  # type: ignore[attr-defined]
    return RecordedEvent(
        activity.kind,
        title,
        activity.held_on,
        activity.venue,
        activity.outlet,
        tuple(
            RecordedCount(
                "" if each.name == activity.title[:100] else each.name,
                each.value,
                each.surface,
                each.unit,
                each.basis == Basis.PERIOD,
                each.pk,
            )
            for each in counts
        ),
        occasions=0 if activity.origin else 1,
    )


def _of_services(entries: QuerySet[ServiceEntry]) -> Iterator[RecordedEvent]:
    """The sum of each line of the list of services; it is of several entries, none of which is a figure."""
    sums: dict[int, tuple[str, str, Decimal]] = {}
    for entry in entries.order_by("item__position", "item", "done_on", "pk"):
        before = sums.get(entry.item_id, ("", "", Decimal(0)))[2]
        sums[entry.item_id] = (entry.item.title, entry.item.unit, before + entry.amount)
    for title, unit, amount in sums.values():
        yield RecordedEvent("done", title, counts=(RecordedCount("", amount, "", unit),))


def _of_media(item: MediaItem) -> RecordedEvent:
    outlet = f"{item.outlet}转载" if item.original_id else str(item.outlet)
    kind = "own_media" if item.outlet.kind == OutletKind.OWN else "media"
    return RecordedEvent(kind, item.title, item.published_on, outlet=outlet)
