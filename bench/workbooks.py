"""Workbooks: the ledger written beside XlsxWriter alone with the same cells, and read beside openpyxl's stream.

``python -m bench workbooks [--rows N …] [--runs N]``; each figure is from a process of its own: CPU seconds, MiB at most.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date

from bench.machine import described
from taizhang.core.calendar import DaySpan
from taizhang.core.workbook.amounts import read_amount
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.core.workbook.reading import read_book
from taizhang.intake import BOOK_LIMITS
from taizhang.press.workbook import BookHead, book_chunks, csv_chunks
from taizhang.press.workbook.xlsx import FIRST_ROW

HEAD = BookHead("海川市2026年重点项目台账", 2026)
QUANTITY = read_amount("120余", "场")


def projects(count: int) -> Iterator[ProjectRow]:
    """Invented projects, fifty in each category."""
    day = DaySpan(date(2026, 8, 15), date(2026, 8, 15))
    for n in range(1, count + 1):
        yield ProjectRow(
            sheet="", row=0, title=f"“板凳课堂”进社区第{n}项", no=str(n), category=f"类别{n // 50}", lead_unit="市教育局",
            supporting_units=("团市委", "市妇联"), goal="完成全年建设任务，形成长效机制。" * 2,
            indicators=(IndicatorRow(0, "宣讲", "120余", "场", QUANTITY),), due=day,
            measures=f"一是建机制；\n二是抓落实（{n}）。" * 2, post="宣讲科", progress="已开展宣讲，群众反响良好。",
            hidden_id=f"TZ{n}-1",
        )  # fmt: skip


def write_ours(count: int) -> None:
    for _ in book_chunks(projects(count), HEAD):
        pass


def write_csv(count: int) -> None:
    for _ in csv_chunks(projects(count)):
        pass


def write_alone(count: int) -> None:
    """XlsxWriter in its streaming mode: the same cells, one format."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        form, day = (
            book.add_format({"border": 1, "text_wrap": True}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        for row, p in enumerate(projects(count)):
            i = p.indicators[0]
            sheet.write_number(row, 0, int(p.no), form)
            texts = (p.category, p.title, p.lead_unit, "、".join(p.supporting_units), p.goal, i.name, i.target, i.unit,
                     p.measures, p.milestones, p.post, p.progress, p.note, p.hidden_id)  # fmt: skip
            for column, text in enumerate(texts, 1):
                if text:
                    sheet.write_string(row, column, text, form)
                else:
                    sheet.write_blank(row, column, None, form)
            sheet.write_datetime(row, len(texts) + 1, p.due.first if p.due else None, day)


def read_ours(count: int) -> None:
    from taizhang.intake import read_sheets

    read_book(read_sheets(b"".join(book_chunks(projects(count), HEAD))), 2026)


def read_peer(count: int) -> None:
    """openpyxl in its streaming mode: values only, no merged areas, no projects."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(b"".join(book_chunks(projects(count), HEAD))), read_only=True)
    for _ in book["台账"].iter_rows(values_only=True):
        pass


JOBS = {
    "XlsxWriter alone": write_alone,
    "ledger workbook": write_ours,
    "ledger CSV": write_csv,
    "write and read, openpyxl": read_peer,
    "write and read, ours": read_ours,
}


def measured(job: str, count: int) -> tuple[float, int]:
    """CPU seconds (children included) and MiB at most, in a process of its own."""
    words = [sys.executable, "-m", "bench.workbooks", "--job", job, "--rows", str(count)]
    answer = subprocess.run(words, capture_output=True, check=True, text=True)
    seconds, memory = json.loads(answer.stdout)
    return seconds, memory


def work(job: str, count: int) -> None:
    import resource

    JOBS[job](3)  # what is loaded once
    start = time.process_time() + _children()
    JOBS[job](count)
    seconds = time.process_time() + _children() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10]))


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench workbooks")
    parser.add_argument("--rows", type=int, nargs="+", default=[98, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.job:
        work(options.job, options.rows[0])
        return 0
    print(described("XlsxWriter", "openpyxl"))
    print("\n| What | Rows | CPU s, median | Memory MiB |\n|---|---|---|---|")
    for count in options.rows:
        for job in JOBS:
            if job == "write and read, ours" and count > BOOK_LIMITS.rows - FIRST_ROW:
                continue  # refused
            runs = [measured(job, count) for _ in range(options.runs)]
            print(
                f"| {job} | {count:,} | {statistics.median(r[0] for r in runs):.2f} | {max(r[1] for r in runs)} |"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
