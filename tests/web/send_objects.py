"""What the addresses of recipients, sendings and corrections speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taizhang.bulletin.models import Article, Correction, Issue, Printed, Recipient, Sending, Series
from taizhang.ledger.models import Project
from taizhang.office.models import Person

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("recipient", "sending", "out_issue", "correction", "printed")
PATHS: dict[str, list[str | int]] = {
    "recipient": ["recipient"], "recipient-act": ["recipient"], "sending-act": ["sending"],
    "issue-sendings": ["out_issue"], "issue-paper": ["out_issue"], "issue-send": ["out_issue"],
    "issue-recall": ["out_issue"], "issue-receipts": ["out_issue"], "own-link-act": ["sending"],
    "correction-new": ["out_issue"], "correction": ["correction"],
    "correction-edit": ["correction"], "correction-act": ["correction"], "place-settle": ["printed"],
    "letter": ["letter"], "letter-pdf": ["letter"], "letter-page": ["letter", 1], "letter-pages": ["letter"],
    "letter-picture": ["letter", "picture"], "letter-attachment": ["letter", 1],
    "issue-public": ["key"], "issue-public-page": ["key"],
}  # fmt: skip
WRITES = {"own-link-act", "recipient-act", "sending-act", "issue-send", "correction-act", "place-settle"}


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name."""
    own: dict[str, Any] = {"office": project.office}
    named = {"name": "简报", "issuer": "市文明办"}
    series = Series.objects.get_or_create(**own, slug="jb", defaults=named)[0]
    if name == "recipient":
        return _recipient(series)
    numbered = {"cumulative_no": 6, "origin": "read", "state": "archived", "saved_at": SPRING, "data": {}}
    issue = Issue.objects.get_or_create(
        **own, series=series, year=2026, annual_no=6, defaults={**numbered, "date": SPRING.date()}
    )[0]
    if name == "out_issue":
        return issue
    if name == "sending":
        told = {"direction": "up", "name": "市委", "copies": 1, "way": "paper"}
        return Sending.objects.create(**own, issue=issue, recipient=_recipient(series), **told)
    article = Article.objects.get_or_create(**own, issue=issue, position=1, defaults={"title": "一访"})[0]
    words = {"wrong": "8场", "right": "9场", "reason": "有误", "notice": "更正。", "by": by, "at": SPRING}
    row = Correction.objects.create(**own, issue=issue, article=article, **words)
    place = Printed.objects.create(**own, correction=row, kind="issue", target=issue.pk, title="第6期")
    return row if name == "correction" else place


def _recipient(series: Series) -> Recipient:
    return Recipient.objects.get_or_create(
        office=series.office, series=series, name="市委", defaults={"direction": "up"}
    )[0]
