"""What of the bulletin a viewer may see: readers what is out, the desk what it works on, a unit what is its own.

Each ``x_for(viewer)`` returns the rows with what a line about them needs; called in the scope of the viewer's office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

from taizhang.bulletin.models import (
    AcceptedGround,
    Answer,
    Article,
    Citation,
    Commission,
    Correction,
    Delivery,
    FactQuery,
    Issue,
    IssueAttachment,
    PlannedTopic,
    PracticeReuse,
    Printed,
    Proof,
    PutAside,
    Question,
    Reading,
    ReadingState,
    Recipient,
    Remark,
    Sending,
    Series,
    Submission,
    ThemeFeed,
    ThemeSubscription,
    Webhook,
)
from taizhang.bulletin.models.search import FoundKind, SearchEntry
from taizhang.core.lifecycle.bulletin_life import (
    AT_DESK,
    OUT,
    FactQueryState,
    QuestionState,
    SendingState,
    SubmissionState,
)
from taizhang.ledger.visible import directives_for, figure_condition, figures_for, sees_whole_ledger
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.outreach.visible import (
    media_for,
    orders_for,
    plans_for,
    programmes_for,
    research_for,
    sessions_for,
    sit_ins_for,
    slots_for,
)

Row = TypeVar("Row", bound=Model)

ISSUE_TEXTS = ("data", "source_text", "search_text", "snapshot")  # what a list of issues does not load
OF_THE_BULLETIN = (FoundKind.ISSUE, FoundKind.ARTICLE)
OF_THE_LEDGER = (FoundKind.PROJECT, FoundKind.FIGURE)
SENT = (SendingState.UNDER_WAY, SendingState.RECEIVED)
UNSIGNED = (SubmissionState.DRAFT, SubmissionState.UNIT_REVIEW)
SUBMISSION_ROW = (
    "unit",
    "office",
    "project",
    "theme",
    "commission",
    "written_by",
    "decided_by",
    "duplicate_of",
)


def at_desk(viewer: Viewer) -> bool:
    """Whether the viewer sees the issues being made and what all units sent in."""
    return viewer.may(Permission.SEE_ISSUES)


def series_for(viewer: Viewer) -> QuerySet[Series]:
    """The office's series by name."""
    rows: QuerySet[Series] = Series.objects.select_related("office").order_by("name")
    return _if(viewer, Permission.READ_ARCHIVE, rows)


def issues_for(viewer: Viewer) -> QuerySet[Issue]:
    """Issues that are out, the newest first."""
    rows: QuerySet[Issue] = Issue.objects.filter(state__in=OUT)
    rows = rows.select_related("series", "office", "saved_by").order_by("-date", "-pk")
    return _if(viewer, Permission.READ_ARCHIVE, rows)


def claims_for(viewer: Viewer) -> QuerySet[Citation]:
    """Claims that sealed issues printed of coverage programmes."""
    rows = Citation.objects.filter(answer=Answer.COVERAGE, article__issue__state__in=OUT)
    return rows.filter(programme__in=programmes_for(viewer).values("pk")).select_related(
        "article__issue", "office"
    )


def webhooks_for(viewer: Viewer) -> QuerySet[Webhook]:
    """The addresses to which issues are announced, those in use first, for whoever sets them."""
    rows: QuerySet[Webhook] = Webhook.objects.select_related("series", "office")
    in_use_first = F("stopped_at").desc(nulls_first=True)
    return _if(viewer, Permission.MANAGE_UNITS, rows.order_by(in_use_first, "-made_at", "-pk"))


def deliveries_for(viewer: Viewer) -> QuerySet[Delivery]:
    """What was announced to those addresses, the newest first."""
    rows: QuerySet[Delivery] = Delivery.objects.select_related("webhook__series", "issue__series", "office")
    return _if(viewer, Permission.MANAGE_UNITS, rows.order_by("-made_at", "-pk"))


