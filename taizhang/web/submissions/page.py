"""The page of one article: for its unit what became of it, for the editor what there is to decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from taizhang.bulletin.models import Article, Issue, Submission
from taizhang.bulletin.queries.submissions import Fate, Round, fates_of, rounds_of
from taizhang.bulletin.visible import inbox_for
from taizhang.core.lifecycle.bulletin_life import ISSUE, SUBMISSION, IssueState, SubmissionState
from taizhang.office import clock
from taizhang.web.frame.access import offered, viewer_of
from taizhang.web.submissions.text_page import Checked, checked

OTHERS_SHOWN = 30


@dataclass(slots=True)
class SubmissionPage:
    """Everything the template needs. ``own``: the person is of the article's unit."""

    submission: Submission
    own: bool
    verbs: frozenset[str]
    rounds: list[Round]
    fates: list[Fate]
    title: str
    checked: Checked | None  # the text with its questions; they are the unit's own until it signs
    issues: list[Issue]
    articles: list[Article]
    others: list[Submission]


def page_of(request: HttpRequest, submission: Submission) -> SubmissionPage:
    """The signed text for the office, the text before the leader for the unit that holds it."""
    own = submission.unit in viewer_of(request).units
    rounds = rounds_of(submission)
    verbs = offered(request, SUBMISSION, submission.state, submission.unit)
    title, body = _text(submission, rounds, own)
    deciding = "accept" in verbs or "adopt" in verbs
    issues = _open_issues() if deciding else []
    return SubmissionPage(
        submission=submission,
        own=own,
        verbs=verbs,
        rounds=rounds,
        fates=fates_of(submission),
        title=title,
        checked=checked(submission, title, body, clock.today()) if title or body else None,
        issues=issues,
        articles=list(Article.objects.filter(issue__in=issues).order_by("issue", "position")),
        others=list(inbox_for(viewer_of(request)).exclude(pk=submission.pk)[:OTHERS_SHOWN])
        if deciding
        else [],
    )


def _text(submission: Submission, rounds: list[Round], own: bool) -> tuple[str, str]:
    """What the unit holds itself is shown as it stands now; all else as it was last signed."""
    held = (SubmissionState.DRAFT, SubmissionState.UNIT_REVIEW, SubmissionState.RETURNED)
    if (own and submission.state in held) or not rounds:
        return (submission.title, submission.body) if own else ("", "")
    return rounds[0].text.title, rounds[0].text.body


def _open_issues() -> list[Issue]:
    """The issues into which an article can be taken, the newest first: that is where it goes unless told."""
    rows = Issue.objects.filter(state__in=[IssueState.COMPOSING]).select_related("series")
    return [each for each in rows.order_by("-date", "-pk") if each.state in ISSUE.steps["compose"].before]
