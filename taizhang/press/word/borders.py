"""Rules of the Word file: below the masthead, around and between the parts of the imprint."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph


def set_rule(paragraph: DocxParagraph, points: float, colour: str) -> None:
    """A rule below the paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", points, colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:overflowPunct",
        "w:autoSpaceDE",
        "w:autoSpaceDN",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )


def _border(side: str, points: float, colour: str = "000000") -> Any:
    border = OxmlElement(side)
    for key, value in (("val", "single"), ("sz", str(round(points * 8))), ("space", "1"), ("color", colour)):
        border.set(qn(f"w:{key}"), value)
    return border


def set_table_rules(table: Any, rows: int) -> None:
    """0.35 mm above and below, 0.25 mm between (GB/T 9704-2012, 7.4): 1 pt and 0.75 pt in Word."""
    borders = OxmlElement("w:tblBorders")
    borders.append(_border("w:top", 1.0))
    borders.append(_border("w:bottom", 1.0))
    if rows > 1:
        borders.append(_border("w:insideH", 0.75))
    table.tblPr.append(borders)