def grounds_for(viewer: Viewer) -> QuerySet[AcceptedGround]:
    """The grounds of strong words, for whoever works at the desk."""
    rows: QuerySet[AcceptedGround] = AcceptedGround.objects.select_related("by", "withdrawn_by", "office")
    return _if(viewer, Permission.SEE_ISSUES, rows)


def topics_for(viewer: Viewer) -> QuerySet[PlannedTopic]:
    """The plan of topics by month, for whoever works at the desk."""
    rows: QuerySet[PlannedTopic] = PlannedTopic.objects.select_related("office").order_by(
        "year", "month", "pk"
    )
    return _if(viewer, Permission.SEE_ISSUES, rows)


def put_aside_for(viewer: Viewer) -> QuerySet[PutAside]:
    """The questions of proofreading that were put away and still are, for whoever works at the desk."""
    rows: QuerySet[PutAside] = PutAside.objects.select_related("by", "office", "article")
    return _if(viewer, Permission.SEE_ISSUES, rows.filter(withdrawn_at__isnull=True))


def articles_for(viewer: Viewer) -> QuerySet[Article]:
    """Articles of issues that are out."""
    rows: QuerySet[Article] = Article.objects.filter(issue__state__in=OUT)
    rows = rows.select_related("issue__series", "unit", "theme", "office")
    return _if(viewer, Permission.READ_ARCHIVE, rows.defer(*(f"issue__{name}" for name in ISSUE_TEXTS)))


def drafts_for(viewer: Viewer) -> QuerySet[Issue]:
    """Issues at the desk, the newest first; what is sealed is among ``issues_for``."""
    rows: QuerySet[Issue] = Issue.objects.filter(state__in=AT_DESK)
    people = ("opened_by", "edited_by", "checked_by", "signed_by")
    rows = rows.select_related("series", "office", *people).order_by("-date", "-pk")
    return _if(viewer, Permission.SEE_ISSUES, rows)


def attachments_for(viewer: Viewer) -> QuerySet[IssueAttachment]:
    """Attachments of the issues that the viewer may see: out, or at the desk."""
    rows: QuerySet[IssueAttachment] = IssueAttachment.objects.select_related(
        "issue__office", "file", "office"
    )
    seen = Q(issue__in=issues_for(viewer).order_by().values("pk"))
    return rows.filter(seen | Q(issue__in=drafts_for(viewer).order_by().values("pk")))


def draft_articles_for(viewer: Viewer) -> QuerySet[Article]:
    """Articles of issues at the desk."""
    rows: QuerySet[Article] = Article.objects.filter(issue__state__in=AT_DESK)
    rows = rows.select_related("issue__series", "issue__office", "unit", "project", "office")
    return _if(viewer, Permission.SEE_ISSUES, rows)


def readings_for(viewer: Viewer) -> QuerySet[Reading]:
    """The person's own readings that are not discarded, the latest changed first."""
    rows: QuerySet[Reading] = Reading.objects.exclude(state=ReadingState.DISCARDED)
    own = rows.filter(by=viewer.person) if viewer.person else rows.none()
    return own.order_by("-changed_at", "-pk")


def open_readings_for(viewer: Viewer) -> QuerySet[Reading]:
    """Those of them that are still worked on, without the text they were read from."""
    return readings_for(viewer).filter(state=ReadingState.OPEN).defer("source_text")


def facts_for(viewer: Viewer) -> QuerySet[FactQuery]:
    """Questions about figures: a unit sees those put to it, the desk all of them."""
    rows: QuerySet[FactQuery] = FactQuery.objects.select_related(
        "article__issue", "unit", "asked_by", "office"
    )
    if at_desk(viewer):
        return rows
    return rows.filter(unit__in=viewer.units).exclude(state=FactQueryState.WITHDRAWN)


def submissions_of(units: Iterable[Unit]) -> QuerySet[Submission]:
    """Everything these units wrote, the latest changed first."""
    rows: QuerySet[Submission] = Submission.objects.filter(unit__in=list(units))
    return rows.select_related(*SUBMISSION_ROW).order_by("-changed_at", "-pk")


