"""Workbooks into the ledger: new, changed, conflicting, locked; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.core.workbook.grid import Workbook
from taizhang.core.workbook.model import ReadBook
from taizhang.core.workbook.reading import read_book
from taizhang.intake import BOOK_LIMITS
from taizhang.intake.grids import read_grid
from taizhang.ledger.actions import accounts, blockers, obligations, reports, signals
from taizhang.ledger.actions.importing import Decision, import_book
from taizhang.ledger.models import Ledger, Obligation, Project, StateInterval, Theme
from taizhang.ledger.queries.export import book_rows
from taizhang.ledger.queries.incoming import Preview, RowFate, preview_book
from taizhang.ledger.queries.past_export import past_rows
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office import actions as office_actions
from taizhang.office.models import Event, Unit
from taizhang.press.workbook import BookHead, book_chunks, csv_chunks
from tests.core.book.grids import sheet
from tests.intake import ledgers

from .conftest import People, ProjectIn

HEAD = (
    "序号|类别|项目名称|牵头单位|配合单位|工作目标|指标|目标值|单位|主要举措|时间节点|完成时限|责任岗位|备注"
)


def book(*rows: str | Sequence[Any], head: str = HEAD) -> ReadBook:
    return read_book(Workbook((sheet(head, *rows),)), 2026)


def handed_out(
    ledger: Ledger, edit: Callable[[list[Any]], list[Any]] = list, *, as_csv: bool = False
) -> ReadBook:
    """The ledger written, edited, and read again."""
    rows = edit(list(book_rows(Project.objects.filter(ledger=ledger).order_by("pk"))))
    chunks = csv_chunks(rows) if as_csv else book_chunks(rows, BookHead("2026年重点项目台账", 2026))
    return read_book(read_grid(b"".join(chunks), BOOK_LIMITS), 2026)


def fates(preview: Preview) -> list[RowFate]:
    assert [str(error.message) for error in preview.errors] == []
    return [row.fate for row in preview.rows]


def words(preview: Preview) -> list[str]:
    return [str(error.message) for error in preview.errors]


ROW = "1|志愿服务|板凳课堂|市民政局|市卫健委|进社区。|宣讲|4.5|万人次|摸底\n开讲|3月底前：摸底\n验收|11月30日|{post}|/"


def test_a_row_becomes_a_project_with_its_account(people: People, ledger: Ledger, at: datetime) -> None:
    done = import_book(
        ledger=ledger, book=book(ROW.format(post=people.lead_post.title)), by=people.officer, at=at
    )
    (project,) = done.created
    plan = plan_of(Project.objects.get())
    assert (project.state, project.lead_unit, project.theme.name) == ("admitted", people.unit, "志愿服务")  # type: ignore[union-attr]
    assert plan.supporting_units == (people.other_unit.pk,)
    assert (plan.goal, plan.start, plan.due) == ("进社区。", date(2026, 1, 1), date(2026, 11, 30))
    assert plan.lead_post == people.lead_post.pk
    (indicator,) = plan.indicators
    assert (indicator.name, indicator.unit, indicator.target, indicator.target_text) == (
        "宣讲", "万人次", Decimal("4.5"), "4.5",
    )  # fmt: skip
    assert [m.text for m in plan.measures] == ["摸底", "开讲"]
    assert [(m.title, m.due) for m in plan.milestones] == [
        ("摸底", date(2026, 3, 31)), ("验收", date(2026, 11, 30)),
    ]  # fmt: skip
    assert [c.text for c in plan.criteria] == ["宣讲达到4.5万人次"]
    assert StateInterval.objects.get(project=project).since == at
    assert list(Event.objects.filter(verb__startswith="import").values_list("verb", flat=True)) == [
        "import_project", "import_book",
    ]  # fmt: skip
    accounts.open_accounts(projects=[project], by=people.officer, at=at)


@pytest.mark.parametrize("as_csv", [False, True])
def test_what_is_handed_out_and_comes_back_changes_nothing(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime, as_csv: bool
) -> None:
    import_book(ledger=ledger, book=book(ROW.format(post="")), by=None, at=at)
    project_in(ProjectState.ACTIVE)
    project_in(
        ProjectState.ADMITTED,
        title="=1+1 邻里",
        goal="一、\n 二",
        lead_post=None,
        indicators=(
            IndicatorPlan("覆盖率", "", "period", Decimal("98"), "98%"),
            IndicatorPlan("走访", "户", target=Decimal(3)),
        ),
    )  # fmt: skip
    preview = preview_book(ledger=ledger, book=handed_out(ledger, as_csv=as_csv))
    assert fates(preview) == [RowFate.UNCHANGED] * 3
    assert preview.absent == 0
    done = import_book(ledger=ledger, book=handed_out(ledger, as_csv=as_csv), by=people.officer, at=at)
    assert (done.created, done.changed, done.kept) == ((), (), 3)


def edited(**changes: object) -> Callable[[list[Any]], list[Any]]:
    return lambda rows: [replace(row, **changes) for row in rows]


def test_changes_are_seen_field_by_field(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    back = handed_out(
        ledger,
        edited(
            title="独居老人每日一访", lead_unit="市卫健委", category="新类别", measures="社区摸底\n回访",
            milestones="2026-04-30：摸底完成\n2026-05-31：结对完成", supporting_units=("市民政局",),
        ),
    )  # fmt: skip
    preview = preview_book(ledger=ledger, book=back)
    assert fates(preview) == [RowFate.CHANGED]
    assert sorted({change.part for change in preview.rows[0].changes}) == [
        "lead_post", "lead_unit", "measures", "milestones", "supporting_units", "theme", "title",
    ]  # fmt: skip
    assert preview.new_themes == ("新类别",)
    keys = {m.title: m.key for m in plan_of(project).milestones}
    done = import_book(ledger=ledger, book=back, by=people.officer, at=at)
    (changed,) = done.changed
    assert (changed.title, changed.lead_unit, changed.version) == ("独居老人每日一访", people.other_unit, 2)
    assert changed.lead_post is not None
    assert changed.lead_post.unit == people.other_unit
    assert changed.theme == Theme.objects.get(name="新类别")
    plan = plan_of(changed)
    assert [m.text for m in plan.measures] == ["社区摸底", "回访"]
    assert {m.title: m.key for m in plan.milestones} == keys
    assert [m.due for m in plan.milestones] == [date(2026, 4, 30), date(2026, 5, 31)]
    assert plan.criteria


def test_a_ledger_that_went_on_asks_for_a_choice(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    back = handed_out(ledger, edited(goal="表格里的目标。"))
    plan = replace(plan_of(project), goal="台账里的目标。")
    accounts.prepare_account(project=project, version=1, plan=plan, by=people.officer, at=at)
    preview = preview_book(ledger=ledger, book=back)
    assert fates(preview) == [RowFate.CONFLICT]
    (change,) = preview.rows[0].changes
    assert (change.old, change.new) == ("台账里的目标。", "表格里的目标。")
    for decisions in ({}, {project.pk: Decision(take=True, version=1)}):
        with pytest.raises(Refused, match="有1个项目在台账和表格中都有改动"):
            import_book(ledger=ledger, book=back, decisions=decisions, by=people.officer, at=at)
    keep = {project.pk: Decision(take=False, version=2)}
    assert import_book(ledger=ledger, book=back, decisions=keep, by=people.officer, at=at).kept == 1
    take = {project.pk: Decision(take=True, version=2)}
    import_book(ledger=ledger, book=back, decisions=take, by=people.officer, at=at)
    project.refresh_from_db()
    assert project.goal == "表格里的目标。"


def test_an_open_account_is_not_changed_by_a_workbook(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ACTIVE)
    back = handed_out(ledger, edited(goal="表格里的目标。"))
    assert fates(preview_book(ledger=ledger, book=back)) == [RowFate.LOCKED]
    assert import_book(ledger=ledger, book=back, by=people.officer, at=at).kept == 1
    project.refresh_from_db()
    assert project.goal != "表格里的目标。"


def test_the_same_workbook_twice_makes_no_twins(people: People, ledger: Ledger, at: datetime) -> None:
    rows = book(ROW.format(post=""))
    import_book(ledger=ledger, book=rows, by=people.officer, at=at)
    preview = preview_book(ledger=ledger, book=rows)
    assert fates(preview) == [RowFate.UNCHANGED]
    changed = book(ROW.format(post="").replace("进社区", "进校园"))
    assert fates(preview_book(ledger=ledger, book=changed)) == [RowFate.CONFLICT]
    assert import_book(ledger=ledger, book=rows, by=people.officer, at=at).kept == 1


def test_errors_stop_everything_and_name_the_cell(people: People, ledger: Ledger, at: datetime) -> None:
    long = "海" * 121
    rows = book(
        "1||甲|市民正局|市卫建委、海川市民政局|||||||12月||",
        "2||乙|某某科|||||||||||",
        f"3|{long}|{long}|市民政局||{'海' * 2001}|{long}|若干{long}|{long}|{'海' * 1001}|验收||",
        "4|类|丙|市民政局|||||||12月底：验收|6月||",
        "5||丙|海川市民政局|||||||||||",
    )
    preview = preview_book(ledger=ledger, book=rows)
    assert words(preview) == [
        f"第4行“目标值”：“若干{long[:27]}…”不是可以核对的数量。",
        *(
            f"第4行“{heading}”：超过{most}字，请缩短。"
            for heading, most in (("项目名称", 120), ("类别", 60), ("工作目标", 2000), ("指标", 100), ("目标值", 60),
                                  ("单位", 20), ("主要举措", 1000))
        ),
        "第4行“时间节点”：“验收”没有写明日期。",
        "第5行“时间节点”：节点“验收”晚于完成时限。",
        "第6行“项目名称”：与第5行是同一个项目；新增项目请改名，并清空系统编号。",
    ]  # fmt: skip
    with pytest.raises(Refused, match="表中有11处需要改正，没有存入任何内容。第一处：第4行“目标值”"):
        import_book(ledger=ledger, book=rows, by=people.officer, at=at)
    assert not Project.objects.exists()
    assert Theme.objects.count() == 1
    assert [(each.name, each.count) for each in preview.unknown] == [
        ("市民正局", 1), ("市卫建委", 1), ("某某科", 1),
    ]  # fmt: skip
    # What can be stored is stored where that is asked for.
    choices = {"市民正局": people.unit.pk, "市卫建委": people.other_unit.pk, "某某科": "skip"}
    done = import_book(ledger=ledger, book=rows, choices=choices, partly=True, by=people.officer, at=at)
    (made,) = done.created
    assert (made.title, made.lead_unit, done.left_out) == ("甲", people.unit, 4)
    assert list(made.supporting_units.all()) == [people.other_unit]


def test_a_name_nobody_bears_is_asked_about_once(
    people: People, ledger: Ledger, office: Any, at: datetime
) -> None:
    rows = book(
        "1||甲|市民正局|某某科、市卫健委|||||||12月||",
        "2||乙|市民正局||||||||12月||",
        "3||丙|某某科||||||||12月||",
    )
    preview = preview_book(ledger=ledger, book=rows)
    first, second = preview.unknown
    assert (first.name, first.count, first.likely, first.nearest[0]) == (
        "市民正局", 2, people.unit, people.unit,
    )  # fmt: skip
    assert (second.name, second.count, second.likely) == ("某某科", 2, None)
    assert (preview.waiting, preview.rows) == (3, ())
    with pytest.raises(Refused, match="有2个单位名称不在成员单位名册中"):
        import_book(ledger=ledger, book=rows, by=people.officer, at=at)
    choices = {"市民正局": people.unit.pk, "某某科": "new"}
    with pytest.raises(Refused, match="岗位"):  # units are added by who keeps the register
        import_book(ledger=ledger, book=rows, choices=choices, by=people.officer, at=at)
    assert not Unit.objects.filter(name="某某科").exists()
    done = import_book(ledger=ledger, book=rows, choices=choices, by=None, at=at)
    assert [each.lead_unit.name for each in done.created] == ["海川市民政局", "海川市民政局", "某某科"]
    assert "某某科" in [unit.name for unit in done.created[0].supporting_units.all()]


def test_a_new_unit_of_a_name_too_long_for_a_short_one_is_told_and_not_cut(
    ledger: Ledger, at: datetime
) -> None:
    name = "海川市文明实践志愿服务总队临港新区高新技术产业开发区第十二支队办公室"
    rows = book(f"1||甲|{name}||||||||12月||")
    with pytest.raises(Refused, match="名称超过30字"):
        import_book(ledger=ledger, book=rows, choices={name: "new"}, by=None, at=at)
    assert not Unit.objects.filter(name=name).exists()


def test_what_is_left_out_by_choice_is_not_stored(people: People, ledger: Ledger, at: datetime) -> None:
    rows = book("1||甲|市民政局|某某科|||||||12月||", "2||乙|某某科||||||||12月||")
    done = import_book(ledger=ledger, book=rows, choices={"某某科": "skip"}, by=people.officer, at=at)
    assert ([each.title for each in done.created], done.left_out) == (["甲"], 1)
    assert not done.created[0].supporting_units.exists()


def test_ids_of_another_ledger_are_refused(people: People, ledger: Ledger, project_in: ProjectIn) -> None:
    project_in(ProjectState.ADMITTED)
    back = handed_out(ledger, edited(hidden_id="TZ999999-1"))
    (error,) = preview_book(ledger=ledger, book=back).errors
    assert (
        str(error.message)
        == "第5行“系统编号（请勿修改）”：“TZ999999-1”不是本台账的编号；新增项目请清空此格。"
    )
    copied = handed_out(ledger, lambda rows: [*rows, replace(rows[0], title="抄来的项目")])
    assert "与第5行是同一个项目" in words(preview_book(ledger=ledger, book=copied))[0]


def test_units_switched_off_stay_where_they_are(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project_in(ProjectState.ADMITTED, supporting_units=(people.other_unit.pk,))
    Unit.objects.update(active=False)
    assert fates(preview_book(ledger=ledger, book=handed_out(ledger))) == [RowFate.UNCHANGED]
    assert len(preview_book(ledger=ledger, book=book(ROW.format(post=""))).unknown) == 2


def test_two_units_of_one_short_name_need_the_full_name(
    people: People, ledger: Ledger, office: Any, at: datetime
) -> None:
    office_actions.add_unit(office=office, name="临江市民政局", short_name="市民政局", by=None, at=at)
    (name,) = preview_book(ledger=ledger, book=book("1||甲|市民政局||||||||||")).unknown
    assert ([unit.name for unit in name.nearest], name.likely) == (["海川市民政局", "临江市民政局"], None)


def test_a_units_own_workbook_needs_no_column_for_it(people: People, ledger: Ledger, at: datetime) -> None:
    rows = book("1|甲|完成|12月", head="序号|项目名称|工作目标|完成时限")
    assert words(preview_book(ledger=ledger, book=rows)) == [
        "第2行：表中没有“牵头单位”一栏，请选择填报单位。"
    ]
    done = import_book(ledger=ledger, book=rows, unit=people.unit, by=people.officer, at=at)
    assert done.created[0].lead_unit == people.unit


def test_columns_that_are_not_there_leave_the_account(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in(ProjectState.ADMITTED)
    rows = book(
        f"TZ{project.pk}-1|独居老人每周一访|市民政局|2026年2月|6月底",
        head="系统编号|项目名称|牵头单位|开始时间|完成时限",
    )
    import_book(ledger=ledger, book=rows, by=people.officer, at=at)
    project.refresh_from_db()
    assert (project.start, project.due) == (date(2026, 2, 1), date(2026, 6, 30))
    assert len(plan_of(project).measures) == 2
    wrong = book(
        f"TZ{project.pk}-2|独居老人每周一访|市民政局|7月|6月底",
        head="系统编号|项目名称|牵头单位|开始时间|完成时限",
    )
    assert words(preview_book(ledger=ledger, book=wrong)) == [
        "第2行“完成时限”：完成时限“6月底”早于起始日期。"
    ]


def test_what_is_not_taken_along_is_said(ledger: Ledger) -> None:
    preview = preview_book(ledger=ledger, book=book(ROW.format(post="")))
    assert (preview.notes, preview.aside) == ((), ("备注",))


def test_a_workbook_carries_the_year_out_and_says_that_it_stays_there(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in()
    signals.adopt_rules(ledger=ledger, preset="blue-yellow-red", by=None, at=at)
    later = at + timedelta(days=25)
    obligations.ask_reports(ledger=ledger, at=later)
    due = Obligation.objects.get()
    report = reports.start_report(obligation=due, by=people.liaison, at=later)
    reports.write_report(
        report=report,
        version=1,
        narrative="走访独居老人一轮。",
        values={project.indicators.get().pk: "1.2万"},
        by=people.liaison,
        at=later,
    )
    reports.send_report(report=report, by=people.liaison, at=later)
    reports.sign_reports(reports=[report], by=people.leader, at=later)
    reports.accept_report(report=report, by=people.officer, at=later)
    blockers.raise_blocker(project=project, text="缺场地", by=people.liaison, at=later)
    (row,) = book_rows(Project.objects.all())
    assert (row.state, row.signal, row.progress) == ("督账中", "临期", "2026年3月：走访独居老人一轮。")
    assert [each.reached for each in row.indicators] == ["12000"]
    assert "问题：缺场地" in row.note
    assert "摸底完成" in row.note  # the one sentence of the signal
    (then,) = past_rows(Project.objects.all(), later.date())
    assert (then.state, then.signal, then.progress, then.note) == (
        row.state, row.signal, row.progress, row.note,
    )  # fmt: skip
    (before,) = past_rows(Project.objects.all(), at.date())
    assert (before.state, before.progress, before.indicators[0].reached) == ("督账中", "", "")
    back = preview_book(ledger=ledger, book=handed_out(ledger))
    assert fates(back) == [RowFate.UNCHANGED]
    assert back.aside == ("累计完成", "项目状态", "进度信号", "进展情况", "备注")


def test_only_the_officer_imports_and_only_into_an_open_ledger(
    people: People, ledger: Ledger, at: datetime
) -> None:
    rows = book(ROW.format(post=""))
    for person in (people.liaison, people.leader, people.head):
        with pytest.raises(Refused, match="没有这项权限"):
            import_book(ledger=ledger, book=rows, by=person, at=at)
    with pytest.raises(Refused, match="表中没有项目"):
        import_book(ledger=ledger, book=book(), by=people.officer, at=at)
    Ledger.objects.update(closed_at=at)
    with pytest.raises(Refused, match="封账"):
        import_book(ledger=ledger, book=rows, by=people.officer, at=at)


def test_ninety_eight_rows_in_one_upload(people: People, ledger: Ledger, office: Any, at: datetime) -> None:
    for name in ledgers.UNITS:
        if name != "市民政局":
            office_actions.add_unit(office=office, name=f"海川{name}", short_name=name, by=None, at=at)
    rows = read_book(read_grid(ledgers.familiar().data, BOOK_LIMITS), 2026)
    with CaptureQueriesContext(connection) as queries:
        done = import_book(ledger=ledger, book=rows, by=people.officer, at=at)
    assert len(done.created) == 98
    assert len(queries) < 140  # an event for each project, and a constant
    assert Theme.objects.count() == 7
    assert fates(preview_book(ledger=ledger, book=rows)) == [RowFate.UNCHANGED] * 98
    back = handed_out(ledger)
    with CaptureQueriesContext(connection) as queries:
        assert fates(preview_book(ledger=ledger, book=back)) == [RowFate.UNCHANGED] * 98
    assert len(queries) < 15
