"""What of outreach a viewer may see: a unit's people their unit's orders and sessions, the office's people all.

Each ``x_for(viewer)`` returns the rows with what a line about them needs; called in the scope of the viewer's office.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from taizhang.core.lifecycle.outreach_life import OrderState
from taizhang.ledger.models import Project, ServiceItem
from taizhang.ledger.visible import projects_for, service_items_for
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.outreach.models import (
    FollowUp,
    MediaColumn,
    MediaItem,
    MediaOutlet,
    Order,
    PhasedPlan,
    PlanStep,
    Programme,
    ResearchTopic,
    Roll,
    RollEntry,
    ServiceSlot,
    Session,
    SitIn,
    Speaker,
    Topic,
    Venue,
    VenueReach,
)


def sees_whole_outreach(viewer: Viewer) -> bool:
    """Whether the viewer sees the rows of all units."""
    return viewer.may_for_all(Permission.SEE_OUTREACH)


def projects_served(viewer: Viewer) -> QuerySet[Project]:
    """The projects under way that outreach may serve: those that the viewer sees in the ledger; for the office all."""
    rows = Project.objects.all() if sees_whole_outreach(viewer) else projects_for(viewer)
    return rows.filter(state="active").select_related("lead_unit")


def topics_for(viewer: Viewer) -> QuerySet[Topic]:
    """The menu; topics that are offered no more only for who runs it."""
    rows: QuerySet[Topic] = Topic.objects.select_related("project")
    if viewer.may(Permission.RUN_OUTREACH):
        return rows
    return rows.filter(active=True) if viewer.may(Permission.SEE_OUTREACH) else rows.none()


def speakers_for(viewer: Viewer) -> QuerySet[Speaker]:
    """The pool, for the office's people; to a unit the dispatched speaker's name on its session is enough."""
    rows: QuerySet[Speaker] = Speaker.objects.select_related("home_unit")
    return rows if sees_whole_outreach(viewer) else rows.none()


def orders_for(viewer: Viewer) -> QuerySet[Order]:
    """Orders of the viewer's units; for the office those of all units that were handed in or offered."""
    rows: QuerySet[Order] = Order.objects.select_related("unit", "topic", "session__speaker", "office")
    seen = Q(unit__in=viewer.units)
    if sees_whole_outreach(viewer):
        seen |= ~Q(state=OrderState.DRAFT) & Q(submitted_at__isnull=False) | Q(state=OrderState.OFFERED)
    return rows.filter(seen)


def sessions_for(viewer: Viewer) -> QuerySet[Session]:
    """Sessions that are heard in one of the viewer's units, or all."""
    rows: QuerySet[Session] = Session.objects.select_related("speaker", "topic", "project", "office")
    if sees_whole_outreach(viewer):
        return rows
    return rows.filter(pk__in=Venue.objects.filter(unit__in=viewer.units).values("session"))


def venues_for(viewer: Viewer) -> QuerySet[Venue]:
    """Venues whose host is one of the viewer's units, or all."""
    rows: QuerySet[Venue] = Venue.objects.select_related(
        "session__speaker", "session__topic", "unit", "order", "office"
    )
    return rows if sees_whole_outreach(viewer) else rows.filter(unit__in=viewer.units)


def outlets_for(viewer: Viewer) -> QuerySet[MediaOutlet]:
    """All outlets, for whoever sees outreach."""
    rows: QuerySet[MediaOutlet] = MediaOutlet.objects.prefetch_related("columns")
    return rows if viewer.may(Permission.SEE_OUTREACH) else rows.none()


def columns_for(viewer: Viewer) -> QuerySet[MediaColumn]:
    """The columns of these outlets."""
    rows: QuerySet[MediaColumn] = MediaColumn.objects.select_related("outlet")
    return rows.filter(outlet__in=outlets_for(viewer).values("pk"))


def media_for(viewer: Viewer) -> QuerySet[MediaItem]:
    """Media items of the viewer's units, or all."""
    rows: QuerySet[MediaItem] = MediaItem.objects.select_related(
        "outlet", "column__outlet", "original", "unit", "project", "office"
    )
    return rows if sees_whole_outreach(viewer) else rows.filter(unit__in=viewer.units)


