"""What outreach and fieldwork of a year came to, as far as whoever looks sees it, as known at the end of a day.

Every number is a number of rows that can be asked for: ``confirmed_sessions``, ``listed_media``, ``known_entries``,
``recorded_sit_ins``, ``made_visits``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import CharField, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from taizhang.core.lifecycle.outreach_life import HELD, MediaItemState, ResearchState, SessionState
from taizhang.ledger.models import ServiceEntry, ServiceItem
from taizhang.ledger.queries.figures import end_of, entries_known_on
from taizhang.office.models import Event
from taizhang.office.visible import Viewer
from taizhang.outreach.models import MediaItem, ResearchVisit, Session, SitIn
from taizhang.outreach.queries.sessions import differing
from taizhang.outreach.visible import (
    media_for,
    research_for,
    services_for,
    sessions_for,
    sit_ins_for,
    venues_for,
)


def _undone_by(kind: str, verb: str, end: datetime) -> Exists:
    """Whether the row had been taken back by then."""
    undone = Event.objects.filter(subject_kind=kind, verb=verb, outcome="done", at__lt=end)
    return Exists(undone.filter(subject_id=OuterRef("pk")))


def confirmed_sessions(viewer: Viewer, on: date) -> QuerySet[Session]:
    """Sessions of the year of ``on`` that their hosts had confirmed by then and nobody had recalled, by their day."""
    end = end_of(on)
    rows = sessions_for(viewer).filter(held_on__year=on.year, held_on__lte=on, confirmed_at__lt=end)
    recalled = Q(state=SessionState.RECALLED) & ~_undone_by("session", "recall_session", end)
    return rows.filter(Q(state__in=sorted(HELD)) | recalled).order_by("held_on", "pk")


def heads_of(viewer: Viewer, sessions: QuerySet[Session], on: date) -> Mapping[int, int]:
    """How many came to each session, of the venues that the viewer sees, as their hosts had stated by then."""
    rows = venues_for(viewer).filter(session__in=sessions.order_by().values("pk"))
    venues = list(rows.values_list("pk", "session", "heads", "heads_at"))
    end = end_of(on)
    before = _stated_before([key for key, _session, _heads, at in venues if at is None or at >= end], end)
    sums: Counter[int] = Counter()
    for key, session, heads, _at in venues:
        sums[session] += before.get(key, heads or 0)
    return sums


def in_dispute(sessions: QuerySet[Session]) -> set[int]:
    """Those of which host and speaker say different numbers, unexplained to this moment: the ledger does not count them
    yet.
    """
    venues = differing().filter(session__in=sessions.order_by().values("pk"))
    return set(venues.values_list("session", flat=True))


def _stated_before(venues: Collection[int], end: datetime) -> dict[int, int]:
    """What the hosts had stated before a moment after which they stated it again; 0 where they had not."""
    if not venues:
        return {}
    rows = Event.objects.filter(
        subject_kind="venue", subject_id__in=venues, verb="state_heads", outcome="done", at__lt=end
    )
    told = {each.subject_id: each.detail["heads"] for each in rows.order_by("at", "pk")}
    return dict.fromkeys(venues, 0) | told


def listed_media(viewer: Viewer, on: date) -> QuerySet[MediaItem]:
    """Items of the year that stood on the list at the end of ``on``, by the day on which they were carried
    (``carried_on``) and who carried them (``carried_by``, of the kind ``carried_as``), as that was known then: what was
    put right later holds from then on.
    """
    end = end_of(on)
    known = media_for(viewer).annotate(
        carried_on=Coalesce(
            Cast(_before_correction("published_on", end), DateField()),
            "published_on",
            output_field=DateField(),
        ),
        carried_by=Coalesce(_before_correction("outlet", end), "outlet__name", output_field=CharField()),
        carried_as=Coalesce(_before_correction("kind", end), "outlet__kind", output_field=CharField()),
    )
    rows = known.filter(carried_on__year=on.year, carried_on__lte=on, listed_at__lt=end)
    gone = Q(state=MediaItemState.WITHDRAWN) & ~_undone_by("mediaitem", "withdraw_media", end)
    return rows.filter(Q(state=MediaItemState.LISTED) | gone).order_by("carried_on", "pk")


def _before_correction(name: str, end: datetime) -> Subquery:
    """What the item said before it was first put right after that moment; null where it was not."""
    later = Event.objects.filter(
        subject_kind="mediaitem", subject_id=OuterRef("pk"), verb="correct_media", outcome="done", at__gte=end
    )
    return Subquery(later.order_by("at", "pk").values(said=KT(f"detail__{name}"))[:1])


def known_entries(viewer: Viewer, on: date) -> QuerySet[ServiceEntry]:
    """What was done of the services of the year's projects, by its day."""
    rows = entries_known_on(services_of(viewer, on), on).select_related("item__project", "item__slot")
    return rows.order_by("done_on", "pk")


