"""The pages of fieldwork: what is registered stands in its list, and what is wrong is said at the field."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.ledger.models import Project
from taizhang.office.clock import today
from taizhang.office.models import Person
from taizhang.outreach.actions import media
from taizhang.outreach.models import FollowUp, MediaColumn, MediaItem, MediaOutlet, SitIn
from tests.outreach.conftest import Pool, pool
from tests.web.route_objects import a_project

__all__ = ["pool"]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(client: Client, route: str, *args: int, query: str = "") -> str:
    answer = client.get(reverse(route, args=args) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def desk(pool: Pool) -> Client:
    return signed_in(pool.dispatcher)


def test_media_from_outlet_to_reprint(pool: Pool, desk: Client, at: datetime) -> None:
    unit = signed_in(pool.liaison)
    assert "还没有媒体可选" in words(unit, "media-new")
    for name, kind in (("海川日报", "mainstream"), ("海川网", "new")):
        done = desk.post(reverse("outlets-act"), {"act": "add", "name": name, "kind": kind}, follow=True)
        assert name in done.content.decode()
    paper, site = MediaOutlet.objects.order_by("name")
    desk.post(reverse("outlets-act"), {"act": "column", "outlet": paper.pk, "name": "文明故事"})
    column = MediaColumn.objects.get()
    given = {"act": "list", "outlet": paper.pk, "title": "板凳课堂", "published_on": "2026-03-01"}
    bad = unit.post(reverse("media-new"), {**given, "link": "ftp://paper.test"})
    assert bad.status_code == 422
    assert "链接要以 http:// 或 https:// 开头。" in bad.content.decode()
    good = {**given, "link": "https://paper.test/?a=1&b=2", "column": column.pk, "episode": "3"}
    shown = unit.post(reverse("media-new"), good, follow=True).content.decode()
    assert 'href="https://paper.test/?a=1&amp;b=2" rel="noreferrer noopener"' in shown
    first = MediaItem.objects.get()
    assert first.unit == pool.unit
    unit.post(
        reverse("media-new"),
        {
            "act": "list",
            "outlet": site.pk,
            "title": "板凳课堂",
            "published_on": "2026-03-02",
            "original": first.pk,
        },
    )
    every = words(unit, "media")
    assert "海川网（3月2日）" in every
    assert "2家媒体2条" in every
    assert "第3期" in words(desk, "outlets")
    assert "板凳课堂" in words(desk, "media", query=f"?column={column.pk}")
    assert "板凳课堂" not in words(desk, "media", query=f"?project={10**8}")
    assert "板凳课堂" not in words(signed_in(pool.other_liaison), "media")
    taken = unit.post(
        reverse("media-item-act", args=[first.pk]), {"act": "withdraw", "reason": "重复"}, follow=True
    )
    assert "已撤下，不再作为依据。" in taken.content.decode()
    assert "海川网（3月2日）" not in words(unit, "media")


def test_a_unit_registers_no_outlets(pool: Pool, at: datetime) -> None:
    outlet = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    unit = signed_in(pool.liaison)
    assert 'value="add"' not in words(unit, "outlets")
    for given in (
        {"act": "add", "name": "海川网", "kind": "new"},
        {"act": "column", "outlet": outlet.pk, "name": "x"},
    ):
        assert unit.post(reverse("outlets-act"), given).status_code == 403


def test_a_sit_in_from_plan_to_answer(pool: Pool, desk: Client) -> None:
    given = {
        "act": "plan",
        "unit": pool.unit.pk,
        "subject": "支部主题党日",
        "planned_on": today().isoformat(),
    }
    assert "列入计划" in words(desk, "sit-in-new")
    shown = desk.post(reverse("sit-in-new"), given, follow=True).content.decode()
    assert "已列入计划，单位会收到提醒。" in shown
    row = SitIn.objects.get()
    desk.post(reverse("sit-ins-act"), {"act": "cap", "year": today().year, "most": 1, "unit": ""})
    refused = desk.post(reverse("sit-in-new"), given)
    assert refused.status_code == 422
    assert "已排满1次" in refused.content.decode()
    act = reverse("sit-in-act", args=[row.pk])
    assert desk.post(act, {"act": "record", "heads": "", "record": "讲了三个案例。"}).status_code == 422
    desk.post(act, {"act": "record", "heads": "42", "record": "讲了三个案例。"})
    unit = signed_in(pool.liaison)
    assert "讲了三个案例。" in words(unit, "sit-in", row.pk)
    assert "每年次数上限" not in words(unit, "sit-ins")
    unit.post(act, {"act": "reply", "reply": "还有一个案例没有讲完。"})
    assert "还有一个案例没有讲完。" in words(desk, "sit-in", row.pk)
    assert signed_in(pool.other_liaison).get(reverse("sit-in", args=[row.pk])).status_code == 404
    asked = {"act": "follow_up", "text": "把案例送到社区", "unit": pool.unit.pk, "due": today().isoformat()}
    assert "已提出，列入对方待办。" in desk.post(act, asked, follow=True).content.decode()
    point = FollowUp.objects.get()
    assert "把案例送到社区" in words(unit, "queue")
    assert "答复</button>" not in words(desk, "follow-up", point.pk)
    done = unit.post(
        reverse("follow-up-act", args=[point.pk]), {"act": "answer", "answer": "已送到5个社区。"}, follow=True
    ).content.decode()
    assert "已答复。" in done
    assert "把案例送到社区" not in words(unit, "queue")
    assert "已送到5个社区。" in words(desk, "sit-in", row.pk)


def test_a_correction_keeps_the_links_that_can_no_longer_be_chosen(
    pool: Pool, desk: Client, at: datetime
) -> None:
    project = a_project(pool.office, pool.unit)
    outlet = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    given = {"outlet": outlet, "title": "板凳课堂", "published_on": localdate(at), "project": project}
    row = media.list_media(
        office=pool.office, issue=9_999, issue_name="海川简报第1期", by=None, at=at, **given
    )
    Project.objects.filter(pk=project.pk).update(state="closed")
    told = {"act": "correct", "outlet": outlet.pk, "title": "板凳上的课堂", "published_on": "2026-03-01"}
    desk.post(reverse("media-item-act", args=[row.pk]), told)
    row.refresh_from_db()
    assert (row.title, row.project, row.unit) == ("板凳上的课堂", project, pool.unit)
    assert (row.issue, row.issue_name) == (9_999, "海川简报第1期")
    open_one = a_project(pool.office, pool.unit)
    desk.post(reverse("media-item-act", args=[row.pk]), {**told, "project": open_one.pk})
    desk.post(reverse("media-item-act", args=[row.pk]), told)
    row.refresh_from_db()
    assert row.project is None
