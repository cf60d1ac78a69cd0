"""The rules of form (GB/T 9704-2012) applied to what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.press.form.cells import CellCount, count_cells
from taizhang.press.form.measure import PageMeasure, Rule, TextLine, measure
from taizhang.press.form.report import FormFinding, FormReport
from taizhang.press.form.rows import carried_rows, filled_rows, is_small
from taizhang.press.typeset.geometry import (
    BINDING_MM,
    BODY_SIZE,
    FOLIO_DROP_MM,
    MM,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    THICK_RULE_MM,
    THIN_RULE_MM,
    TOP_MM,
    TYPE_HEIGHT_MM,
    TYPE_WIDTH_MM,
    Grid,
)

_BOTTOM_MM = TOP_MM + TYPE_HEIGHT_MM
_NARROW_MARGIN_MM = PAGE_WIDTH_MM - BINDING_MM - TYPE_WIDTH_MM
_ASCENT = 0.88  # of the size: from the top of a character to its baseline
_TOLERANCE_MM = 1.0
_MOST_CARRIED = 5  # rows of text that may stand above an imprint for its sake: a title goes with its two rows


def check_form(
    pdf: bytes, grid: Grid | None = None, notes: Sequence[Message] = (), fit: dict[str, Any] | None = None
) -> FormReport:
    """Measure ``pdf`` and hold it against ``grid`` (22 × 28 unless named). Raises PressError if it cannot be read.

    ``notes`` and ``fit`` are carried into the report: what the press already knows of substitutes and of its choice.
    """
    return replace(Check(measure(pdf), grid or Grid()).report(notes), fit=fit or {})


class Check:
    """One document under examination."""

    def __init__(self, pages: list[PageMeasure], grid: Grid) -> None:
        self.pages, self.grid = pages, grid
        self.bodies = [[line for line in page.lines if _in_type_area(line)] for page in pages]
        self.full = self._full_pages()
        self.cells = count_cells(
            [line for body in self.bodies for line in body if line.size >= BODY_SIZE - 0.6], grid
        )

    def report(self, notes: Sequence[Message]) -> FormReport:
        """Everything measured, with what departs from the form."""
        rules = self._imprint_rules()
        body = [line for lines in self.bodies for line in lines]
        return FormReport(
            pages=len(self.pages),
            grid=(self.grid.lines, self.grid.cells),
            lines=tuple(len(lines) for lines in self.bodies),
            full_pages=tuple(n + 1 for n in self.full),
            full_lines=self.cells.full,
            exact=self.cells.exact,
            moved=self.cells.moved,
            top_mm=_rounded(
                min(
                    (
                        _top_mm(lines[0])
                        for n in self.full
                        if (lines := self.bodies[n]) and not is_small(lines[0])
                    ),
                    default=None,
                )
            ),
            left_mm=_rounded(min((line.left / MM for line in body), default=None)),
            right_mm=_rounded(max((line.right / MM for line in body), default=None)),
            imprint_rules_mm=tuple(round(r.thickness / MM, 2) for r in rules),
            imprint_bottom_mm=_rounded(rules[-1].y / MM if rules else None),
            fonts=tuple(sorted(set().union(*(p.fonts for p in self.pages)))),
            findings=tuple(self._findings(rules)),
            notes=tuple(notes),
        )

    def _full_pages(self) -> list[int]:
        """Pages that the text fills: it goes on overleaf, and no masthead stands on them."""
        with_body = [
            n for n, lines in enumerate(self.bodies) if any(x.size >= BODY_SIZE - 0.6 for x in lines)
        ]
        return [n for n in with_body if n not in {0, with_body[-1]}]

    def _imprint_rules(self) -> list[Rule]:
        if not self.pages:
            return []
        return [
            r
            for r in self.pages[-1].rules
            if r.y > TOP_MM * MM and r.thickness < MM and not self._masthead_rule(r)
        ]

    def _masthead_rule(self, rule: Rule) -> bool:
        return len(self.pages) == 1 and rule.thickness > 0.4 * MM

    def _findings(self, imprint: list[Rule]) -> Iterator[FormFinding]:
        for n, page in enumerate(self.pages, 1):
            yield from _paper(n, page)
            yield from _glyphs(n, page)
        yield from self._margins()
        yield from self._line_counts()
        yield from self._cell_faults(self.cells)
        yield from self._page_numbers()
        yield from self._masthead()
        yield from _imprint(len(self.pages), imprint)

    def _margins(self) -> Iterator[FormFinding]:
        for n, lines in enumerate(self.bodies):
            if not lines:
                continue
            left, right = min(x.ink for x in lines) / MM, max(x.right for x in lines) / MM
            binding = (
                min((BINDING_MM, _NARROW_MARGIN_MM), key=lambda m: abs(m - left)) if n % 2 else BINDING_MM
            )
            if left < binding - _TOLERANCE_MM:
                yield FormFinding(n + 1, Message(N_("订口为{mm}毫米，应为28±1毫米。"), {"mm": f"{left:.1f}"}))
            if right > binding + TYPE_WIDTH_MM + _TOLERANCE_MM:
                yield FormFinding(
                    n + 1,
                    Message(
                        N_("文字超出版心右边{mm}毫米。"), {"mm": f"{right - binding - TYPE_WIDTH_MM:.1f}"}
                    ),
                )
            top = _top_mm(lines[0])
            if n in self.full and not is_small(lines[0]) and abs(top - TOP_MM) > _TOLERANCE_MM:
                yield FormFinding(n + 1, Message(N_("天头为{mm}毫米，应为37±1毫米。"), {"mm": f"{top:.1f}"}))

    def _line_counts(self) -> Iterator[FormFinding]:
        for n in self.full:
            found = filled_rows(self.bodies[n], self.grid)
            overleaf = next(lines for lines in self.bodies[n + 1 :] if lines)
            carried = max(carried_rows(overleaf), self._carried_to_imprint(n))
            if not self.grid.lines - carried <= found <= self.grid.lines:
                values: dict[str, str | int] = {"found": found, "wanted": self.grid.lines}
                yield FormFinding(n + 1, Message(N_("本页{found}行，应为{wanted}行。"), values))

    def _carried_to_imprint(self, n: int) -> int:
        """How many rows the page before the last one may leave empty, so that text stands above the imprint."""
        rules = self._imprint_rules()
        if n != len(self.pages) - 2 or not rules:
            return 0
        lines = [line for line in self.bodies[-1] if line.baseline < rules[0].y]
        imprint = ceil((_BOTTOM_MM * MM - rules[0].y) / self.grid.pitch + 0.5)
        return len(lines) + imprint - 1 if 0 < len(lines) <= _MOST_CARRIED else 0

    def _cell_faults(self, cells: CellCount) -> Iterator[FormFinding]:
        if cells.unexplained:
            values: dict[str, str | int] = {
                "count": len(cells.unexplained),
                "cells": self.grid.cells,
                "first": cells.unexplained[0].text[:12],
            }
            yield FormFinding(
                0,
                Message(
                    N_("有{count}行不足或超过每行{cells}字，且不是避头尾所致，首处：“{first}…”。"), values
                ),
            )

    def _page_numbers(self) -> Iterator[FormFinding]:
        for n, page in enumerate(self.pages, 1):
            found = next((x for x in page.lines if _is_folio(x, n)), None)
            if found is None:
                if page.lines and not self._after_blank(n):
                    yield FormFinding(n, Message(N_("没有页码，或页码不是“— {page} —”的形式。"), {"page": n}))
                continue
            yield from _folio(n, found)

    def _after_blank(self, n: int) -> bool:
        """Neither a blank page before the imprint nor the imprint's page bears a number."""
        return n == len(self.pages) and n > 1 and not self.pages[n - 2].lines

    def _masthead(self) -> Iterator[FormFinding]:
        rules = [r for r in (self.pages[0].rules if self.pages else ()) if r.y < 150 * MM]
        if not any(abs(r.width_mm - TYPE_WIDTH_MM) <= _TOLERANCE_MM for r in rules):
            yield FormFinding(1, Message(N_("报头下没有与版心等宽的分隔线。")))


