"""Many act at the same moment: each act is done whole or refused in words, and none meets an error."""

from __future__ import annotations

import pytest
from django.db import connection
from django_scopes import scope

from taizhang.bulletin.actions import issues, recalling
from taizhang.bulletin.models import Article, Recall
from taizhang.core.lifecycle.bulletin_life import IssueState, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.clock import now, today
from taizhang.office.models import Office
from tests.at_once import at_once
from tests.bulletin.cast import Cast, cast_of, issue_in, put_issue, submission_in
from tests.replaying import STARTED

MANY = 12

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(office: Office) -> Cast:
    return cast_of(office, STARTED)


def test_articles_adopted_at_once_each_get_a_place_of_their_own(cast: Cast) -> None:
    with scope(office=cast.office.pk):
        issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
        rows = [submission_in(cast, title=f"走访第{number}站。") for number in range(MANY)]
    acts = [
        lambda row=row: issues.adopt(submission=row, issue=issue, by=cast.editor, at=now()) for row in rows
    ]
    assert at_once(cast.office, acts) == ["done"] * MANY
    with scope(office=cast.office.pk):
        assert list(issue.articles.values_list("position", flat=True)) == list(range(1, MANY + 1))


def test_one_submission_adopted_by_many_is_one_article(cast: Cast) -> None:
    with scope(office=cast.office.pk):
        issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
        row = submission_in(cast, SubmissionState.SUBMITTED)
    acts = [lambda: issues.adopt(submission=row, issue=issue, by=cast.editor, at=now())] * 6
    assert sorted(at_once(cast.office, acts)) == ["done"] + ["refused"] * 5
    with scope(office=cast.office.pk):
        assert Article.objects.filter(issue=issue).count() == 1


def test_an_issue_is_recalled_once(cast: Cast) -> None:
    with scope(office=cast.office.pk):
        issue = put_issue(cast, issue_in(cast), IssueState.SEALED)
    acts = [lambda: recalling.recall_issue(issue=issue, reason="数据有误", by=cast.signer, at=now())] * 6
    assert sorted(at_once(cast.office, acts)) == ["done"] + ["refused"] * 5
    with scope(office=cast.office.pk):
        assert Recall.objects.filter(issue=issue).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_article_is_not_added_to_an_issue_that_was_passed_on_meanwhile(cast: Cast) -> None:
    with scope(office=cast.office.pk):
        issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
        row = submission_in(cast)
        put_issue(cast, type(issue).objects.get(pk=issue.pk), IssueState.EDITED)
        with pytest.raises(Refused):
            issues.adopt(submission=row, issue=issue, by=cast.editor, at=now())