def sent_in() -> QuerySet[Submission]:
    """What was ever signed: the office sees no drafts of a unit, and of a returned one only what was signed."""
    rows: QuerySet[Submission] = Submission.objects.filter(submitted_at__isnull=False)
    return rows.exclude(state__in=UNSIGNED).select_related(*SUBMISSION_ROW).order_by("-submitted_at", "-pk")


def submissions_for(viewer: Viewer) -> QuerySet[Submission]:
    """A unit's people see their unit's submissions, the desk those that were signed."""
    own = submissions_of(viewer.units)
    if not at_desk(viewer):
        return own
    return sent_in() | own.order_by("-submitted_at", "-pk") if viewer.units else sent_in()


def inbox_for(viewer: Viewer) -> QuerySet[Submission]:
    """What units sent in, for the desk."""
    return _if(viewer, Permission.SEE_ISSUES, sent_in())


def commissions_for(viewer: Viewer) -> QuerySet[Commission]:
    """The desk sees every request for an article, a unit those made of it; the next due first."""
    rows: QuerySet[Commission] = Commission.objects.select_related("unit", "office", "project", "by")
    return _of_units(viewer, rows).order_by("due", "pk")


def proofs_for(viewer: Viewer) -> QuerySet[Proof]:
    """The desk sees all proofs, a unit those it was shown."""
    rows: QuerySet[Proof] = Proof.objects.select_related(
        "unit", "office", "article__issue__series", "asked_by", "answered_by"
    )
    return _of_units(viewer, rows).order_by("-asked_at", "-pk")


def remarks_for(viewer: Viewer) -> QuerySet[Remark]:
    """Remarks in the order of their text: the desk sees those on articles and its own on submissions, the office its own
    on reports, a unit those it raised and all those on what it wrote.
    """
    rows: QuerySet[Remark] = Remark.objects.select_related(
        "office",
        "unit",
        "by",
        "closed_by",
        "article__issue__series",
        "submission",
        "report__project__lead_unit",
    )
    seen = Q(unit__in=viewer.units)
    if at_desk(viewer):
        seen |= Q(article__isnull=False) | Q(submission__isnull=False, from_desk=True)
    if sees_whole_ledger(viewer):
        seen |= Q(report__isnull=False, from_desk=True)
    return rows.filter(seen).prefetch_related("replies__by").order_by("start", "pk")


def recipients_for(viewer: Viewer) -> QuerySet[Recipient]:
    """Recipients that are on a list."""
    rows: QuerySet[Recipient] = Recipient.objects.select_related("series", "office", "unit")
    return _if(viewer, Permission.SEE_ISSUES, rows.filter(active=True))


def sendings_for(viewer: Viewer) -> QuerySet[Sending]:
    rows: QuerySet[Sending] = Sending.objects.select_related(
        "issue__series", "issue__office", "office", "recipient", "message"
    )
    return _if(viewer, Permission.SEE_ISSUES, rows)


def links_for(viewer: Viewer) -> QuerySet[Sending]:
    """Links that the person sent out and that still open an issue, of all issues, the latest first."""
    rows = sendings_for(viewer).filter(message__isnull=False, state__in=SENT, closed_at__isnull=True)
    own = rows.filter(sent_by=viewer.person) if viewer.person else rows.none()
    return own.defer(*(f"issue__{name}" for name in ISSUE_TEXTS)).order_by("-sent_at", "-pk")


def corrections_for(viewer: Viewer) -> QuerySet[Correction]:
    """Corrections, the newest first."""
    rows: QuerySet[Correction] = Correction.objects.select_related(
        "issue__series", "issue__office", "article__issue", "office", "figure", "by", "issued_by", "runs_in"
    )
    return _if(viewer, Permission.SEE_ISSUES, rows.order_by("-at", "-pk"))


