"""From a bulletin to what the template draws: plain JSON with every line already broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from taizhang.core.gongwen.copyfit import CopyFit, PageSetting, fit
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.gongwen.page_layout import FlowRow, PageLayout, lay_out, rows_of
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import PictureLine, text_blocks
from taizhang.core.text.tables import TableBlock
from taizhang.press.refusal import PressError
from taizhang.press.typeset.attached import attached_blocks
from taizhang.press.typeset.breaking import Glyph, SetLine, break_lines, squeezes
from taizhang.press.typeset.flow import (
    flow_of,
    imprint_height,
    imprint_rows,
    offset_behind,
    size,
    with_early_ends,
    with_places,
    words_of,
)
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.fonts import FontSet
from taizhang.press.typeset.geometry import (
    BODY_SIZE,
    IMPRINT_SIZE,
    SMALL_IMPRINT_SIZE,
    TITLE_SIZE,
    TYPE_WIDTH,
    Grid,
)
from taizhang.press.typeset.headings import Run, led
from taizhang.press.typeset.illustrate import picture_block
from taizhang.press.typeset.qr import CAPTION, code
from taizhang.press.typeset.runs import SLACK, SQUEEZE, first_blocks, lost, runs_of, squeezed, tracking_of
from taizhang.press.typeset.tabulate import table_block
from taizhang.press.typeset.template import HouseTemplate
from taizhang.press.typeset.wording import (
    CONTENTS,
    LEADER,
    balanced,
    contents_of,
    copies_words,
    corner_marks,
    is_listed,
    leading_columns,
    masthead_numbers,
    name_size,
    people_rows,
    recipient_rows,
    written_date,
)

_NAME_ROWS = 3  # of the grid, for the name in the masthead


@dataclass
class Packed:
    """The template's input, the setting that was chosen for it and what is worth telling about the lines; ``begun``
    says that there is more to come, ``pages_of`` on which page each listed article begins."""

    data: dict[str, Any]
    fit: CopyFit
    borrowed: dict[FontRole, list[str]] = field(default_factory=dict)
    full_lines: list[SetLine] = field(default_factory=list)
    begun: bool = False
    pages_of: list[int] = field(default_factory=list)


# Paragraphs as they were set: while somebody writes, all but one are the same.
KeptParagraphs = dict[tuple[tuple[Run, ...], int, int], tuple[dict[str, Any], list[SetLine]]]
_MOST_KEPT = 3_000


class Packer:
    """Packs one bulletin for one template and one set of fonts."""

    def __init__(
        self,
        template: HouseTemplate,
        fonts: FontSet,
        kept: KeptParagraphs | None = None,
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:
        self.template, self.fonts, self.pictures = template, fonts, pictures or {}
        self.kept: KeptParagraphs = {} if kept is None else kept
        self.grid = template.grid
        self.used: dict[FontRole, set[str]] = {role: set() for role in FontRole}
        self.full_lines: list[SetLine] = []
        self.has_tables = (
            False  # or pictures, whose rows depend on the lines of a page, not on its cells alone
        )

    def pack(self, bulletin: Bulletin, pages: int | None = None) -> Packed:
        """Everything the template draws, or as much as the first ``pages`` pages can depend on.
        Raises PressError where a character has no glyph or the address fits no code.
        """
        masthead = self._masthead(bulletin)
        imprints = {small: self._imprint(bulletin, small=small) for small in (False, True)}
        chosen, blocks, full_lines = self._fitted(bulletin, masthead["rows"], imprints)
        early, setting = with_places(chosen.layout.early, blocks), chosen.setting
        chosen = replace(chosen, layout=replace(chosen.layout, early=early))
        self.grid = grid = Grid(setting.lines, setting.cells)
        blocks, pages_of = self._with_pages(blocks, chosen.layout)
        blocks = with_early_ends(blocks, chosen.layout.early)
        blocks, begun = first_blocks(
            blocks, None if pages is None else pages * setting.lines - masthead["rows"]
        )
        data = {
            "grid": {"lines": grid.lines, "pitch": grid.pitch, "indent": grid.indent},
            "tight_titles": setting.tight_titles,
            "imprint_size": size(setting),
            "colour": self.template.colour,
            "mirrored": self.template.mirrored,
            "fonts": {r.value: self._families(r) for r in FontRole},
            "title": self._document_title(bulletin),
            "masthead": masthead,
            "blocks": blocks,
            "imprint": [] if begun else imprints[setting.small_imprint],
            "qr": code(self.template.qr) if self.template.qr else None,
        }
        self._say(FontRole.FANG, CAPTION if self.template.qr else "")
        self.used[FontRole.SONG] |= set("0123456789—")
        self._check_glyphs()
        borrowed = {r: b for r, text in self.used.items() if (b := self.fonts.borrowed(text, r))}
        return Packed(data, chosen, borrowed, full_lines, begun, pages_of)

    def _fitted(
        self, bulletin: Bulletin, masthead: int, imprints: Mapping[bool, list[list[dict[str, Any]]]]
    ) -> tuple[CopyFit, list[dict[str, Any]], list[SetLine]]:
        """The setting that is chosen, the blocks of the text in it, and its full lines."""
        bodies: dict[tuple[int, int], tuple[list[dict[str, Any]], list[SetLine]]] = {}

        def body(setting: PageSetting) -> tuple[list[dict[str, Any]], list[SetLine]]:
            key = (setting.lines if self.has_tables else 0, setting.cells)
            if key not in bodies:
                self.grid, self.full_lines = Grid(setting.lines, setting.cells), []
                bodies[key] = list(self._blocks(bulletin)), self.full_lines
            return bodies[key]

        @cache
        def flow(lines: int, cells: int, tight: bool) -> list[FlowRow]:
            blocks, _ = body(PageSetting(lines, cells))
            return rows_of(flow_of(masthead, blocks, tight=tight))

        def measured(setting: PageSetting) -> PageLayout:
            body(setting)  # tells whether there are tables
            lines = setting.lines if self.has_tables else self.template.own.lines
            rows = flow(lines, setting.cells, setting.tight_titles)
            height = imprint_height(
                imprints[setting.small_imprint], size(setting), code=bool(self.template.qr)
            )
            return lay_out(rows, setting.lines, imprint_rows(height, setting.lines))

        chosen = fit(
            measured, self.template.own, self.template.bounds, even=self.template.imprint_on_even_page,
            wanted=self.template.pages, kept=self.template.setting,
        )  # fmt: skip
        return chosen, *body(chosen.setting)

    def _check_glyphs(self) -> None:
        lost = sorted({c for role, text in self.used.items() for c in self.fonts.missing(text, role)})
        if lost:
            raise PressError(
                Message(
                    N_(
                        "有{count}个字没有可用的字形，不能付印：{chars}。请换用正字，或在字体文件夹中加入含这些字的字体。"
                    ),
                    {"count": len(lost), "chars": "、".join(f"{c}（U+{ord(c):04X}）" for c in lost[:10])},
                )
            )

    def _families(self, role: FontRole) -> list[dict[str, Any]]:
        return [{"family": f.family, "weight": f.weight} for f in self.fonts.roles[role]]

    def _say(self, role: FontRole, text: str) -> str:
        self.used[role] |= set(text)
        return text

    def _document_title(self, bulletin: Bulletin) -> str:
        number = f" 第{bulletin.annual_no}期" if bulletin.annual_no is not None else ""
        return (self.template.name or bulletin.name or "简报") + number

    def _masthead(self, b: Bulletin) -> dict[str, Any]:
        name = self._say(FontRole.XIAOBIAOSONG, self.template.name or b.name)
        marks = corner_marks(self.template.left_mark, self.template.right_mark, b)
        self._say(FontRole.HEI, "".join(marks))
        numbers = [self._say(FontRole.FANG, number) for number in masthead_numbers(b)]
        return {
            "name": name,
            "size": name_size(name),
            "rows": bool(marks) + _NAME_ROWS + len(numbers) + 1,
            "marks": marks,
            "numbers": numbers,
            "issuer": self._say(FontRole.FANG, b.issuer),
            "date": self._say(FontRole.FANG, written_date(b.date)),
        }

    def _blocks(self, b: Bulletin) -> Iterator[dict[str, Any]]:
        if self.template.contents and (listed := contents_of(b)):
            yield self._centred("column", CONTENTS)
            yield from map(self._listed, listed)
            yield {"kind": "blank", "lines": []}
        heads = leading_columns(b)
        yield from (self._centred("column", f"【{column}】") for column in heads)
        column = heads[-1] if heads else ""
        for n, paragraph in enumerate(b.note):
            label = f"{self.template.note_label}：" if self.template.note_label and n == 0 else ""
            yield self._paragraph([(FontRole.HEI, label), (FontRole.KAI, paragraph.text)])
        for item in b.items:
            if item.column and item.column != column:
                column = item.column
                yield self._centred("column", f"【{column}】")
            yield from self._marked(item)
        yield from attached_blocks(b.attachments, self._spoken, self.grid.indent)

    def _marked(self, item: Item) -> Iterator[dict[str, Any]]:
        """The blocks of an item, the first one marked as where it begins."""
        for n, block in enumerate(self._item(item)):
            yield {**block, "title": n == 0 and is_listed(item)}

    def _listed(self, words: str) -> dict[str, Any]:
        """An entry of the list of contents, with room for its page where that is printed."""
        if not self.template.contents_pages:
            return self._paragraph([(FontRole.KAI, words)])
        block, _full = self._broken([(FontRole.KAI, words + LEADER)], 0)
        return {**block, "entry": words}

    def _with_pages(
        self, blocks: list[dict[str, Any]], layout: PageLayout
    ) -> tuple[list[dict[str, Any]], list[int]]:
        """The blocks with the pages of the articles in the list of contents, and these pages."""
        pages = [layout.page_of(n) for n, block in enumerate(blocks, 1) if block.get("title")]
        entries = iter(pages)
        return [
            self._with_page(block, next(entries)) if "entry" in block else block for block in blocks
        ], pages

    def _with_page(self, block: dict[str, Any], page: int) -> dict[str, Any]:
        """The entry with dots and the page at the end of its last line, which they fill."""
        *before, last = block["lines"]
        done = offset_behind(block["entry"], sum(len(words_of(line)) for line in before))
        words, number = block["entry"][done:], self._say(FontRole.FANG, str(page))
        room = TYPE_WIDTH - (0 if before else self.grid.indent)
        glyphs = [*self._spoken(words, FontRole.KAI), *self._spoken(number, FontRole.FANG)]
        width = sum(glyph.width for glyph in squeezed(glyphs)) * BODY_SIZE
        dots = "…" * max(2, int((room - SLACK - width) / (BODY_SIZE + self.grid.tracking)))
        runs = [
            *runs_of(squeezed(self._spoken(words, FontRole.KAI))),
            (FontRole.KAI, dots),
            (FontRole.FANG, number),
        ]
        tracking = tracking_of([text for _, text in runs if text], room, width + len(dots) * BODY_SIZE, None)
        return {**block, "lines": [*before, {**last, "runs": runs, "tracking": tracking}]}

    def _centred(self, kind: str, text: str) -> dict[str, Any]:
        return {"kind": kind, "text": self._say(FontRole.HEI, text)}

    def _item(self, item: Item) -> Iterator[dict[str, Any]]:
        body = text_blocks(paragraph.text for paragraph in item.body)
        if item.run_in:
            first = body[0] if body else ""
            runs = self._led(first) if isinstance(first, str) else []
            yield self._paragraph([(FontRole.HEI, item.title), *runs], head=len(item.title))
            body = body[isinstance(first, str) :]
        elif item.title.strip():
            self._say(FontRole.XIAOBIAOSONG, item.title)
            yield {"kind": "title", "lines": balanced(item.title, int(TYPE_WIDTH // TITLE_SIZE))}
        yield from map(self._part, body)
        if item.source_unit:
            yield {"kind": "source", "lines": self._ragged(f"（{item.source_unit}）")}

    def _part(self, part: str | TableBlock | PictureLine) -> dict[str, Any]:
        if isinstance(part, str):
            return self._paragraph(self._led(part))
        self.has_tables = True
        if isinstance(part, PictureLine):
            return picture_block(part, self.pictures, self._spoken, self.grid.pitch)
        return table_block(part, self._spoken, self.grid.pitch)

    def _spoken(self, text: str, role: FontRole) -> list[Glyph]:
        known = self.fonts.known[role]
        return [known.get(c) or self.fonts.glyph(c, role) for c in self._say(role, text)]

    def _led(self, text: str) -> list[Run]:
        return led(text) if self.template.lead_sentences else [(FontRole.FANG, text)]

    def _paragraph(self, runs: list[Run], *, head: int = 0) -> dict[str, Any]:
        """One paragraph in lines; its first ``head`` characters are the item's headline."""
        key = (tuple(runs), head, self.grid.cells)
        if key not in self.kept:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            self.kept[key] = self._broken(runs, head)
        for role, text in runs:
            self._say(role, text)
        block, full = self.kept[key]
        self.full_lines += full
        return dict(block)

    def _broken(self, runs: list[Run], head: int) -> tuple[dict[str, Any], list[SetLine]]:
        glyphs: list[Glyph] = []
        for role, text in runs:
            glyphs += self._spoken(text.replace("\n", " "), role)
        narrowed = squeezed(glyphs)
        lines = break_lines(narrowed, self.grid.cells - 2, self.grid.cells)
        set_lines = [self._line(narrowed, line, head, n == 0) for n, line in enumerate(lines)]
        return {"kind": "paragraph", "lines": set_lines}, [line for line in lines if not line.last]

    def _ragged(self, text: str) -> list[str]:
        """Lines at their natural width, two cells short of the full one."""
        glyphs = [self.fonts.glyph(c, FontRole.FANG) for c in self._say(FontRole.FANG, text)]
        lines = break_lines(glyphs, self.grid.cells - 2, self.grid.cells - 2)
        return [text[line.start : line.end] for line in lines]

    def _line(self, glyphs: list[Glyph], line: SetLine, head: int, first: bool) -> dict[str, Any]:
        end, cells = line.end, line.cells
        while end > line.start + 1 and glyphs[end - 1].char == " ":  # a blank at the end of a line is not set
            end -= 1
            cells -= glyphs[end].width
        cells += lost(glyphs, end)
        cut = min(end, max(head, line.start))
        headline, rest = runs_of(glyphs[line.start : cut]), runs_of(glyphs[cut:end])
        shared = headline and rest and squeezes(glyphs[cut - 1].char, glyphs[cut].char)
        runs = [*headline, *([(SQUEEZE, "")] if shared else []), *rest]
        room = TYPE_WIDTH - (self.grid.indent if first else 0)
        usual = self.grid.tracking if line.last else None
        tracking = tracking_of([text for _, text in runs if text], room, cells * BODY_SIZE, usual)
        return {"tracking": tracking, "runs": runs, "head": len(headline)}

    def _imprint(self, b: Bulletin, *, small: bool) -> list[list[dict[str, Any]]]:
        size = SMALL_IMPRINT_SIZE if small else IMPRINT_SIZE
        parts = {"recipients": self._recipients(b, size), "people": self._people(b, size)}
        return [parts[name] for name in self.template.imprint if parts[name]]

    def _recipients(self, b: Bulletin, size: float) -> list[dict[str, Any]]:
        rows = recipient_rows(b, self.template.addressed)
        return [
            {"lines": self._hanging(label + text, size, len(label)), "hangs": len(label)}
            for label, text in rows
        ]

    def _hanging(self, text: str, size: float, hangs: int) -> list[dict[str, Any]]:
        """Lines of the imprint, one character in from each side; those that go on hang by the label's characters."""
        glyphs = [self.fonts.glyph(c, FontRole.FANG) for c in self._say(FontRole.FANG, text)]
        cells = TYPE_WIDTH / size - 2
        lines = break_lines(glyphs, cells, cells - hangs)
        return [
            {
                "text": (words := text[line.start : line.end]),
                "tracking": tracking_of(
                    [words], (cells - hangs * (n > 0)) * size, line.cells * size, 0.0 if line.last else None
                ),
            }
            for n, line in enumerate(lines)
        ]

    def _people(self, b: Bulletin, size: float) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {"cells": part} for row in people_rows(b) for part in self._fitting(row, size)
        ]
        if b.copies is not None:
            rows.append({"right": self._say(FontRole.FANG, copies_words(b.copies))})
        return rows

    def _fitting(self, row: list[str], size: float) -> list[list[str]]:
        """The entries of a row that stand side by side; what does not fit goes on below."""
        parts: list[list[str]] = []
        left = 0.0
        for cell in row:
            width = 0.5 + sum(
                self.fonts.glyph(c, FontRole.FANG).width for c in self._say(FontRole.FANG, cell)
            )
            if width > left:
                parts.append([])
                left = TYPE_WIDTH / size - 1.5  # one character in from each side
            parts[-1].append(cell)
            left -= width
        return parts
