"""Pictures: every number drawn stands in words too, nothing of a user's text becomes markup, nothing breaks when empty."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from taizhang.core.lifecycle.project_year import conserve
from taizhang.press import charts
from taizhang.press.charts import (
    BurdenBars,
    BurdenMonth,
    ChartPoint,
    CurveChart,
    MilestoneTick,
    MonthColumn,
    MonthColumns,
    MonthCounts,
    MonthsCurve,
    SealMark,
    Spark,
    SparkPeriod,
    Wall,
    WallCell,
    WallGroup,
    WallRow,
    YearLine,
)
from taizhang.press.charts.scales import Days, Values, apart, day_words, percent, within

HOSTILE = '<script>alert("1")</script>&\'"'
START, END, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 8, 15)
PLAN = (ChartPoint(START, 0), ChartPoint(date(2026, 7, 1), 0.5), ChartPoint(date(2026, 11, 30), 1))
DONE = tuple(ChartPoint(date(2026, m, 28), m / 20, f"{m}场") for m in range(2, 8))


def curve(title: str = "进度", **more: object) -> CurveChart:
    known: dict[str, object] = {"planned": PLAN, "actual": DONE, "due": date(2026, 11, 30)}
    return CurveChart(title, START, END, today=TODAY, **{**known, **more})  # type: ignore[arg-type]


def year(title: str = "一年", words: str = "启动") -> YearLine:
    stones = tuple(
        MilestoneTick(date(2026, m, 28), words, s) for m, s in [(3, "done"), (7, "overdue"), (11, "open")]
    )
    return YearLine(title, START, END, TODAY, stones, (SealMark(START, "collect"), SealMark(START, "open")))


def months(title: str = "各月") -> MonthsCurve:
    counts = {"green": 80, "blue": 3, "yellow": 5, "red": 2, "closed": 8}
    return MonthsCurve(title, (MonthCounts("1月", counts, 98), MonthCounts("2月", {})))


def columns(title: str, *counts: tuple[int, ...]) -> MonthColumns:
    months = [MonthColumn(f"{n}月", each) for n, each in enumerate(counts, 1)]
    return MonthColumns(title, title, (title, title), (*months, MonthColumn("12月")))


def each(title: str) -> list[charts.Chart]:
    values = (SparkPeriod("6月", None), SparkPeriod("7月", 1200, "1,200人次"))
    return [
        charts.pace_curve(curve(title)),
        charts.year_line(year(title, title)),
        charts.months_curve(months(title)),
        charts.spark(Spark(title, values, 2000, "2,000人次")),
        charts.spark(Spark(title, values, cumulative=False)),
        charts.burden_bars(BurdenBars(title, (BurdenMonth("1月", 12, 3), BurdenMonth("2月", 0, 0)))),
        charts.month_columns(columns(title, (3, 40), (0, 0))),
        charts.month_columns(MonthColumns(title, title, (title,), (MonthColumn(title, (123_456_789,)),))),
    ]


def show(source: str, **values: object) -> str:
    return Template("{% load ledger_look %}" + source).render(Context(values))


def test_hostile_names_stay_text() -> None:
    for chart in each(HOSTILE):
        for picture in chart.pictures:
            root = ElementTree.fromstring(picture)
            assert root.findtext("title") == HOSTILE
            assert not list(root.iter("script"))
        assert "<script" not in show("{% chart c %}", c=chart)


def test_pictures_have_a_name_a_role_a_description_and_no_inline_style() -> None:
    for chart in each("标题"):
        for picture in chart.pictures:
            root = ElementTree.fromstring(picture)
            assert root.get("role") == "img"
            assert root.findtext("title") == "标题"
            assert root.findtext("desc")
            assert all("style" not in part.attrib and "nan" not in str(part.attrib) for part in root.iter())


def test_every_picture_has_its_numbers_as_a_table() -> None:
    page = show("{% chart c %}", c=charts.pace_curve(curve()))
    assert "<details" in page
    assert "7场" in page
    assert charts.year_line(year()).table.rows[1] == ("2", "7月28日", "启动", "逾期未完成")
    assert charts.months_curve(months()).table.rows == (("1月", "98", "8", "80", "3", "5", "2"),)


def test_columns_say_each_kind_and_leave_out_months_to_come() -> None:
    chart = charts.month_columns(columns("条", (3, 40), (0, 2)))
    words = list(ElementTree.fromstring(chart.pictures[0]).itertext())
    assert {"条3条", "条42条", "43", "40", "2", "12月"} <= set(words)
    assert chart.table.rows == (("1月", "3", "40"), ("2月", "0", "2"))
    wide = MonthColumns(
        "人次", "人次", ("到场",), tuple(MonthColumn(f"{n}月", (123_456,)) for n in range(1, 13))
    )
    narrow = ElementTree.fromstring(charts.month_columns(wide).pictures[1])
    assert "123456" not in narrow.itertext()  # it is wider than its month: the table says it


def test_an_empty_picture_is_a_sentence() -> None:
    empty = [
        charts.pace_curve(curve(planned=(), actual=(), due=None)),
        charts.months_curve(MonthsCurve("各月", ())),
        charts.spark(Spark("指标", ())),
        charts.burden_bars(BurdenBars("负担", ())),
        charts.month_columns(MonthColumns("各月", "场", ("宣讲",), ())),
    ]
    for chart in empty:
        assert chart.empty.endswith("。")
        assert "<svg" not in show("{% chart c %}", c=chart)
    bare = charts.year_line(YearLine("一年", START, END, TODAY))
    assert ElementTree.fromstring(bare.pictures[0]).findtext("desc")


@pytest.mark.parametrize("today", [START, TODAY, END, date(2027, 3, 1)])
def test_curves_hold_at_the_edges_of_the_year(today: date) -> None:
    late = CurveChart("进度", START, END, PLAN, DONE, today, due=END, due_before=date(2026, 10, 15))
    words = "".join(ElementTree.fromstring(charts.pace_curve(late).pictures[0]).itertext())
    assert "原时限10月15日" in words
    assert ElementTree.fromstring(charts.pace_small(late)).get("width") == "160"


def test_the_planned_share_runs_straight_between_points() -> None:
    assert charts.planned_at(PLAN, START) == 0
    assert charts.planned_at(PLAN, date(2026, 4, 1)) == pytest.approx(0.5 * 90 / 181)
    assert charts.planned_at(PLAN, END) == 1
    assert charts.planned_at(PLAN, date(2025, 1, 1)) == 0
    assert charts.planned_at((), TODAY) is None


def test_a_bar_says_plan_and_actual_in_words() -> None:
    bar = charts.pace_bar(0.62, 0.55, "yellow")
    assert ElementTree.fromstring(bar).findtext("title") == "应完成 62%，已完成 55%，滞后"
    assert "pace-tick" in bar
    assert ElementTree.fromstring(charts.pace_bar(None, None)).findtext("title") == "尚无进度"
    assert "pace-tick" not in charts.pace_bar(None, 1.7)
    assert 'width="120"' in charts.pace_bar(0, 1.7)


def test_scales_keep_places_inside_and_labels_apart() -> None:
    days = Days(date(2026, 1, 15), END, 0, 100)
    assert [d.month for d in days.months()] == list(range(2, 13))
    assert (days.x(date(2020, 1, 1)), days.x(date(2030, 1, 1))) == (0, 100)
    assert Values(0, 10, 0).y(5) == 10
    assert apart([1, 2, 30], 10) == [1, 11, 30]
    assert within([90, 95, 99], 10, 100) == [80, 90, 100]
    assert (percent(0.999), percent(None), day_words(TODAY, 2025)) == ("99%", "—", "2026年8月15日")


def project(n: int, cells: tuple[WallCell | None, ...]) -> WallRow:
    return WallRow(f"{n:03d}", HOSTILE, "/p/", HOSTILE, "active", cells)


@pytest.mark.parametrize("count", [0, 1, 420])
def test_the_wall_has_a_row_for_every_project_and_a_cell_for_every_month(count: int) -> None:
    cells = (None, WallCell(), WallCell("red", HOSTILE, ("done", "overdue")), *[WallCell("green")] * 9)
    groups = (WallGroup("主题", tuple(project(n, cells) for n in range(count))),) if count else ()
    page = show("{% wall w %}", w=Wall("挂图", tuple(f"{m}月" for m in range(1, 13)), groups, now=2))
    assert page.count('<th scope="row"') == count
    assert page.count('class="level-red now"') == count
    assert page.count('class="level-green"') == 9 * count
    assert "<script" not in page
    assert ("还没有建账的项目" in page) == (count == 0)


def test_a_cell_of_the_wall_says_itself() -> None:
    assert WallCell("yellow", "落后12个百分点", ("done",)).say == "滞后，落后12个百分点；节点：已完成"
    assert WallCell().say == ""


def test_the_identity_is_a_line_of_linked_numbers() -> None:
    flow = charts.flow_of(conserve(3, {"active": 2, "closed": 1}), {"active": "?state=active"})
    page = show("{% flow f %}", f=flow)
    assert flow.holds
    assert page.count("flow-sign") == 6
    assert 'href="?state=active"' in page
    assert "两边不相等" in show("{% flow f %}", f=charts.flow_of(conserve(4, {"active": 2})))
