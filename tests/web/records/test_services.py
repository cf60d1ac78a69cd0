"""The list of services: running totals from entries."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from taizhang.ledger.actions import records
from taizhang.ledger.models import Project, ServiceEntry, ServiceItem
from taizhang.office.clock import now, today
from tests.ledger.conftest import People

from .conftest import Browse


def url(project: Project) -> str:
    return reverse("services", args=[project.pk])


@pytest.fixture
def item(people: People, project: Project) -> ServiceItem:
    return records.add_service_item(
        project=project, title="上门理发", unit="人次", target="3600", by=people.liaison, at=now()
    )


def entry(**changes: Any) -> dict[str, Any]:
    return {"done_on": today().isoformat(), "amount": "120人次", "note": "海光社区", **changes}


def test_a_line_is_added_to_the_list(as_: Browse, people: People, project: Project) -> None:
    browser = as_(people.liaison)
    assert "清单还是空的" in browser.get(url(project)).content.decode()
    page = browser.post(url(project), {"title": "上门理发", "unit": "人次", "target": "3600"}, follow=True)
    assert "目标 3,600人次" in page.content.decode()
    refused = browser.post(url(project), {"title": "送药", "unit": "次", "target": "若干"})
    assert "不是可以核对的数量" in refused.content.decode()
    assert "送药" in refused.content.decode()
    assert browser.post(url(project), {"title": "", "unit": "次"}).status_code == 422


def test_entries_run_up_to_a_total(as_: Browse, people: People, project: Project, item: ServiceItem) -> None:
    browser = as_(people.liaison)
    add = reverse("service-entry", args=[item.pk])
    browser.post(add, entry())
    page = browser.post(add, entry(amount="1.2万人次"), follow=True).content.decode()
    assert "12,120" in page
    row = ServiceEntry.objects.order_by("-pk").first()
    assert row is not None
    page = browser.post(reverse("service-entry-void", args=[row.pk]), follow=True).content.decode()
    assert '<b class="amount amount-big">120</b>' in page
    assert "已作废" in page
    assert (
        "这条记录已经作废"
        in browser.post(reverse("service-entry-void", args=[row.pk]), follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "120人"}, "不能填"),
        ({"amount": "很多"}, "不是可以核对的数量"),
        ({"done_on": "2199-01-01"}, "日期在今天之后"),
        ({"done_on": ""}, "请填写日期"),
    ],
)
def test_a_mistake_is_said_at_its_line(
    as_: Browse, people: People, item: ServiceItem, changes: dict[str, str], said: str
) -> None:
    answer = as_(people.liaison).post(reverse("service-entry", args=[item.pk]), entry(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "海光社区" in page
    assert not ServiceEntry.objects.exists()


def test_who_may_not_record_only_reads(
    as_: Browse, people: People, project: Project, item: ServiceItem
) -> None:
    assert "登记一笔" not in as_(people.head).get(url(project)).content.decode()
    add = reverse("service-entry", args=[item.pk])
    assert "登记一笔" not in as_(people.head).get(add).content.decode()
    assert as_(people.other_liaison).post(add, entry()).status_code == 404