def printed_for(viewer: Viewer) -> QuerySet[Printed]:
    """Places where words that are corrected were printed."""
    rows: QuerySet[Printed] = Printed.objects.select_related("correction", "office")
    return _if(viewer, Permission.SEE_ISSUES, rows)


def questions_for(viewer: Viewer) -> QuerySet[Question]:
    """Answered questions are every reader's; the others the asker's, the asked unit's and the editor's."""
    rows: QuerySet[Question] = Question.objects.select_related(
        "article__issue__series", "unit", "asker", "asked_by", "answered_by", "office"
    ).order_by("-asked_at", "-pk")
    rows = _if(viewer, Permission.READ_ARCHIVE, rows)
    if viewer.may(Permission.EDIT_BULLETIN):
        return rows
    seen = Q(state=QuestionState.ANSWERED) | Q(unit__in=viewer.units) | Q(asker__in=viewer.units)
    return rows.filter(seen | Q(asked_by=viewer.person) if viewer.person else seen)


def own_reuses_for(viewer: Viewer) -> QuerySet[PracticeReuse]:
    """What the viewer's units took over."""
    rows: QuerySet[PracticeReuse] = PracticeReuse.objects.select_related("unit", "office", "article")
    return rows.filter(unit__in=viewer.units)


def themes_for(viewer: Viewer) -> QuerySet[ThemeSubscription]:
    """The themes that the person follows."""
    rows: QuerySet[ThemeSubscription] = ThemeSubscription.objects.order_by("theme")
    return rows.filter(person=viewer.person) if viewer.person else rows.none()


def theme_feed_for(viewer: Viewer) -> ThemeFeed | None:
    """Return the person's feed of themes; None where it is not open."""
    if viewer.person is None:
        return None
    return ThemeFeed.objects.filter(person=viewer.person, revoked_at__isnull=True).first()


OF_OUTREACH: dict[str, Callable[[Viewer], QuerySet[Any]]] = {
    FoundKind.ORDER: orders_for,
    FoundKind.SESSION: sessions_for,
    FoundKind.SIT_IN: sit_ins_for,
    FoundKind.MEDIA: media_for,
    FoundKind.RESEARCH: research_for,
    FoundKind.SERVICE: slots_for,
    FoundKind.PLAN: plans_for,
}


def entries_for(viewer: Viewer) -> QuerySet[SearchEntry]:
    """Entries of the search index: published issues for readers, projects and figures as in the ledger, directives,
    outreach and fieldwork as on their own pages.
    """
    of_ledger = Q(kind__in=OF_THE_LEDGER) & figure_condition(viewer, unit="unit", project="project")
    seen = Q(pk__in=[])
    if viewer.may(Permission.READ_ARCHIVE):
        seen |= Q(kind__in=OF_THE_BULLETIN)
    if viewer.may(Permission.SEE_LEDGER):
        seen |= of_ledger
    if viewer.may(Permission.HANDLE_DIRECTIVE):
        seen |= _entries_of(FoundKind.DIRECTIVE, directives_for(viewer))
    if viewer.may(Permission.SEE_OUTREACH):
        for kind, rows in OF_OUTREACH.items():
            seen |= _entries_of(kind, rows(viewer))
    return SearchEntry.objects.filter(seen)


def _entries_of(kind: str, rows: QuerySet[Row]) -> Q:
    return Q(kind=kind, target__in=rows.order_by().values("pk"))


def sources_for(viewer: Viewer, issue: Issue) -> frozenset[int]:
    """The ledger figures that the issue was sealed with and that the viewer may open; of others only the name is told."""
    frozen = (issue.snapshot or {}).get("figures", ())
    keys = [each["source"]["figure"] for each in frozen if each.get("source")]
    return frozenset(figures_for(viewer).filter(pk__in=keys).values_list("pk", flat=True))


def _if(viewer: Viewer, permission: Permission, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if viewer.may(permission) else rows.none()


def _of_units(viewer: Viewer, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if at_desk(viewer) else rows.filter(unit__in=viewer.units)
