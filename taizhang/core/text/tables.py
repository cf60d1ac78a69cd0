"""Tables inside a text: lines of cells between bars, which every reader of plain text can read.

    表1 各街道活动情况
    | 街道 | 活动 | << |
    | ^^ | 场次 | 人次 |
    | --- | --- | --- |
    | 东河街道 | 8 | 520 |

A table is a run of lines that begin and end with a bar and hold a rule (cells of dashes only); the lines above the rule
are its header rows. ``<<`` joins a cell to the one on its left, ``^^`` to the one above. A line right above the table
that begins with 表 and a number, or is the short name of a table, is its caption. Lines with bars but without a rule are
ordinary lines. A cell whose words are themselves ``<<`` or ``^^`` has a backslash before them (``literal``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

LEFT, ABOVE = "<<", "^^"
MOST_ROWS, MOST_COLUMNS = 200, 20
ROW = re.compile(r"^[ \t\u3000]*\|(?P<cells>.*)\|[ \t\u3000]*$", re.MULTILINE)
_RULE = re.compile(r":?(?:-{2,}|[—–]+):?")
_LITERAL = re.compile(
    r"\\*(?:<<|\^\^)|\\+:?(?:-{2,}|[—–]+):?"
)  # what would be read as a mark, or as what stands for one
_CAPTION = re.compile(
    r"[ \t\u3000]*(?P<words>(?:"
    r"附?表[ \u3000]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?![0-9０-９])[^。；！？|\n]{0,60}"
    r"|[^。，；：！？|\n]{2,30}表(?:[（(][^（）()|\n]{1,20}[)）])?))[ \t\u3000]*"
)
_NUMBERED = re.compile(r"(附?表)[ \u3000]?([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[ \u3000]*")
_NUMBER = re.compile(r"[-+−±]?[0-9０-９][0-9０-９,，.．]*(?:[万亿]?[余多]?)[^\s0-9０-９]{0,4}")
_IN_ORDER = frozenset({"序号", "编号", "次序", "年份", "年度", "月份", "日期", "时间"})
_NONE = frozenset({"", "—", "——", "-", "－", "/", "…"})


class TextCell(NamedTuple):
    """A cell that is seen: its words and their place in the text, the rows and columns it covers."""

    row: int
    column: int
    text: str
    start: int
    end: int
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of a text. ``start`` and ``end`` are the bounds of its lines with the caption, in code points.

    ``grid`` holds for each place the cell that covers it; its first ``head`` rows are header rows. ``caption`` has
    row −1 and is None where there is none.
    """

    start: int
    end: int
    caption: TextCell | None
    head: int
    grid: tuple[tuple[TextCell, ...], ...]

    @property
    def title(self) -> str:
        """The caption as it is printed, its number set apart: 表1　各街道活动情况; empty without a caption."""
        return printed_caption(self.caption.text) if self.caption else ""

    @property
    def columns(self) -> int:
        return len(self.grid[0])

    @property
    def rows(self) -> Iterator[list[TextCell]]:
        """The cells that begin in each row, in order."""
        for at, row in enumerate(self.grid):
            yield [cell for n, cell in enumerate(row) if (cell.row, cell.column) == (at, n)]

    def head_of(self, column: int) -> str:
        """The words of the header cells above a column, from top to bottom."""
        return "".join(dict.fromkeys(self.grid[row][column].text for row in range(self.head)))

    def align(self, cell: TextCell) -> str:
        """How the words of a cell stand: header cells and signs in the centre, numbers right, all else left."""
        if cell.row < self.head or cell.text in _NONE or self.head_of(cell.column) in _IN_ORDER:
            return "center"
        return "right" if is_number(cell.text) else "left"


def is_number(words: str) -> bool:
    """Whether a cell holds a number and at most a unit of four characters."""
    return len(words) < 24 and _NUMBER.fullmatch(words) is not None


