"""One press, one row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Issue, Series
from taizhang.office.clock import today
from taizhang.office.models import Person
from taizhang.web.frame import once


def form_of(client: Client, path: str) -> dict[str, str]:
    html = client.get(path).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def begun(editor: Person) -> int:
    with scope(office=editor.office_id):
        return Issue.objects.filter(state="composing").count()


@pytest.fixture
def typed(desk: Client, series: Series) -> dict[str, Any]:
    """The form by which the next issue is begun, filled in."""
    given = {"series": str(series.pk), "on": f"{today():%Y-%m-%d}", "kind": "regular"}
    return {**form_of(desk, reverse("drafts")), **given}


def test_a_form_sent_twelve_times_makes_one_row(desk: Client, editor: Person, typed: dict[str, Any]) -> None:
    answers = [desk.post(reverse("draft-new"), typed) for _ in range(12)]
    assert begun(editor) == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1


def test_the_same_words_on_a_new_page_are_a_second_row(
    desk: Client, editor: Person, typed: dict[str, Any]
) -> None:
    desk.post(reverse("draft-new"), typed)
    desk.post(reverse("draft-new"), {**typed, **form_of(desk, reverse("drafts"))})
    assert begun(editor) == 2


def test_other_words_on_the_same_page_are_not_lost(
    desk: Client, editor: Person, typed: dict[str, Any]
) -> None:
    desk.post(reverse("draft-new"), typed)
    desk.post(reverse("draft-new"), {**typed, "kind": "special"})
    assert begun(editor) == 2


def test_a_form_that_was_refused_may_be_sent_again(
    desk: Client, editor: Person, typed: dict[str, Any]
) -> None:
    wrong = {**typed, "on": ""}
    assert [desk.post(reverse("draft-new"), wrong).status_code for _ in range(2)] == [422, 422]
    assert desk.post(reverse("draft-new"), typed).status_code == 302
    assert begun(editor) == 1


def test_what_a_script_sends_is_answered_each_time(
    desk: Client, editor: Person, typed: dict[str, Any]
) -> None:
    for headers in ({"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}):
        desk.post(reverse("draft-new"), typed, headers=headers)
    assert begun(editor) == 2


def test_while_the_first_is_under_way_the_second_waits_and_is_told(
    desk: Client, editor: Person, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PATIENCE", -1.0)
    monkeypatch.setattr(cache, "add", lambda *_: False)
    answer = desk.post(reverse("draft-new"), typed)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "系统繁忙" in answer.content.decode()
    assert begun(editor) == 0


def test_the_second_goes_where_the_first_leads_once_it_is_done(
    desk: Client, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PAUSE", 0)
    monkeypatch.setattr(cache, "add", lambda *_: False)
    answers = iter(["", "", "/issues/"])
    monkeypatch.setattr(cache, "get", lambda *_: next(answers))
    assert desk.post(reverse("draft-new"), typed).url == "/issues/"


def test_the_number_of_the_page_counts_however_often_it_was_fetched(
    desk: Client, editor: Person, typed: dict[str, Any]
) -> None:
    desk.post(reverse("draft-new"), {**typed, "once": "1-2"})
    again = desk.post(
        reverse("draft-new"), {**typed, **form_of(desk, reverse("drafts")), "once": "1-2"}, follow=True
    )
    assert "已经提交过，没有重复保存" in again.content.decode()
    assert begun(editor) == 1
    desk.post(reverse("draft-new"), {**typed, "once": "1-3"})
    assert begun(editor) == 2
