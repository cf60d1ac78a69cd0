"""The tables of a Word file that hold data, in the form in which an article keeps them; frames of layout stay lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import ABOVE, LEFT, is_caption, is_number, plain, table_lines
from taizhang.intake.reading import Extracted
from taizhang.intake.story import TextTable

_LONGEST_CELL = 200  # characters: what is longer is text in a frame
_LONGEST_HEAD = 14
# What stands in the frames of mastheads and imprints.
_LAYOUT = re.compile(
    r"责编|核稿|签发|抄送|印发|共印|总第|第[0-9０-９一二三四五六七八九十]+期|[报送发]：|电话[:：]"
)


def with_tables(found: Extracted) -> Extracted:
    """``found`` with its tables as lines between bars, where these hold just what the lines before held."""
    lines, kept, notes, at = found.text.split("\n"), list[str](), list(found.notes), 0
    for table in found.tables:
        kept += lines[at : table.first_line]
        at = table.end_line
        before = lines[table.first_line : at]
        try:
            kept += _written(table, before, kept[-1] if kept else "") or before
        except Refused as refusal:
            kept += before
            notes.append(Message(N_("有一个表格按文字读入：{reason}"), {"reason": refusal.sentence}))
    return found._replace(text="\n".join([*kept, *lines[at:]]), notes=tuple(notes))


def _written(table: TextTable, before: Sequence[str], above: str) -> list[str]:
    """The lines of a table of data; empty for any other, and where words would be lost."""
    rows = table.rows
    if "".join(_words(table)) != "".join("".join(before).split()) or not _is_data(rows, above):
        return []
    return table_lines(rows, table.head)


def _words(table: TextTable) -> Iterator[str]:
    return ("".join(plain(cell).split()) for row in table.rows for cell in row if cell not in (LEFT, ABOVE))


def _is_data(rows: Sequence[Sequence[str]], above: str) -> bool:
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, cells)) > _LONGEST_CELL:
        return False
    if _LAYOUT.search("\n".join(cells)):
        return False
    heads = len(rows) > 2 and all(0 < len(cell) <= _LONGEST_HEAD for cell in rows[0])
    return heads or is_caption(above) or any(is_number(cell.strip()) for row in rows[1:] for cell in row)
