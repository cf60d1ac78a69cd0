"""Headers as offices write them: one row or several, merged or not, below titles and form lines."""

from __future__ import annotations

import pytest

from taizhang.core.workbook.fields import Field, bare, candidates, unit_in
from taizhang.core.workbook.heading import Merged, find_header

from .grids import sheet

HEADERS = {
    "序号|类别|项目名称|牵头单位|配合单位|工作目标|指标名称|目标值|计量单位|主要举措|完成时限|责任人|进展情况|备注": (
        "no category title lead_unit supporting_units goal indicator target unit measures due post progress note"
    ),
    "编号|所属板块|重点工作|责任单位|协同单位|年度目标|量化指标|目标值|单位|工作措施|时间节点|责任岗位|完成情况|说明": (
        "no category title lead_unit supporting_units goal indicator target unit measures due post progress note"
    ),
    "序 号|分  类|工作任务|牵头\n单位|责任单位|预期目标|考核指标|年度目标值（万元）|具体措施|完成时间|联系人|备 注": (
        "no category title lead_unit supporting_units goal indicator target measures due post note"
    ),
    "序号|重点项目|主要任务|单位|计划完成时间|联系人及联系电话": "no title measures lead_unit due post",
    "序号|实事项目|目标任务|目标值|单位|责任单位": "no title goal target unit lead_unit",
    "序号|板块|重点任务|工作内容|牵头部门|配合部门|第一季度|第二季度|第三季度|第四季度|经费来源": (
        "no category title measures lead_unit supporting_units milestones milestones milestones milestones -"
    ),
    "系统编号（请勿修改）|序号|项目|牵头单位|开始时间|完成时限": "hidden_id no title lead_unit start due",
    "序号|项目名称|工作目标|指标|年度目标|单位|责任单位": "no title goal indicator target unit lead_unit",
    "项目名称|指标|单位|责任单位": "title indicator unit lead_unit",
    "项目名称|计量单位|责任单位": "title unit lead_unit",
    "序号|项目名称|市级牵头单位|工作目标及指标|目标完成时间|项目负责人|工作进度安排|及其他|资金来源": (
        "no title lead_unit goal due post milestones - -"
    ),
    "项目名称|申报单位|数量|单位": "title lead_unit target unit",
}


@pytest.mark.parametrize("line", HEADERS)
def test_columns_are_known_by_their_headings(line: str) -> None:
    table = sheet("2026年台账", line, "1|甲|乙|丙")
    header = find_header(table, Merged(table.merges))
    assert header is not None
    assert (header.top, header.bottom) == (2, 2)
    assert " ".join(c.field or "-" for c in header.columns) == HEADERS[line]


MERGED = (
    "海川市2026年重点项目台账",
    "填报单位：市文明办||||||时间：1月",
    "序号|项目名称|责任单位||量化指标|||完成时限",
    "||牵头|配合|名称|目标值|单位|",
)
MERGES = ("A1:H1", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4")
MEANT = "no title lead_unit supporting_units indicator target unit due"


@pytest.mark.parametrize("merges", [MERGES, ()])
def test_parent_and_child_headings_are_joined(merges: tuple[str, ...]) -> None:
    table = sheet(*MERGED, "1|板凳课堂|市教育局|团市委|宣讲|120|场|8月中旬", merges=merges)
    header = find_header(table, Merged(table.merges))
    assert header is not None
    assert (header.top, header.bottom) == (3, 4)
    assert " ".join(c.field or "-" for c in header.columns) == MEANT


def test_three_rows_of_headings() -> None:
    table = sheet(
        "序号|重点项目|目标体系||||责任单位",
        "||定性目标|量化指标|||",
        "|||内容|数量|单位|",
        "1|甲|完成|宣讲|120|场|市教育局",
        merges=("A1:A3", "B1:B3", "C1:F1", "C2:C3", "D2:F2", "G1:G3"),
    )
    header = find_header(table, Merged(table.merges))
    assert header is not None
    assert header.bottom == 3
    assert " ".join(c.field or "-" for c in header.columns) == "no title goal indicator target unit lead_unit"


def test_a_sheet_without_a_project_column_has_no_header() -> None:
    for rows in (("序号|牵头单位|完成时限",), ("海川市",), (), ("项目名称|姓名",)):
        table = sheet(*rows)
        assert find_header(table, Merged(table.merges)) is None


def test_tall_merges_are_no_header() -> None:
    table = sheet("序号|项目名称|牵头单位", "1|甲|乙", merges=("A1:A30",))
    assert find_header(table, Merged(table.merges)) is None


@pytest.mark.parametrize(
    ("heading", "word", "unit"),
    [
        ("目标值（万元）", "目标值", "万元"),
        ("目标值\n(单位：场)", "目标值", "场"),
        ("责任单位（盖章，请填写全称）", "责任单位", ""),
        ("（项目名称）", "项目名称", ""),
        ("备注（选填）", "备注", ""),
        ("NO.", "NO", ""),
    ],
)
def test_brackets_are_no_part_of_a_heading(heading: str, word: str, unit: str) -> None:
    assert bare(heading) == word
    assert unit_in(heading) == unit or (unit == "" and heading.startswith("（"))


def test_a_general_heading_is_read_under_its_parent() -> None:
    assert candidates(("量化指标", "名称")) == {Field.INDICATOR: 8}
    assert candidates(("工作目标", "单位")) == {Field.UNIT: 8}
    assert candidates(("进展情况", "1月")) == {Field.PROGRESS: 1}
    assert candidates(("天气", "名称")) == {Field.TITLE: 4, Field.MEASURES: 2}
    assert candidates(("天气", "气温")) == {}
    assert candidates(("、",)) == {}
