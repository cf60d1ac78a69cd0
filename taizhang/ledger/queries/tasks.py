"""What waits for whom: each a list of rows with all that one line of the queue needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from taizhang.core.lifecycle.project_year import (
    BlockerState,
    CallState,
    ChangeState,
    ClosureState,
    NoticeState,
    ProjectState,
    ProposalState,
    ReportState,
)
from taizhang.ledger.models import (
    Blocker,
    Call,
    ChangeRequest,
    Closure,
    Milestone,
    Notice,
    Obligation,
    ProgressReport,
    Project,
    Proposal,
    Rectification,
)
from taizhang.ledger.queries.obligations import owed
from taizhang.office.models import Person, Unit
from taizhang.office.together import Branch

Row = TypeVar("Row", bound=Model)
Units = Sequence[Unit]
AHEAD = timedelta(days=30)  # a milestone further off is no news


def reports_owed(units: Units) -> QuerySet[Obligation]:
    """Reports due from the units that are not with their leader already, the oldest first."""
    rows = owed().filter(project__lead_unit__in=units).exclude(report__state=ReportState.UNIT_REVIEW)
    return rows.select_related("project__lead_unit", "milestone", "report").order_by(
        "due_on", "project__serial"
    )


def reports_to_sign(units: Units) -> QuerySet[ProgressReport]:
    """Reports that wait for the leader of their unit."""
    rows = ProgressReport.objects.filter(project__lead_unit__in=units, state=ReportState.UNIT_REVIEW)
    return rows.select_related("project__lead_unit", "obligation__milestone").order_by(
        "obligation__due_on", "project__serial"
    )


def reports_to_take() -> QuerySet[ProgressReport]:
    """Reports that wait for the office, in the order they came in."""
    rows = ProgressReport.objects.filter(state=ReportState.SUBMITTED)
    return rows.select_related("project__lead_unit", "obligation__milestone").order_by("signed_at", "pk")


def calls_to_answer(units: Units, at: datetime) -> QuerySet[Call]:
    """Open calls to which the units have not begun a proposal; one that is begun waits as itself."""
    begun = Proposal.objects.filter(unit__in=units).exclude(state=ProposalState.WITHDRAWN)
    rows = Call.objects.filter(state=CallState.OPEN, deadline__gte=at).exclude(pk__in=begun.values("call"))
    rows = rows.filter(Q(units__isnull=True) | Q(units__in=units)).distinct()
    return rows.order_by("deadline", "pk").only("title", "minutes", "deadline")


def proposals_of(units: Units, *states: str) -> QuerySet[Proposal]:
    """The units' proposals in these states, of calls that are open."""
    rows = Proposal.objects.filter(unit__in=units, state__in=states, call__state=CallState.OPEN)
    return rows.select_related("call", "unit").order_by("call__deadline", "pk")


def proposals_to_take() -> QuerySet[Proposal]:
    """Proposals that wait for the office."""
    return Proposal.objects.filter(state=ProposalState.SUBMITTED)


def accounts_to_confirm(units: Units) -> QuerySet[Project]:
    """Accounts that were opened and wait for the unit."""
    rows = Project.objects.filter(lead_unit__in=units, state=ProjectState.OPENED).order_by("serial")
    return rows.only("title", "account_no")


def accounts_to_open() -> QuerySet[Project]:
    """Admitted projects that have no account yet."""
    return Project.objects.filter(state=ProjectState.ADMITTED)


def milestones_ahead(units: Units, today: date) -> QuerySet[Milestone]:
    """Milestones of active projects that are not done and due within AHEAD, or overdue."""
    rows = Milestone.objects.filter(
        project__lead_unit__in=units,
        project__state=ProjectState.ACTIVE,
        in_force=True,
        done_on__isnull=True,
        due__lte=today + AHEAD,
    )
    said = ("title", "due", "project", "project__title", "project__account_no")
    return rows.select_related("project").order_by("due", "pk").only(*said)


def notices_to_answer(units: Units) -> QuerySet[Notice]:
    """Notices issued to the units and not answered."""
    waiting = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)
    rows = Notice.objects.filter(project__lead_unit__in=units, state__in=waiting)
    said = ("colour", "text", "reply_due", "project", "project__title")
    return rows.select_related("project").order_by("reply_due", "pk").only(*said)