def _paper(n: int, page: PageMeasure) -> Iterator[FormFinding]:
    width, height = page.width / MM, page.height / MM
    if abs(width - PAGE_WIDTH_MM) > _TOLERANCE_MM or abs(height - PAGE_HEIGHT_MM) > _TOLERANCE_MM:
        values: dict[str, str | int] = {"width": f"{width:.0f}", "height": f"{height:.0f}"}
        yield FormFinding(n, Message(N_("纸张为{width}×{height}毫米，应为A4（210×297毫米）。"), values))


def _glyphs(n: int, page: PageMeasure) -> Iterator[FormFinding]:
    if any(m.char in "\ufffd\ufffe\uffff" for line in page.lines for m in line.marks):
        yield FormFinding(n, Message(N_("本页有缺字。")))
    if page.unembedded:
        names: dict[str, str | int] = {"fonts": "、".join(sorted(page.unembedded))}
        yield FormFinding(n, Message(N_("字体没有嵌入，换一台机器会变样：{fonts}。"), names))


def _is_folio(line: TextLine, n: int) -> bool:
    below = line.baseline / MM > _BOTTOM_MM + 1
    return below and "".join(line.text.split()) in {f"—{n}—", f"-{n}-", f"－{n}－", f"–{n}–"}


def _folio(n: int, line: TextLine) -> Iterator[FormFinding]:
    middle = (line.left + line.right) / 2 / MM
    if (middle > PAGE_WIDTH_MM / 2) != bool(n % 2):
        yield FormFinding(n, Message(N_("页码位置不对：单页码居右，双页码居左。")))
    dash = (line.baseline - 0.38 * line.size) / MM
    if abs(dash - _BOTTOM_MM - FOLIO_DROP_MM) > _TOLERANCE_MM:
        drop: dict[str, str | int] = {"mm": f"{dash - _BOTTOM_MM:.1f}"}
        yield FormFinding(n, Message(N_("页码的一字线在版心下{mm}毫米，应为7毫米。"), drop))


