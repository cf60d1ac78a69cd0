"""The ledger handed out: what a spreadsheet program sees, and that it comes back as it went."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.core.calendar import DaySpan, read_days
from taizhang.core.workbook.amounts import read_amount
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.core.workbook.reading import read_book, year_named
from taizhang.intake import BOOK_LIMITS
from taizhang.intake.grids import read_grid
from taizhang.press.refusal import PressError
from taizhang.press.workbook import BookHead, book_chunks, csv_chunks
from taizhang.press.workbook.columns import COLUMNS, number_or_text

HEAD = BookHead("海川市2026年重点项目台账", 2026, "数据截至：2026年8月15日")
DAY = date(2026, 8, 15)
FORMULAS = ["=1+1", "+86", "-甲", "@x", "＝A1", "'=x", '=HYPERLINK("x")', "http://x.example", "001"]


def indicator(name: str, target: str, unit: str) -> IndicatorRow:
    return IndicatorRow(0, name, target, unit, read_amount(target, unit))


def project(n: int = 1, **more: object) -> ProjectRow:
    base = ProjectRow(
        sheet="", row=0, title=f"板凳课堂{n}", no=str(n), category="文明实践", lead_unit="市教育局",
        supporting_units=("团市委", "市妇联"), goal="全年推进", indicators=(indicator("宣讲", "120余", "场"),),
        measures="一是建机制；\n二是抓落实。", due=DaySpan(DAY, DAY), post="宣讲科", hidden_id=f"TZ{n}-1",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def written(*projects: ProjectRow) -> bytes:
    return b"".join(book_chunks(projects, HEAD))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_sheet_looks_as_offices_know_it() -> None:
    two = (indicator("宣讲", "120", "场"), indicator("听众", "4.5", "万人次"))
    book = opened(written(project(1, indicators=two), project(2), project(3, category="")))
    sheet = book["台账"]
    assert sheet["A1"].value == HEAD.title
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:R1", "A2:R2", "A3:A4", "D3:E3", "G3:J3", "B5:B7", "C5:C6", "S5:S6"} <= merged
    assert not {"B5:B6", "G5:G6", "B8:B8"} & merged
    assert (sheet["D3"].value, sheet["D4"].value, sheet["E4"].value) == ("责任单位", "牵头单位", "配合单位")
    assert sheet.freeze_panes == "D5"
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.column_dimensions["S"].hidden
    assert book["台账信息"].sheet_state == "hidden"
    assert sheet["A5"].value == 1
    assert (sheet["H5"].value, sheet["H6"].value, sheet["H7"].value) == (120, 4.5, "120余")
    assert sheet["M5"].value == datetime(2026, 8, 15)
    assert sheet["C5"].alignment.wrap_text


def test_no_text_becomes_a_formula() -> None:
    data = written(*(project(n, title=text, goal=text, note=text) for n, text in enumerate(FORMULAS, 1)))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml
    sheet = opened(data)["台账"]
    for row, text in enumerate(FORMULAS, 5):
        assert (sheet.cell(row, 3).value, sheet.cell(row, 3).data_type) == (text, "s")
        assert sheet.cell(row, 3).quotePrefix == (text[0] in "=+-@＝")
    for line in csv.reader(io.StringIO(b"".join(csv_chunks([project(title="=1+1")])).decode("utf-8-sig"))):
        assert not any(value.startswith(("=", "+", "@")) for value in line)


def test_a_text_that_no_cell_holds_is_refused_by_name() -> None:
    with pytest.raises(PressError, match="主要举措"):
        written(project(measures="海" * 40_000))


def test_dates_that_span_several_days_stay_words() -> None:
    span = DaySpan(date(2026, 8, 11), date(2026, 8, 20))
    sheet = opened(written(project(due=span, due_text="8月中旬"), project(due=span), project(due=None)))[
        "台账"
    ]
    assert [sheet.cell(row, 13).value for row in (5, 6, 7)] == ["8月中旬", "2026-08-11至2026-08-20", None]


@pytest.mark.parametrize(
    ("text", "value"),
    [("120", 120), ("-3", -3), ("4.5", 4.5), ("0.5", 0.5), ("0", 0)]
    + [(text, text) for text in ("", "001", "4.50", "-0", "1e5", "120余", "９", "1" * 16, ".5", "5.", "-", "1.2.3")],
)  # fmt: skip
def test_numbers_are_numbers_only_if_they_read_the_same(text: str, value: object) -> None:
    assert number_or_text(text) == value
    assert type(number_or_text(text)) is type(value)


def many(count: int) -> Iterator[ProjectRow]:
    return (project(n, title=f"项目{n}", measures=f"措施{n}" * 30) for n in range(count))


def peak(count: int) -> int:
    tracemalloc.start()
    for _ in book_chunks(many(count), HEAD):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_rows() -> None:
    peak(10)  # what is loaded once
    assert peak(1500) < peak(300) + 1_500_000  # the spool in memory is one of it


def test_csv_comes_in_pieces() -> None:
    pieces = list(csv_chunks(many(450)))
    assert len(pieces) == 3
    assert b"".join(pieces).decode("utf-8-sig").count("\r\n") == 451


# ---- round trip

HAN = st.text(alphabet="海川文明实践=+-@'＝０_x41，。（）1<&\"", min_size=1, max_size=12)
WORDS = HAN.map(str.strip).filter(lambda text: text not in ("", "-", "'") and not text.isspace())
TEXT = st.one_of(st.just(""), st.builds("甲{}".format, WORDS), st.builds("{}\n第二行{}".format, WORDS, WORDS))
UNITS = st.sampled_from(["市教育局", "团市委", "市委宣传部（市文明办、新闻出版局）", "市妇联", "=局"])
TARGETS = st.sampled_from(
    [("120余", "场"), ("4.5万", "人次"), ("98%", "%"), ("36", "个"), ("4.5", "万元"), ("不少于8场/季度", "场"),
     ("≥95%", "%"), ("20—30", "期"), ("全覆盖", "")]
)  # fmt: skip
DUES = st.sampled_from(["", "8月中旬", "12月底前", "2026-08-15", "长期坚持", "1—10月", "三季度末"])


@st.composite
def projects(draw: st.DrawFn) -> list[ProjectRow]:
    found = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        due = draw(DUES)
        lead, *more = draw(st.lists(UNITS, min_size=1, max_size=4, unique=True))
        found.append(
            ProjectRow(
                sheet="", row=0, title="项" + draw(WORDS), no=str(n), category=draw(st.sampled_from(["理论", "=实践", ""])),
                lead_unit=lead if "、" not in lead else "市教育局",
                supporting_units=tuple(name for name in more if name != "市教育局"),
                goal=draw(TEXT), measures=draw(TEXT), milestones=draw(TEXT), post=draw(TEXT), progress=draw(TEXT),
                note=draw(TEXT), due_text=due, due=read_days(due, 2026) if due else None, hidden_id=f"TZ{n}-1",
                indicators=tuple(
                    indicator(f"指标{k}", *draw(TARGETS)) for k in range(draw(st.integers(0, 3)))
                ),
            )
        )  # fmt: skip
    return found


def compared(row: ProjectRow) -> ProjectRow:
    """Without the places in the sheet, and without how a single day was written."""
    text = "" if row.due and row.due.first == row.due.last else row.due_text
    bare = tuple(replace(i, row=0) for i in row.indicators)
    return replace(row, sheet="", row=0, last_row=0, due_text=text, indicators=bare)


@given(projects())
@settings(max_examples=60)
def test_what_is_handed_out_comes_back(rows: list[ProjectRow]) -> None:
    for data in (written(*rows), b"".join(csv_chunks(rows))):
        workbook = read_grid(data, BOOK_LIMITS)
        book = read_book(workbook, 2026)
        assert [str(error.message) for error in book.errors] == []
        assert list(map(compared, book.projects)) == list(map(compared, rows))
    assert year_named(read_grid(written(*rows), BOOK_LIMITS)) == 2026


def test_every_heading_is_known_to_the_reader() -> None:
    book = read_book(read_grid(written(project()), BOOK_LIMITS), 2026)
    assert book.notes == ()
    assert len(COLUMNS) == 19