def services_of(viewer: Viewer, on: date) -> QuerySet[ServiceItem]:
    """The services of the projects of the year."""
    return services_for(viewer).filter(project__ledger__year=on.year)


def recorded_sit_ins(viewer: Viewer, on: date) -> QuerySet[SitIn]:
    """Sit-ins of the year of which a record had been written by then, be it in other words than now."""
    end = end_of(on)
    written = Event.objects.filter(
        subject_kind="sitin", subject_id=OuterRef("pk"), verb="record_sit_in", outcome="done", at__lt=end
    )
    rows = sit_ins_for(viewer).filter(planned_on__year=on.year, planned_on__lte=on)
    return rows.filter(Q(recorded_at__lt=end) | Exists(written)).order_by("planned_on", "pk")


def made_visits(viewer: Viewer, on: date) -> QuerySet[ResearchVisit]:
    """Visits of the year for research that had not been dropped by then."""
    end = end_of(on)
    dropped = Q(state=ResearchState.DROPPED) & _undone_by("researchtopic", "drop_research", end)
    topics = research_for(viewer).exclude(dropped)
    rows: QuerySet[ResearchVisit] = ResearchVisit.objects.filter(topic__in=topics.order_by().values("pk"))
    made = rows.filter(visited_on__year=on.year, visited_on__lte=on, at__lt=end)
    return made.select_related("topic__project").order_by("visited_on", "pk")


@dataclass(slots=True)
class MonthTally:
    """Of one line: how many in each month (1 to 12), and how many came."""

    key: int
    name: str
    months: Counter[int] = field(default_factory=Counter)
    heads: Counter[int] = field(default_factory=Counter)

    def add(self, month: int, heads: int = 0) -> None:
        self.months[month] += 1
        self.heads[month] += heads


def by_topic(sessions: Iterable[Session], heads: Mapping[int, int]) -> list[MonthTally]:
    """Sessions by topic in the order of the menu; those without a topic last, with the key 0."""
    found: dict[int, MonthTally] = {}
    rows = sorted(
        sessions, key=lambda row: (row.topic.group, row.topic.name) if row.topic else ("\U0010ffff", "")
    )
    for row in rows:
        name = row.topic.name if row.topic else ""
        line = found.setdefault(row.topic_id or 0, MonthTally(row.topic_id or 0, name))
        line.add(row.held_on.month, heads.get(row.pk, 0))
    return list(found.values())


@dataclass(slots=True)
class ServiceCourse:
    """A service with what it had come to at the end of each month."""

    item: ServiceItem
    entries: int = 0
    added: dict[int, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.added.values(), Decimal(0))

    def by_month(self, last: int) -> list[Decimal]:
        """The running total at the end of each month up to ``last``; what was done before the year stands in all."""
        return [sum((a for m, a in self.added.items() if m <= n), Decimal(0)) for n in range(1, last + 1)]


def service_courses(viewer: Viewer, on: date) -> list[ServiceCourse]:
    """How the services of the year ran up."""
    rows = services_of(viewer, on).order_by("project__serial", "project", "position", "pk")
    found = {item.pk: ServiceCourse(item) for item in rows}
    for key, day, amount in known_entries(viewer, on).values_list("item", "done_on", "amount"):
        course, month = found[key], day.month if day.year == on.year else 0
        course.entries += 1
        course.added[month] = course.added.get(month, Decimal(0)) + amount
    return list(found.values())
