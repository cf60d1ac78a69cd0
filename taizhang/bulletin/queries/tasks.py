"""What waits at the desk and in the units: rows with all that a line about them needs, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from taizhang.bulletin.models import (
    Answer,
    Citation,
    Commission,
    Correction,
    Delivery,
    DeliveryState,
    FactQuery,
    Issue,
    Origin,
    Proof,
    PushedEvent,
    Question,
    Remark,
    Sending,
    Series,
    Submission,
)
from taizhang.bulletin.queries.printed import with_letter
from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for
from taizhang.core.lifecycle.bulletin_life import (
    AT_DESK,
    OUT,
    SUBMISSION,
    CommissionState,
    CorrectionState,
    FactQueryState,
    IssueState,
    ProofState,
    QuestionState,
    RemarkState,
    SendingState,
    SubmissionState,
)
from taizhang.core.lifecycle.project_year import REPORT
from taizhang.office.models import Event, MessageState, Unit
from taizhang.office.together import Branch
from taizhang.office.visible import Viewer
from taizhang.outreach.models import RollEntry, RollVersion
from taizhang.outreach.queries.coverage import another_rule, rule_changes

LOST = (MessageState.FAILED, MessageState.HELD)
ISSUE_NAME = (
    "year",
    "kind",
    "annual_no",
    "cumulative_no",
    "named",
    "series",
    "series__name",
)  # as it is called
TOLD = (
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.DECLINED,
    SubmissionState.DUPLICATE,
    SubmissionState.ADOPTED,
    SubmissionState.PUBLISHED,
)
Units = Sequence[Unit]


def issues_in(*states: IssueState) -> QuerySet[Issue]:
    """Issues at the desk in these states."""
    said = ("state", "kind", "count", "date", "reason", *ISSUE_NAME)
    rows = Issue.objects.filter(state__in=states).select_related("series")
    return rows.order_by("date", "pk").only(*said)


def series_without_issue() -> QuerySet[Series]:
    """Series of which no issue is being composed."""
    busy = Issue.objects.filter(state=IssueState.COMPOSING).values("series")
    return Series.objects.exclude(pk__in=busy).order_by("name").only("name")


def facts_asked(units: Units) -> QuerySet[FactQuery]:
    """Questions about figures that the units have not answered, of issues still at the desk."""
    rows = FactQuery.objects.filter(
        unit__in=units, state=FactQueryState.OPEN, article__issue__state__in=AT_DESK
    )
    return rows.order_by("asked_at", "pk").only("surface", "question", "sentence")


def facts_answered() -> QuerySet[FactQuery]:
    """Answers of units that the desk has not settled."""
    rows = FactQuery.objects.filter(state=FactQueryState.ANSWERED, article__issue__state__in=AT_DESK)
    said = ("surface", "answer", "words", "question", "unit", "unit__short_name")
    return rows.select_related("unit").order_by("answered_at", "pk").only(*said)


def submissions_in(units: Units, *states: SubmissionState) -> QuerySet[Submission]:
    """The units' own articles in these states."""
    rows = Submission.objects.filter(unit__in=units, state__in=states)
    said = ("title", "body", "version", "reason", "written_by", "written_by__name")
    return rows.select_related("written_by").order_by("-changed_at", "-pk").only(*said)


def submissions_sent_in() -> QuerySet[Submission]:
    """Articles that wait for the editor."""
    rows = Submission.objects.filter(state=SubmissionState.SUBMITTED)
    said = ("title", "body", "submitted_at", "unit", "unit__short_name")
    return rows.select_related("unit").order_by("submitted_at", "pk").only(*said)


def proofs_asked(units: Units) -> QuerySet[Proof]:
    """Proofs that the units have not confirmed, of issues still at the desk."""
    rows = Proof.objects.filter(unit__in=units, state=ProofState.ASKED, article__issue__state__in=AT_DESK)
    return rows.order_by("asked_at", "pk").only("title", "asked_at")


def proofs_objected() -> QuerySet[Proof]:
    """Proofs to which a unit objects."""
    rows = Proof.objects.filter(state=ProofState.OBJECTED, article__issue__state__in=AT_DESK)
    said = ("title", "answer", "unit", "unit__short_name")
    return rows.select_related("unit").order_by("answered_at", "pk").only(*said)


def remarks_to_editor() -> QuerySet[Remark]:
    """Open remarks on articles that the editor works on."""
    return _remarks().filter(article__issue__state=IssueState.COMPOSING)


def remarks_to_author(units: Units) -> QuerySet[Remark]:
    """Open remarks on articles and reports that the units' liaisons work on."""
    submissions = Q(submission__unit__in=units, submission__state__in=SUBMISSION.steps["write"].before)
    reports = Q(report__project__lead_unit__in=units, report__state__in=REPORT.steps["write"].before)
    return _remarks().filter(submissions | reports)


def _remarks() -> QuerySet[Remark]:
    rows = Remark.objects.filter(state=RemarkState.OPEN).select_related(
        "by", "article", "submission", "report__project"
    )
    said = ("kind", "quote", "replacement", "words", "by", "by__name", "article", "submission", "report")
    titles = ("article__title", "submission__title", "report__project__title")
    return rows.order_by("at", "pk").only(*said, *titles)


def commissions_open(units: Units) -> QuerySet[Commission]:
    """Requests for articles that the units have not answered."""
    rows = Commission.objects.filter(unit__in=units, state=CommissionState.OPEN).order_by("due", "pk")
    return rows.only("title", "minutes", "due")