def _imprint(n: int, rules: list[Rule]) -> Iterator[FormFinding]:
    if len(rules) < 2:
        yield FormFinding(n, Message(N_("末页没有版记的首末分隔线。")))
        return
    if abs(rules[-1].y / MM - _BOTTOM_MM) > _TOLERANCE_MM:
        place: dict[str, str | int] = {"mm": f"{rules[-1].y / MM - _BOTTOM_MM:.1f}"}
        yield FormFinding(n, Message(N_("版记末条分隔线与版心下边缘相差{mm}毫米，应当重合。"), place))
    wanted = [THICK_RULE_MM, *[THIN_RULE_MM] * (len(rules) - 2), THICK_RULE_MM]
    drawn = [r.thickness / MM for r in rules]
    if any(abs(a - b) > 0.05 for a, b in zip(wanted, drawn, strict=True)):
        found: dict[str, str | int] = {"found": "、".join(f"{x:.2f}" for x in drawn)}
        yield FormFinding(
            n, Message(N_("版记分隔线粗细为{found}毫米，首末条应为0.35毫米，中间为0.25毫米。"), found)
        )
    if any(abs(r.width_mm - TYPE_WIDTH_MM) > _TOLERANCE_MM for r in rules):
        yield FormFinding(n, Message(N_("版记分隔线应与版心等宽（156毫米）。")))


def _in_type_area(line: TextLine) -> bool:
    return line.baseline / MM < _BOTTOM_MM + 1


def _top_mm(line: TextLine) -> float:
    """Where the line's row begins; a title larger than the text stands in the middle of its row."""
    size = min(line.size, BODY_SIZE)
    middle = line.baseline - (_ASCENT - 0.5) * line.size
    return (middle - 0.5 * size) / MM


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
