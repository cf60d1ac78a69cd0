"""From a bulletin to what the template draws: plain JSON with every line already broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taizhang.core.gongwen.model import Bulletin, IssueKind, Item
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import TableBlock, lines_and_tables
from taizhang.press.refusal import PressError
from taizhang.press.typeset.breaking import Glyph, SetLine, break_lines, may_break
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.fonts import FontSet
from taizhang.press.typeset.geometry import BODY_SIZE, IMPRINT_SIZE, TITLE_SIZE, TYPE_WIDTH
from taizhang.press.typeset.qr import CAPTION, code
from taizhang.press.typeset.tabulate import table_block
from taizhang.press.typeset.template import HouseTemplate

_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|（[一二三四五六七八九十]{1,3}）)[^。；！？]{1,40}[。；！？]?"
)
_KINDS = {IssueKind.REGULAR: "", IssueKind.SUPPLEMENT: "增刊 ", IssueKind.SPECIAL: "专刊 "}
_MOST_SQUEEZED = 2.4  # points between characters: a line of 32 cells on the densest grid
_SEAM = re.compile(r"(?<=[\x00-\x7f])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[\x00-\x7f])|(?<=—)(?=—)")
_NAME_ROWS = 3  # of the grid, for the name in the masthead
_SLACK = 0.4  # points a line is set short of the width, so that no rounding makes it overflow


@dataclass
class Packed:
    """The template's input and what is worth telling about the lines; ``begun`` says that there is more to come."""

    data: dict[str, Any]
    missing: dict[FontRole, list[str]] = field(default_factory=dict)
    borrowed: dict[FontRole, list[str]] = field(default_factory=dict)
    full_lines: list[SetLine] = field(default_factory=list)
    begun: bool = False


Run = tuple[FontRole, str]