def questions_asked(units: Units) -> QuerySet[Question]:
    """Colleagues' questions that the units have not answered."""
    rows = Question.objects.filter(unit__in=units, state=QuestionState.ASKED)
    said = ("text", "asker", "asker__short_name", "asked_by", "asked_by__name", "article", "article__title")
    return rows.select_related("asker", "asked_by", "article").order_by("asked_at", "pk").only(*said)


def issues_to_send() -> QuerySet[Issue]:
    """Sealed issues, and revisions of them (``letter``), that nobody has received yet. A revision follows an issue that
    somebody has.
    """
    gone = Sending.objects.filter(
        issue=OuterRef("pk"), state__in=(SendingState.UNDER_WAY, SendingState.RECEIVED)
    )
    rows = with_letter(Issue.objects.filter(state__in=OUT, recall__isnull=True))
    of_it = Sending.objects.filter(issue=OuterRef("pk"), letter=OuterRef("letter"))
    left = ~Exists(of_it) | Exists(of_it.filter(state=SendingState.LISTED))  # not each of them stopped
    revised = Exists(gone) & ~Exists(gone.filter(letter=OuterRef("letter"))) & left & ~Q(letter="A")
    waiting = rows.filter(Q(revised) | Q(state=IssueState.SEALED, origin=Origin.DESK))
    return waiting.select_related("series").order_by("date", "pk").defer(*ISSUE_TEXTS)


def sendings_lost() -> QuerySet[Sending]:
    """Sendings whose mail has failed or is held back."""
    rows = Sending.objects.filter(state=SendingState.UNDER_WAY, message__state__in=LOST)
    said = ("name", "message", "message__last_error", "issue", *(f"issue__{name}" for name in ISSUE_NAME))
    return rows.select_related("issue__series", "message").order_by("pk").only(*said)


def deliveries_failed() -> QuerySet[Delivery]:
    """Announcements that were given up, but trials."""
    rows = Delivery.objects.filter(state=DeliveryState.FAILED).exclude(event=PushedEvent.TRIAL)
    said = (
        "event",
        "failure",
        "webhook",
        "webhook__address",
        "issue",
        *(f"issue__{name}" for name in ISSUE_NAME),
    )
    return rows.select_related("webhook", "issue__series").order_by("pk").only(*said)


def corrections_to_issue() -> QuerySet[Correction]:
    """Corrections that wait for the signer."""
    return _corrections().filter(state=CorrectionState.DRAFT)


def corrections_to_print() -> QuerySet[Correction]:
    """Issued corrections that stand in no issue yet."""
    return _corrections().filter(state=CorrectionState.ISSUED, as_revision=False, runs_in__isnull=True)


def _corrections() -> QuerySet[Correction]:
    rows = Correction.objects.filter(issue__recall__isnull=True)
    said = ("wrong", "right", "reason", "state", "issue", *(f"issue__{name}" for name in ISSUE_NAME))
    return rows.select_related("issue__series").order_by("at", "pk").only(*said)


def archived_lately(viewer: Viewer, most: int) -> Branch:
    """The issues that came into the archive last, with what a line about them needs."""
    return issues_for(viewer).order_by("-saved_at", "-pk")[:most], (
        "pk", "saved_at", "saved_by__name", *ISSUE_NAME,
    )  # fmt: skip


def submissions_decided(units: Units, most: int) -> Branch:
    """What was decided last of the units' articles, with what a line about them needs."""
    rows = Submission.objects.filter(unit__in=units, state__in=TOLD, decided_at__isnull=False)
    return rows.order_by("-decided_at", "-pk")[:most], (
        "pk", "title", "state", "decided_at", "decided_by__name",
    )  # fmt: skip


def claims_changed(today: date) -> QuerySet[Citation]:
    """Claims of all that sealed issues printed and whose roll or rule has changed since, unless somebody has looked into
    that change (``settle_claim``); of the rule it is known that it was touched only: see ``stands_on_other_ground``.
    """
    then, programme = OuterRef("covered_on"), OuterRef("programme__roll")
    gone = Q(entered_on__lte=then, left_on__gt=then, left_on__lte=today)
    come = Q(entered_on__gt=then, entered_on__lte=today) & (Q(left_on__isnull=True) | Q(left_on__gt=today))
    drawn_up = RollVersion.objects.filter(roll=OuterRef(OuterRef("programme__roll"))).order_by("-at")
    settled = settlements().filter(subject_id=OuterRef("pk"), at__gte=Subquery(drawn_up.values("at")[:1]))
    other_roll = Exists(RollEntry.objects.filter(gone | come, roll=programme)) & ~Exists(settled)
    rows = Citation.objects.annotate(other_roll=Q(other_roll)).filter(
        Q(other_roll=True) | _rule_touched(),
        answer=Answer.COVERAGE,
        covered_on__isnull=False,
        article__issue__state__in=OUT,
    )
    return rows.select_related("programme", "article__issue__series").order_by("article__issue__date", "pk")


def stands_on_other_ground(row: Any) -> bool:
    """Whether roll or rule are others than on the day of the claim, of the rows of ``claims_changed``."""
    return row.other_roll or another_rule(row.programme, row.covered_on)


def _rule_touched() -> Any:
    """Claims after whose day the rule was touched, unless somebody has looked into it since."""
    last = rule_changes(OuterRef(OuterRef("programme"))).order_by("-at").values("at")[:1]
    settled = settlements().filter(subject_id=OuterRef("pk"), at__gte=Subquery(last))
    later = rule_changes(OuterRef("programme")).filter(at__date__gt=OuterRef("covered_on"))
    return Exists(later) & ~Exists(settled)


def settlements() -> QuerySet[Event]:
    """When somebody looked into a printed claim whose roll or rule had changed."""
    return Event.objects.filter(subject_kind="citation", verb="settle_claim", outcome="done")
