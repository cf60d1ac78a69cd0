"""The year's plan of topics: written, commissioned from, changed; which units were not told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Article, Commission, PlannedTopic
from taizhang.bulletin.queries.topics import units_not_told_of
from taizhang.office.clock import today
from taizhang.office.models import Event, Office, Person
from tests.bulletin.cast import Cast, cast_of, issue_in, put_issue
from tests.bulletin.sent import sealed
from tests.replaying import STARTED

LINES = "3月　学雷锋志愿服务\n3月 春季防火|各县区\n十月　重阳敬老"


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def hand(cast: Cast) -> Client:
    return as_(cast.editor)


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def planned(hand: Client, lines: str = LINES, year: int | None = None) -> Any:
    given = {"act": "plan", "year": year or today().year, "lines": lines}
    return hand.post(reverse("topics-planned-new"), given)


def test_a_plan_is_pasted_and_shown_by_month(hand: Client) -> None:
    answer = planned(hand)
    assert answer.url == f"{reverse('topics-planned')}?year={today().year}"
    page = words(hand.get(answer.url))
    assert re.search("3月.*学雷锋志愿服务.*春季防火.*各县区.*10月.*重阳敬老", page, re.DOTALL)
    assert "学雷锋" not in words(hand.get(reverse("topics-planned"), {"year": today().year + 1}))
    assert "学雷锋" in words(hand.get(reverse("topics-planned"), {"year": "9" * 50}))


@pytest.mark.parametrize(
    ("lines", "said"), [("学雷锋", "先写月份"), ("", "填写"), ("3月 机密★", "密级"), (LINES, "3月已有选题")]
)
def test_a_plan_that_is_none_is_refused_whole(hand: Client, lines: str, said: str) -> None:
    planned(hand)
    answer = planned(hand, lines)
    assert answer.status_code == 422
    assert said in words(answer)
    assert PlannedTopic.objects.count() == 3


def test_an_article_is_commissioned_from_a_topic_that_is_filled_in(hand: Client, cast: Cast) -> None:
    planned(hand)
    topic = PlannedTopic.objects.get(title="春季防火")
    page = words(hand.get(reverse("topics-planned")))
    found = re.search(rf'href="([^"]*topic={topic.pk}[^"]*)"', page)
    assert found
    form = words(hand.get(found[1].replace("&amp;", "&")))
    assert 'value="春季防火"' in form
    assert re.search(rf'<option value="{topic.pk}"\s+selected', form)
    given = {
        "act": "ask", "title": topic.title, "brief": "", "due": today().isoformat(), "minutes": "40",
        "topic": topic.pk, "units": [cast.unit.pk],
    }  # fmt: skip
    hand.post(reverse("commissions"), given)
    assert Commission.objects.get().topic == topic
    assert "已约：市民政局" in words(hand.get(reverse("topics-planned")))
    one = reverse("topic-planned", args=[topic.pk])
    assert "市民政局" in words(hand.get(one))
    answer = hand.post(reverse("topic-planned-act", args=[topic.pk]), {"act": "drop"})
    assert answer.status_code == 422
    assert "已经按这个选题约过稿" in words(answer)


def test_a_topic_is_changed_and_taken_out(hand: Client) -> None:
    planned(hand)
    topic = PlannedTopic.objects.get(title="重阳敬老")
    one = reverse("topic-planned-act", args=[topic.pk])
    taken = hand.post(one, {"act": "edit", "month": 3, "title": "春季防火", "note": ""})
    assert taken.status_code == 422
    hand.post(one, {"act": "edit", "month": 9, "title": "重阳敬老", "note": "提前一个月约"})
    topic.refresh_from_db()
    assert (topic.month, topic.note) == (9, "提前一个月约")
    gone = hand.post(one, {"act": "drop"})
    assert gone.status_code == 302, re.findall("error[^<]*<[^<]*", words(gone))
    assert PlannedTopic.objects.count() == 2
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"plan_topic", "edit_topic", "drop_topic"} <= verbs


def test_who_only_reads_the_desk_changes_no_plan(hand: Client, cast: Cast) -> None:
    planned(hand)
    checker = as_(cast.checker)
    topic = PlannedTopic.objects.first()
    assert topic is not None
    page = words(checker.get(reverse("topics-planned")))
    assert "学雷锋" in page
    assert "添加选题" not in page
    one = reverse("topic-planned", args=[topic.pk])
    assert "删除选题" not in words(checker.get(one))
    act = reverse("topic-planned-act", args=[topic.pk])
    assert checker.post(act, {"act": "drop"}).status_code == 403
    assert as_(cast.liaison).get(one).status_code in (403, 404)


def test_the_units_not_told_of_are_those_without_a_printed_article(cast: Cast, hand: Client) -> None:
    issue = sealed(cast, number=5)
    year = issue.year
    assert cast.unit not in units_not_told_of(cast.office, year)
    assert cast.other_unit in units_not_told_of(cast.office, year)
    assert cast.unit in units_not_told_of(cast.office, year - 1)
    named = issue_in(cast)
    Article.objects.filter(issue=named).update(source_unit=cast.other_unit.short_name)
    assert cast.other_unit in units_not_told_of(cast.office, year)
    put_issue(cast, named, "sealed")
    assert cast.other_unit not in units_not_told_of(cast.office, year)
    assert "还没有刊登过的单位" in words(hand.get(reverse("topics-planned"), {"year": year}))


def test_a_year_without_topics_says_so_beside_the_units(cast: Cast, hand: Client) -> None:
    page = words(hand.get(reverse("topics-planned"), {"year": 2031}))
    assert "这一年还没有选题。" in page
    assert "2031年还没有刊登过的单位" in page


def test_a_unit_is_told_of_by_whatever_name_the_bulletin_signed(cast: Cast) -> None:
    unit = cast.other_unit
    unit.name, unit.short_name, unit.aliases = "海川市卫生健康委员会", "市卫健委", ["市卫生局"]
    unit.save()
    issue = sealed(cast, number=5)
    for signed in ("市卫生健康委", "市卫生局", "市教育局、市卫健委", "海川市卫生健康委员会"):
        Article.objects.filter(issue=issue).update(source_unit="")
        assert unit in units_not_told_of(cast.office, issue.year)
        Article.objects.filter(issue=issue).update(source_unit=signed)
        assert unit not in units_not_told_of(cast.office, issue.year), signed
