"""A pasted table: its cells, which column is which, and what cannot be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from taizhang.core.text.folding import HIDDEN, comparison_key, fold
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.grid import Workbook

MOST_ROWS = 2_000
MOST_COLUMNS = 60  # of a merged area
HEADING_WITHIN = 8  # rows from the top among which the headings are looked for
_MARKS = "\t|,，;；"  # the first of them that parts most of the lines is taken
LONGEST_HEADING = 100  # characters, its notes included
_BLANKS = re.compile(r"\s{2,}|\u3000")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LIST = re.compile(r"[、，,；;/|\n]+")
_NO_VALUE = re.compile(
    r"=|#(?:REF|VALUE|NAME|NULL|NUM|DIV/0|N/A|SPILL|CALC)\b", re.IGNORECASE
)  # of a formula
_NOTE = re.compile(r"[（(].*?[）)]|[*＊:：]")

Cells = Sequence[Sequence[str]]
Headings = Mapping[
    str, Sequence[str]
]  # the field, and the headings under which it stands; in the usual order


@dataclass(frozen=True, slots=True)
class RowMistake:
    """A row that cannot be used; ``row`` counts from 1 as the table has it, ``value`` are the cell's words."""

    row: int
    value: str
    message: Message


class WrongCell(Exception):
    """A cell that cannot be used: its words, and why."""

    def __init__(self, value: str, pattern: str, **values: str | int) -> None:
        super().__init__(pattern)
        self.value, self.message = value, Message(pattern, values)

    def in_row(self, row: int) -> RowMistake:
        """Return it as the mistake of a row."""
        return RowMistake(row, self.value, self.message)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A row with its cells by field; a field that the table does not have is empty."""

    row: int
    values: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")


def pasted_cells(text: str) -> list[list[str]]:
    """Return the cells of pasted text, a list for each line. Cells are parted by tabs (as a spreadsheet copies them),
    else by commas, semicolons, bars, or wide blanks; a quoted cell may hold line breaks. Hidden controls, as pages and mails
    have them, are left out.
    """
    lines = HIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    full = [line for line in lines.split("\n") if line.strip()]
    mark = next((each for each in _MARKS if 2 * sum(each in line for line in full) > len(full)), None)
    if mark is None:
        return [[cell.strip() for cell in _BLANKS.split(line.strip())] for line in lines.split("\n")]
    quote = '"' if lines.count('"') % 2 == 0 else None
    rows = csv.reader(
        (f"{line}\n" for line in lines.split("\n")),
        delimiter=mark,
        quotechar=quote,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    return [[cell.strip() for cell in row] for row in rows]


def sheet_cells(workbook: Workbook) -> list[list[str]]:
    """Return the cells of the first visible sheet that has any; each cell of a merged area has its words."""
    sheet = next((each for each in workbook.sheets if each.rows and not each.hidden), None)
    if sheet is None:
        return []
    words = {(row, column): cell.text for row, cells in sheet.rows.items() for column, cell in cells.items()}
    for area in sheet.merges:
        whole = words.get((area.top, area.left), "")
        words |= {
            (row, column): whole
            for row in range(area.top, min(area.bottom, area.top + MOST_ROWS) + 1)
            for column in range(area.left, min(area.right, area.left + MOST_COLUMNS) + 1)
        }
    last, width = max(row for row, _column in words), max(column for _row, column in words)
    return [
        [words.get((row, column), "").strip() for column in range(1, width + 1)] for row in range(1, last + 1)
    ]


def as_pasted(cells: Cells) -> str:
    """Return cells as text that ``pasted_cells`` reads back, a line for each row; line breaks inside become 、."""
    return "\n".join(
        "\t".join("、".join(cell.split("\n")).replace("\t", " ") for cell in row) for row in cells
    )


def field_rows(cells: Cells, headings: Headings) -> list[FieldRow]:
    """Return the rows below the headings, empty ones left out. Without headings the columns are taken in the usual
    order, a column that only counts the rows left out.
    """
    first, columns = _columns(cells, headings)
    found = []
    for number, row in enumerate(cells[first:], first + 1):
        values = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
        if any(values.values()):
            found.append(FieldRow(number, values))
    return found


def words_of(cell: str) -> tuple[str, ...]:
    """Return the words of a cell that lists several: 联络员、责编."""
    return tuple(word.strip() for word in _LIST.split(cell) if word.strip())


def mail_in(cell: str) -> str:
    """Return the mail address of a cell without blanks, in characters of ASCII width; raise WrongCell for what is none."""
    mail = fold(cell).replace(" ", "")
    if mail and not _MAIL.fullmatch(mail):
        raise WrongCell(mail, N_("邮箱“{mail}”不正确。"), mail=mail)
    return mail


def check_length(words: str, most: int) -> None:
    """Raise WrongCell for words longer than ``most`` characters."""
    if len(words) > most:
        raise WrongCell(words, N_("最多{most}字。"), most=most)


def table_mistakes(rows: Sequence[FieldRow]) -> list[RowMistake]:
    """Return what is wrong with any table: more rows than MOST_ROWS, and the first cell of a row that has no value."""
    if len(rows) > MOST_ROWS:
        sentence = Message(N_("一次最多{most}行，请分几次粘贴。"), {"most": MOST_ROWS})
        return [RowMistake(rows[MOST_ROWS].row, "", sentence)]
    empty = [(row.row, next(filter(_NO_VALUE.match, row.values.values()), "")) for row in rows]
    sentence = Message(N_("这一格是公式或出错的值，没有算出内容，请改成文字或数字。"))
    return [RowMistake(number, cell, sentence) for number, cell in empty if cell]


def _columns(cells: Cells, headings: Headings) -> tuple[int, dict[str, int]]:
    """How many rows stand above the first one, and the place of each field."""
    by_heading = {bare: field for field, words in headings.items() for bare in words}
    for number, row in enumerate(cells[:HEADING_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            field = by_heading.get(_bare(cell))
            if field is not None:
                found.setdefault(field, place)
        if next(iter(headings)) in found:
            return number + 1, found
    skip = 1 if _counts(cells) else 0
    return 0, {field: place + skip for place, field in enumerate(headings)}


def _bare(cell: str) -> str:
    """The words of a heading without notes in brackets; a longer cell is none, and is not searched for brackets."""
    return _NOTE.sub("", comparison_key(cell[:LONGEST_HEADING]))


def _counts(cells: Cells) -> bool:
    """Whether the first column has nothing but numbers in order."""
    firsts = [row[0].rstrip(".、") for row in cells if row and any(row)]
    return len(firsts) > 1 and all(cell == str(number) for number, cell in enumerate(firsts, 1))
