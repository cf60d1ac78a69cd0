"""What was printed stays as it was printed: the database itself refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from taizhang.bulletin.models import Article, Issue, SubmittedText
from taizhang.core.lifecycle.bulletin_life import AT_DESK, OUT, IssueState
from tests.bulletin.cast import DAY, Cast, issue_in, put_issue, submission_in

PRINTED: dict[str, Any] = {
    "data": {"name": "别的"},
    "snapshot": {"figures": []},
    "annual_no": 99,
    "cumulative_no": 999,
    "year": 2020,
    "date": DAY.replace(year=2020),
    "template": "special",
    "count": "special",
    "named": "海川专报",
}


def refused(rows: Any, **changes: Any) -> bool:
    try:
        with transaction.atomic():
            rows.update(**changes)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("state", sorted(OUT))
def test_a_sealed_issue_and_its_articles_never_change(cast: Cast, state: str) -> None:
    issue = issue_in(cast, state)
    rows = Issue.objects.filter(pk=issue.pk)
    assert all(refused(rows, **{name: value}) for name, value in PRINTED.items())
    assert refused(Article.objects.filter(issue=issue), body="改过的文字。")
    assert not refused(rows, state=IssueState.ARCHIVED, data=issue.data)


def test_an_issue_at_the_desk_may_change(cast: Cast) -> None:
    issue = issue_in(cast)
    for state in sorted(AT_DESK):
        put_issue(cast, issue, state)
        assert not refused(Issue.objects.filter(pk=issue.pk), data={"note": state})
        assert not refused(Article.objects.filter(issue=issue), body=f"{state}。")


def test_what_a_unit_signed_never_changes(cast: Cast) -> None:
    submission_in(cast)
    rows = SubmittedText.objects.all()
    text = rows.get()
    signed: dict[str, Any] = {
        "title": "别的题目",
        "body": f"{text.body}走访13户。",
        "round": 2,
        "submission": submission_in(cast, state="draft"),
        "signed_by": cast.liaison,
        "signed_at": cast.at + timedelta(days=1),
    }
    assert all(refused(rows, **{name: value}) for name, value in signed.items())
    assert not refused(rows, title=text.title)
    assert rows.get().body == text.body