def check_size(rows: int, columns: int) -> None:
    """Raise Refused where a table is larger than an article may hold."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Refused(
            Message(
                N_("表格有{rows}行、{columns}列，正文中的表格最多{most}行、{wide}列。请拆成几个表。"),
                {"rows": rows, "columns": columns, "most": MOST_ROWS, "wide": MOST_COLUMNS},
            )
        )


# ---- reading


def tables_in(text: str) -> list[TableBlock]:
    """The tables of a text, in order."""
    if "|" not in text:
        return []
    found: list[TableBlock] = []
    for run in _runs(text):
        rule = next((n for n, row in enumerate(run) if n and _is_rule(row)), None)
        if rule is not None:
            rows = [*run[:rule], *run[rule + 1 :]]
            caption = _caption_above(text, run[0].start(), found[-1].end if found else 0)
            start = caption.start if caption else run[0].start()
            found.append(TableBlock(start, run[-1].end(), caption, rule, _grid(rows, rule)))
    return found


def split_tables(text: str) -> Iterator[tuple[int, int, TableBlock | None]]:
    """The lines of a text with their bounds, in order; all lines of a table together, with the table."""
    at = 0
    for table in tables_in(text):
        yield from _lines(text, at, table.start - 1)
        yield table.start, table.end, table
        at = table.end + 1
    yield from _lines(text, at, len(text))


def _lines(text: str, at: int, stop: int) -> Iterator[tuple[int, int, None]]:
    while at <= stop:
        end = text.find("\n", at, stop)
        end = stop if end < 0 else end
        yield at, end, None
        at = end + 1


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Neighbouring lines between bars."""
    run: list[re.Match[str]] = []
    for row in ROW.finditer(text):
        if run and row.start() != run[-1].end() + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _is_rule(row: re.Match[str]) -> bool:
    return all(_RULE.fullmatch(cell.strip()) for cell in row["cells"].split("|"))


def _caption_above(text: str, start: int, least: int) -> TextCell | None:
    begin = text.rfind("\n", 0, max(0, start - 1)) + 1
    found = _CAPTION.fullmatch(text, begin, start - 1) if least <= begin < start else None
    return TextCell(-1, 0, found["words"].rstrip(), *found.span("words")) if found else None


def _grid(rows: Sequence[re.Match[str]], head: int) -> tuple[tuple[TextCell, ...], ...]:
    read = [list(_cells(at, row)) for at, row in enumerate(rows)]
    width = max(map(len, read))
    for at, row in enumerate(read):
        end = rows[at].end("cells")
        row += [TextCell(at, n, "", end, end) for n in range(len(row), width)]
    return _merged(read, head)


def _cells(at: int, row: re.Match[str]) -> Iterator[TextCell]:
    begin = row.start("cells")
    for column, raw in enumerate(row["cells"].split("|")):
        words = raw.strip()
        start = begin + (raw.index(words) if words else 0)
        yield TextCell(at, column, words, start, start + len(words))
        begin += len(raw) + 1


def _merged(read: list[list[TextCell]], head: int) -> tuple[tuple[TextCell, ...], ...]:
    """Each place with the cell that covers it. What does not join to a rectangle, or would join a header row and the row
    below it, stays apart and is empty.
    """
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell in (cell for row in read for cell in row):
        place = cell.row, cell.column
        above = (cell.row - 1 if cell.row != head else -1, cell.column)
        beside = {LEFT: (cell.row, cell.column - 1), ABOVE: above}.get(cell.text, place)
        owners[place] = owners.get(beside, place)
        parts.setdefault(owners[place], []).append(place)
    wholes = {owner: _whole(read[owner[0]][owner[1]], places) for owner, places in parts.items()}
    return tuple(
        tuple(_plain(wholes[owners[cell.row, cell.column]] or _without_mark(cell)) for cell in row)
        for row in read
    )


def _whole(first: TextCell, places: Sequence[tuple[int, int]]) -> TextCell | None:
    """The cell that covers the places of a rectangle; None where they are none."""
    down = max(row for row, _ in places) - first.row + 1
    across = max(column for _, column in places) - first.column + 1
    if first.text in (LEFT, ABOVE) or down * across != len(places):
        return None
    return first._replace(down=down, across=across)


def _without_mark(cell: TextCell) -> TextCell:
    return cell._replace(text="", end=cell.start) if cell.text in (LEFT, ABOVE) else cell


def _plain(cell: TextCell) -> TextCell:
    """The cell without the backslash before words that look like a mark."""
    words = plain(cell.text)
    return cell._replace(text=words, start=cell.end - len(words))


# ---- writing


def literal(words: str) -> str:
    """The words of a cell so that they are not read as a mark."""
    return f"\\{words.strip()}" if _LITERAL.fullmatch(words.strip()) else words


