"""The body in items: where each begins, its headline, its paragraphs, its contributing unit.

The layouts differ: headlines stand alone or open the first paragraph; the unit stands under the text, under
the headline or at the end of the last paragraph; 一、二、三 number the items or the parts of one item. The
evidence is weighed once for the whole body (``style``), then the pieces are dealt out in one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.core.gongwen.beginnings import BeginCase, Owner, SourceCase, begins_article, owner_of
from taizhang.core.gongwen.blocks import HEADLINE_LONGEST, BlockPiece, Sort, clean_unit, is_unit
from taizhang.core.gongwen.model import Item, Paragraph
from taizhang.core.gongwen.notes import take_note
from taizhang.core.gongwen.rules import RUN_IN, TEXT, StructureRule, decision
from taizhang.core.gongwen.style import BodyStyle, ItemDraft, name_bare_columns, style_of

_FIRST_STOP = re.compile(r"[。！？!?][”’」』）)]?")
_WIDE_SPACE = re.compile(r"(?:　{1,}|[ \t]{2,})")
_BOXED = re.compile(r"^[【［\[](?P<title>[^】］\]]{4,60})[】］\]]\s*(?=\S)")
_HEADLINE_UNIT = re.compile(r"[（(〔](?P<unit>[^（）()〔〕]{2,40})[）)〕]$")
_RUN_IN_LONGEST = 80
_MOST_COMMAS = 1  # in the second line of a title


def split_items(pieces: list[BlockPiece]) -> tuple[list[Paragraph], list[Item], list[str]]:
    """The note, the items and the names of the columns."""
    note, pieces = take_note(pieces)
    style = style_of([p for p in pieces if p.sort is not Sort.COLUMN], pieces)
    pieces = name_bare_columns(pieces, style)
    dealer = _Dealer(style, pieces)
    for i in range(len(pieces)):
        dealer.deal(i)
    columns = dict.fromkeys(name for p in pieces if p.sort is Sort.COLUMN for name in p.words.split("\n"))
    return note, [_finish(draft, style) for draft in dealer.drafts], list(columns)


# ---- dealing out


class _Dealer:
    """Gives each piece to the item it belongs to, in one pass."""

    def __init__(self, style: BodyStyle, pieces: list[BlockPiece]) -> None:
        self.drafts: list[ItemDraft] = []
        self._style = style
        self._pieces = pieces
        self._fresh = True  # the next text begins an item
        self._above = ""  # the unit that stood above the title to come
        self._column = ""

    def deal(self, at: int) -> None:
        piece = self._pieces[at]
        following = self._pieces[at + 1] if at + 1 < len(self._pieces) else None
        if piece.sort is Sort.COLUMN:
            self._column, self._fresh = piece.words.rpartition("\n")[2], True
            return
        if piece.sort is Sort.SOURCE:
            self._deal_source(piece, following)
            return
        if self._above or not self.drafts or self._begins(at):
            self.drafts.append(ItemDraft(self._column, unit=self._above))
            self._above = ""
        self._fresh = self._deal_words(piece, following, self.drafts[-1])

    def _begins(self, at: int) -> bool:
        case = BeginCase(self._pieces, at, self.drafts[-1], self._style, self._fresh)
        return begins_article(case)

    def _deal_source(self, piece: BlockPiece, following: BlockPiece | None) -> None:
        draft = self.drafts[-1] if self.drafts else None
        owner = owner_of(SourceCase(piece, following, draft, self._style))
        if owner is Owner.NEXT:
            self._above = piece.words
        elif draft and owner is Owner.LAST:
            draft.unit += "、" * bool(draft.unit) + piece.words
        self._fresh = draft is None or bool(draft.texts)

    def _deal_words(self, piece: BlockPiece, following: BlockPiece | None, draft: ItemDraft) -> bool:
        """Give headline or text to ``draft``; return whether the next text begins another."""
        if piece.sort is Sort.HEADLINE and not draft.texts and _extends_title(piece, draft):
            draft.heads.append(piece)
            return False
        draft.texts.append(piece)
        if piece.tail and (is_unit(piece.words) or _closes(following, self._style)):
            draft.unit, draft.tail_of = draft.unit or piece.words, piece
            return not self._style.head_source
        return False


def _closes(following: BlockPiece | None, style: BodyStyle) -> bool:
    """Whether what follows shows that the bracket before it was a source."""
    if following is None or following.sort is Sort.COLUMN:
        return True
    return following.mark == style.mark and (bool(style.mark) or following.sort is Sort.HEADLINE)


def _extends_title(piece: BlockPiece, draft: ItemDraft) -> bool:
    """A first headline, or its second line."""
    if not draft.heads:
        return True
    length = sum(len(h.block.text) for h in draft.heads) + len(piece.block.text)
    clauses = piece.block.text.count("，")
    return not piece.mark and not draft.unit and length <= 2 * HEADLINE_LONGEST and clauses <= _MOST_COMMAS


# ---- finishing


def _finish(draft: ItemDraft, style: BodyStyle) -> Item:
    body: list[Paragraph] = []
    texts = list(draft.texts)
    if draft.heads:
        title, run_in = "".join(_words(h) for h in draft.heads), False
    else:
        title, run_in, rest = _run_in(texts[0], _length(texts[0], draft), alone=len(texts) == 1)
        body = [rest] if rest.text else []
        texts = texts[1:]
    body += [p.block.paragraph(0, _length(p, draft)) for p in texts]
    unit = draft.unit
    if not unit and (found := _HEADLINE_UNIT.search(title)) and not style.sources and is_unit(found["unit"]):
        title, unit = title[: found.start()].rstrip(), clean_unit(found["unit"])
    pieces = [*draft.heads, *draft.texts]
    return Item(
        title,
        tuple(p for p in body if p.text),
        unit,
        run_in,
        draft.column,
        pieces[0].block.start,
        pieces[-1].block.end,
    )


def _words(piece: BlockPiece) -> str:
    return piece.block.text[piece.skip :].strip()


def _length(piece: BlockPiece, draft: ItemDraft) -> int:
    """The length of the text without the source at its end."""
    return len(piece.block.text) - (piece.tail if piece is draft.tail_of else 0)


@dataclass(frozen=True, slots=True)
class RunInCase:
    """The first paragraph of an item without a headline of its own; ``head`` is its beginning."""

    text: str

    @property
    def head(self) -> str:
        return self.text[:_RUN_IN_LONGEST]


def _in_a_box(case: RunInCase) -> tuple[str, int] | None:
    found = _BOXED.match(case.head)
    return (found["title"], found.end()) if found else None


def _before_a_wide_space(case: RunInCase) -> tuple[str, int] | None:
    wide, stop = _WIDE_SPACE.search(case.head), _FIRST_STOP.search(case.head)
    if wide is None or wide.start() < 4 or (stop and stop.start() < wide.start()):
        return None
    return case.head[: wide.start()], wide.end()


def _first_sentence(case: RunInCase) -> tuple[str, int] | None:
    stop = _FIRST_STOP.search(case.text)
    return (case.text[: stop.end()], stop.end()) if stop else None


def _run_in(piece: BlockPiece, length: int, *, alone: bool) -> tuple[str, bool, Paragraph]:
    """Title, whether it runs in, and the rest of the first paragraph."""
    text = piece.block.text[piece.skip : length]
    title, end = decision(RUN_INS, RunInCase(text)) or (text, len(text))
    rest = piece.block.paragraph(piece.skip + end, length)
    return title.strip(), bool(rest.text) or alone, rest


RUN_INS: tuple[StructureRule[RunInCase, tuple[str, int]], ...] = (
    StructureRule(
        "in a box", _in_a_box,
        f"【市局办好便民早市】{TEXT}", "文章《市局办好便民早市》1 段",
        f"【早市】{TEXT}", "文章《【早市】市局走访商户四百余户，收集意见五十七条。》0 段",
    ),
    StructureRule(
        "set off by a wide space", _before_a_wide_space,
        f"市局办好便民早市　　{TEXT}", "文章《市局办好便民早市》1 段",
        f"市局　　{RUN_IN}", "文章《市局　　市局办好便民早市。》1 段",
    ),
    StructureRule(
        "the first sentence", _first_sentence,
        RUN_IN, "文章《市局办好便民早市。》1 段",
        TEXT, f"文章《{TEXT}》0 段",
    ),
)  # fmt: skip
