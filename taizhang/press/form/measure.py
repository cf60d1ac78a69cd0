"""Measuring a PDF: lines of text, rules and fonts on each page, in points from the top left corner."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

from taizhang.press.pdfium import opened
from taizhang.press.typeset.breaking import HALF_BLANK, LEFT_BLANK
from taizhang.press.typeset.geometry import MM


@dataclass(frozen=True, slots=True)
class MeasuredRule:
    """One character on paper: its origin on the baseline, its advance and its size."""

    char: str
    x: float
    baseline: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """The characters on one baseline, left to right."""

    marks: tuple[MeasuredRule, ...]

    @property
    def text(self) -> str:
        return "".join(m.char for m in self.marks)

    @property
    def left(self) -> float:
        """The left edge; an opening mark at the start of a line may have lost its white half."""
        first = self.marks[0]
        lost = (
            len(self.marks) > 1
            and first.char in LEFT_BLANK
            and self.marks[1].x - first.x < 0.75 * first.width
        )
        return first.x + (0.5 * first.width if lost else 0)

    @property
    def ink(self) -> float:
        """The left edge of what is seen: the white half of an opening mark does not count."""
        first = self.marks[0]
        return first.x + (0.5 * first.width if first.char in LEFT_BLANK else 0)

    @property
    def right(self) -> float:
        """The right edge; the white half of a closing mark at the end of a line does not count."""
        last = self.marks[-1]
        return last.x + last.width * (0.5 if last.char in HALF_BLANK else 1)

    @property
    def baseline(self) -> float:
        return self.marks[0].baseline

    @property
    def size(self) -> float:
        """The size most characters have."""
        return Counter(m.size for m in self.marks).most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule."""

    left: float
    right: float
    y: float
    thickness: float

    @property
    def width_mm(self) -> float:
        return (self.right - self.left) / MM


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """One page."""

    width: float
    height: float
    lines: tuple[TextLine, ...]
    rules: tuple[Rule, ...]
    fonts: frozenset[str]
    unembedded: frozenset[str]


def measure(pdf: bytes) -> list[PageMeasure]:
    """Measure every page. Raises PressError where the bytes are no readable PDF."""
    with opened(pdf) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> PageMeasure:
    width, height = page.get_size()
    fonts, unembedded, rules = set(), set(), []
    for thing in page.get_objects(max_depth=8):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            name, embedded = _font(thing.raw)
            fonts.add(name)
            if not embedded:
                unembedded.add(name)
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and (rule := _rule(thing, height)):
            rules.append(rule)
    textpage = page.get_textpage()
    lines = _lines(list(_marks(textpage, height)))
    textpage.close()
    page.close()
    rules.sort(key=lambda r: r.y)
    return PageMeasure(width, height, tuple(lines), tuple(rules), frozenset(fonts), frozenset(unembedded))


def _font(text_object: object) -> tuple[str, bool]:
    font = raw.FPDFTextObj_GetFont(text_object)
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, buffer, 200)
    name = buffer.value.decode("utf-8", "replace")
    return name.partition("+")[2] or name, bool(raw.FPDFFont_GetIsEmbedded(font))


def _rule(path: pypdfium2.PdfObject, height: float) -> Rule | None:
    left, bottom, right, top = path.get_bounds()
    if right - left < 50 * MM or top - bottom > 2 * MM:
        return None
    stroke = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path.raw, stroke)
    drawn = stroke.value if stroke.value else top - bottom
    caps = stroke.value  # the bounds reach half a stroke beyond each end
    return Rule(left + caps / 2, right - caps / 2, height - (top + bottom) / 2, drawn)


def _marks(textpage: pypdfium2.PdfTextPage, height: float) -> Iterator[MeasuredRule]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for n in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage.raw, n)
        if code <= 32 or raw.FPDFText_IsGenerated(textpage.raw, n) == 1:
            continue
        raw.FPDFText_GetCharOrigin(textpage.raw, n, x, y)
        raw.FPDFText_GetLooseCharBox(textpage.raw, n, box)
        size = round(raw.FPDFText_GetFontSize(textpage.raw, n), 1)
        # A dash drawn by a double glyph reports twice its share.
        width = min(box.right - box.left, size)
        yield MeasuredRule(chr(code), x.value, height - y.value, width, size)


def _lines(marks: list[MeasuredRule]) -> list[TextLine]:
    """Marks on the same baseline (± 2 pt) are one line."""
    rows: list[list[MeasuredRule]] = []
    for mark in sorted(marks, key=lambda m: m.baseline):
        if rows and mark.baseline - rows[-1][0].baseline < 2:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return [TextLine(tuple(sorted(row, key=lambda m: m.x))) for row in rows]
