"""What reports ask, on its pages: composed, looked at, adopted; filled in, read, and sent back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.core.plan.report_layout import ItemKind, ReportItem
from taizhang.ledger.actions import reports
from taizhang.ledger.actions.report_forms import adopt_report_form
from taizhang.ledger.models import Ledger, Obligation, ProgressReport, Project, ReportFormVersion, Theme
from taizhang.office.clock import now
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]
TODAY = datetime(2026, 8, 10, 2, tzinfo=UTC)
ITEMS = [
    ReportItem(ItemKind.CHOICE, "推进方式", choices=("自办", "委托")),
    ReportItem(ItemKind.NARRATIVE),
    ReportItem(ItemKind.NUMBER, "开设课程", "含网课", "门", required=True),
    ReportItem(ItemKind.YES_NO, "已验收"),
    ReportItem(ItemKind.TEXT, "难点"),
]


@pytest.fixture(autouse=True)
def august(settings: Any) -> None:
    """It is 10 August for the office."""
    settings.CLOCK_SHIFT = TODAY - timezone.now()


@pytest.fixture
def obligation(project_in: ProjectIn) -> Obligation:
    project: Project = project_in()
    days = {"opens_on": date(2026, 8, 1), "due_on": date(2026, 8, 20), "clock_from": date(2026, 8, 1)}
    return Obligation.objects.create(office=project.office, project=project, period="2026-08", **days)


def rows(*items: dict[str, str]) -> dict[str, str]:
    """Rows as a browser posts them."""
    sent = {"items-TOTAL_FORMS": str(len(items)), "items-INITIAL_FORMS": "0"}
    return sent | {f"items-{k}-{name}": value for k, item in enumerate(items) for name, value in item.items()}


def test_rows_are_looked_at_before_they_are_adopted(client: Client, people: People, ledger: Ledger) -> None:
    client.force_login(people.officer)
    url = reverse("report-form", args=[ledger.year, 0])
    assert 'value="next_steps" selected' in client.get(url).content.decode()
    sent = rows(
        {"kind": "number", "label": "开设课程", "unit": "门", "position": "2", "required": "on"},
        {"kind": "narrative", "position": "1"},
        {"kind": "", "label": "不要了"},
        {"kind": "choice", "label": "推进方式", "choices": "自办、委托"},
    )
    seen = client.post(url, {**sent, "act": "show:items"})
    assert seen.status_code == 200
    assert [block.template for block in seen.context["form"].first()] == ["reports/_narrative.html"]
    assert "开设课程（门）" in seen.content.decode()
    assert not ReportFormVersion.objects.exists()
    assert client.post(url, {**sent, "act": "adopt"}).status_code == 302
    form = ReportFormVersion.objects.get()
    assert [each["label"] or each["kind"] for each in form.items] == ["narrative", "开设课程", "推进方式"]
    page = client.get(reverse("report-form-version", args=[form.pk])).content.decode()
    assert "disabled" in page
    assert "开设课程（门）" in page


@pytest.mark.parametrize("with_project", [True, False])
def test_every_part_is_shown_as_it_is_to_be(
    client: Client, people: People, ledger: Ledger, project_in: ProjectIn, with_project: bool
) -> None:
    if with_project:
        project_in()
    client.force_login(people.officer)
    url = reverse("report-form", args=[ledger.year, 0])
    sent = rows(*({"kind": kind, "label": kind, "unit": "次", "choices": "甲、乙"} for kind in ItemKind))
    seen = client.post(url, {**sent, "act": "show:items"})
    assert seen.status_code == 200
    assert len(seen.context["form"].first() + seen.context["form"].rest()) == len(ItemKind)
    assert client.post(url, {**sent, "act": "adopt"}).status_code == 302
    form = reverse("report-form-version", args=[ReportFormVersion.objects.get().pk])
    assert client.get(form).status_code == 200


def test_what_cannot_be_asked_is_said_and_nothing_typed_is_lost(
    client: Client, people: People, ledger: Ledger
) -> None:
    client.force_login(people.officer)
    url = reverse("report-form", args=[ledger.year, 0])
    sent = rows({"kind": "text", "label": "照片说明", "required": "on"})
    for act in ("adopt", "show:items"):
        answer = client.post(url, {**sent, "act": act}).content.decode()
        assert "不能设为必填" in answer
        assert 'value="照片说明"' in answer
    long = client.post(url, {**rows({"kind": "text", "label": "长" * 61}), "act": "adopt"})
    assert long.status_code == 422
    assert "现有61字" in long.content.decode()
    assert not ReportFormVersion.objects.exists()


def test_the_words_of_a_field_outlast_another_kind(client: Client, people: People, ledger: Ledger) -> None:
    client.force_login(people.officer)
    url = reverse("report-form", args=[ledger.year, 0])
    sent = rows({"kind": "narrative", "label": "难点"}, {"kind": "values"})
    answer = client.post(url, {**sent, "act": "show:items"}).content.decode()
    assert 'value="难点"' in answer
    assert "items-1-label" not in answer


def test_a_theme_has_its_own_form_and_goes_back(client: Client, people: People, ledger: Ledger) -> None:
    client.force_login(people.officer)
    theme = Theme.objects.create(office=ledger.office, ledger=ledger, name="文明实践", position=9)
    url = reverse("report-form", args=[ledger.year, theme.pk])
    assert url in client.get(reverse("ledger-settings", args=[ledger.year])).content.decode()
    assert "通用的表式" in client.get(url).content.decode()
    client.post(url, {**rows({"kind": "narrative"}), "act": "adopt"})
    assert "改回通用表式" in client.get(url).content.decode()
    client.post(url, {"act": "follow"})
    assert "改回通用表式" not in client.get(url).content.decode()
    assert client.get(reverse("report-form", args=[ledger.year, 999_999_999_999])).status_code == 404
    assert client.get(reverse("report-form", args=[1999, 0])).status_code == 404


def test_the_liaison_fills_in_what_is_asked_and_nothing_else(
    client: Client, people: People, obligation: Obligation, ledger: Ledger
) -> None:
    adopt_report_form(ledger=ledger, items=ITEMS, by=people.officer, at=now())
    client.force_login(people.liaison)
    url = reverse("report-write", args=[obligation.pk])
    page = client.get(url).content.decode()
    assert page.index("推进方式") < page.index("id_narrative") < page.index("开设课程（门）")
    assert 'name="next_steps"' not in page
    typed = {
        "narrative": "课程有序推进。",
        "answer_0": "委托",
        "answer_1": "",
        "answer_2": "yes",
        "answer_3": "缺师资",
    }
    form = str(ReportFormVersion.objects.get().pk)
    kept = client.post(reverse("report-keep", args=[obligation.pk]), {**typed, "form": form})
    assert kept.status_code == 200
    report = ProgressReport.objects.get()
    assert report.answers == {
        "推进方式": {"text": "委托"}, "已验收": {"text": "yes"}, "难点": {"text": "缺师资"},
    }  # fmt: skip
    missed = client.post(url, {**typed, "act": "send"})
    assert missed.context["form"].errors.keys() == {"answer_1"}
    wrong = client.post(url, {**typed, "answer_1": "若干"})
    assert "不是可以核对的数量" in wrong.content.decode()
    assert 'value="若干"' in wrong.content.decode()
    assert client.post(url, {**typed, "answer_1": "12门", "act": "send"}).status_code == 302
    report.refresh_from_db()
    reports.sign_reports(reports=[report], by=people.leader, at=now())
    client.force_login(people.officer)
    read = client.get(reverse("report", args=[report.pk])).content.decode()
    for words in ("补充内容", "委托", "12门", "缺师资"):
        assert words in read
    sent = {"act": "return", "reason_answers": "请核对课程数"}
    assert client.post(reverse("report-act", args=[report.pk]), sent).status_code == 302
    client.force_login(people.liaison)
    assert "请核对课程数" in client.get(url).content.decode()


def test_what_was_typed_into_a_form_that_was_replaced_meanwhile_is_kept(
    client: Client, people: People, obligation: Obligation, ledger: Ledger
) -> None:
    seen = adopt_report_form(ledger=ledger, items=ITEMS, by=people.officer, at=now())
    adopt_report_form(ledger=ledger, items=ITEMS[:2], by=people.officer, at=now())
    client.force_login(people.liaison)
    typed = {"form": str(seen.pk), "answer_3": "缺师资"}
    client.post(reverse("report-write", args=[obligation.pk]), typed)
    report = ProgressReport.objects.get()
    assert (report.form, report.answers) == (seen, {"难点": {"text": "缺师资"}})


def test_the_built_in_form_that_was_seen_is_kept_too(
    client: Client, people: People, obligation: Obligation, ledger: Ledger
) -> None:
    adopt_report_form(ledger=ledger, items=ITEMS[:1], by=people.officer, at=now())
    client.force_login(people.liaison)
    typed = {"form": "", "narrative": "已开课。", "next_steps": "继续。"}
    client.post(reverse("report-write", args=[obligation.pk]), typed)
    report = ProgressReport.objects.get()
    assert (report.form, report.narrative, report.next_steps) == (None, "已开课。", "继续。")
