"""The story of a Word file: its paragraphs, tables and boxes in document order, as lines of text.

A paragraph is a line: its end is certain. Only breaks of line inside it may be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import ABOVE, LEFT, literal
from taizhang.intake.package import Element, below
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.runs import BETWEEN, LEFT_OUT, REMOVED, Runs, Source, alternative
from taizhang.intake.styles import ON, value

_INDENT = "　　"
_RIGHT = " " * 24  # so far in, a short line reads as set to the right
_CELL = 160  # twentieths of a point: half a character of 16 points
_FAR = 20  # half-width cells: so far in, a line is no paragraph's beginning
_MOST_CELLS = 60
_SEEN = 100  # the least that a reader takes for an indent
_CHARACTER = 320  # for indents given in characters: 16 points each
_SPAN = 60  # columns that one cell may cover


class TextTable(NamedTuple):
    """A table: its cells by rows, and the lines of the text that hold it (from 0, the second one excluded).

    A cell that continues the one above it, or the one to its left, is ``ABOVE`` or ``LEFT``; the first ``head`` rows are
    repeated on each page."""

    first_line: int
    end_line: int
    rows: tuple[tuple[str, ...], ...]
    head: int = 0


class Picture(NamedTuple):
    """A picture, chart or the like: the line of the text before or in which it stands, its kind, its description."""

    line: int
    kind: str
    words: str


class WordStory:
    """Collects the lines of one story; ``read`` its root, then take ``lines``, ``tables`` and ``pictures``."""

    def __init__(self, source: Source) -> None:
        self.lines: list[str] = []
        self.tables: list[TextTable] = []
        self.pictures: list[Picture] = []
        self._source, self._counts = source, source.counts
        self._runs = Runs(source, self._note)
        self._open: str | None = (
            None  # a paragraph whose end is hidden or deleted: the next one goes on in it
        )
        self._beside: list[str] = []  # the lines of pictures that are to be added
        self._cells = 0  # in how many cells the reader is
        self._above = 0  # lines of the story before ``lines``, while a cell is read

    def read(self, root: Element) -> None:
        """Add the lines of ``root``. Raises IntakeRefused where text is embedded that is not read."""
        self._blocks(root)
        self._close()

    def words(self) -> str:
        """All that was read, in one line."""
        return " ".join(line.strip() for line in self.lines if line.strip())

    def _note(self, root: Element) -> str:
        story = WordStory(self._source)
        story.read(root)
        return story.words()

    # ---- blocks

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == "w:p":
                self._paragraph(child)
            elif child.tag == "w:tbl":
                self._close()
                self._table(child)
            elif child.tag == "w:altChunk":
                raise IntakeRefused(Message(N_(
                    "正文是以网页等形式嵌入文件的，不能直接读取；请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试。"
                )))  # fmt: skip
            elif child.tag == "mc:AlternateContent":
                self._blocks(alternative(child))
            elif child.tag not in LEFT_OUT and child.tag not in REMOVED:
                self._blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find("w:pPr")
        text = self._runs.text(paragraph)
        boxes, drawings, taken = self._runs.boxes, self._runs.drawings, self._runs.taken
        if text.strip():
            text = self._lead(properties, text) + self._source.numbering.mark(properties) + text
        self.pictures.extend(Picture(self._above + len(self.lines), *drawing) for drawing in drawings)
        self._end(text, is_open=_goes_on(properties))
        for box in boxes:
            self._unpack(box)
        self._beside.extend(taken)
        if not self._cells:
            self._add_pictures()

    def _add_pictures(self) -> None:
        """Pictures stand on lines of their own: after the paragraph, or after the table, that holds them."""
        lines, self._beside = self._beside, []
        for line in lines:
            self._unpack(line)

    def _end(self, text: str, *, is_open: bool) -> None:
        """Add the paragraph, or keep it for the next one where Word shows no end of it."""
        if self._open is not None:
            text = self._open + text.lstrip()
        self._open = text if is_open and text.strip() else None
        if not is_open:
            self._add(text)

    def _close(self) -> None:
        if self._open is not None:
            text, self._open = self._open, None
            self._add(text)

    def _add(self, text: str) -> None:
        self.lines.extend((unwrapped(text) if "\n" in text.strip() else text).split("\n"))

    def _unpack(self, box: Element | str) -> None:
        """Text boxes and WordArt stand after the paragraph that holds them."""
        opened, self._open = self._open, None
        if isinstance(box, str):
            self._add(box)
        else:
            self._blocks(box)
            self._close()
        self._open = opened

    def _lead(self, properties: Element | None, text: str) -> str:
        """White space that stands for the alignment or the indent of the paragraph."""
        styles = self._source.styles
        align = next((each.get("w:val") for each in styles.paragraph(properties, "w:jc")), None)
        if align in ("right", "end"):
            return _RIGHT
        indents = list(styles.paragraph(properties, "w:ind"))
        left = _twips(indents, "left") or _twips(indents, "start")
        first = left + _twips(indents, "firstLine") - _twips(indents, "hanging")
        if first >= _FAR * _CELL:
            return " " * min(first // _CELL, _MOST_CELLS)
        return _INDENT if first >= _SEEN and not text[0].isspace() else ""

    # ---- tables

    def _table(self, table: Element) -> None:
        """A row whose cells have one line each is a line; any other row gives the lines of its cells one by one."""
        begin, head = self._above + len(self.lines), 0
        rows: list[tuple[str, ...]] = []
        for row in within(table, "w:tr"):
            if self._is_gone(row):
                continue
            head += head == len(rows) and below(row, "w:trPr/w:tblHeader") is not None
            cells = [self._cell(cell) for cell in within(row, "w:tc")]
            shown = [[line for line in lines if line.strip()] for _, lines in cells]
            rows.append(
                tuple(
                    text
                    for cell, lines in zip(cells, shown, strict=True)
                    for text in _columns(cell[0], lines)
                )
            )
            if all(len(lines) <= 1 for lines in shown):
                self.lines.append(BETWEEN.join(lines[0].strip() for lines in shown if lines))
            else:
                self.lines.extend(line for lines in shown for line in lines)
        self.tables.append(TextTable(begin, self._above + len(self.lines), tuple(rows), head))
        if not self._cells:
            self._add_pictures()

    def _cell(self, cell: Element) -> tuple[Element | None, list[str]]:
        """The properties of a cell and its lines; tables inside it are text of the cell."""
        lines, tables, opened = self.lines, self.tables, self._open
        self._above += len(lines)
        self.lines, self.tables, self._open = [], [], None
        self._cells += 1
        self._blocks(cell)
        self._close()
        self._cells -= 1
        found, self.lines, self.tables, self._open = self.lines, lines, tables, opened
        self._above -= len(lines)
        return cell.find("w:tcPr"), found

    def _is_gone(self, row: Element) -> bool:
        """Whether the row is deleted, or hidden; either is counted."""
        if below(row, "w:trPr/w:del") is not None:
            self._counts["change"] += 1
            return True
        hidden = below(row, "w:trPr/w:hidden")
        if hidden is not None and hidden.get("w:val") in ON:
            self._counts["hidden"] += sum(len(text.text or "") for text in row.iter("w:t"))
            return True
        return False


def unwrapped(text: str) -> str:
    """A paragraph with breaks of line inside it: lines that were wrapped are joined, others stay lines.

    Two or three lines do not show a width at which they were wrapped: they stay."""
    from taizhang.core.gongwen.lines import split_lines
    from taizhang.core.gongwen.unwrap import unwrap

    lines = split_lines(text)
    if len(lines) < 4 or "\f" in text:
        return text
    leads = {line.start: text[text.rfind("\n", 0, line.start) + 1 : line.start] for line in lines}
    return "\n".join(leads[block.start] + block.text for block in unwrap(lines))


def within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in LEFT_OUT and child.tag not in REMOVED:
            yield from within(child, tag)


def _columns(properties: Element | None, lines: list[str]) -> list[str]:
    """The text of a cell, and a mark for each further column that it covers."""
    first, *more = cells_across(properties)
    return [first or literal("\n".join(line.strip() for line in lines)), *more]


def cells_across(properties: Element | None) -> list[str]:
    """The columns that a cell covers: empty where it begins, else the mark of the cell that it continues."""
    merge = None if properties is None else properties.find("w:vMerge")
    goes_on = merge is not None and merge.get("w:val", "continue") == "continue"
    span = value(properties, "w:gridSpan") or "1"
    columns = int(span) if span.isascii() and span.isdigit() and len(span) < 4 else 1
    return [ABOVE if goes_on else "", *[LEFT] * (min(columns, _SPAN) - 1)]


def _goes_on(properties: Element | None) -> bool:
    """Whether Word shows no end of this paragraph: its mark is hidden, deleted or moved, or it is a drop cap."""
    if properties is None:
        return False
    mark, frame = properties.find("w:rPr"), properties.find("w:framePr")
    if frame is not None and frame.get("w:dropCap") in ("drop", "margin"):
        return True
    if mark is None:
        return False
    hidden = mark.find("w:vanish")
    is_hidden = hidden is not None and hidden.get("w:val") in ON
    return is_hidden or mark.find("w:del") is not None or mark.find("w:moveFrom") is not None


def _twips(indents: list[Element], name: str) -> int:
    """An indent in twentieths of a point, by the strongest element that has it; one in characters comes first."""
    for indent in indents:
        characters, points = (_number(indent.get(f"w:{name}{suffix}")) for suffix in ("Chars", ""))
        if characters:
            return characters * _CHARACTER // 100
        if points is not None or characters is not None:
            return points or 0
    return 0


def _number(written: str | None) -> int | None:
    return int(written) if written and re.fullmatch("-?[0-9]{1,6}", written) else None
