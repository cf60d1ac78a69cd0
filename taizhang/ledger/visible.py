"""What of the ledger a viewer may see: a unit's people their unit's rows, the office's people all.

Each ``x_for(viewer)`` returns the rows with what a line about them needs; called in the scope of the viewer's office.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from taizhang.core.lifecycle.project_year import (
    CallState,
    ClosureState,
    NoticeState,
    ProposalState,
    ReportState,
)
from taizhang.ledger.models import (
    Activity,
    Blocker,
    Call,
    ChangeRequest,
    Closure,
    Complaint,
    Directive,
    DirectiveEntry,
    Evidence,
    Figure,
    Notice,
    Obligation,
    ProgressReport,
    Project,
    Proposal,
    Rectification,
    Review,
    SavedView,
    ServiceEntry,
    ServiceItem,
)
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer

Row = TypeVar("Row", bound=Model)

NOT_SIGNED = (ReportState.DRAFT, ReportState.UNIT_REVIEW)
NOT_SENT = (ProposalState.DRAFT, ProposalState.UNIT_REVIEW)
NOT_ASKED = (ClosureState.UNIT_REVIEW, ClosureState.HANDED_BACK)
NOT_ISSUED = (NoticeState.DRAFT, NoticeState.DROPPED)


def sees_whole_ledger(viewer: Viewer) -> bool:
    """Whether the viewer sees the rows of all units."""
    return viewer.may_for_all(Permission.SEE_LEDGER)


def units_for(viewer: Viewer) -> QuerySet[Unit]:
    """Member units whose work the viewer may look at: all for the office's people, else the own ones."""
    rows: QuerySet[Unit] = Unit.objects.all()
    return rows if sees_whole_ledger(viewer) else rows.filter(pk__in=_own(viewer))


def projects_for(viewer: Viewer) -> QuerySet[Project]:
    """Projects that the viewer's units lead or support, or all."""
    rows: QuerySet[Project] = Project.objects.select_related("ledger", "lead_unit", "theme")
    if sees_whole_ledger(viewer):
        return rows
    supported = Project.supporting_units.through.objects.filter(unit__in=_own(viewer)).values("project")
    return rows.filter(Q(lead_unit__in=_own(viewer)) | Q(pk__in=supported))


def supported_by(unit: Unit) -> Q:
    """The condition under which the unit supports a project."""
    supported = Project.supporting_units.through.objects.filter(unit=unit).values("project")
    return Q(pk__in=supported)


def figure_condition(viewer: Viewer, *, unit: str = "whose", project: str = "project") -> Q:
    """Return the condition under which a figure is seen: it is of the viewer's unit or of a project one sees.

    ``unit`` and ``project`` name the fields that hold the keys, so that copies (the search index) ask the same.
    """
    if sees_whole_ledger(viewer):
        return Q()
    of_projects = Q(**{f"{project}__in": projects_for(viewer).values("pk")})
    return Q(**{f"{unit}__in": _own(viewer)}) | of_projects


def figures_for(viewer: Viewer) -> QuerySet[Figure]:
    """Figures in force and those that were replaced."""
    rows: QuerySet[Figure] = Figure.objects.filter(figure_condition(viewer))
    return rows.select_related("project", "whose", "indicator", "definition")


def calls_for(viewer: Viewer) -> QuerySet[Call]:
    """The calls, latest first; drafts only for who runs the ledger, to a unit those it is asked by."""
    rows: QuerySet[Call] = Call.objects.select_related("ledger").order_by("-deadline", "-pk")
    if viewer.may(Permission.RUN_LEDGER):
        return rows
    if not viewer.may(Permission.SEE_LEDGER):
        return rows.none()
    rows = rows.exclude(state=CallState.DRAFT)
    if sees_whole_ledger(viewer):
        return rows
    asked = Q(units__isnull=True) | Q(units__in=_own(viewer)) | Q(proposals__unit__in=_own(viewer))
    return rows.filter(pk__in=Call.objects.filter(asked).values("pk"))


def proposals_for(viewer: Viewer) -> QuerySet[Proposal]:
    """Proposals of the viewer's units; for the office those of all units that were signed."""
    rows: QuerySet[Proposal] = Proposal.objects.select_related("call__ledger", "unit", "theme")
    seen = Q(unit__in=_own(viewer))
    if sees_whole_ledger(viewer):
        seen |= Q(signed_at__isnull=False) & ~Q(state__in=NOT_SENT)
    return rows.filter(seen)


def obligations_for(viewer: Viewer) -> QuerySet[Obligation]:
    """Reports that the viewer's units owe; for the office those that any unit owes."""
    rows: QuerySet[Obligation] = Obligation.objects.select_related(
        "project__office", "project__lead_unit", "project__ledger", "milestone"
    )
    return rows if sees_whole_ledger(viewer) else rows.filter(project__lead_unit__in=_own(viewer))


def reports_for(viewer: Viewer) -> QuerySet[ProgressReport]:
    """Reports of the viewer's units; those the office has, or of projects one supports what it accepted."""
    rows: QuerySet[ProgressReport] = ProgressReport.objects.select_related(
        "obligation__milestone",
        "project__lead_unit",
        "project__ledger",
        "written_by",
        "signed_by",
        "decided_by",
    )
    if sees_whole_ledger(viewer):
        others = ~Q(state__in=NOT_SIGNED)
    else:
        others = Q(project__in=projects_for(viewer), state=ReportState.ACCEPTED)
    return rows.filter(Q(project__lead_unit__in=_own(viewer)) | others)


