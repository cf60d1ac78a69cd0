"""What reports ask: adopted in versions, kept by what was begun, and what the answers become."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.core.plan.report_layout import ItemKind, ReportItem
from taizhang.ledger.actions import obligations, reports
from taizhang.ledger.actions.report_forms import adopt_report_form
from taizhang.ledger.models import Figure, Ledger, Obligation, ProgressReport, Project, Theme
from taizhang.ledger.queries.report_forms import form_in_force, layout_for, layout_of_report
from taizhang.ledger.queries.report_words import full_words
from taizhang.ledger.queries.reports import says_something
from taizhang.ledger.queries.year_columns import year_columns
from taizhang.ledger.rules.checks import Objections
from taizhang.office.models import Event

from .conftest import People, ProjectIn

NARRATIVE, VALUES = ReportItem(ItemKind.NARRATIVE), ReportItem(ItemKind.VALUES)
CLASSES = ReportItem(ItemKind.NUMBER, "开设课程", unit="门", required=True)
CHECKED = ReportItem(ItemKind.YES_NO, "已验收")
AT = datetime(2026, 4, 28, 2, tzinfo=UTC)
MAY = datetime(2026, 5, 3, 2, tzinfo=UTC)


@pytest.fixture
def project(ledger: Ledger, project_in: ProjectIn) -> Project:
    project = project_in(indicators=(IndicatorPlan("宣讲", "场", "period", Decimal(20), "20"),))
    obligations.ask_reports(ledger=ledger, at=AT)
    return project


def begun(people: People, period: str = "2026-04") -> ProgressReport:
    due = Obligation.objects.get(period=period)
    return reports.start_report(obligation=due, by=people.liaison, at=MAY)


def written(people: People, report: ProgressReport, **fields: Any) -> ProgressReport:
    fields = {"narrative": "", "values": {}, **fields}
    return reports.write_report(report=report, version=report.version, **fields, by=people.liaison, at=MAY)


def test_a_report_keeps_the_form_with_which_it_was_begun(
    project: Project, ledger: Ledger, people: People
) -> None:
    assert form_in_force(ledger, project.theme) is None
    old = begun(people)
    form = adopt_report_form(ledger=ledger, items=[NARRATIVE, CLASSES], by=people.officer, at=MAY)
    assert old.form is None
    assert layout_of_report(old).fields == {}
    old.delete()
    new = begun(people)
    assert new.form == form
    later = adopt_report_form(ledger=ledger, items=[NARRATIVE], by=people.officer, at=MAY)
    assert (later.version, list(layout_of_report(new).fields)) == (2, ["开设课程"])


def test_a_theme_has_its_own_form_until_it_follows_all_again(
    project: Project, ledger: Ledger, people: People
) -> None:
    theme = Theme.objects.create(office=ledger.office, ledger=ledger, name="环境整治", position=9)
    common = adopt_report_form(ledger=ledger, items=[NARRATIVE], by=people.officer, at=MAY)
    own = adopt_report_form(ledger=ledger, theme=theme, items=[CHECKED], by=people.officer, at=MAY)
    assert (form_in_force(ledger, theme), form_in_force(ledger, None)) == (own, common)
    adopt_report_form(ledger=ledger, theme=theme, items=[], by=people.officer, at=MAY)
    assert form_in_force(ledger, theme) == common


def test_adopting_is_in_the_record_and_the_same_again_is_no_version(ledger: Ledger, people: People) -> None:
    first = adopt_report_form(ledger=ledger, items=[NARRATIVE], by=people.officer, at=MAY)
    second = adopt_report_form(ledger=ledger, items=[NARRATIVE, CHECKED], by=people.officer, at=MAY)
    again = adopt_report_form(ledger=ledger, items=[NARRATIVE, CHECKED], by=people.officer, at=MAY)
    assert (first.version, again) == (1, second)
    event = Event.objects.filter(verb="adopt_report_form").latest("pk")
    assert (event.detail["before"], event.detail["items"]) == (first.items, second.items)


def test_who_may_not_run_the_ledger_adopts_nothing(ledger: Ledger, people: People) -> None:
    with pytest.raises(Refused):
        adopt_report_form(ledger=ledger, items=[NARRATIVE], by=people.liaison, at=MAY)
    secret = ReportItem(ItemKind.TEXT, "机密★一年")
    with pytest.raises(Refused, match="密级"):
        adopt_report_form(ledger=ledger, items=[secret], by=people.officer, at=MAY)


def test_a_number_becomes_a_figure_of_the_period_and_is_revised_after_a_return(
    project: Project, ledger: Ledger, people: People
) -> None:
    adopt_report_form(ledger=ledger, items=[NARRATIVE, CLASSES, CHECKED], by=people.officer, at=MAY)
    report = written(people, begun(people), answers={"开设课程": "1.2万门", "已验收": "yes"})
    assert says_something(report)
    reports.send_report(report=report, by=people.liaison, at=MAY)
    reports.sign_reports(reports=[report], by=people.leader, at=MAY)
    figure = Figure.objects.get(report=report)
    told = (figure.name, figure.value, figure.unit, figure.basis, figure.period, figure.as_of)
    assert told == ("开设课程", 12_000, "门", "period", "2026-04", date(2026, 4, 30))
    reports.return_report(report=report, reasons={"answers": "请核对"}, by=people.officer, at=MAY)
    written(people, report, answers={"开设课程": "12"})
    reports.send_report(report=report, by=people.liaison, at=MAY)
    reports.sign_reports(reports=[report], by=people.leader, at=MAY)
    now = Figure.objects.get(report=report, ended_at__isnull=True)
    assert (now.value, now.revision, now.replaces) == (12, 2, figure)


def test_a_required_number_is_asked_when_the_report_is_sent_and_no_change_says_none(
    project: Project, ledger: Ledger, people: People
) -> None:
    adopt_report_form(ledger=ledger, items=[NARRATIVE, CLASSES], by=people.officer, at=MAY)
    report = written(people, begun(people), narrative="课程有序推进。")
    with pytest.raises(Objections) as refused:
        reports.send_report(report=report, by=people.liaison, at=MAY)
    assert set(refused.value.by_field) == {"answer:开设课程"}
    written(people, report)
    reports.file_no_change(obligations=[report.obligation], by=people.liaison, at=MAY)
    report.refresh_from_db()
    assert (report.no_change, report.answers) == (True, {})


def test_what_is_not_asked_or_no_answer_is_refused(project: Project, ledger: Ledger, people: People) -> None:
    adopt_report_form(ledger=ledger, items=[CLASSES, CHECKED], by=people.officer, at=MAY)
    report = begun(people)
    with pytest.raises(Refused, match="别处改动"):
        written(people, report, answers={"好人好事": "3"})
    with pytest.raises(Objections) as refused:
        written(people, report, answers={"开设课程": "若干", "已验收": "大概"})
    assert set(refused.value.by_field) == {"answer:开设课程", "answer:已验收"}
    with pytest.raises(Refused, match="密级"):
        written(people, report, answers={"已验收": "秘密★"})


def test_what_an_indicator_counts_is_not_asked_again(
    project: Project, ledger: Ledger, people: People
) -> None:
    twice = ReportItem(ItemKind.NUMBER, "宣讲", unit="场")
    form = adopt_report_form(ledger=ledger, items=[VALUES, twice], by=people.officer, at=MAY)
    assert layout_for(form, project).fields == {}
    assert list(layout_for(form, project, {"宣讲"}).fields) == ["宣讲"]  # what is answered stays
    alone = adopt_report_form(ledger=ledger, items=[twice], by=people.officer, at=MAY)
    assert list(layout_for(alone, project).fields) == ["宣讲"]


def test_the_values_in_the_words_are_asked_for_only_where_there_is_a_place_to_answer(
    project: Project, ledger: Ledger, people: People
) -> None:
    adopt_report_form(ledger=ledger, items=[NARRATIVE], by=people.officer, at=MAY)
    report = written(people, begun(people), narrative="本月开展宣讲3场，本月开展宣讲5场。")
    assert reports.send_report(report=report, by=people.liaison, at=MAY).state == "unit_review"


def test_the_answers_stand_in_the_workbook(project: Project, ledger: Ledger, people: People) -> None:
    adopt_report_form(ledger=ledger, items=[NARRATIVE, CHECKED, CLASSES], by=people.officer, at=MAY)
    answers = {"开设课程": "1200", "已验收": "no"}
    report = written(people, begun(people), narrative="课程有序推进。", answers=answers)
    assert full_words(report) == "课程有序推进。\n已验收：否\n开设课程：1,200门"
    reports.send_report(report=report, by=people.liaison, at=MAY)
    reports.sign_reports(reports=[report], by=people.leader, at=MAY)
    reports.accept_report(report=report, by=people.officer, at=MAY)
    progress = year_columns([project.pk], date(2026, 5, 4))[project.pk].progress
    assert progress == f"2026年4月：{full_words(report)}"
