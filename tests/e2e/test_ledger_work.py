"""The month's work in a real browser: the report, its signature, its review; clicks counted from the landing page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from taizhang.core.plan.account_plan import MilestonePlan
from taizhang.ledger.actions import blockers, records, reports
from taizhang.ledger.models import Blocker, Directive, Indicator, Obligation, ProgressReport, Project, Review
from taizhang.office.clock import now, today
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

from .clicks import Hand
from .test_pages import sound, sound_at_both_widths

__all__ = ["ledger", "people", "project_in"]


@pytest.fixture
def projects(live_server: Any, project_in: ProjectIn) -> list[Project]:
    """Three projects of one unit; each owes a report that is in time."""
    made = []
    for title in ("独居老人每周一访", "社区食堂", "楼道亮灯"):
        end = today() + timedelta(days=60)
        stones = (MilestonePlan("结对完成", end - timedelta(days=30)),)
        made.append(project_in(title=title, start=today() - timedelta(days=90), due=end, milestones=stones))
    for project in made:
        Obligation.objects.create(
            office=project.office,
            project=project,
            period=f"{today():%Y-%m}",
            opens_on=today(),
            due_on=today() + timedelta(days=10),
            clock_from=today(),
        )
    return made


@pytest.fixture
def hand(projects: list[Project], live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def filed(people: People, *, unchanged: bool, signed: bool = False) -> list[ProgressReport]:
    """Every report, with its leader or with the office."""
    due = list(Obligation.objects.order_by("pk"))
    if unchanged:
        rows = reports.file_no_change(obligations=due, by=people.liaison, at=now())
    else:
        rows = [_written(people, each) for each in due]
    return reports.sign_reports(reports=rows, by=people.leader, at=now()) if signed else rows


def _written(people: People, due: Obligation) -> ProgressReport:
    report = reports.start_report(obligation=due, by=people.liaison, at=now())
    values = {Indicator.objects.get(project=due.project).pk: "1200"}
    reports.write_report(
        report=report, version=1, narrative="走访1200人次。", values=values, by=people.liaison, at=now()
    )
    return reports.send_report(report=report, by=people.liaison, at=now())


def states() -> list[str]:
    return sorted(ProgressReport.objects.values_list("state", flat=True))


def test_no_change_is_one_click_and_for_all_two(hand: Hand, people: People, page: Page) -> None:
    hand.sits_down(people.liaison)
    sound(page)
    hand.click(page.get_by_role("button", name=re.compile("^无变化.*社区食堂")))
    assert hand.clicks == 1
    assert states() == ["unit_review"]

    hand.sits_down(people.liaison)
    hand.click(page.get_by_text("全部报“无变化”").first)
    hand.click(page.get_by_role("button", name="全部报“无变化”"))
    assert hand.clicks == 2
    assert states() == ["unit_review"] * 3


def test_no_change_that_is_late_is_reported_with_the_reason_just_typed(
    hand: Hand, people: People, page: Page
) -> None:
    due = Obligation.objects.order_by("pk")[0]
    then = today() - timedelta(days=10)
    Obligation.objects.filter(pk=due.pk).update(opens_on=then, clock_from=then, due_on=then)
    hand.sits_down(people.liaison)
    page.goto(f"{hand.server}/obligations/{due.pk}/report/")
    page.locator("[name=late_reason]").fill("联络员换人")
    page.get_by_role("button", name="本期没有变化").click()
    expect(page.get_by_text("已报“本期无变化”1项")).to_be_visible()
    row = ProgressReport.objects.get()
    assert (row.no_change, row.state, row.late_reason) == (True, "unit_review", "联络员换人")


@pytest.mark.journey
def test_a_monthly_report_is_two_clicks_and_its_figures_are_read_as_typed(
    hand: Hand, people: People, projects: list[Project], page: Page
) -> None:
    records.record_activity(
        unit=people.unit, project=projects[0], kind="visit", title="重阳走访", held_on=today(), by=people.liaison,
        at=now(),
    )  # fmt: skip
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("link", name=re.compile("^填报.*独居老人每周一访")))
    page.get_by_label("进展情况").press_sequentially("累计上门走访1.2万人次。", delay=5)
    expect(page.locator("#readings select")).to_have_value(f"indicator:{Indicator.objects.first().pk}")
    expect(page.locator("#kept")).to_contain_text("已存")
    sound(page)
    page.get_by_label("重阳走访").check()
    hand.button("送单位负责人审签")
    assert hand.clicks == 2
    report = ProgressReport.objects.get()
    assert report.state == "unit_review"
    assert [each["text"] for each in report.values.values()] == ["1.2万人次"]
    assert [each.title for each in report.evidence.all()] == ["重阳走访"]


@pytest.mark.journey
def test_two_figures_for_one_indicator_are_asked_about_and_one_is_chosen(
    hand: Hand, people: People, page: Page, silence: list[str]
) -> None:
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("link", name=re.compile("^填报.*独居老人每周一访")))
    page.get_by_label("进展情况").fill("累计上门走访1.2万人次。另据台账统计，累计上门走访1.3万人次。")
    question = page.get_by_role("group", name=re.compile("几个数都可能"))
    expect(question.get_by_role("radio")).to_have_count(3)
    expect(page.locator("#kept")).to_contain_text("已存")
    sound_at_both_widths(page)
    hand.button("送单位负责人审签")
    expect(page.get_by_text("正文中有几个数都可能是本期数值：1.2万人次、1.3万人次。")).to_be_visible()
    silence[:] = [line for line in silence if "422" not in line]  # the refusal, as the browser logs it
    question.get_by_label("1.3万人次").check()
    hand.button("送单位负责人审签")
    expect(page).not_to_have_url(re.compile("obligations"))
    report = ProgressReport.objects.get()
    assert report.state == "unit_review"
    assert [each["base"] for each in report.values.values()] == ["13000"]


@pytest.mark.journey
def test_a_report_sent_while_it_is_being_saved_carries_the_new_version(
    hand: Hand, people: People, page: Page
) -> None:
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("link", name=re.compile("^填报.*独居老人每周一访")))
    kept: list[Route] = []
    page.route(
        "**/keep/", lambda route: route.continue_() if kept else kept.append(route)
    )  # the first one hangs
    page.get_by_label("进展情况").fill("走访照常。")
    while not kept:
        page.wait_for_timeout(20)
    page.get_by_role("button", name="送单位负责人审签", exact=True).click(no_wait_after=True)
    kept[0].continue_()
    expect(page).not_to_have_url(re.compile("obligations"))
    assert states() == ["unit_review"]


@pytest.mark.journey
def test_a_leader_signs_with_one_click_all_unchanged_with_two_and_returns_with_two(
    hand: Hand, people: People, page: Page
) -> None:
    filed(people, unchanged=True)
    hand.sits_down(people.leader)
    hand.click(page.get_by_role("button", name=re.compile("^审签.*社区食堂")))
    assert hand.clicks == 1
    assert states() == ["submitted", "unit_review", "unit_review"]

    hand.sits_down(people.leader)
    hand.click(page.get_by_role("link", name=re.compile("^看全文.*楼道亮灯")))
    sound(page)
    page.get_by_label("要退回联络员的").fill("请补数字。")
    hand.button("退回")
    assert hand.clicks == 2
    assert states() == ["draft", "submitted", "unit_review"]

    hand.sits_down(people.leader)
    hand.click(page.get_by_text("审签全部无变化的").first)
    hand.click(page.get_by_role("button", name="审签全部无变化的"))
    assert hand.clicks == 2
    assert states() == ["draft", "submitted", "submitted"]


def test_the_next_report_opens_after_each_decision_and_a_return_is_answered_in_two_clicks(
    hand: Hand, people: People, page: Page
) -> None:
    filed(people, unchanged=False, signed=True)
    hand.sits_down(people.officer)
    hand.click(page.get_by_role("link", name=re.compile("^受理.*")).first)
    sound(page)
    hand.button("采纳")
    assert hand.clicks == 2
    expect(page.get_by_role("heading", level=1, name="社区食堂")).to_be_visible()
    page.get_by_label(re.compile("原因.*指标数值")).fill("请核对数字。")
    hand.button("退回修改")
    assert hand.clicks == 3
    expect(page.get_by_role("heading", level=1, name="楼道亮灯")).to_be_visible()
    hand.button("采纳")
    assert hand.clicks == 4
    expect(page.get_by_role("heading", level=1, name="待办")).to_be_visible()
    assert states() == ["accepted", "accepted", "returned"]

    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("link", name=re.compile("^接着填.*社区食堂")))
    expect(page.get_by_text("退回：请核对数字。")).to_be_visible()
    sound(page)
    page.get_by_label("上门走访", exact=True).fill("1300")
    hand.button("送单位负责人审签")
    assert hand.clicks == 2
    assert states() == ["accepted", "accepted", "unit_review"]


def test_all_missing_are_reminded_with_one_click_and_one_is_let_off(
    hand: Hand, people: People, page: Page
) -> None:
    past = today() - timedelta(days=20)
    Obligation.objects.update(opens_on=past, due_on=past, clock_from=past)
    hand.sits_down(people.officer)
    hand.click(page.get_by_role("button", name=re.compile("^提醒全部.*3份")))
    assert hand.clicks == 1
    assert Obligation.objects.filter(reminded_at__isnull=False).count() == 3
    sound(page)
    page.locator("summary", has_text="免报").first.click()
    page.get_by_label("原因").first.fill("汛期停工。")
    page.get_by_role("button", name="免报").first.click()
    expect(page.get_by_text("逾期未报 2 份")).to_be_visible()
    assert Obligation.objects.filter(state="waived").count() == 1


def test_a_question_is_answered_asked_again_and_settled(
    hand: Hand, people: People, projects: list[Project], page: Page
) -> None:
    blockers.raise_blocker(project=projects[0], text="场地没有落实。", by=people.liaison, at=now())
    hand.sits_down(people.officer)
    hand.click(page.get_by_role("link", name=re.compile("^答复.*独居老人每周一访")))
    sound(page)
    page.get_by_label("答复").fill("已协调区文化馆。")
    hand.button("答复")
    assert hand.clicks == 2
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("link", name=re.compile("^查看.*独居老人每周一访")))
    page.get_by_label("没有解决的").fill("文化馆周末不开。")
    hand.button("再次提出")
    assert Blocker.objects.get().state == "open"
    hand.button("已经解决")
    assert Blocker.objects.get().state == "settled"


def test_a_review_is_planned_and_held(hand: Hand, people: People, page: Page) -> None:
    hand.sits_down(people.officer)
    page.goto(f"{hand.server}/reviews/new/")
    page.get_by_label("名称").fill("下半年督查")
    page.get_by_label("计划日期").fill(today().isoformat())
    page.get_by_label("市民政局").check()
    hand.button("列入计划")
    sound(page)
    page.get_by_label("督查情况").fill("走访两个社区。")
    hand.button("登记开展情况")
    assert Review.objects.get().state == "held"


def test_a_report_is_written_without_scripts(
    hand: Hand, people: People, browser: Any, live_server: Any
) -> None:
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    own = Hand(plain, live_server.url)
    own.sits_down(people.liaison)
    own.click(plain.get_by_role("link", name=re.compile("^填报.*社区食堂")))
    plain.get_by_label("进展情况").fill("累计上门走访500人次。")
    own.button("存为草稿")
    expect(plain.locator("#readings select")).to_have_count(1)
    own.button("送单位负责人审签")
    assert states() == ["unit_review"]
    plain.context.close()


def test_the_pages_are_accessible_and_fit(
    hand: Hand, people: People, projects: list[Project], page: Page
) -> None:
    filed(people, unchanged=False, signed=True)
    report = ProgressReport.objects.order_by("pk")[0]
    blockers.raise_blocker(project=projects[0], text="场地没有落实。", by=people.liaison, at=now())
    hand.sits_down(people.officer)
    for path in ("/", f"/reports/{report.pk}/", "/reports/", "/blockers/", "/reviews/", "/reviews/new/"):
        page.goto(f"{hand.server}{path}")
        sound_at_both_widths(page)
    reports.return_report(report=report, reasons={"values": "请核对。"}, by=people.officer, at=now())
    hand.sits_down(people.liaison)
    ways = (f"/obligations/{report.obligation_id}/report/", f"/projects/{projects[0].pk}/blockers/new/")
    for path in ("/", *ways):
        page.goto(f"{hand.server}{path}")
        sound_at_both_widths(page)


def test_a_leader_writes_a_directive_in_three_clicks(hand: Hand, people: People, page: Page) -> None:
    """From the one page: on the year in two, on a project in three; its post answers in two, and it ends in two."""
    Project.objects.update(level="overdue", level_reason={"pattern": "6月节点逾期。", "values": {}})
    hand.sits_down(people.head)
    hand.click(page.get_by_text("写批示"))
    page.get_by_label("批示", exact=True).fill("下半年的节点请逐项排到天。")
    hand.button("批示")
    assert hand.clicks == 2

    hand.sits_down(people.head)
    hand.link("社区食堂")
    hand.click(page.get_by_text("写批示"))
    page.get_by_label("批示", exact=True).fill("请讲清进度慢在哪里。")
    sound_at_both_widths(page)
    hand.button("批示")
    assert hand.clicks == 3
    expect(page.get_by_text("批示已交办。")).to_be_visible()
    sound_at_both_widths(page)

    hand.sits_down(people.officer)
    sound(page)
    hand.click(page.get_by_role("listitem").filter(has_text="请讲清").get_by_role("link").first)
    page.get_by_label("办理情况").fill("已约谈，月底前完成选址。")
    hand.button("回复")
    assert hand.clicks == 2

    hand.sits_down(people.head)
    hand.click(page.get_by_role("link", name=re.compile("请讲清进度")))
    hand.button("办结")
    assert hand.clicks == 2
    sound_at_both_widths(page)
    assert sorted(Directive.objects.values_list("state", flat=True)) == ["ended", "open"]
