"""Sizes of the page (GB/T 9704-2012, 5.1–5.2), in typographic points unless a name says millimetres."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4  # points in a millimetre

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
TOP_MM, BINDING_MM = 37.0, 28.0  # 天头, 订口: ± 1 mm
TYPE_WIDTH_MM, TYPE_HEIGHT_MM = 156.0, 225.0  # 版心
TYPE_WIDTH, TYPE_HEIGHT = TYPE_WIDTH_MM * MM, TYPE_HEIGHT_MM * MM
BODY_SIZE = 16.0  # 3号
TITLE_SIZE = 22.0  # 2号
IMPRINT_SIZE, SMALL_IMPRINT_SIZE = 14.0, 12.0  # 4号, 小四
IMPRINT_LEAD = 8.0  # between the lines of the imprint
FOLIO_DROP_MM = 7.0  # the page number's dash below the type area
THICK_RULE_MM, THIN_RULE_MM = 0.35, 0.25  # 版记 rules


@dataclass(frozen=True, slots=True)
class Grid:
    """How many lines and cells fill the type area; 22 × 28 unless the bulletin must fit fewer pages.

    28 characters of 16 pt are 158 mm: they fill 156 mm only with a slightly negative tracking, and the lines
    need a pitch that puts the last one on the bottom edge.
    """

    lines: int = 22
    cells: int = 28

    @property
    def tracking(self) -> float:
        """What is added after each character so that ``cells`` of them fill the width."""
        return (TYPE_WIDTH - self.cells * BODY_SIZE) / (self.cells - 1)

    @property
    def pitch(self) -> float:
        """From one baseline to the next."""
        return (TYPE_HEIGHT - BODY_SIZE) / (self.lines - 1)

    @property
    def indent(self) -> float:
        """Two cells."""
        return 2 * (BODY_SIZE + self.tracking)
