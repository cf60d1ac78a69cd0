"""From bytes to the plain cells of a workbook, by signature. Runs in the child process only."""

from __future__ import annotations

from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.grid import Sheet, Workbook
from taizhang.intake import archive, office, tables, workbook
from taizhang.intake.limits import Limits
from taizhang.intake.package import Package
from taizhang.intake.plain import removed_note
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.signature import format_of

_NO_TABLE = N_("这不是表格文件；请提供 xlsx 或 csv。")
_NOT_READ = {
    **dict.fromkeys(
        ("html", "web archive", "markup", "office xml"),
        N_("这是网页或 XML 文件，只是名字像表格；请用表格软件打开，另存为 xlsx 后再试。"),
    ),
    "program": N_("这是程序文件，不能读取。"),
    **{kind: office.NOT_READ[kind] for kind in ("ods", "binary workbook", "archive")},
}


def read_grid(data: bytes, limits: Limits) -> Workbook:
    """The workbook in ``data``. Raises ``IntakeRefused``."""
    kind = format_of(data)
    notes: tuple[Message, ...] = ()
    if kind == "ole":
        raise IntakeRefused(_compound(data))
    if kind == "zip":
        sheets, removed, notes = _office(data, limits)
        form = "xlsx"
    elif kind == "text":
        sheet, removed = tables.sheet_of(data, limits)
        sheets, form = (sheet,), "csv"
    else:
        raise IntakeRefused(Message(_NOT_READ.get(kind, _NO_TABLE)))
    if not any(sheet.rows for sheet in sheets):
        raise IntakeRefused(Message(N_("表格中没有内容。")))
    return Workbook(sheets, form, (*removed_note(removed), *notes))


def _office(data: bytes, limits: Limits) -> tuple[tuple[Sheet, ...], int, tuple[Message, ...]]:
    container = archive.checked(data, limits)
    package = Package(container)
    kind, main, _root = office.kind_of(container, package)
    if kind != "workbook":
        raise IntakeRefused(Message(_NOT_READ.get(kind, _NO_TABLE)))
    return workbook.sheets_of(package, main, limits)


def _compound(data: bytes) -> Message:
    """What to say of an OLE container: a locked file, or the old binary format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Message(N_("文件设有密码，请解除密码后再试。"))
    return Message(N_("暂不能读取旧版表格（.xls、.et），请用表格软件另存为 xlsx 后再试。"))


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``sheets``."""
    book = read_grid(data, limits)
    return {
        "form": book.form,
        "notes": [note.to_json() for note in book.notes],
        "sheets": [_sheet_to_plain(sheet) for sheet in book.sheets],
    }


def _sheet_to_plain(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows & sheet.rows.keys()),
        "hidden_columns": sorted(sheet.hidden_columns),
        "merges": sheet.merges,
        "rows": [
            [row, [[column, *cell] for column, cell in cells.items()]] for row, cells in sheet.rows.items()
        ],
    }
