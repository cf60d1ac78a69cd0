"""The columns of the familiar 台账: their headings in two rows, widths, and what of a project they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from taizhang.core.workbook.model import IndicatorRow, ProjectRow

Value = str | int | float | date


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` in characters of a digit's width; columns with the same ``above`` share a heading.

    ``value`` shows a project, or one of its indicators where ``of_indicator``."""

    heading: str
    width: float
    value: Callable[[ProjectRow, IndicatorRow | None], Value]
    above: str = ""
    of_indicator: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class BookHead:
    """What stands above the columns: the title, and one line below it (the unit, the as-of day)."""

    title: str
    year: int
    line: str = ""


def number_or_text(text: str) -> Value:
    """A number where the text is one as a sheet would show it (120, 4.5); else the text (120余, 001)."""
    if len(text) > 15 or not text.isascii():
        return text
    digits, _, decimals = text.removeprefix("-").partition(".")
    whole = digits.isdigit() and (digits == "0" or digits[0] != "0") and text != "-0"
    if whole and "." not in text:
        return int(text)
    return float(text) if whole and decimals.isdigit() and decimals[-1] != "0" else text


def _target(_: object, indicator: IndicatorRow | None) -> Value:
    return number_or_text(indicator.target) if indicator else ""


def _reached(_: object, indicator: IndicatorRow | None) -> Value:
    return number_or_text(indicator.reached) if indicator else ""


def _due(project: ProjectRow, _: object) -> Value:
    """A real date for one day; what was written for a longer span."""
    span = project.due
    if span is None:
        return project.due_text
    if span.first == span.last:
        return span.first
    return project.due_text or f"{span.first}至{span.last}"


ID_HEADING = "系统编号（请勿修改）"
COLUMNS = (
    SheetColumn("序号", 6, lambda p, _: number_or_text(p.no), centred=True),
    SheetColumn("类别", 10, lambda p, _: p.category, centred=True),
    SheetColumn("项目名称", 24, lambda p, _: p.title),
    SheetColumn("牵头单位", 14, lambda p, _: p.lead_unit, above="责任单位", centred=True),
    SheetColumn("配合单位", 18, lambda p, _: "、".join(p.supporting_units), above="责任单位"),
    SheetColumn("工作目标", 30, lambda p, _: p.goal),
    SheetColumn("指标名称", 16, lambda _, i: i.name if i else "", above="量化指标", of_indicator=True),
    SheetColumn("目标值", 11, _target, above="量化指标", of_indicator=True, centred=True),
    SheetColumn("计量单位", 8, lambda _, i: i.unit if i else "", above="量化指标", of_indicator=True, centred=True),
    SheetColumn("累计完成", 11, _reached, above="量化指标", of_indicator=True, centred=True),
    SheetColumn("主要举措", 36, lambda p, _: p.measures),
    SheetColumn("进度安排", 24, lambda p, _: p.milestones),
    SheetColumn("完成时限", 12, _due, centred=True),
    SheetColumn("责任岗位", 12, lambda p, _: p.post, centred=True),
    SheetColumn("项目状态", 9, lambda p, _: p.state, centred=True),
    SheetColumn("进度信号", 9, lambda p, _: p.signal, centred=True),
    SheetColumn("进展情况", 30, lambda p, _: p.progress),
    SheetColumn("备注", 20, lambda p, _: p.note),
    SheetColumn(ID_HEADING, 12, lambda p, _: p.hidden_id),
)  # fmt: skip
SHOWN = len(COLUMNS) - 1  # the last one is hidden
