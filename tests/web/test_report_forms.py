"""What reports ask, on its pages: composed, looked at, adopted; filled in, read, and sent back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.core.plan.report_layout import ItemKind, ReportItem
from taizhang.ledger.actions import reports
from taizhang.ledger.actions.report_forms import adopt_report_form
from taizhang.ledger.models import Ledger, Obligation, ProgressReport, Project, ReportFormVersion, Theme
from taizhang.ledger.queries.export import book_rows
from taizhang.office import tokens
from taizhang.office.clock import now
from taizhang.office.roles import Role
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


def answered(people: People, obligation: Obligation, at: datetime) -> ProgressReport:
    """A signed report that answers every field; another form has other labels by now."""
    ledger = obligation.project.ledger
    adopt_report_form(ledger=ledger, items=ITEMS, by=people.officer, at=at)
    report = reports.start_report(obligation=obligation, by=people.liaison, at=at)
    given = {"推进方式": "委托", "开设课程": "12", "已验收": "no", "难点": "场地<b>不足</b>。\n已协调"}
    reports.write_report(
        report=report,
        version=report.version,
        narrative="课程有序推进。",
        values={},
        answers=given,
        by=people.liaison,
        at=at,
    )
    reports.send_report(report=report, by=people.liaison, at=at)
    reports.sign_reports(reports=[report], by=people.leader, at=at)
    renamed = [ReportItem(ItemKind.CHOICE, "办法", choices=("自办", "委托")), ReportItem(ItemKind.NARRATIVE)]
    adopt_report_form(ledger=ledger, items=renamed, by=people.officer, at=at)
    return ProgressReport.objects.get()


def test_every_answer_stands_in_the_story_with_the_labels_of_its_form(
    client: Client, people: People, obligation: Obligation
) -> None:
    answered(people, obligation, now())
    client.force_login(people.officer)
    page = client.get(reverse("project", args=[obligation.project_id])).content.decode()
    for words in ("推进方式：委托", "开设课程：12门", "已验收：否", "难点：场地&lt;b&gt;不足&lt;/b&gt;。"):
        assert words in page
    assert "办法：" not in page
    client.cookies["django_language"] = "en"
    assert "已验收：No" in client.get(reverse("project", args=[obligation.project_id])).content.decode()


def test_every_answer_goes_into_the_workbook_with_the_labels_of_its_form(
    people: People, obligation: Obligation
) -> None:
    report = answered(people, obligation, now())
    reports.accept_report(report=report, by=people.officer, at=now())
    (row,) = book_rows(Project.objects.all())
    assert row.progress == (
        "2026年8月：课程有序推进。\n推进方式：委托\n开设课程：12门\n已验收：否\n难点：场地<b>不足</b>。\n已协调"
    )


def test_every_answer_is_told_by_the_api_once_it_is_signed(
    client: Client, people: People, obligation: Obligation
) -> None:
    secret = tokens.make_token(
        office=obligation.office, name="门户", roles=[Role.LEDGER_OFFICER], unit=None,
        expires_on=now().date() + timedelta(days=1), by=None, at=now(),
    )[1]  # fmt: skip

    def ask(path: str) -> Any:
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"}).json()

    begun = reports.start_report(obligation=obligation, by=people.liaison, at=now())
    assert ask("reports")["items"] == []
    begun.delete()
    report = answered(people, obligation, now())
    (told,) = ask("reports?period=2026-08&state=submitted")["items"]
    assert told == ask(f"reports/{report.pk}")
    assert (told["period"], told["milestone"], told["form_version"]) == ("2026-08", "", 1)
    shown = [
        (each["label"], each["kind"], each["text"], each["words"], each["value"]) for each in told["answers"]
    ]
    assert shown == [
        ("推进方式", "choice", "委托", "委托", None),
        ("开设课程", "number", "12", "12门", "12"),
        ("已验收", "yes_no", "no", "否", None),
        ("难点", "text", "场地<b>不足</b>。\n已协调", "场地<b>不足</b>。\n已协调", None),
    ]
    assert ask("reports?state=accepted")["items"] == []
