"""Text of a Word file (docx): paragraphs, tables and text boxes in document order; no heads and feet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from taizhang.core.text.messages import N_, Sentence
from taizhang.intake.archive import damaged
from taizhang.intake.numbering import Numbering, numbering_of
from taizhang.intake.refusal import IntakeRefused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_INDENT = "　　"
_RIGHT = " " * 24  # so far in, a short line reads as set to the right
_CELLS = " " * 4
_SKIPPED = frozenset(
    {f"{_W}{t}" for t in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")} | {_FALLBACK}
)


def text_of(data: bytes, archive: zipfile.ZipFile) -> str:
    """The text of the document in ``data``; ``archive`` is the same file, already checked."""
    _refuse_active(archive)
    # python-docx takes a fifth of a second to load: only when a Word file is really read.
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        return "\n".join(_blocks(document.element.body, numbering_of(document)))
    except Exception:  # the library raises whatever a broken part makes it raise
        raise damaged() from None


def _refuse_active(archive: zipfile.ZipFile) -> None:
    """Macros and templates from elsewhere have no place in a text that is handed in."""
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise IntakeRefused(Sentence(N_("文件带有宏，不能读取；请另存为不带宏的 docx 后再试。")))
    for name in names:
        if name.endswith(".rels"):
            content = archive.read(name)
            if b"attachedTemplate" in content and b'"External"' in content:
                raise IntakeRefused(Sentence(N_("文件引用了外部模板，不能读取；请另存为普通 docx 后再试。")))


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of the paragraphs and tables under ``parent``."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbering)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _blocks(child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    mark = numbering.mark(paragraph) if text.strip() else ""
    yield _lead(paragraph, text) + mark + text
    for box in boxes:
        yield from _blocks(box, numbering)


def _lead(paragraph: Any, text: str) -> str:
    """White space that stands for the indent or the alignment of the paragraph."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None or text[:1].isspace():
        return ""
    align, indent = properties.find(f"{_W}jc"), properties.find(f"{_W}ind")
    if align is not None and align.get(f"{_W}val") in ("right", "end"):
        return _RIGHT
    first = (
        "0" if indent is None else indent.get(f"{_W}firstLineChars") or indent.get(f"{_W}firstLine") or "0"
    )
    return _INDENT if first.isdigit() and int(first) > 0 else ""


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            yield _CELLS
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\f" if child.get(f"{_W}type") == "page" else "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        else:
            yield from _runs(child, boxes)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """Rows of one paragraph a cell become one line; any other row gives its paragraphs one by one."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue  # the row of a table inside a cell is read with that cell
        cells = [
            [line for line in _blocks(cell, numbering) if line.strip()] for cell in row.findall(f"{_W}tc")
        ]
        if all(len(cell) <= 1 for cell in cells):
            yield _CELLS.join(cell[0].strip() for cell in cells if cell)
        else:
            yield from (line for cell in cells for line in cell)