def notices_drafted() -> QuerySet[Notice]:
    """Drafts that wait for a person to issue or drop them."""
    return Notice.objects.filter(state=NoticeState.DRAFT)


def notices_replied() -> QuerySet[Notice]:
    """Answers of units that wait for the office."""
    return Notice.objects.filter(state=NoticeState.REPLIED)


def changes_to_decide() -> QuerySet[ChangeRequest]:
    """Requests for a change that wait, the oldest first."""
    rows = ChangeRequest.objects.filter(state=ChangeState.REQUESTED)
    return _with_unit(rows, "kind", "reason").order_by("requested_at", "pk")


def closures_to_verify() -> QuerySet[Closure]:
    """Closings asked for, the oldest first."""
    rows = Closure.objects.filter(state=ClosureState.REQUESTED)
    return _with_unit(rows).prefetch_related("answers").order_by("requested_at", "pk")


def closures_to_verify_by(person: Person | None) -> QuerySet[Closure]:
    """Those that the person may verify: not asked for, signed or reported by them."""
    own = ProgressReport.objects.filter(project=OuterRef("project"), written_by=person)
    return closures_to_verify().exclude(requested_by=person).exclude(signed_by=person).filter(~Exists(own))


def closures_to_sign(units: Units) -> QuerySet[Closure]:
    """Closings that wait for the leader of their unit."""
    rows = Closure.objects.filter(project__lead_unit__in=units, state=ClosureState.UNIT_REVIEW)
    return rows.select_related("project").prefetch_related("answers").order_by("requested_at", "pk")


def closures_handed_back(units: Units) -> QuerySet[Closure]:
    """Closings that the unit's leader gave back, where none was asked for since."""
    later = Closure.objects.filter(project=OuterRef("project"), round__gt=OuterRef("round"))
    rows = Closure.objects.filter(
        ~Exists(later),
        project__lead_unit__in=units,
        project__state=ProjectState.ACTIVE,
        state=ClosureState.HANDED_BACK,
    )
    return rows.select_related("project").order_by("requested_at", "pk")


def blockers_open() -> QuerySet[Blocker]:
    """Questions without an answer, the oldest first."""
    rows = Blocker.objects.filter(state=BlockerState.OPEN)
    return _with_unit(rows, "text").order_by("raised_at", "pk")


def _with_unit(rows: QuerySet[Row], *said: str) -> QuerySet[Row]:
    """With the title of the project and the name of its unit."""
    of_project = ("project", "project__title", "project__lead_unit", "project__lead_unit__short_name")
    return rows.select_related("project__lead_unit").only(*said, *of_project)


def decisions_waiting() -> int:
    """How many requests, closings and questions wait for a decision."""
    return changes_to_decide().count() + closures_to_verify().count() + blockers_open().count()


def blockers_answered(units: Units) -> QuerySet[Blocker]:
    """Answers that the units have not settled yet."""
    rows = Blocker.objects.filter(project__lead_unit__in=units, state=BlockerState.ANSWERED)
    said = ("text", "project", "project__title")
    return rows.select_related("project").order_by("answered_at", "pk").only(*said)


def rectifications_of(units: Units) -> QuerySet[Rectification]:
    """What must still be put right before an account can be closed."""
    rows = Rectification.objects.filter(closure__project__lead_unit__in=units, done_on__isnull=True)
    said = ("text", "due", "closure", "closure__project", "closure__project__title")
    return rows.select_related("closure__project").order_by("due", "pk").only(*said)


def decided_lately(units: Units | None, most: int) -> list[Branch]:
    """What was decided last about the units' projects (None: what came in last, for the office).

    Of each kind at most so many, the latest first, with what a line about them needs.
    """
    mine = Q() if units is None else Q(project__lead_unit__in=units)
    reports = ProgressReport.objects.filter(mine, decided_at__isnull=False).order_by("-decided_at", "-pk")
    changes = ChangeRequest.objects.filter(mine, decided_at__isnull=False).order_by("-decided_at", "-pk")
    closures = Closure.objects.filter(mine, verified_at__isnull=False).order_by("-verified_at", "-pk")
    said = ("pk", "state", "project__title")
    decided = (*said, "decided_at", "decided_by__name")
    return [
        (reports[:most], (*decided, "obligation__period", "obligation__milestone__title")),
        (changes[:most], (*decided, "kind")),
        (closures[:most], (*said, "verified_at", "verified_by__name")),
    ]