class Packer:
    """Packs one bulletin for one template and one set of fonts."""

    def __init__(self, template: HouseTemplate, fonts: FontSet) -> None:
        self.template, self.grid, self.fonts = template, template.grid, fonts
        self.used: dict[FontRole, set[str]] = {role: set() for role in FontRole}
        self.full_lines: list[SetLine] = []

    def pack(self, bulletin: Bulletin, qr: str = "", rows: int | None = None) -> Packed:
        """Everything the template draws, or as much as anything above row ``rows`` of the grid can depend on; ``qr`` is
        the address of its code. Raises PressError where a character has no glyph or the address fits no code.
        """
        masthead = self._masthead(bulletin)
        blocks, begun = _first(self._blocks(bulletin), None if rows is None else rows - masthead["rows"])
        data = {
            "grid": {"pitch": self.grid.pitch, "indent": self.grid.indent, "tracking": self.grid.tracking},
            "colour": self.template.colour,
            "mirrored": self.template.mirrored,
            "even": self.template.imprint_on_even_page,
            "fonts": {r.value: self._families(r) for r in FontRole},
            "title": self._document_title(bulletin),
            "masthead": masthead,
            "blocks": blocks,
            "imprint": [] if begun else self._imprint(bulletin),
            "qr": code(qr) if qr else None,
        }
        self._say(FontRole.FANG, CAPTION if qr else "")
        self.used[FontRole.SONG] |= set("0123456789—")
        missing = {role: m for role, text in self.used.items() if (m := self.fonts.missing(text, role))}
        if missing:
            lost = sorted({c for found in missing.values() for c in found})
            raise PressError(
                Message(
                    N_(
                        "有{count}个字没有可用的字形，不能付印：{chars}。请换用正字，或在字体文件夹中加入含这些字的字体。"
                    ),
                    {"count": len(lost), "chars": "、".join(f"{c}（U+{ord(c):04X}）" for c in lost[:10])},
                )
            )
        borrowed = {r: b for r, text in self.used.items() if (b := self.fonts.borrowed(text, r))}
        return Packed(data, missing, borrowed, self.full_lines, begun)

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
        numbers = [self._say(FontRole.FANG, number) for number in masthead_numbers(b)]
        return {
            "name": name,
            "size": name_size(name),
            "rows": _NAME_ROWS + len(numbers) + 1,
            "numbers": numbers,
            "issuer": self._say(FontRole.FANG, b.issuer),
            "date": self._say(FontRole.FANG, written_date(b.date)),
        }

    def _blocks(self, b: Bulletin) -> Iterator[dict[str, Any]]:
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
            yield from self._item(item)

    def _centred(self, kind: str, text: str) -> dict[str, Any]:
        return {"kind": kind, "text": self._say(FontRole.HEI, text)}

    def _item(self, item: Item) -> Iterator[dict[str, Any]]:
        body = lines_and_tables(paragraph.text for paragraph in item.body)
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

    def _part(self, part: str | TableBlock) -> dict[str, Any]:
        if isinstance(part, str):
            return self._paragraph(self._led(part))
        return table_block(part, self._spoken, self.grid.pitch)

    def _spoken(self, text: str, role: FontRole) -> list[Glyph]:
        known = self.fonts.known[role]
        return [known.get(c) or self.fonts.glyph(c, role) for c in self._say(role, text)]

    def _led(self, text: str) -> list[Run]:
        return led(text) if self.template.lead_sentences else [(FontRole.FANG, text)]

    def _paragraph(self, runs: list[Run], *, head: int = 0) -> dict[str, Any]:
        """One paragraph in lines; its first ``head`` characters are the item's headline."""
        glyphs: list[Glyph] = []
        for role, text in runs:
            glyphs += self._spoken(text.replace("\n", " "), role)
        lines = break_lines(glyphs, self.grid.cells - 2, self.grid.cells)
        self.full_lines += [line for line in lines if not line.last]
        return {
            "kind": "paragraph",
            "lines": [self._line(glyphs, line, head, n == 0) for n, line in enumerate(lines)],
        }

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
        headline = _runs(glyphs[line.start : min(end, max(head, line.start))])
        runs = headline + _runs(glyphs[max(line.start, min(head, end)) : end])
        room = TYPE_WIDTH - (self.grid.indent if first else 0) - _SLACK
        count = end - line.start
        short = room - cells * BODY_SIZE
        # Squeezed, the line must fit even if the seams take nothing; stretched, even if they take their share.
        gaps = count - _seams([text for _, text in runs]) if short < 0 else count
        tracking = short / max(1, gaps)
        if line.last:
            tracking = min(tracking, self.grid.tracking)
        return {
            "tracking": round(max(-_MOST_SQUEEZED, min(1.4, tracking)), 4),
            "runs": runs,
            "head": len(headline),
        }

    def _imprint(self, b: Bulletin) -> list[list[dict[str, Any]]]:
        parts = {"recipients": self._recipients(b), "people": self._people(b)}
        return [parts[name] for name in self.template.imprint if parts[name]]

    def _recipients(self, b: Bulletin) -> list[dict[str, Any]]:
        return [{"label": label, "text": self._say(FontRole.FANG, text)} for label, text in recipient_rows(b)]

    def _people(self, b: Bulletin) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {"cells": part} for row in people_rows(b) for part in self._fitting(row)
        ]
        if b.copies is not None:
            rows.append({"right": self._say(FontRole.FANG, copies_words(b.copies))})
        return rows

    def _fitting(self, row: list[str]) -> list[list[str]]:
        """The entries of a row that stand side by side; what does not fit goes on below."""
        parts: list[list[str]] = []
        left = 0.0
        for cell in row:
            width = 0.5 + sum(
                self.fonts.glyph(c, FontRole.FANG).width for c in self._say(FontRole.FANG, cell)
            )
            if width > left:
                parts.append([])
                left = TYPE_WIDTH / IMPRINT_SIZE - 1.5  # one character in from each side
            parts[-1].append(cell)
            left -= width
        return parts


def _first(blocks: Iterable[dict[str, Any]], rows: int | None) -> tuple[list[dict[str, Any]], bool]:
    """The blocks as far as anything above row ``rows`` of the text can depend on them, and whether others follow.

    A line takes a row of the grid at least, so the last one that is kept stands below that row: what is sticky above
    it has found its follower.
    """
    if rows is None:
        return list(blocks), False
    kept: list[dict[str, Any]] = []
    left = rows + 1
    for block in blocks:
        if left <= 0:
            return kept, True
        if block["kind"] == "paragraph":
            block["lines"] = block["lines"][:left]
        kept.append(block)
        left -= block.get("rows") or len(block.get("lines", "1"))
    return kept, left <= 0


