"""What waits at the desk and in the units: rows with all that a line about them needs, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from taizhang.bulletin.models import (
    Commission,
    Correction,
    FactQuery,
    Issue,
    Origin,
    Proof,
    Question,
    Sending,
    Series,
    Submission,
)
from taizhang.core.lifecycle.bulletin_life import (
    AT_DESK,
    CommissionState,
    CorrectionState,
    FactQueryState,
    IssueState,
    ProofState,
    QuestionState,
    SendingState,
    SubmissionState,
)
from taizhang.office.models import MessageState, Unit

LOST = (MessageState.FAILED, MessageState.HELD)
Units = Sequence[Unit]


def issues_in(*states: IssueState) -> QuerySet[Issue]:
    """Issues at the desk in these states."""
    return Issue.objects.filter(state__in=states).select_related("series").order_by("date", "pk")


def series_without_issue() -> QuerySet[Series]:
    """Series of which no issue is being composed."""
    busy = Issue.objects.filter(state=IssueState.COMPOSING).values("series")
    return Series.objects.exclude(pk__in=busy).order_by("name")


def facts_asked(units: Units) -> QuerySet[FactQuery]:
    """Questions about figures that the units have not answered, of issues still at the desk."""
    rows = FactQuery.objects.filter(
        unit__in=units, state=FactQueryState.OPEN, article__issue__state__in=AT_DESK
    )
    return rows.order_by("asked_at", "pk")


def facts_answered() -> QuerySet[FactQuery]:
    """Answers of units that the desk has not settled."""
    rows = FactQuery.objects.filter(state=FactQueryState.ANSWERED, article__issue__state__in=AT_DESK)
    return rows.select_related("unit").order_by("answered_at", "pk")


def submissions_in(units: Units, *states: SubmissionState) -> QuerySet[Submission]:
    """The units' own articles in these states."""
    rows = Submission.objects.filter(unit__in=units, state__in=states)
    return rows.select_related("unit", "written_by").order_by("-changed_at", "-pk")


def submissions_sent_in() -> QuerySet[Submission]:
    """Articles that wait for the editor."""
    rows = Submission.objects.filter(state=SubmissionState.SUBMITTED)
    return rows.select_related("unit").order_by("submitted_at", "pk")


def proofs_asked(units: Units) -> QuerySet[Proof]:
    """Proofs that the units have not confirmed, of issues still at the desk."""
    rows = Proof.objects.filter(unit__in=units, state=ProofState.ASKED, article__issue__state__in=AT_DESK)
    return rows.order_by("asked_at", "pk")


def proofs_objected() -> QuerySet[Proof]:
    """Proofs to which a unit objects."""
    rows = Proof.objects.filter(state=ProofState.OBJECTED, article__issue__state__in=AT_DESK)
    return rows.select_related("unit").order_by("answered_at", "pk")


def commissions_open(units: Units) -> QuerySet[Commission]:
    """Requests for articles that the units have not answered."""
    return Commission.objects.filter(unit__in=units, state=CommissionState.OPEN).order_by("due", "pk")


def questions_asked(units: Units) -> QuerySet[Question]:
    """Colleagues' questions that the units have not answered."""
    rows = Question.objects.filter(unit__in=units, state=QuestionState.ASKED)
    return rows.select_related("asker", "asked_by", "article").order_by("asked_at", "pk")


def issues_to_send() -> QuerySet[Issue]:
    """Sealed issues that nobody has received yet."""
    rows = Issue.objects.filter(state=IssueState.SEALED, origin=Origin.DESK, recall__isnull=True)
    return rows.select_related("series").order_by("date", "pk")


def sendings_lost() -> QuerySet[Sending]:
    """Sendings whose mail has failed or is held back."""
    rows = Sending.objects.filter(state=SendingState.UNDER_WAY, message__state__in=LOST)
    return rows.select_related("issue__series", "message").order_by("pk")


def corrections_to_issue() -> QuerySet[Correction]:
    """Corrections that wait for the signer."""
    return _corrections().filter(state=CorrectionState.DRAFT)


def corrections_to_print() -> QuerySet[Correction]:
    """Issued corrections that stand in no issue yet."""
    return _corrections().filter(state=CorrectionState.ISSUED, as_revision=False, runs_in__isnull=True)


def _corrections() -> QuerySet[Correction]:
    rows = Correction.objects.filter(issue__recall__isnull=True)
    return rows.select_related("issue__series").order_by("at", "pk")
