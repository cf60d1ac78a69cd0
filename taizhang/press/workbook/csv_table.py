"""The ledger as a CSV file: UTF-8 with its mark, one row of headings, no text that a program would evaluate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from taizhang.core.text.csv_escape import protected
from taizhang.core.workbook.model import ProjectRow
from taizhang.press.workbook.columns import COLUMNS

_BATCH = 200  # projects in one piece


def csv_chunks(projects: Iterable[ProjectRow]) -> Iterator[bytes]:
    """The CSV file in pieces; each further indicator of a project has a row without the project's own cells."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")  # spreadsheet programs know UTF-8 by it
    writer.writerow(column.heading for column in COLUMNS)
    for count, project in enumerate(projects, 1):
        writer.writerows(_rows(project))
        if count % _BATCH == 0:
            yield _taken(out)
    yield _taken(out)


def _rows(project: ProjectRow) -> Iterator[list[str]]:
    for k, indicator in enumerate(project.indicators or (None,)):
        values = (c.value(project, indicator) if c.of_indicator or k == 0 else "" for c in COLUMNS)
        yield [protected(value) if isinstance(value, str) else str(value) for value in values]


def _taken(out: io.StringIO) -> bytes:
    piece = out.getvalue().encode("utf-8")
    out.seek(0)
    out.truncate()
    return piece