def masthead_numbers(b: Bulletin) -> list[str]:
    """第10期 and （总第2222期）, as far as the issue has them."""
    numbers = []
    if b.annual_no is not None:
        number = f"〔{b.year}〕第{b.annual_no}期" if b.year else f"第{b.annual_no}期"
        numbers.append(_KINDS[b.kind] + number)
    if b.cumulative_no is not None:
        numbers.append(f"（总第{b.cumulative_no}期）")
    return numbers


def leading_columns(b: Bulletin) -> list[str]:
    """The columns before the note: the first one last, preceded by those under which no item stands."""
    items = {item.column for item in b.items}
    return [c for c in b.columns[1:] if c not in items] + list(b.columns[:1])


def written_date(day: date | None) -> str:
    """2023年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def led(text: str) -> list[Run]:
    """A paragraph with its leading sentences (一是…。) in 楷体."""
    runs: list[Run] = []
    at = 0
    for lead in _LEAD.finditer(text):
        if lead.start() and text[lead.start() - 1] not in "。；！？：":
            continue
        runs += [(FontRole.FANG, text[at : lead.start()]), (FontRole.KAI, lead[0])]
        at = lead.end()
    return [*runs, (FontRole.FANG, text[at:])]


def recipient_rows(b: Bulletin) -> list[tuple[str, str]]:
    """报, 送, 发 with their lists."""
    tiers = (("报：", b.recipients.up), ("送：", b.recipients.peer), ("发：", b.recipients.down))
    return [(label, "，".join(names) + "。") for label, names in tiers if names]


def people_rows(b: Bulletin) -> list[list[str]]:
    """Editor, checker and signer; contacts: a row each, as far as they are known."""
    people = (("责编", b.editor), ("核稿", b.checker), ("签发", b.signer))
    contacts = (("电话", b.contacts.phone), ("传真", b.contacts.fax), ("邮箱", b.contacts.email))
    rows = [[f"{label}：{value}" for label, value in group if value] for group in (people, contacts)]
    return [row for row in rows if row]


def copies_words(copies: int) -> str:
    """（共印80份）, the last row of the imprint, on the right."""
    return f"（共印{copies}份）"


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Neighbours in the same role together."""
    runs: list[Run] = []
    start = 0
    for n in range(1, len(glyphs) + 1):
        if n == len(glyphs) or glyphs[n].role != glyphs[start].role:
            runs.append((FontRole(glyphs[start].role), "".join([glyph.char for glyph in glyphs[start:n]])))
            start = n
    return runs


def _seams(runs: Sequence[str]) -> int:
    """Places without tracking: the typesetter adds none at the end of a run of one font and script, nor inside ——."""
    return len(runs) + sum(len(_SEAM.findall(text)) for text in runs)


def name_size(name: str) -> float:
    """Size of the masthead's name in points: it fills nine tenths of the width, 56 pt at most."""
    return round(min(56.0, 0.92 * TYPE_WIDTH / max(4, len(name))), 2)


def balanced(title: str, most: int) -> list[str]:
    """A title in lines of nearly equal length, none longer than ``most`` characters, broken at a mark if one is near."""
    count = -(-len(title) // most)
    lines: list[str] = []
    for left in range(count, 1, -1):
        even = -(-len(title) // left)
        cuts = [
            n
            for n in range(max(1, even - 4), min(most, even + 3) + 1)
            if n < len(title) and _fits(title, n, most, left)
        ]
        cut = min(
            cuts, key=lambda n: (title[n - 1] not in "，：；、 ", abs(n - even)), default=min(even, most)
        )
        lines.append(title[:cut].strip())
        title = title[cut:]
    return [*lines, title.strip()]


def _fits(title: str, cut: int, most: int, left: int) -> bool:
    return may_break(title[cut - 1], title[cut]) and len(title) - cut <= most * (left - 1)
