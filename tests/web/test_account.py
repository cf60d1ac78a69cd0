"""What is made of an issue besides its files: the copy for a public account, never of a recalled one; the booklet."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from pypdf import PdfReader

from taizhang.bulletin.actions.recalling import recall_issue
from taizhang.core.gongwen import for_setting
from taizhang.office.clock import now
from taizhang.office.models import Office, Person
from taizhang.press import shared_press
from tests.bulletin.cast import Cast, cast_of
from tests.bulletin.sent import sealed
from tests.press.samples import bulletin
from tests.replaying import STARTED


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_editor_takes_the_issue_away_as_html(cast: Cast) -> None:
    issue = sealed(cast)
    hand = as_(cast.editor)
    assert "复制公众号文稿" in hand.get(reverse("issue", args=[issue.pk])).content.decode()
    answer = hand.get(reverse("issue-account", args=[issue.pk]))
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    html = answer.content.decode()
    assert issue.series.name in html
    assert "<section style=" in html


def test_the_pdf_is_taken_away_as_a_booklet(cast: Cast) -> None:
    pdf = shared_press().typeset(for_setting(bulletin())).pdf
    issue = sealed(cast, pdf=pdf)
    url = reverse("issue-pdf", args=[issue.pk])
    answer = as_(cast.checker).get(url, {"fold": "a3"})
    assert "A3.pdf" in answer.headers["Content-Disposition"]
    assert round(PdfReader(io.BytesIO(answer.content)).pages[0].mediabox.width) == 1191
    assert as_(cast.checker).get(url).content == pdf


def test_who_only_reads_has_no_such_button(cast: Cast) -> None:
    issue = sealed(cast)
    hand = as_(cast.checker)
    assert "复制公众号文稿" not in hand.get(reverse("issue", args=[issue.pk])).content.decode()
    assert hand.get(reverse("issue-account", args=[issue.pk])).status_code == 403


def test_a_recalled_issue_is_not_published(cast: Cast) -> None:
    issue = sealed(cast)
    recall_issue(issue=issue, reason="数据有误", by=cast.signer, at=now())
    hand = as_(cast.editor)
    answer = hand.get(reverse("issue-account", args=[issue.pk]), follow=True)
    assert "已经撤回" in answer.content.decode()
    assert "复制公众号文稿" not in answer.content.decode()
