"""Templates for the kinds of a series' issues on their pages: set, chosen when an issue is begun, deleted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Issue, Series
from taizhang.core.gongwen.issue_templates import IssueNumbering
from taizhang.office.clock import today
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from tests.bulletin.cast import Cast, cast_of
from tests.replaying import STARTED

SPECIAL = {
    "name": "海川文明专报", "colour": "#1d4f91", "columns": "调研\n\n建议", "shortest": "800", "longest": "2000",
    "fewest_pages": "2", "most_pages": "4", "up_word": "主送", "peer_word": "抄送", "down_word": "",
    "numbering": IssueNumbering.OWN.value, "next_no": "31", "imprint": "recipients", "contents": "on",
    "act": "set-template",
}  # fmt: skip


@pytest.fixture
def cast(office: Office) -> Any:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def admin(cast: Cast, person_with: Any) -> Client:
    return as_(person_with(Role.SYS_ADMIN))


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(series: Series, kind: str = "special") -> str:
    return reverse("office-series-template", args=[series.pk, kind])


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_template_is_set_and_an_issue_begun_from_it(admin: Client, cast: Cast) -> None:
    listed = words(admin.get(reverse("office-series-one", args=[cast.series.pk])))
    assert "没有模板" in listed
    begins = words(admin.get(at(cast.series)))
    assert "海川市精神文明建设情况专报" in begins
    assert "删除模板" not in begins
    answer = admin.post(at(cast.series), SPECIAL)
    assert answer.url == reverse("office-series-one", args=[cast.series.pk])
    assert "海川文明专报，单独编期号和总期号" in words(admin.get(answer.url))
    hand = as_(cast.editor)
    assert "海川市精神文明建设情况简报（专报：海川文明专报）" in words(hand.get(reverse("drafts")))
    given = {"series": f"{cast.series.pk}:special", "kind": "regular", "on": today().isoformat()}
    hand.post(reverse("draft-new"), given)
    issue = Issue.objects.get()
    assert (issue.name, issue.count, issue.usual.longest) == ("海川文明专报", "special", 2_000)
    desk = words(hand.get(reverse("draft", args=[issue.pk])))
    assert "海川文明专报 第31期（拟）" in desk
    assert "主送" in desk
    assert "调研" in desk
    refused = admin.post(at(cast.series), {"act": "drop-template"})
    assert refused.status_code == 422
    assert "已有用这个模板编的期次" in words(refused)


def test_a_template_nobody_used_is_deleted(admin: Client, cast: Cast) -> None:
    admin.post(at(cast.series), SPECIAL)
    admin.post(at(cast.series), {"act": "drop-template"})
    cast.series.refresh_from_db()
    assert cast.series.issue_templates == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "海" * 41}, {"colour": "red"}, {"shortest": "0"}, {"next_no": "0"}, {"next_no": "三"},
        {"up_word": "主" * 9}, {"left_mark": "内" * 41}, {"columns": f"调研\n\n建议\n{'栏' * 101}"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    admin: Client, cast: Cast, wrong: dict[str, str]
) -> None:
    answer = admin.post(at(cast.series), {**SPECIAL, **wrong})
    assert answer.status_code == 422
    (name,) = wrong
    assert re.search(f'name="{name}"[^>]*aria-invalid="true"', words(answer))
    assert "调研\n\n建议" in words(answer)
    cast.series.refresh_from_db()
    assert cast.series.issue_templates == {}


def test_lengths_the_wrong_way_round_are_refused(admin: Client, cast: Cast) -> None:
    answer = admin.post(at(cast.series), {**SPECIAL, "shortest": "3000"})
    assert answer.status_code == 422
    assert "从少到多" in words(answer)


@pytest.mark.parametrize("chosen", ["", "x", "999999", "{pk}:news", "{pk}:special:x", ":special"])
def test_an_issue_is_begun_from_a_template_that_is_there_or_not_at_all(
    admin: Client, cast: Cast, chosen: str
) -> None:
    admin.post(at(cast.series), SPECIAL)
    given = {"series": chosen.format(pk=cast.series.pk), "kind": "regular", "on": today().isoformat()}
    assert as_(cast.editor).post(reverse("draft-new"), given).status_code == 422
    assert not Issue.objects.exists()


def test_no_kind_no_page(admin: Client, cast: Cast) -> None:
    assert admin.get(at(cast.series, "magazine")).status_code == 404
    assert as_(cast.editor).get(at(cast.series)).status_code == 403
