"""``taizhang import-ledger``: the projects in a workbook, its errors, and the rows that are no projects."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from taizhang.cli.offices import add_office, office_asked
from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import filled
from taizhang.core.workbook.amounts import with_unit
from taizhang.core.workbook.interchange import book_to_json
from taizhang.core.workbook.model import ProjectRow, ReadBook
from taizhang.core.workbook.reading import read_book, year_named
from taizhang.intake import IntakeRefused, read_sheets_file


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import-ledger``."""
    help_line = _("读取台账表格中的项目，逐格核对")
    parser = commands.add_parser("import-ledger", help=help_line, description=help_line)
    parser.add_argument("file", type=Path, metavar=_("文件"), help=_("xlsx 或 csv 台账"))
    parser.add_argument("--dry-run", action="store_true", help=_("只读取和核对，不存入台账"))
    parser.add_argument("--json", action="store_true", help=_("以 JSON 输出，不存入台账"))
    add_office(parser)
    parser.add_argument("--year", type=int, metavar=_("年度"), help=_("台账年度；不填则看表格标题，再看今天"))
    parser.set_defaults(func=run)


def run(options: argparse.Namespace) -> int:
    """0 = every cell is right (and stored, unless only read), 1 = there are errors, 2 = the call is wrong."""
    try:
        workbook = read_sheets_file(options.file)
    except IntakeRefused as refusal:
        print(f"{options.file}：{say(refusal.sentence)}", file=sys.stderr)
        return 2
    book = read_book(workbook, options.year or year_named(workbook) or date.today().year)
    if options.json:
        print(json.dumps(book_to_json(book, say), ensure_ascii=False, indent=2))
    else:
        show(book, Console(highlight=False))
    if book.errors or options.json or options.dry_run:
        return int(bool(book.errors))
    return _store(book, options.office)


def _store(book: ReadBook, slug: str | None) -> int:
    """Import the book into the office's ledger of its year, which is opened if there is none."""
    set_up()
    from django.db import transaction
    from django_scopes import scope

    from taizhang.ledger.actions.importing import import_book
    from taizhang.ledger.actions.year import open_ledger
    from taizhang.ledger.models import Ledger
    from taizhang.office import clock

    office, at = office_asked(slug), clock.now()
    if office is None:
        return 2
    try:
        with transaction.atomic(), scope(office=office.pk):
            ledger = Ledger.objects.filter(year=book.year).first()
            ledger = ledger or open_ledger(office=office, year=book.year, by=None, at=at)
            done = import_book(ledger=ledger, book=book, by=None, at=at)
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    print(_("已存入{year}年度台账：{done}。").format(year=book.year, done=say(done.said)))
    return 0


def show(book: ReadBook, console: Console) -> None:
    """Print the projects, the errors and the rows that were skipped."""
    table = Table(title=_("{year}年：{count} 个项目").format(year=book.year, count=len(book.projects)))
    for heading in (_("行"), _("序号"), _("类别"), _("项目名称"), _("牵头单位"), _("目标值"), _("完成时限")):
        table.add_column(Text(heading), overflow="fold")
    for project in book.projects:
        table.add_row(*map(Text, _row(project)))
    console.print(table)
    for title, lines in (
        (_("需要改正"), [say(error.message) for error in book.errors]),
        (
            _("没有作为项目的行"),
            [
                filled(_("第{row}行“{text}”：{why}"), row=s.row, text=s.text, why=say(s.reason))
                for s in book.skipped
            ],
        ),
        (_("说明"), [say(note) for note in book.notes]),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                console.print(Text(f"  {line}"))


def _row(project: ProjectRow) -> tuple[str, ...]:
    targets = "\n".join(with_unit(i.target, i.unit) for i in project.indicators)
    due = project.due.last.isoformat() if project.due else project.due_text
    return (
        str(project.row),
        project.no,
        project.category,
        project.title,
        project.lead_unit,
        targets,
        due,
    )
