"""The characters of a PDF page with their places, in lines as the library finds them, seen along the writing."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from taizhang.intake import symbols

_HYPHENS = ("\x02", "\ufffe")  # where the library took a hyphen out at the end of a line
_FONT_NAME = 80  # bytes of a font's name that are looked at
_ASKEW = 0.2  # radians from the nearest quarter turn: writing that is neither upright nor turned
_SYMBOL_FONTS = (("wingdings2", "wingdings 2"), ("wingdings", "wingdings"), ("symbol", "symbol"))


@dataclass(slots=True)
class PrintedGlyph:
    """A visible character. ``left`` and ``right`` run along the line, ``level`` down the lines, in points;
    ``before`` is the white space between it and the one before it."""

    text: str
    left: float
    right: float
    level: float
    size: float
    before: str = ""


@dataclass(slots=True)
class PrintedRow:
    """Glyphs that the library takes for one line; ``turn`` counts quarter turns, None where it stands askew."""

    glyphs: list[PrintedGlyph] = field(default_factory=list)
    turn: int | None = 0
    blank: str = ""  # white space that no glyph has followed yet

    left: float = 0.0
    right: float = 0.0
    level: float = 0.0
    size: float = 1.0

    def measure(self) -> None:
        """Set the place of the row by its glyphs."""
        self.left = min(glyph.left for glyph in self.glyphs)
        self.right = max(glyph.right for glyph in self.glyphs)
        middle = len(self.glyphs) // 2
        self.level = sorted(glyph.level for glyph in self.glyphs)[middle]
        self.size = sorted(glyph.size for glyph in self.glyphs)[middle]


@dataclass(slots=True)
class PrintedPage:
    """The rows of one page; ``unknown`` counts characters of which the font does not say what they are."""

    rows: list[PrintedRow]
    unknown: int = 0


class PageReader:
    """Reads the characters of one text page of pdfium."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._page = pdfium, page.raw
        self._box, self._unknown = pdfium.FS_RECTF(), 0

    def read(self) -> PrintedPage:
        """The rows with their places in the frame in which most of the page is written."""
        rows = [PrintedRow()]
        for index in range(self._pdfium.FPDFText_CountChars(self._page)):
            sign = chr(self._pdfium.FPDFText_GetUnicode(self._page, index))
            if sign.isspace() and self._is_blank(index):
                if sign == "\n":
                    rows.append(PrintedRow())
                elif sign != "\r":
                    rows[-1].blank += sign
            elif sign not in _HYPHENS or self._is_unknown(index):
                self._add(rows[-1], index, sign)
        rows = [row for row in rows if row.glyphs]
        turns = Counter(row.turn for row in rows for _ in row.glyphs if row.turn is not None)
        self._place(rows, turns.most_common(1)[0][0] if turns else 0)
        return PrintedPage(rows, self._unknown)

    def _is_blank(self, index: int) -> bool:
        return bool(self._pdfium.FPDFText_IsGenerated(self._page, index)) or not self._is_unknown(index)

    def _is_unknown(self, index: int) -> bool:
        return bool(self._pdfium.FPDFText_HasUnicodeMapError(self._page, index) == 1)

    def _add(self, row: PrintedRow, index: int, sign: str) -> None:
        if "\udc00" <= sign <= "\udfff" and row.glyphs and "\ud800" <= row.glyphs[-1].text <= "\udbff":
            pair = row.glyphs[-1].text + sign  # a character beyond the basic plane comes in two halves
            row.glyphs[-1].text = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            return
        if not row.glyphs:
            row.turn = self._turn(index)
        self._pdfium.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(self._box))
        box = self._box
        # For now the corners of the box; ``_place`` turns them into the frame of the page.
        row.glyphs.append(
            PrintedGlyph(self._known(index, sign), box.left, box.right, box.bottom, box.top, row.blank)
        )
        row.blank = ""

    def _known(self, index: int, sign: str) -> str:
        if "\u4e00" <= sign <= "\u9fff" or (sign.isascii() and sign.isalnum()):
            return sign
        if symbols.is_private(sign):
            sign = symbols.sign(self._symbol_font(index), ord(sign))
        elif self._is_unknown(index) or not (sign.isprintable() or sign >= "\ud800"):
            sign = symbols.UNKNOWN
        else:
            return sign
        self._unknown += sign == symbols.UNKNOWN
        return sign

    def _symbol_font(self, index: int) -> str:
        name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
        self._pdfium.FPDFText_GetFontInfo(self._page, index, name, _FONT_NAME, ctypes.byref(flags))
        written = name.value.decode("utf-8", "replace").lower().replace(" ", "").replace("-", "")
        return next((font for part, font in _SYMBOL_FONTS if part in written), "")

    def _turn(self, index: int) -> int | None:
        quarters = self._pdfium.FPDFText_GetCharAngle(self._page, index) / (math.pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < _ASKEW else None

    def _place(self, rows: list[PrintedRow], turn: int) -> None:
        """Turn the boxes so that the writing runs to the right and the lines go down."""
        along_x, along_y = ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
        for row in rows:
            row.turn = 0 if row.turn == turn else None
            for glyph in row.glyphs:
                left, right, bottom, top = glyph.left, glyph.right, glyph.level, glyph.size
                begin, end = left * along_x + bottom * along_y, right * along_x + top * along_y
                upper, lower = left * along_y - top * along_x, right * along_y - bottom * along_x
                glyph.left, glyph.right = (begin, end) if begin <= end else (end, begin)
                glyph.level = (upper + lower) / 2
                glyph.size = max(abs(end - begin), abs(lower - upper), 1.0)
            row.measure()