def sit_ins_for(viewer: Viewer) -> QuerySet[SitIn]:
    """Sit-ins at the viewer's units with what was written about them, or all."""
    rows: QuerySet[SitIn] = SitIn.objects.select_related(
        "unit", "project", "office", "recorded_by", "replied_by"
    )
    return rows if sees_whole_outreach(viewer) else rows.filter(unit__in=viewer.units)


def follow_ups_for(viewer: Viewer) -> QuerySet[FollowUp]:
    """Points that are for the viewer's units or posts, or all."""
    rows: QuerySet[FollowUp] = FollowUp.objects.select_related(
        "unit", "post__unit", "sit_in__unit", "plan", "office", "raised_by", "answered_by"
    )
    held = [post.pk for post in viewer.posts if post.pk]
    theirs = Q(unit__in=viewer.units) | Q(post__in=held) | Q(post__unit__in=viewer.units)
    return rows if sees_whole_outreach(viewer) else rows.filter(theirs)


def research_for(viewer: Viewer) -> QuerySet[ResearchTopic]:
    """Research topics of projects that the viewer's units lead, or all."""
    rows: QuerySet[ResearchTopic] = ResearchTopic.objects.select_related("project__lead_unit", "office")
    return rows if sees_whole_outreach(viewer) else rows.filter(project__lead_unit__in=viewer.units)


def services_for(viewer: Viewer) -> QuerySet[ServiceItem]:
    """The lines of the lists of services that the viewer sees in the ledger; for the office all."""
    rows = ServiceItem.objects.all() if sees_whole_outreach(viewer) else service_items_for(viewer)
    return rows.select_related("project__lead_unit", "slot")


def slots_for(viewer: Viewer) -> QuerySet[ServiceSlot]:
    """When those of them take place that recur."""
    rows: QuerySet[ServiceSlot] = ServiceSlot.objects.select_related("item__project__lead_unit", "office")
    return rows.filter(item__in=services_for(viewer).values("pk"))


def plan_steps_for(viewer: Viewer) -> QuerySet[PlanStep]:
    """Steps of plans that the viewer's units see to, or all."""
    rows: QuerySet[PlanStep] = PlanStep.objects.select_related("plan", "unit", "office")
    return rows if sees_whole_outreach(viewer) else rows.filter(unit__in=viewer.units)


def plans_for(viewer: Viewer) -> QuerySet[PhasedPlan]:
    """Plans in which the viewer sees a step, or all."""
    rows: QuerySet[PhasedPlan] = PhasedPlan.objects.select_related("project", "office")
    return rows if sees_whole_outreach(viewer) else rows.filter(pk__in=plan_steps_for(viewer).values("plan"))


def programmes_for(viewer: Viewer) -> QuerySet[Programme]:
    """Coverage programmes, for the office's people: whom they have not reached is nobody else's business."""
    rows: QuerySet[Programme] = Programme.objects.select_related("roll").prefetch_related("topics")
    return rows if sees_whole_outreach(viewer) else rows.none()


def rolls_for(viewer: Viewer) -> QuerySet[Roll]:
    """Rolls, for the office's people."""
    rows: QuerySet[Roll] = Roll.objects.prefetch_related("versions")
    return rows if sees_whole_outreach(viewer) else rows.none()


def entries_for(viewer: Viewer) -> QuerySet[RollEntry]:
    """Lines of the rolls that the viewer sees."""
    rows: QuerySet[RollEntry] = RollEntry.objects.select_related("roll", "unit", "office")
    return rows.filter(roll__in=rolls_for(viewer).values("pk"))


def reaches_for(viewer: Viewer) -> QuerySet[VenueReach]:
    """What was stated of lines of the rolls that the viewer sees."""
    rows: QuerySet[VenueReach] = VenueReach.objects.select_related("entry__roll", "office")
    return rows.filter(entry__in=entries_for(viewer).values("pk"))
