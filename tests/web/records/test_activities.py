"""Recording what took place, and the figures that come of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from taizhang.ledger.models import Activity, Evidence, Figure, Project
from taizhang.office.clock import today
from tests.ledger.conftest import People

from .conftest import Browse

URL = "/activities/new/"


def form(project: Project | None = None, *counts: tuple[str, str], **changes: Any) -> dict[str, Any]:
    rows = {
        f"counts-{n}-{name}": value
        for n, pair in enumerate(counts)
        for name, value in zip(("name", "text"), pair, strict=True)
    }
    return {
        "kind": "talk", "title": "“微宣讲”进社区", "held_on": today().isoformat(), "unit": "", "venue": "海光社区",
        "project": project.pk if project else "", "counts-TOTAL_FORMS": len(counts), "counts-INITIAL_FORMS": 0,
        **rows, **changes,
    }  # fmt: skip


def test_an_activity_is_recorded_with_counts_as_people_write_them(
    as_: Browse, people: People, project: Project
) -> None:
    browser = as_(people.liaison)
    answer = browser.post(URL, form(project, ("听讲人数", "500余人"), ("发放材料", "1.2万份"), ("", "")))
    activity = Activity.objects.get()
    assert answer.url == reverse("activity", args=[activity.pk])
    first, second = Figure.objects.order_by("pk")
    assert (first.name, first.surface, first.unit, first.low, first.value) == (
        "听讲人数",
        "500余人",
        "人",
        500,
        None,
    )
    assert (second.value, second.unit) == (12_000, "份")
    page = browser.get(answer.url).content.decode()
    assert "大于500" in page
    assert "1.2万份" in page


def test_the_form_knows_the_day_and_the_only_project(as_: Browse, people: People, project: Project) -> None:
    page = as_(people.liaison).get(URL).content.decode()
    assert f'value="{today():%Y-%m-%d}"' in page
    assert f'<option value="{project.pk}" selected>' in page


def test_a_row_more_keeps_what_was_typed(as_: Browse, people: People, project: Project) -> None:
    data = form(project, ("听讲人数", "500余人"), title="", act="add:counts")
    page = as_(people.liaison).post(URL, data).content.decode()
    assert "counts-1-text" in page
    assert 'value="500余人"' in page
    assert "大于500" in page
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("changes", "counts", "said"),
    [
        ({"title": ""}, (), "此项必填"),
        ({"held_on": ""}, (), "请填写日期"),
        ({"held_on": "2199-01-01"}, (), "日期在今天之后"),
        ({"ended_on": "2020-01-01"}, (), "结束日期早于开始日期"),
        ({"note": "机密★一年"}, (), "密级标志"),
        ({}, (("人数", "很多"),), "没有读出数目"),
        ({}, (("人数", "500"),), "请连单位一起写"),
        ({}, (("人数", "9" * 20 + "人"),), "数值过大"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
    as_: Browse, people: People, project: Project, changes: dict[str, str], counts: tuple[Any, ...], said: str
) -> None:
    answer = as_(people.liaison).post(URL, form(project, *counts, **changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "海光社区" in page
    assert not Activity.objects.exists()


def test_another_units_project_is_not_offered(as_: Browse, people: People, project: Project) -> None:
    answer = as_(people.other_liaison).post(URL, form(project))
    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_an_officer_records_for_a_unit_that_must_be_named(
    as_: Browse, people: People, project: Project
) -> None:
    answer = as_(people.officer).post(URL, form(project, unit=people.unit.pk))
    assert answer.status_code == 302
    refused = as_(people.officer).post(URL, form(project, unit=people.other_unit.pk))
    assert "不由本单位牵头或配合" in refused.content.decode()


@pytest.mark.parametrize("who", ["leader", "head"])
def test_who_records_nothing_gets_no_form(as_: Browse, people: People, project: Project, who: str) -> None:
    assert as_(getattr(people, who)).get(URL).status_code == 404


def test_a_voided_activity_stays_with_its_reason(as_: Browse, people: People, project: Project) -> None:
    browser = as_(people.liaison)
    browser.post(URL, form(project, ("听讲人数", "50人")))
    activity = Activity.objects.get()
    void = reverse("activity-void", args=[activity.pk])
    assert "请写明原因" in browser.post(void, {"reason": ""}, follow=True).content.decode()
    page = browser.post(void, {"reason": "重复登记"}, follow=True).content.decode()
    assert "重复登记" in page
    assert "确认作废" not in page
    assert not Figure.objects.filter(ended_at__isnull=True).exists()
    assert "已作废" in browser.get("/activities/").content.decode()


def test_a_recorded_activity_becomes_evidence_by_one_button(
    as_: Browse, people: People, project: Project
) -> None:
    browser = as_(people.liaison)
    browser.post(URL, form(project))
    activity = Activity.objects.get()
    page = browser.get(reverse("activity", args=[activity.pk])).content.decode()
    assert "作为项目的佐证" in page
    browser.post(reverse("evidence", args=[project.pk]), {"activity": activity.pk})
    assert Evidence.objects.get().activity == activity


def test_the_list_is_of_ones_own_unit_and_of_the_project_asked_for(
    as_: Browse, people: People, project: Project
) -> None:
    as_(people.liaison).post(URL, form(project))
    assert "进社区" in as_(people.leader).get(f"/activities/?project={project.pk}").content.decode()
    assert "进社区" not in as_(people.other_liaison).get("/activities/").content.decode()
    assert as_(people.other_liaison).get(f"/activities/?project={project.pk}").status_code == 404
    assert as_(people.officer).get("/activities/?project=x").status_code == 404


def test_words_typed_by_people_are_never_markup(as_: Browse, people: People, project: Project) -> None:
    browser = as_(people.liaison)
    answer = browser.post(URL, form(project, title="<script>alert(1)</script>"))
    assert "<script>alert" not in browser.get(answer.url).content.decode()


def test_a_count_is_read_while_it_is_typed(as_: Browse, people: People) -> None:
    browser = as_(people.liaison)
    read = "/activities/reading/"
    assert "大于500、小于600" in browser.get(read, {"counts-0-text": "500余人"}).content.decode()
    assert "还没有读出数目" in browser.get(read, {"counts-0-text": "若干"}).content.decode()
    assert "读" not in browser.get(read).content.decode()


def test_a_long_activity_has_two_days(as_: Browse, people: People, project: Project) -> None:
    start = (today() - timedelta(days=9)).isoformat()
    browser = as_(people.liaison)
    answer = browser.post(URL, form(project, held_on=start, ended_on=today().isoformat(), sub_venues="3"))
    assert "3 个" in browser.get(answer.url).content.decode()