def plain(words: str) -> str:
    """The words that ``literal`` was given."""
    return words[1:] if words[:1] == "\\" and _LITERAL.fullmatch(words) else words


def table_lines(grid: Sequence[Sequence[str]], head: int = 0, caption: str = "") -> list[str]:
    """The lines of a table with these cells, in which ``LEFT`` and ``ABOVE`` stand for cells that are joined; words that
    happen to be the same are ``literal``.

    A first row of one cell is the caption, a last one a line below. ``head`` counts the header rows where that is
    known. Empty rows and columns are left out. Raises Refused where the table is too large.
    """
    rows = _trimmed([[_one_line(cell) for cell in row] for row in grid])
    above, below = ([caption] if caption else []), ""
    if not rows or len(rows[0]) == 1:
        return [*above, *(plain(cell) for row in rows for cell in row)]
    check_size(len(rows), len(rows[0]))
    while len(rows) > 1 and (title := _alone(rows[0])):
        above = [*above[:-1], f"{above[-1]}（{title}）"] if above else [title]
        rows, head = rows[1:], max(0, head - 1)
    if len(rows) > 1 and (note := _alone(rows[-1])):
        rows, below = rows[:-1], note
    head = min(head, len(rows)) or _head_of(rows)
    _no_rules(rows[1:head])
    lines = [f"| {' | '.join(row)} |" for row in [*rows[:head], ["---"] * len(rows[0]), *rows[head:]]]
    return [*above, *lines, *([below] if below else [])]


def _no_rules(rows: Iterable[list[str]]) -> None:
    """Tell header rows of dashes from the rule below them."""
    for row in rows:
        if all(map(_RULE.fullmatch, row)):
            row[0] = f"\\{row[0]}"


def is_row(line: str) -> bool:
    """Whether a line may be one of a table."""
    return ROW.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is the rule below the header rows of a table."""
    row = ROW.fullmatch(line)
    return row is not None and _is_rule(row)


def is_caption(line: str) -> bool:
    """Whether a line right above a table is its caption."""
    return _CAPTION.fullmatch(line) is not None


def printed_caption(words: str) -> str:
    """A caption with its number set apart: 表1　各街道活动情况."""
    return _NUMBERED.sub(r"\1\2　", words, count=1).strip() if is_numbered(words) else words


def is_numbered(line: str) -> bool:
    """Whether a line begins as the numbered caption of a table does: 表1."""
    return _NUMBERED.match(line) is not None


def tabbed(text: str) -> str:
    """A text with the tables that a workbook gives as lines of cells between tabs in the form of this module.

    At least two neighbouring lines with equally many cells, none of them a label (责编：), are a table. Raises Refused
    where one is too large.
    """
    if "\t" not in text:
        return text
    lines, run = [], list[list[str]]()
    for line in [*text.split("\n"), ""]:
        cells = line.split("\t")
        if run and len(cells) != len(run[0]):
            is_table = len(run) > 1 and "：" not in "".join(run[0])
            literals = [[literal(cell) for cell in row] for row in run]
            lines += table_lines(literals) if is_table else ["\t".join(row) for row in run]
            run = []
        if len(cells) > 1:
            run.append(cells)
        else:
            lines.append(line)
    return "\n".join(lines[:-1])


def _one_line(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "｜")


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """All rows equally wide, without rows and columns that hold no words; what is joined to an empty cell is empty."""
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    above = [""] * width
    for row in rows:
        for n, cell in enumerate(row):
            beside = {LEFT: row[n - 1] if n else "", ABOVE: above[n]}
            row[n] = cell if beside.get(cell, cell) else ""
        above = row
    kept = [n for n in range(width) if any(row[n] not in ("", ABOVE, LEFT) for row in rows)]
    return [[row[n] for n in kept] for row in rows if set(row) - {"", ABOVE, LEFT}]


def _alone(row: Sequence[str]) -> str:
    """The words of a row that is one cell over all columns; empty for any other row."""
    return plain(row[0]) if len(row) > 1 and all(cell == LEFT for cell in row[1:]) else ""


def _head_of(rows: Sequence[Sequence[str]]) -> int:
    """How many rows are header rows: the first, and those that a cell over several columns or rows joins to it."""
    head = 1
    while head < len(rows) and not any(map(is_number, rows[head])):
        if LEFT not in rows[head - 1] and ABOVE not in rows[head]:
            break
        head += 1
    return head
