"""Pictures of the ledger: plain values in, escaped markup out, the numbers always behind them as a table."""

from __future__ import annotations

from taizhang.press.charts.burden import BurdenBars, BurdenMonth, burden_bars
from taizhang.press.charts.chart import Chart, ChartTable
from taizhang.press.charts.columns import MonthColumn, MonthColumns, month_columns
from taizhang.press.charts.curve import ChartPoint, CurveChart, pace_curve, pace_small, planned_at
from taizhang.press.charts.flow import Flow, FlowPart, flow_of
from taizhang.press.charts.months import MonthCounts, MonthsCurve, months_curve
from taizhang.press.charts.pace import pace_bar
from taizhang.press.charts.spark import Spark, SparkPeriod, spark
from taizhang.press.charts.tiles import DistrictCount, district_tiles
from taizhang.press.charts.wall import Wall, WallCell, WallGroup, WallRow
from taizhang.press.charts.year import MilestoneTick, SealMark, YearLine, year_line

__all__ = [
    "BurdenBars",
    "BurdenMonth",
    "Chart",
    "ChartPoint",
    "ChartTable",
    "CurveChart",
    "DistrictCount",
    "Flow",
    "FlowPart",
    "MilestoneTick",
    "MonthColumn",
    "MonthColumns",
    "MonthCounts",
    "MonthsCurve",
    "SealMark",
    "Spark",
    "SparkPeriod",
    "Wall",
    "WallCell",
    "WallGroup",
    "WallRow",
    "YearLine",
    "burden_bars",
    "district_tiles",
    "flow_of",
    "month_columns",
    "months_curve",
    "pace_bar",
    "pace_curve",
    "pace_small",
    "planned_at",
    "spark",
    "year_line",
]