def activities_for(viewer: Viewer) -> QuerySet[Activity]:
    """Activities of the viewer's units and those for projects one sees, the latest first."""
    rows: QuerySet[Activity] = Activity.objects.select_related("unit", "project", "recorded_by")
    if not sees_whole_ledger(viewer):
        rows = rows.filter(Q(unit__in=_own(viewer)) | Q(project__in=projects_for(viewer)))
    return rows.order_by("-held_on", "-pk")


def evidence_for(viewer: Viewer) -> QuerySet[Evidence]:
    """Evidence that was not withdrawn."""
    rows = Evidence.objects.filter(withdrawn_at__isnull=True).select_related("project__lead_unit", "file")
    return _of_projects(viewer, rows)


def service_items_for(viewer: Viewer) -> QuerySet[ServiceItem]:
    return _of_projects(viewer, ServiceItem.objects.select_related("project__lead_unit"))


def service_entries_for(viewer: Viewer) -> QuerySet[ServiceEntry]:
    rows = ServiceEntry.objects.select_related("item__project__lead_unit")
    return _of_projects(viewer, rows, "item__project")


def notices_for(viewer: Viewer) -> QuerySet[Notice]:
    """Supervision notices; drafts, issued or not used, only for who runs the ledger."""
    rows = Notice.objects.select_related(
        "project__lead_unit", "project__lead_post", "ledger", "issued_by", "baseline"
    )
    if not viewer.may(Permission.RUN_LEDGER):
        rows = rows.exclude(state__in=NOT_ISSUED)
    return _of_projects(viewer, rows)


def blockers_for(viewer: Viewer) -> QuerySet[Blocker]:
    rows = Blocker.objects.select_related("project__lead_unit", "raised_by", "answered_by")
    return _of_projects(viewer, rows)


def directives_for(viewer: Viewer) -> QuerySet[Directive]:
    """Leaders' directives, the latest first; for others those that are a task of their own or their unit's posts."""
    rows: QuerySet[Directive] = Directive.objects.select_related(
        "post__unit", "given_on", "written_by", "project__lead_unit"
    )
    if not sees_whole_ledger(viewer):
        held = [post.pk for post in viewer.posts if post.pk]
        rows = rows.filter(Q(post__unit__in=_own(viewer)) | Q(post__in=held))
    return rows.order_by("-written_at", "-pk")


def directive_entries_for(viewer: Viewer) -> QuerySet[DirectiveEntry]:
    """What was done with those directives."""
    return DirectiveEntry.objects.filter(directive__in=directives_for(viewer).order_by().values("pk"))


def changes_for(viewer: Viewer) -> QuerySet[ChangeRequest]:
    """Change requests, the latest first."""
    rows = ChangeRequest.objects.select_related(
        "project__lead_unit", "project__ledger", "into", "requested_by", "decided_by"
    )
    return _of_projects(viewer, rows).order_by("-requested_at", "-pk")


def closures_for(viewer: Viewer) -> QuerySet[Closure]:
    """Closures, the latest first; for others than the unit those that its leader has signed."""
    rows = Closure.objects.select_related("project__lead_unit", "requested_by", "signed_by", "verified_by")
    seen = rows.filter(Q(project__lead_unit__in=_own(viewer)) | ~Q(state__in=NOT_ASKED))
    return _of_projects(viewer, seen).order_by("-requested_at", "-pk")


def rectifications_for(viewer: Viewer) -> QuerySet[Rectification]:
    rows = Rectification.objects.select_related("closure__project__lead_unit")
    return _of_projects(viewer, rows, "closure__project")


def reviews_for(viewer: Viewer) -> QuerySet[Review]:
    """Review rounds that visit the viewer's units; for the office all."""
    rows: QuerySet[Review] = Review.objects.select_related("ledger", "planned_by")
    return rows if sees_whole_ledger(viewer) else rows.filter(units__in=_own(viewer)).distinct()


def complaints_for(viewer: Viewer) -> QuerySet[Complaint]:
    """The viewer's own complaints where the name was given; all for who decides for the office."""
    rows: QuerySet[Complaint] = Complaint.objects.select_related("by", "answered_by").order_by("-at", "-pk")
    if viewer.may(Permission.DECIDE_CHANGE):
        return rows
    return rows.filter(by=viewer.person) if viewer.person else rows.none()


def complaint_of(key: int) -> Complaint | None:
    """The complaint with this key, for whoever holds its signed address; None where there is none."""
    return Complaint.objects.filter(pk=key).first()


def saved_views_for(viewer: Viewer) -> QuerySet[SavedView]:
    """The views of the grid that the person keeps."""
    rows: QuerySet[SavedView] = SavedView.objects.filter(removed_at__isnull=True)
    return rows.filter(owner=viewer.person) if viewer.person else rows.none()


def _of_projects(viewer: Viewer, rows: QuerySet[Row], path: str = "project") -> QuerySet[Row]:
    if sees_whole_ledger(viewer):
        return rows
    return rows.filter(**{f"{path}__in": projects_for(viewer).values("pk")})


def _own(viewer: Viewer) -> list[int]:
    return [unit.pk for unit in viewer.units]
