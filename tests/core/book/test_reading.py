"""Rows into projects: nothing is lost, everything else has its reason, errors speak the user's words."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.core.calendar import DaySpan
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.grid import Cell, CellKind, Sheet, Workbook
from taizhang.core.workbook.interchange import book_to_json
from taizhang.core.workbook.model import ReadBook, Why
from taizhang.core.workbook.reading import read_book, year_named

from .grids import YEAR, messages, read, sheet

HEAD = "序号|类别|项目名称|牵头单位|配合单位|指标名称|目标值|单位|完成时限|备注"


def whys(book: ReadBook) -> dict[int, Why]:
    return {skipped.row: skipped.why for skipped in book.skipped}


def test_a_row_is_a_project() -> None:
    book = read(HEAD, "1.|文明实践|“板凳课堂”\n进社区|市教育局|团市委、市妇联|宣讲|120余|场|8月中旬|=1+1")
    (project,) = book.projects
    assert (project.no, project.category, project.title) == ("1", "文明实践", "“板凳课堂”进社区")
    assert (project.lead_unit, project.supporting_units) == ("市教育局", ("团市委", "市妇联"))
    assert project.due == DaySpan(date(2026, 8, 11), date(2026, 8, 20))
    assert project.note == "=1+1"
    assert [(i.name, i.target, i.unit) for i in project.indicators] == [("宣讲", "120余", "场")]
    assert messages(book) == []
    assert book.header_rows == (("台账", 1),)


def test_merged_cells_reach_over_their_rows() -> None:
    book = read(
        HEAD,
        "1|文明实践|甲|市教育局|团市委|宣讲|120|场|8月",
        "|||||听众|4.5万|人次|",
        "2||乙|市民政局||走访|300|户|9月",
        merges=("A2:A3", "B2:B4", "C2:C3", "D2:D3", "E2:E3", "I2:I3"),
    )
    first, second = book.projects
    assert (first.row, first.last_row, second.category) == (2, 3, "文明实践")
    assert [(i.row, i.name, i.target) for i in first.indicators] == [(2, "宣讲", "120"), (3, "听众", "4.5万")]
    assert messages(book) == []


def test_a_unit_merged_over_two_indicators_counts_for_both() -> None:
    book = read(
        HEAD,
        "1||甲|市教育局||宣讲|120|场|8月",
        "|||||观摩|8||",
        merges=("A2:A3", "C2:C3", "D2:D3", "H2:H3"),
    )
    assert [(i.name, i.unit) for i in book.projects[0].indicators] == [("宣讲", "场"), ("观摩", "场")]


def test_rows_without_a_title_go_on_with_the_project_above() -> None:
    book = read(
        HEAD,
        "1|文明实践|甲|市教育局|团市委|宣讲|120|场|8月|一",
        "||||市妇联|||||二",
        "2||乙|市民政局|||||9月|",
    )
    first, second = book.projects
    assert first.supporting_units == ("团市委", "市妇联")
    assert first.note == "一\n二"
    assert len(first.indicators) == 1
    assert second.category == "文明实践"


def test_what_is_no_project_is_skipped_with_a_reason() -> None:
    book = read(
        "2026年重点项目台账",
        HEAD,
        "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)",
        "一、理论武装（2项）",
        "1||甲|市教育局||||||",
        "2||合计执法项目|市城管局||||||",
        "|小  计|2个",
        "（二）文明培育",
        "3||丙|市教育局",
        "",
        HEAD,
        "4||丁|市教育局",
        "5",
        "合计：4项",
        "注：1.按月更新。",
        "2.由牵头单位填写。",
        "填表人|林知秋||电话|5550123",
        "本表一式三份",
        merges=("A18:J18",),
    )
    assert whys(book) == {
        1: Why.ABOVE, 3: Why.NUMBERS, 4: Why.SECTION, 7: Why.SUBTOTAL, 8: Why.SECTION, 11: Why.HEADER,
        13: Why.ONLY_NUMBER, 14: Why.SUBTOTAL, 15: Why.NOTE, 16: Why.NOTE, 17: Why.NOTE, 18: Why.NOTE,
    }  # fmt: skip
    assert [(p.no, p.category) for p in book.projects] == [
        ("1", "理论武装"), ("2", "理论武装"), ("3", "文明培育"), ("4", "文明培育"),
    ]  # fmt: skip
    assert str(book.skipped[3].reason) == "小计或合计，不是项目。"


def test_words_that_only_look_like_sums_and_notes_are_projects() -> None:
    book = read(
        HEAD,
        "1||统计监测合计|市教育局",
        "2||注：册护士关爱行动|市卫健委",
        "3||一、二级河道清理|市水务局",
        "4||说明会|市教育局",
    )
    assert [p.no for p in book.projects] == ["1", "2", "3", "4"]
    assert book.skipped == ()


def test_errors_name_row_heading_and_value() -> None:
    book = read(
        HEAD,
        "1||甲||团市委|宣讲|若干|场|尽快|",
        "2|||市教育局||宣讲|||8月|",
        "3||丙|市教育局、市民政局||||||",
        [
            "4",
            "",
            "丁",
            "市教育局",
            "",
            "宣讲",
            Cell("2026-08-11", CellKind.DATE),
            "场",
            Cell("#REF!", CellKind.ERROR),
        ],
        ["5", "", "戊", "市教育局", "", "宣讲", Cell("=A1", CellKind.ERROR, True)],
    )
    assert messages(book) == [
        "第2行“牵头单位”：没有填写。",
        "第2行“完成时限”：“尽快”不是可以识别的日期。",
        "第2行“目标值”：“若干”不是可以核对的数量。",
        "第3行“项目名称”：没有填写。",
        "第3行“目标值”：没有填写。",
        "第4行“牵头单位”：“市教育局、市民政局”不止一个单位，请只留一个，其余填在配合单位。",
        "第5行“完成时限”：公式没有可用的结果（#REF!），请改填文字或数值。",
        "第5行“目标值”：“2026-08-11”被表格软件改成了日期，请把单元格设为文本后重新填写。",
        "第6行“目标值”：公式没有可用的结果（=A1），请改填文字或数值。",
    ]  # fmt: skip
    assert [(e.column, e.heading, e.value) for e in book.errors[:3]] == [
        ("D", "牵头单位", ""), ("I", "完成时限", "尽快"), ("G", "目标值", "若干"),
    ]  # fmt: skip
    assert [p.row for p in book.projects] == [2, 3, 4, 5, 6]


def test_a_cell_has_one_error() -> None:
    formula = Cell("=A1+1", CellKind.ERROR, True)
    book = read(
        "序号|项目名称|完成时限|参考|目标值|指标",
        ["1", "甲", formula, Cell("#N/A", CellKind.ERROR), Cell("#N/A", CellKind.ERROR)],
        ["2", "乙", ""],
        merges=("C2:C3",),
    )
    assert messages(book) == [
        "第2行“完成时限”：公式没有可用的结果（=A1+1），请改填文字或数值。",
        "第2行“目标值”：公式没有可用的结果（#N/A），请改填文字或数值。",
        "第3行“完成时限”：“=A1+1”不是可以识别的日期。",
    ]
    assert book.projects[0].others == (("参考", "#N/A"),)
    assert book.projects[0].lead_unit == ""


def test_a_lone_number_heads_no_section() -> None:
    book = read("类别|项目名称|牵头单位", ["", 12], ["", "", "乙"])
    assert book.skipped == ()
    assert [(p.title, p.lead_unit) for p in book.projects] == [("12", ""), ("", "乙")]


def test_two_lead_units_under_one_project_are_an_error() -> None:
    book = read(
        HEAD,
        "1||甲|市教育局||宣讲|120|场|",
        "|||市民政局||走访|8|次|",
        "|||市教育局||听众|9|人|",
        merges=("C2:C4",),
    )
    assert messages(book) == ["第3行“牵头单位”：“市民政局”与同一项目第2行的“市教育局”不一致。"]
    assert len(book.projects[0].indicators) == 3


def test_without_a_column_for_them_supporting_units_follow_the_lead() -> None:
    book = read("序号|项目名称|责任单位|完成时限", "1|甲|市教育局、团市委|12月")
    assert (book.projects[0].lead_unit, book.projects[0].supporting_units) == ("市教育局", ("团市委",))
    assert messages(book) == []


def test_lines_in_cells_are_several_indicators() -> None:
    book = read(
        HEAD,
        "1||甲|乙||宣讲\n听众|120\n4.5万|场\n人次|",
        "2||甲|乙||宣讲|120场\n80场||",
        "3||甲|乙|||120\n80|场|",
        "4||甲|乙||一\n二\n三|120\n80|场|",
        "5||甲|乙||宣讲\n活动|120|场|",
        "6||甲|乙||一\n二|1\n2|场\n次\n个|",
    )
    assert [[(i.name, i.target, i.unit) for i in p.indicators] for p in book.projects] == [
        [("宣讲", "120", "场"), ("听众", "4.5万", "人次")],
        [("宣讲", "120场", "场"), ("宣讲", "80场", "场")],
        [("", "120", "场"), ("", "80", "场")],
        [("一\n二\n三", "120\n80", "场")],
        [("宣讲 活动", "120", "场")],
        [("一", "1", ""), ("二", "2", "")],
    ]
    assert messages(book) == ["第5行“目标值”：指标名称有 3 行，目标值有 2 行，无法一一对应。"]


def test_numbers_inside_the_indicator_count_where_no_column_is_for_them() -> None:
    book = read("序号|项目名称|牵头单位|指标", "1|甲|乙|举办宣讲120场\n建立机制", "2|丙|乙|")
    first, second = book.projects[0].indicators
    assert (first.name, first.unit, first.quantity and first.quantity.base) == ("举办宣讲120场", "场", 120)
    assert (second.name, second.quantity) == ("建立机制", None)
    assert book.projects[1].indicators == ()


def test_a_unit_in_the_heading_counts() -> None:
    book = read("序号|项目名称|牵头单位|指标名称|目标值（万元）", "1|甲|乙|投入|4.5", "2|丙|丁|投入|/")
    assert book.projects[0].indicators[0].quantity.base == 45000  # type: ignore[union-attr]
    assert messages(book) == ["第3行“目标值（万元）”：没有填写。"]


def test_empty_signs_and_endless_terms_are_no_errors() -> None:
    book = read(HEAD, "1||甲|乙|/|—|—||/|", "2||丙|乙|无||||长期坚持|")
    assert messages(book) == []
    assert [(p.supporting_units, p.due_text, p.due) for p in book.projects] == [
        ((), "/", None),
        ((), "长期坚持", None),
    ]


def test_a_workbook_handed_out_repeats_its_categories() -> None:
    book = read("系统编号|类别|项目名称|牵头单位", "TZ1-1|类|甲|乙", "TZ2-1||丙|丁")
    assert [p.category for p in book.projects] == ["类", ""]


def test_due_days_of_several_rows_are_one_span() -> None:
    book = read(
        HEAD, "1||甲|乙||一|1|次|6月|", "|||||二|2|次|9月底|", "2||丙|乙|||||6月\n尽快|", merges=("C2:C3",)
    )
    assert book.projects[0].due == DaySpan(date(2026, 6, 1), date(2026, 9, 30))
    assert messages(book) == ["第4行“完成时限”：“6月 尽快”不是可以识别的日期。"]


def test_unknown_columns_are_kept_with_their_headings() -> None:
    book = read(HEAD + "|经费（万元）", "1||甲|乙||||||二|30", "||||||||||40", merges=("C2:C3",))
    assert book.projects[0].others == (("经费（万元）", "30\n40"),)
    assert [str(note) for note in book.notes] == ["K列“经费（万元）”没有对应的栏目，不读作项目内容。"]


def test_several_columns_of_one_kind_keep_their_headings() -> None:
    book = read("序号|项目名称|牵头单位|第一季度|第二季度|第三季度", "1|甲|乙|启动||验收")
    assert book.projects[0].milestones == "第一季度：启动\n第三季度：验收"


def test_sheets_are_read_one_after_the_other() -> None:
    head = "序号|项目名称|牵头单位"
    book = read_book(
        Workbook(
            (
                sheet("填表说明", "请如实填写", name="说明"),
                sheet(head, "1|甲|乙", name="一", hidden_rows=frozenset({2})),
                sheet(head, "1|丙|丁", name="二"),
                sheet(head, "1|戊|己", name="底稿", hidden=True),
                sheet("格式版本|1", name="台账信息", hidden=True),
            )
        ),
        YEAR,
    )
    assert [(p.sheet, p.title) for p in book.projects] == [("一", "甲"), ("二", "丙")]
    assert [(s.sheet, s.row, s.why) for s in book.skipped] == [
        ("说明", 1, Why.NO_HEADER), ("说明", 2, Why.NO_HEADER), ("底稿", 1, Why.HIDDEN_SHEET), ("底稿", 2, Why.HIDDEN_SHEET),
    ]  # fmt: skip
    assert [str(note) for note in book.notes] == ["有 1 行是隐藏的（从第2行起），也已读取。"]


def test_hidden_columns_are_named_but_for_our_own_number() -> None:
    rows = ("序号|项目名称|责任单位|备注|系统编号（请勿修改）", "1|甲|乙|丙|7")
    book = read(*rows, hidden_columns=frozenset({4, 5}))
    assert [str(note) for note in book.notes] == ["有 1 列是隐藏的（D“备注”），也已读取。"]
    assert not read(*rows, hidden_columns=frozenset({5})).notes


def test_a_mark_of_secrecy_ends_the_reading() -> None:
    book = read("机密★1年", HEAD, "1||甲|乙")
    assert messages(book) == ["第1行A列有密级标志，本系统不处理涉密文件，已拒绝读取。"]
    assert (book.projects, book.skipped) == ((), ())
    assert len(read(HEAD, "1||密切联系群众|乙").projects) == 1


def test_each_field_knows_its_column() -> None:
    book = read("序号|项目名称|牵头单位|第一季度|第二季度", "1|甲|乙|丙|丁")
    assert book.fields["台账"][Field.MILESTONES] == ("D", "第一季度")
    assert book.fields["台账"][Field.LEAD] == ("C", "牵头单位")


def test_without_a_header_one_error_says_so() -> None:
    book = read("海川市", "板凳课堂")
    assert messages(book) == ["没有找到表头：表中要有“项目名称”“牵头单位”等栏目。"]
    assert set(whys(book).values()) == {Why.NO_HEADER}
    assert len(read_book(Workbook(()), YEAR).errors) == 1


def test_the_year_stands_in_the_title() -> None:
    assert year_named(Workbook((sheet("海川市2025 年重点项目台账"),))) == 2025
    assert year_named(Workbook((sheet("重点项目台账", "1|2"),))) is None


def test_a_workbook_handed_out_knows_its_year() -> None:
    own = sheet("格式版本|1", "台账年度|2027", name="台账信息", hidden=True)
    assert year_named(Workbook((sheet("2026年台账"), own))) == 2027
    for wrong in ("台账年度|二〇二七", "台账年度|", "台账年度|20270"):
        own = sheet("格式版本|1", wrong, name="台账信息", hidden=True)
        assert year_named(Workbook((sheet("2026年台账"), own))) == 2026


def test_the_interchange_form() -> None:
    record = book_to_json(read(HEAD, "1|类|甲|乙|丙|宣讲|120余|场|8月中旬|注", "2||丁|", "小计"))
    first, second = record["projects"]
    assert {key: first[key] for key in ("no", "category", "title", "lead_unit", "supporting_units", "due")} == {
        "no": "1", "category": "类", "title": "甲", "lead_unit": "乙", "supporting_units": ["丙"], "due": "2026-08-20",
    }  # fmt: skip
    assert (first["indicator"], first["target"], first["unit"], first["low"]) == (
        "宣讲",
        "120余",
        "场",
        "120",
    )
    assert (second["indicator"], second["target"], second["low"], second["indicators"]) == ("", "", None, [])
    assert record["errors"][0] == {
        "sheet": "台账", "row": 3, "column": "D", "header": "牵头单位", "value": "",
        "message": "第3行“牵头单位”：没有填写。",
    }  # fmt: skip
    assert record["skipped"][0]["row"] == 4


# ---- nothing is lost

WORDS = st.sampled_from(
    ["", "", "", "1", "2", "文明实践", "板凳课堂", "市教育局", "120", "若干", "小计", "合计：3项", "注：一", "一、章", "=1",
     "8月", "填表人：甲", "序号", "项目名称", "牵头单位", "（1）", "\n"]
)  # fmt: skip
ROWS = st.lists(st.lists(WORDS, max_size=10), max_size=12)
SPANS = st.lists(
    st.tuples(st.integers(2, 12), st.integers(0, 3), st.integers(1, 9), st.integers(0, 2)), max_size=6
)


@given(ROWS, SPANS)
@settings(max_examples=300)
def test_no_row_is_lost(rows: list[list[str]], spans: list[tuple[int, int, int, int]]) -> None:
    taken: set[tuple[int, int]] = set()
    merges = []
    for top, down, left, right in spans:
        cells = {(r, c) for r in range(top, top + down + 1) for c in range(left, left + right + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            merges.append(f"{chr(64 + left)}{top}:{chr(64 + left + right)}{top + down}")
    table = sheet(HEAD, *rows, merges=merges)
    book = read_book(Workbook((table,)), YEAR)
    covered = {row for p in book.projects for row in range(p.row, p.last_row + 1)}
    covered |= (
        {s.row for s in book.skipped} | {e.row for e in book.errors} | {row for _, row in book.header_rows}
    )
    assert shown_rows(table) <= covered


def shown_rows(table: Sheet) -> set[int]:
    """Rows with a cell that no merged area hides."""
    hidden = {
        (r, c)
        for a in table.merges
        for r in range(a.top, a.bottom + 1)
        for c in range(a.left, a.right + 1)
        if (r, c) != (a.top, a.left)
    }
    return {
        r
        for r, cells in table.rows.items()
        for c, cell in cells.items()
        if (r, c) not in hidden and cell.text.strip()
    }
