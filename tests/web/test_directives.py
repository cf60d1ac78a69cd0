"""A leader's sentence on the pages: written where one reads, answered, passed on, ended; nobody else sees the form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.models import Issue, Origin
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.ledger.actions import directives, notices
from taizhang.ledger.models import Directive, Ledger, Notice, Project
from taizhang.office.clock import now, today
from taizhang.office.models import Person, Post
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]
WORDS = "请讲清进度慢在哪里，月底前有个说法。"
HOSTILE = "<script>alert(1)</script>\u202e" + "字" * 20_000


def post_of(person: Person) -> Post:
    return Post.objects.get(holders__person=person)


def as_person(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    return project_in(title="社区食堂")


@pytest.fixture
def draft(people: People, issue: Issue) -> Issue:
    """An issue at the desk, of the series of the other."""
    return Issue.objects.create(
        office=issue.office, series=issue.series, date=today(), year=today().year, data={}, origin=Origin.DESK,
        state=IssueState.COMPOSING, opened_by=people.officer, saved_at=now(),
    )  # fmt: skip


@pytest.fixture
def notice(people: People, project: Project) -> Notice:
    draft = notices.draft_notice(
        project=project, colour="yellow", text="请抓紧。", by=people.officer, at=now()
    )
    return notices.issue_notice(
        notice=draft, reply_due=today() + timedelta(days=7), by=people.officer, at=now()
    )


def test_a_leader_writes_on_an_issue_at_the_desk(client: Client, people: People, draft: Issue) -> None:
    desk, target = (reverse(name, args=[draft.pk]) for name in ("draft", "directive-on-issue"))
    assert target in as_person(client, people.head).get(desk).content.decode()
    given = {"text": WORDS, "post": post_of(people.officer).pk, "due": today() + timedelta(days=9)}
    assert client.post(target, {**given, "text": ""}).status_code == 422
    assert client.post(target, given).status_code == 302
    assert WORDS in client.get(desk).content.decode()
    assert target not in as_person(client, people.officer).get(desk).content.decode()


@pytest.mark.parametrize("kind", ["project", "notice", "issue", "sheet"])
def test_a_leader_writes_where_they_read(
    client: Client, people: People, project: Project, notice: Notice, issue: Issue, kind: str
) -> None:
    rows = {"project": project, "notice": notice, "issue": issue, "sheet": project.ledger}
    pages = {"sheet": f"{reverse('sheet')}?year={project.ledger.year}"}
    url = pages.get(kind) or reverse(kind, args=[rows[kind].pk])
    target = reverse(f"directive-on-{kind}", args=[rows[kind].pk])
    assert target in as_person(client, people.head).get(url).content.decode()
    given = {"text": WORDS, "post": post_of(people.officer).pk, "due": today() + timedelta(days=9)}
    answer = client.post(target, given)
    row = Directive.objects.get()
    assert answer.url == reverse("directive", args=[row.pk])  # type: ignore[attr-defined]
    assert (row.kind, row.subject, row.project) == (
        kind, rows[kind].pk, project if kind in ("project", "notice") else None,
    )  # fmt: skip
    assert WORDS in client.get(url).content.decode()  # it stands where it was written
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert f'href="{url}"' in page
    assert WORDS in as_person(client, people.officer).get(reverse("queue")).content.decode()
    if kind != "issue":
        assert target not in client.get(url).content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, people: People, project: Project
) -> None:
    target = reverse("directive-on-project", args=[project.pk])
    as_person(client, people.head)
    for given, said in (
        ({"text": HOSTILE, "due": today()}, "最多500字"),
        ({"text": "机密★一年，请办。", "due": today()}, "密级"),
        ({"text": WORDS, "due": date(2020, 1, 1)}, "办理时限早于今天"),
        ({"text": WORDS, "due": "下周"}, "field-error"),
        ({"text": WORDS, "due": today(), "post": post_of(people.other_liaison).pk}, "field-error"),
    ):
        answer = client.post(target, {"post": post_of(people.officer).pk, **given})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert given["text"].replace("<", "&lt;").replace(">", "&gt;") in page
        assert "<script>alert" not in page
    assert not Directive.objects.exists()


def test_the_whole_way(client: Client, people: People, project: Project) -> None:
    target = reverse("directive-on-project", args=[project.pk])
    given = {"text": WORDS, "post": post_of(people.leader).pk, "due": today() + timedelta(days=9)}
    as_person(client, people.head).post(target, given)
    row = Directive.objects.get()
    url = reverse("directive", args=[row.pk])
    for person, act, fields, state in (
        (people.leader, "pass_on", {"post": post_of(people.liaison).pk, "words": "请先拟。"}, "open"),
        (people.liaison, "reply", {"words": "已调整排期。"}, "replied"),
        (people.head, "return", {"words": "写到天。"}, "open"),
        (people.liaison, "reply", {"words": "已排到天。"}, "replied"),
        (people.head, "end", {"words": "同意。"}, "ended"),
    ):
        answer = as_person(client, person).post(url, {"act": act, **fields})
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (302, state), act
    page = client.get(url).content.decode()
    for said in ("转交", "请先拟。", "已调整排期。", "写到天。", "已排到天。", "同意。", "已办结"):
        assert said in page
    story = as_person(client, people.liaison).get(reverse("project", args=[project.pk])).content.decode()
    assert WORDS in story
    assert "已排到天。" in story


def test_nobody_else_is_offered_a_step(client: Client, people: People, project: Project) -> None:
    row = directives.write_directive(
        kind="project", subject=project.pk, title=project.title, project=project, text=WORDS,
        post=post_of(people.officer), due=today(), by=people.head, at=now(),
    )  # fmt: skip
    url = reverse("directive", args=[row.pk])
    for person, offered in (
        (people.officer, {"reply", "pass_on"}),
        (people.head, {"pass_on", "end", "withdraw"}),
        (people.other_officer, set()),
    ):
        page = as_person(client, person).get(url).content.decode()
        assert {
            act for act in ("reply", "pass_on", "end", "withdraw", "return") if f'value="{act}"' in page
        } == offered
        assert WORDS in client.get(reverse("directives")).content.decode()
    assert as_person(client, people.liaison).get(url).status_code == 404
    assert as_person(client, people.liaison).get(reverse("directives")).status_code == 200
    answer = as_person(client, people.other_officer).post(url, {"act": "reply", "words": "代办。"})
    assert answer.status_code == 422
    assert "不由您的岗位办理" in answer.content.decode()
    assert "代办。" in answer.content.decode()


def test_a_subject_that_one_may_not_open_is_named_only(
    client: Client, people: People, ledger: Ledger
) -> None:
    row = directives.write_directive(
        kind="sheet", subject=ledger.pk, title=ledger.name, text=WORDS, post=post_of(people.leader),
        due=today(), by=people.head, at=now(),
    )  # fmt: skip
    page = as_person(client, people.leader).get(reverse("directive", args=[row.pk])).content.decode()
    assert ledger.name in page
    assert f'href="{reverse("sheet")}' not in page


def test_it_is_in_the_digest_and_the_calendar(client: Client, people: People, project: Project) -> None:
    directives.write_directive(
        kind="project", subject=project.pk, title=project.title, project=project, text=WORDS,
        post=post_of(people.officer), due=today(), by=people.head, at=now(),
    )  # fmt: skip
    as_person(client, people.officer)
    answer: Any = client.post(reverse("me-feed"), follow=True)
    feed = next(line for line in answer.content.decode().split('"') if line.endswith(".ics"))
    assert "请讲清进度慢在哪里" in client.get(feed).content.decode().replace("\r\n ", "")
