"""A report from draft to acceptance; what it says becomes figures when it is signed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.ledger.actions import obligations, records, reports
from taizhang.ledger.models import Figure, Indicator, Ledger, Obligation, ProgressReport, Project
from taizhang.ledger.queries.figure_extraction import check_questions_answered, read_narrative
from taizhang.ledger.queries.figures import total_of
from taizhang.ledger.queries.reports import known_before, last_accepted
from taizhang.ledger.rules.checks import Objections

from .conftest import People, ProjectIn

VISITS = IndicatorPlan("上门走访", "人次", "cumulative", Decimal(60_000), "6万")
TALKS = IndicatorPlan("宣讲", "场", "period", Decimal(20), "20")


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


@pytest.fixture
def project(ledger: Ledger, project_in: ProjectIn) -> Project:
    project = project_in(indicators=(VISITS, TALKS))
    obligations.ask_reports(ledger=ledger, at=on(4, 28))
    return project


@pytest.fixture
def visits(project: Project) -> Indicator:
    return Indicator.objects.get(name="上门走访")


@pytest.fixture
def talks(project: Project) -> Indicator:
    return Indicator.objects.get(name="宣讲")


def draft(people: People, period: str, at: datetime, **fields: Any) -> ProgressReport:
    due = Obligation.objects.get(period=period)
    report = reports.start_report(obligation=due, by=people.liaison, at=at)
    fields = {"narrative": f"{period}走访有序进行。", "values": {}, **fields}
    return reports.write_report(report=report, version=report.version, **fields, by=people.liaison, at=at)


def sign(people: People, report: ProgressReport, at: datetime) -> ProgressReport:
    reports.send_report(report=report, by=people.liaison, at=at)
    (signed,) = reports.sign_reports(reports=[report], by=people.leader, at=at)
    return signed


def accept(people: People, report: ProgressReport, at: datetime) -> ProgressReport:
    return reports.accept_report(report=sign(people, report, at), by=people.officer, at=at)


def test_the_next_report_begins_with_the_last_ones_words(people: People, visits: Indicator) -> None:
    first = draft(people, "2026-03", on(4, 1), narrative="已走访1.2万人次。", values={visits.pk: "1.2万"})
    accept(people, first, on(4, 1))
    due = Obligation.objects.get(period="2026-04")
    report = reports.start_report(obligation=due, by=people.liaison, at=on(4, 29))
    assert report.narrative == "已走访1.2万人次。"
    assert report.values == {}
    assert reports.start_report(obligation=due, by=people.liaison, at=on(4, 29)) == report
    assert last_accepted(report.project) == first
    assert [value for _each, value in known_before(report.project, date(2026, 4, 29))] == [12_000, None]
    with pytest.raises(Refused, match="本期无变化"):
        reports.send_report(report=report, by=people.liaison, at=on(4, 29))


def test_nothing_to_start_where_nothing_is_due(people: People, project: Project) -> None:
    due = Obligation.objects.get(period="2026-03")
    obligations.waive_obligation(obligation=due, reason="汛期", by=people.officer, at=on(4, 1))
    with pytest.raises(Refused, match="不需要填报"):
        reports.start_report(obligation=due, by=people.liaison, at=on(4, 1))


def test_a_step_reads_again_what_may_have_moved_and_keeps_the_office(
    people: People, project: Project, django_assert_num_queries: Any
) -> None:
    report = draft(people, "2026-03", on(4, 1))
    report = ProgressReport.objects.select_related("office", "project", "written_by").get(pk=report.pk)
    Project.objects.filter(pk=project.pk).update(title="邻里夜谈")
    reports.send_report(report=report, by=people.liaison, at=on(4, 1))
    with django_assert_num_queries(0):
        assert (report.office.short_name, report.written_by) == ("市文明办", people.liaison)
    assert report.project.title == "邻里夜谈"


def test_a_stale_version_is_refused(people: People, project: Project) -> None:
    report = draft(people, "2026-03", on(4, 1))
    with pytest.raises(Refused, match="别处改动"):
        reports.write_report(
            report=report, version=1, narrative="新", values={}, by=people.liaison, at=on(4, 1)
        )
    report.refresh_from_db()
    assert report.narrative == "2026-03走访有序进行。"


@pytest.mark.parametrize("text", ["若干", "-3", "负3", "500人", "98%", "３００户"])
def test_amounts_that_cannot_be_taken_are_named_by_their_indicator(
    people: People, visits: Indicator, talks: Indicator, text: str
) -> None:
    with pytest.raises(Objections) as caught:
        draft(people, "2026-03", on(4, 1), values={visits.pk: text, talks.pk: "3"})
    assert list(caught.value.by_field) == [str(visits.pk)]


def test_an_indicator_that_is_not_the_projects_is_refused(people: People, project: Project) -> None:
    with pytest.raises(Refused, match="别处改动"):
        draft(people, "2026-03", on(4, 1), values={10**9: "3"})


@pytest.mark.parametrize("mark", ["秘密★1年", "机密★", "绝密★长期"])
def test_a_secrecy_mark_is_refused_before_anything_is_stored(
    people: People, visits: Indicator, mark: str
) -> None:
    for fields in (
        {"narrative": mark}, {"next_steps": mark}, {"late_reason": mark}, {"values": {visits.pk: mark}},
        {"corrections": {visits.pk: mark}},
    ):  # fmt: skip
        with pytest.raises(Refused, match="密级"):
            draft(people, "2026-03", on(4, 1), **fields)
    assert ProgressReport.objects.get().narrative == ""


def test_signing_makes_the_figures_and_a_return_ends_them(
    people: People, visits: Indicator, talks: Indicator
) -> None:
    report = draft(
        people, "2026-03", on(4, 1), values={visits.pk: "1.2万余", talks.pk: "3场次", 0: " "}
    )  # 场次 is 场
    assert not Figure.objects.exists()
    sign(people, report, on(4, 1))
    figures = {figure.indicator_id: figure for figure in Figure.objects.all()}
    one, other = figures[visits.pk], figures[talks.pk]
    assert (one.value, one.low, one.high, one.unit) == (None, 12_000, 13_000, "人次")
    assert (other.value, other.unit, other.surface, other.basis) == (3, "场", "3场次", "period")
    assert (one.period, one.as_of, one.whose, one.report) == (
        "2026-03", date(2026, 3, 31), people.unit, report,
    )  # fmt: skip
    reports.return_report(report=report, reasons={"values": "请核对"}, by=people.officer, at=on(4, 3))
    assert not Figure.objects.filter(ended_at__isnull=True).exists()
    assert total_of(visits, date(2026, 4, 2)) == 12_000  # as it stood then
    assert total_of(visits, date(2026, 4, 3)) is None
    reports.write_report(
        report=report, version=report.version, narrative="核对后重报。", values={visits.pk: "1.3万"},
        by=people.liaison, at=on(4, 4),
    )  # fmt: skip
    sign(people, report, on(4, 4))
    again = Figure.objects.get(ended_at__isnull=True)
    assert (again.revision, again.replaces, again.value) == (2, one, 13_000)
    reports.return_report(report=report, reasons={"": "再核"}, by=people.officer, at=on(4, 5))
    sign(people, report, on(4, 6))
    assert Figure.objects.get(ended_at__isnull=True).replaces == again


def test_a_cumulative_value_falls_only_with_a_reason(people: People, visits: Indicator) -> None:
    accept(people, draft(people, "2026-03", on(4, 1), values={visits.pk: "1.2万"}), on(4, 1))
    report = draft(people, "2026-04", on(4, 29), values={visits.pk: "9000"})
    with pytest.raises(Objections) as caught:
        reports.send_report(report=report, by=people.liaison, at=on(4, 29))
    assert "上次累计12,000人次" in str(caught.value.by_field[str(visits.pk)])
    report = draft(
        people, "2026-04", on(4, 29), values={visits.pk: "9000"}, corrections={visits.pk: "剔除重复登记"}
    )
    accept(people, report, on(4, 29))
    assert total_of(visits, date(2026, 4, 30)) == 9_000
    assert Figure.objects.get(report=report).reason == "剔除重复登记"


def test_a_late_report_is_compared_with_what_was_known_until_its_period(
    people: People, visits: Indicator
) -> None:
    accept(people, draft(people, "2026-04", on(4, 29), values={visits.pk: "3万"}), on(4, 29))
    late = draft(people, "2026-03", on(4, 29), values={visits.pk: "2万"}, late_reason="换人")
    accept(people, late, on(4, 29))
    assert total_of(visits, date(2026, 4, 29)) == 30_000
    assert late.obligation.state == "late_met"


def test_what_is_late_says_why_and_stays_late(people: People, project: Project) -> None:
    report = draft(people, "2026-03", on(4, 6))
    with pytest.raises(Refused, match="补报原因"):
        reports.send_report(report=report, by=people.liaison, at=on(4, 6))
    report = draft(people, "2026-03", on(4, 6), late_reason="防汛")
    sign(people, report, on(4, 6))
    assert report.obligation.late_reason == "防汛"
    reports.return_report(report=report, reasons={"": "请补充"}, by=people.officer, at=on(4, 7))
    accept(people, report, on(4, 8))
    assert report.obligation.state == "late_met"


def test_what_grows_late_on_the_leaders_desk_takes_the_leaders_reason(
    people: People, project: Project
) -> None:
    report = draft(people, "2026-03", on(4, 5))
    reports.send_report(report=report, by=people.liaison, at=on(4, 5))
    with pytest.raises(Refused, match="补报原因"):
        reports.sign_reports(reports=[report], by=people.leader, at=on(4, 6))
    report.refresh_from_db()
    reports.sign_reports(reports=[report], late_reason="出差", by=people.leader, at=on(4, 6))
    assert report.obligation.late_reason == "出差"


def test_no_change_is_one_act_and_what_is_late_says_why_as_any_report_does(
    people: People, project: Project
) -> None:
    both = list(Obligation.objects.order_by("period"))
    with pytest.raises(Refused, match="补报原因"):
        reports.file_no_change(obligations=both, by=people.liaison, at=on(4, 28))
    filed = reports.file_no_change(obligations=both, late_reason="人员调整", by=people.liaison, at=on(4, 28))
    assert [(each.state, each.late_reason) for each in filed] == [
        ("unit_review", "人员调整"), ("unit_review", ""),
    ]  # fmt: skip
    reports.sign_reports(reports=filed, by=people.leader, at=on(4, 28))
    assert reports.accept_unchanged(reports=filed, by=people.officer, at=on(4, 29)) == filed
    states = Obligation.objects.order_by("period").values_list("state", flat=True)
    assert list(states) == ["late_met", "met"]
    assert last_accepted(project) is None
    assert reports.file_no_change(obligations=[], by=people.liaison, at=on(4, 28)) == []
    assert reports.sign_reports(reports=[], by=people.leader, at=on(4, 28)) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"narrative": "开展4场。"}, True),
        ({"narrative": "", "next_steps": "下月入户。"}, True),
        ({"narrative": " "}, False),
    ],
)
def test_no_change_never_empties_what_somebody_wrote(
    people: People, project: Project, written: dict[str, str], kept: bool
) -> None:
    report = draft(people, "2026-03", on(4, 1), **written)
    filing = {"obligations": [report.obligation], "by": people.liaison, "at": on(4, 2)}
    if kept:
        with pytest.raises(Refused, match="已填写的内容会丢失"):
            reports.file_no_change(**filing)
    else:
        assert reports.file_no_change(**filing)[0].no_change


def test_no_change_that_grows_late_on_the_leaders_desk_takes_a_reason(
    people: People, project: Project
) -> None:
    due = list(Obligation.objects.filter(period="2026-03"))
    filed = reports.file_no_change(obligations=due, by=people.liaison, at=on(4, 5))
    with pytest.raises(Refused, match="补报原因"):
        reports.sign_reports(reports=filed, by=people.leader, at=on(4, 6))
    filed[0].refresh_from_db()
    reports.sign_reports(reports=filed, late_reason="出差", by=people.leader, at=on(4, 6))


def test_reports_that_say_something_are_not_accepted_unread(people: People, project: Project) -> None:
    report = sign(people, draft(people, "2026-03", on(4, 1)), on(4, 1))
    assert reports.accept_unchanged(reports=[report], by=people.officer, at=on(4, 2)) == []


def test_signing_is_all_or_none(people: People, project: Project, visits: Indicator) -> None:
    ready = draft(people, "2026-03", on(4, 1), values={visits.pk: "1万"})
    reports.send_report(report=ready, by=people.liaison, at=on(4, 1))
    unsent = draft(people, "2026-04", on(4, 28))
    with pytest.raises(Refused):
        reports.sign_reports(reports=[ready, unsent], late_reason="出差", by=people.leader, at=on(4, 28))
    assert not Figure.objects.exists()
    assert Obligation.objects.filter(state="due").count() == 2


def test_a_report_must_say_something(people: People, project: Project) -> None:
    report = draft(people, "2026-03", on(4, 1), narrative=" ")
    with pytest.raises(Refused, match="本期无变化"):
        reports.send_report(report=report, by=people.liaison, at=on(4, 1))


def test_returning_and_handing_back_take_words(people: People, project: Project) -> None:
    report = draft(people, "2026-03", on(4, 1))
    reports.send_report(report=report, by=people.liaison, at=on(4, 1))
    with pytest.raises(Refused):
        reports.hand_back_report(report=report, word=" ", by=people.leader, at=on(4, 1))
    report.refresh_from_db()
    reports.hand_back_report(report=report, word="走访数再核", by=people.leader, at=on(4, 1))
    assert (report.state, report.reasons) == ("draft", {"": "走访数再核"})
    sign(people, report, on(4, 1))
    assert report.reasons == {}
    with pytest.raises(Refused):
        reports.return_report(report=report, reasons={"values": " "}, by=people.officer, at=on(4, 1))


def test_milestones_reported_are_done_once_accepted(people: People, project: Project) -> None:
    stone = project.milestones.first()
    assert stone is not None
    for done in ({10**9: date(2026, 3, 30)}, {stone.pk: date(2026, 4, 2)}):
        with pytest.raises(Refused):
            draft(people, "2026-03", on(4, 1), milestones_done=done)
    report = draft(people, "2026-03", on(4, 1), narrative="", milestones_done={stone.pk: date(2026, 3, 30)})
    sign(people, report, on(4, 1))
    stone.refresh_from_db()
    assert stone.done_on is None
    reports.accept_report(report=report, by=people.officer, at=on(4, 2))
    stone.refresh_from_db()
    assert (stone.done_on, stone.done_noted_at) == (date(2026, 3, 30), on(4, 2))


TEXT = "截至3月底，累计上门走访1.2万余人次，慰问困难党员35名，宣讲3场。"


def readings_of(text: str, project: Project, **answers: str) -> list[dict[str, Any]]:
    return [
        {
            "start": each.start, "end": each.end, "surface": each.surface, "name": each.counted,
            "basis": each.basis, "answer": answers.get(each.unit, "skip"),
            "indicator": each.indicator.pk if each.indicator else None,
        }
        for each in read_narrative(text, project, date(2026, 4, 1), "2026-03").proposals
    ]  # fmt: skip


def test_figures_of_the_narrative_become_values_or_records(
    people: People, project: Project, visits: Indicator, talks: Indicator
) -> None:
    said = readings_of(TEXT, project, 人次="record", 名="record", 场="skip")
    assert [each["indicator"] for each in said] == [
        visits.pk,
        None,
        None,
    ]  # 宣讲 is asked by the month, not 截至
    report = draft(people, "2026-03", on(4, 1), narrative=TEXT, readings=said)
    assert report.values[str(visits.pk)]["text"] == "1.2万余人次"
    assert len(report.values) == 1
    sign(people, report, on(4, 1))
    value, record = (
        Figure.objects.order_by("indicator_id").exclude(indicator=None),
        Figure.objects.get(indicator=None),
    )
    assert TEXT[value[0].span_start : value[0].span_end] == "1.2万余人次" == value[0].surface
    assert (record.value, record.unit, record.name) == (35, "名", said[1]["name"] or record.surface)
    reports.return_report(report=report, reasons={"": "再核"}, by=people.officer, at=on(4, 2))
    sign(people, report, on(4, 2))
    assert Figure.objects.get(indicator=None, ended_at=None).replaces == record


def test_a_typed_value_goes_before_the_narrative(people: People, project: Project, visits: Indicator) -> None:
    said = readings_of(TEXT, project, 人次="record")
    report = draft(people, "2026-03", on(4, 1), narrative=TEXT, readings=said, values={visits.pk: "13000"})
    stored = report.values[str(visits.pk)]
    assert stored["text"] == "13000"
    assert "start" not in stored


def test_readings_of_words_that_were_changed_are_asked_again(
    people: People, project: Project, visits: Indicator
) -> None:
    said = readings_of(TEXT, project, 人次="record", 名="record")
    for readings in (
        said,
        [{**said[0], "surface": "另一处", "indicator": None}],
        [{**said[0], "indicator": 10**9, "surface": "走访"}],
    ):
        with pytest.raises(Refused, match="重新核对"):
            draft(
                people, "2026-03", on(4, 1), narrative="上门走访有序进行，已走访若干户。", readings=readings
            )
    with pytest.raises(Refused, match="别处改动"):
        draft(people, "2026-03", on(4, 1), narrative=TEXT, readings=[{**said[0], "indicator": 10**9}])
    report = draft(people, "2026-03", on(4, 1), readings=[{"answer": "else"}, {**said[0], "answer": "same"}])
    assert [each["answer"] for each in report.readings] == ["same"]


def test_what_the_ledger_knows_is_marked_and_what_falls_is_asked(
    people: People, project: Project, visits: Indicator
) -> None:
    accept(people, draft(people, "2026-03", on(4, 1), values={visits.pk: "1.2万"}), on(4, 1))
    on_day = date(2026, 4, 29)
    text = "累计上门走访1.2万人次；全覆盖走访多次，发放物资3万元。"
    known, free = read_narrative(text, project, on_day).proposals
    assert known.known
    assert known.question is None
    assert known.basis == "cumulative"
    assert free.indicator is None
    assert free.question is None
    assert free.unit == "元"
    (fallen,) = read_narrative("累计上门走访8000人次。", project, on_day).proposals
    assert not fallen.known
    assert "反而减少" in str(fallen.question)
    (planned,) = read_narrative("全年计划上门走访8000人次。", project, on_day).proposals
    assert planned.indicator is None
    assert "目标" in planned.reason


TWO = "截至3月底，累计上门走访1.2万人次。另据台账统计，累计上门走访1.3万人次。"


def test_two_plausible_values_are_a_question_until_one_is_chosen_or_typed(
    people: People, project: Project, visits: Indicator
) -> None:
    found = read_narrative(TWO, project, date(2026, 4, 1), "2026-03")
    assert [each.indicator for each in found.proposals] == [None, None]
    first, second = found.questions[visits.pk]
    assert [first.value, second.value] == ["12000", "13000"]
    report = draft(people, "2026-03", on(4, 1), narrative=TWO)
    assert report.values == {}
    with pytest.raises(Objections) as refused:
        reports.send_report(report=report, by=people.liaison, at=on(4, 1))
    assert "1.2万人次、1.3万人次" in str(refused.value.by_field[str(visits.pk)])
    place = {"start": second.start, "end": second.end, "surface": second.surface, "indicator": visits.pk}
    for readings, values, told in (
        ([{"start": 0, "end": 0, "answer": "none", "indicator": visits.pk}], {}, None),
        ([{**place, "answer": "record", "value": "13000", "by_hand": True}], {}, "13000"),
        ([], {visits.pk: "1.25万"}, "12500"),
    ):
        report = reports.write_report(
            report=report, version=report.version, narrative=TWO, readings=readings, values=values,
            by=people.liaison, at=on(4, 1),
        )  # fmt: skip
        assert report.values.get(str(visits.pk), {}).get("base") == told
        check_questions_answered(report, date(2026, 4, 1))
    with pytest.raises(Refused, match="重新核对"):
        draft(
            people, "2026-03", on(4, 1), narrative=TWO,
            readings=[{**place, "answer": "record", "value": "14000"}],
        )  # fmt: skip


def test_two_different_figures_are_never_taken_for_one_indicator(
    people: People, project: Project, visits: Indicator
) -> None:
    said = [
        {
            "start": each.start,
            "end": each.end,
            "surface": each.surface,
            "answer": "record",
            "indicator": visits.pk,
        }
        for each in read_narrative(TWO, project, date(2026, 4, 1), "2026-03").proposals
    ]
    with pytest.raises(Objections) as refused:
        draft(people, "2026-03", on(4, 1), narrative=TWO, readings=said)
    assert "选了不同的数" in str(refused.value.by_field[str(visits.pk)])
    report = draft(people, "2026-03", on(4, 1), narrative=TWO, readings=said, values={visits.pk: "1.3万"})
    stored = report.values[str(visits.pk)]
    assert (stored["source"], stored["text"], TWO[stored["start"] : stored["end"]]) == (
        "typed",
        "1.3万",
        "1.3万人次",
    )
    same = "截至3月底，累计上门走访1.2万人次，其中1.2万人次为独居老人。"
    alike = [
        {"start": n, "end": n + 6, "answer": "record", "indicator": visits.pk}
        for n in (same.index("1.2"), same.rindex("1.2"))
    ]
    report = draft(people, "2026-03", on(4, 1), narrative=same, readings=alike)
    assert (report.values[str(visits.pk)]["base"], report.values[str(visits.pk)]["source"]) == (
        "12000",
        "narrative",
    )


def test_of_a_range_one_end_is_chosen(people: People, project: Project, talks: Indicator) -> None:
    text = "本月开展宣讲3—5场。"
    low, high = read_narrative(text, project, date(2026, 4, 1), "2026-03").questions[talks.pk]
    assert [(each.value, each.surface) for each in (low, high)] == [("3", "3—5场"), ("5", "3—5场")]
    said = {"start": high.start, "end": high.end, "answer": "record", "indicator": talks.pk, "value": "5"}
    stored = draft(people, "2026-03", on(4, 1), narrative=text, readings=[said]).values[str(talks.pk)]
    assert (stored["value"], stored["text"]) == ("5", "5")


def test_a_correction_stands_beside_the_old_value(people: People, visits: Indicator) -> None:
    report = draft(people, "2026-03", on(4, 1), values={visits.pk: "1.2万"})
    accept(people, report, on(4, 1))
    (figure,) = Figure.objects.all()
    for value, reason in (("1.3万", " "), ("1.3万", "机密★"), ("300人", "核实"), ("若干", "核实")):
        with pytest.raises(Refused):
            records.correct_figure(figure=figure, value=value, reason=reason, by=people.liaison, at=on(4, 5))
    with pytest.raises(Refused):
        records.correct_figure(figure=figure, value="1万", reason="核", by=people.other_liaison, at=on(4, 5))
    new = records.correct_figure(figure=figure, value="1.3万", reason="核实", by=people.officer, at=on(4, 5))
    assert (new.revision, new.replaces, new.report, new.as_of) == (2, figure, report, figure.as_of)
    assert total_of(visits, date(2026, 4, 4)) == 12_000
    assert total_of(visits, date(2026, 4, 5)) == 13_000
    with pytest.raises(Refused, match="最新"):
        records.correct_figure(figure=figure, value="1万", reason="核实", by=people.liaison, at=on(4, 6))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("累计上门走访8000人次\n30场宣讲已办完。", ["8000人次", "30场"]),
        ("走访独居老人30\n0.5万元用于慰问。", ["0.5万元"]),
        ("入户120\n户外宣讲8场。", ["8场"]),
    ],
)
def test_a_number_does_not_go_on_where_its_writer_ended_the_line(
    project: Project, text: str, read: list[str]
) -> None:
    found = read_narrative(text, project, date(2026, 4, 1), "2026-03").proposals
    assert [text[each.start : each.end] for each in found] == read
