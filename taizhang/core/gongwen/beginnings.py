"""Where an article begins, and whom the name of a unit on a line of its own belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from taizhang.core.gongwen.blocks import BlockPiece, Sort
from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.notes import opens_with_headline
from taizhang.core.gongwen.rules import ARTICLE, RUN_IN, TEXT, StructureRule, decision
from taizhang.core.gongwen.style import BodyStyle, ItemDraft
from taizhang.core.gongwen.words import PART

_SHORTEST_TITLE = 8
_LIST_ROWS = 3
_SUBHEAD = 12  # an unmarked line shorter than that, in mid-item, is a subhead

# ---- whom a unit belongs to


class Owner(Enum):
    NEXT = auto()
    LAST = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class SourceCase:
    """A unit on a line of its own, what follows it, and the item before it."""

    piece: BlockPiece
    following: BlockPiece | None
    draft: ItemDraft | None
    style: BodyStyle


def _above_each_title(case: SourceCase) -> Owner | None:
    return Owner.NEXT if case.style.unit_above and case.following else None


def _close_above_a_title(case: SourceCase) -> Owner | None:
    """With a blank line before it and none behind, where the item before it has its unit."""
    if case.following is None or case.following.sort is not Sort.HEADLINE or case.draft is None:
        return None
    close = case.piece.block.gap and not case.following.block.gap
    return Owner.NEXT if close and case.draft.unit and case.draft.texts else None


def _first_of_an_item(case: SourceCase) -> Owner | None:
    return Owner.LAST if case.draft and not case.draft.unit else None


def _another_below_the_text(case: SourceCase) -> Owner | None:
    return Owner.LAST if case.draft and case.draft.texts else None


# ---- where an item begins


@dataclass(frozen=True, slots=True)
class BeginCase:
    """A headline or text, and the item in hand; ``fresh``: a unit or a column stands between them."""

    pieces: list[BlockPiece]
    at: int
    draft: ItemDraft
    style: BodyStyle
    fresh: bool

    @property
    def piece(self) -> BlockPiece:
        return self.pieces[self.at]

    @property
    def is_headline(self) -> bool:
        return _is_plain_headline(self.piece)

    @property
    def rows(self) -> range:
        """The places of the headlines without a mark that stand together with it, a few before and behind."""
        begin, end = self.at, self.at + 1
        while begin > max(0, self.at - _LIST_ROWS) and _is_plain_headline(self.pieces[begin - 1]):
            begin -= 1
        while end < min(len(self.pieces), self.at + _LIST_ROWS) and _is_plain_headline(self.pieces[end]):
            end += 1
        return range(begin, end)


def _is_plain_headline(piece: BlockPiece) -> bool:
    return piece.sort is Sort.HEADLINE and not piece.mark


def _title_without_text(case: BeginCase) -> bool | None:
    if case.draft.texts or (case.fresh and case.draft.unit):
        return None
    numbered = bool(case.style.mark) and case.piece.mark == case.style.mark
    return case.fresh and bool(case.draft.heads) and numbered


def _bears_the_mark(case: BeginCase) -> bool | None:
    return True if case.style.mark and case.piece.mark == case.style.mark else None


def _unmarked_among_marked(case: BeginCase) -> bool | None:
    if not case.style.mark:
        return None
    return case.fresh and case.style.sources > 0 and case.is_headline


def _behind_a_unit_or_column(case: BeginCase) -> bool | None:
    return True if case.fresh else None


def _over_its_unit(case: BeginCase) -> bool | None:
    if not (case.style.head_source and case.is_headline) or case.at > case.rows.start:
        return None
    below = case.pieces[case.rows.stop : case.rows.stop + 1]
    return True if below and below[0].sort is Sort.SOURCE and len(case.rows) < _LIST_ROWS else None


def _signed_below(case: BeginCase) -> bool | None:
    """Its text has a unit below it, and the article in hand has its own."""
    if not case.is_headline or not case.draft.unit or case.style.unit_above:
        return None
    below = case.at + 1
    while below < len(case.pieces) and case.pieces[below].sort is Sort.TEXT:
        below += 1
    signed = below < len(case.pieces) and case.pieces[below].sort is Sort.SOURCE
    return True if signed and below > case.at + 1 else None


def _row_of_a_list(case: BeginCase) -> bool | None:
    """Behind a text that leads to it or under the heading of a part, or one of three and more such lines."""
    if not case.is_headline:
        return None
    rows = case.rows
    before = case.pieces[rows.start - 1]
    leads = before.block.text[-1] in "：:，、；" if before.sort is Sort.TEXT else bool(before.mark)
    return False if leads or len(rows) >= _LIST_ROWS else None


def _headline_behind_text(case: BeginCase) -> bool | None:
    if not case.is_headline or not (case.style.own_line or case.style.sources == 0):
        return None
    return len(compact(case.piece.block.text)) >= (_SUBHEAD if case.style.sources else _SHORTEST_TITLE)


def _run_in_headline(case: BeginCase) -> bool | None:
    """Without any sources or headlines, each paragraph that opens like a headline is an item."""
    if case.style.own_line or case.style.sources or case.piece.sort is not Sort.TEXT or case.piece.mark:
        return None
    return opens_with_headline(case.piece.block.text) and not PART.match(case.piece.block.text[:80])


SOURCES: tuple[StructureRule[SourceCase, Owner], ...] = (
    StructureRule(
        "above each title: to the title below", _above_each_title,
        f"（市商务局）\n{ARTICLE}\n（区文化馆）\n区局开好夜校\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
        f"{ARTICLE}\n（市商务局）\n区局开好夜校\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》1 段",
    ),
    StructureRule(
        "close above a title, behind an item with a unit: to the title below", _close_above_a_title,
        f"{ARTICLE}（市商务局）\n\n（区文化馆）\n区局开好夜校\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
        f"{ARTICLE}\n（市商务局）\n（区文化馆）\n区局开好夜校\n{TEXT}",
        "文章《市局办好便民早市》（市商务局、区文化馆）1 段；文章《区局开好夜校》1 段",
    ),
    StructureRule(
        "to the item in hand, under its title or its text", _first_of_an_item,
        f"市局办好便民早市\n（市商务局）\n{TEXT}", "文章《市局办好便民早市》（市商务局）1 段",
        f"市局办好便民早市\n（市商务局）\n（区文化馆）\n{TEXT}", "文章《市局办好便民早市》（市商务局）1 段",
    ),
    StructureRule(
        "another one below the text: to the same item", _another_below_the_text,
        f"{ARTICLE}\n（市商务局）\n（区文化馆）", "文章《市局办好便民早市》（市商务局、区文化馆）1 段",
        f"市局办好便民早市\n（市商务局）\n（区文化馆）\n{TEXT}", "文章《市局办好便民早市》（市商务局）1 段",
    ),
)  # fmt: skip
BEGINNINGS: tuple[StructureRule[BeginCase, bool], ...] = (
    StructureRule(
        "no article begins before the one in hand has text", _title_without_text,
        f"全市掀起学习热潮\n——来自基层的报告\n{TEXT}", "文章《全市掀起学习热潮——来自基层的报告》1 段",
        f"{ARTICLE}\n区局开好夜校暖人心办实事\n{TEXT}",
        "文章《市局办好便民早市》1 段；文章《区局开好夜校暖人心办实事》1 段",
    ),
    StructureRule(
        "the mark of the first title", _bears_the_mark,
        f"一、{ARTICLE}\n二、区局开好夜校\n{TEXT}", "文章《市局办好便民早市》1 段；文章《区局开好夜校》1 段",
        f"{ARTICLE}\n一、摸底数\n{TEXT}", "文章《市局办好便民早市》3 段",
    ),
    StructureRule(
        "among marked titles, of what has no mark only a headline behind a unit", _unmarked_among_marked,
        f"一、{ARTICLE}\n（市商务局）\n另据了解，{TEXT}", "文章《市局办好便民早市》（市商务局）2 段",
        f"一、{ARTICLE}\n（市商务局）\n区局开好夜校\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》1 段",
    ),
    StructureRule(
        "behind a unit or a column", _behind_a_unit_or_column,
        f"{RUN_IN}\n（市商务局）\n区局开好夜校。{TEXT}\n（区文化馆）",
        "文章《市局办好便民早市。》（市商务局）1 段；文章《区局开好夜校。》（区文化馆）1 段",
        f"{RUN_IN}\n区局开好夜校。{TEXT}\n（区文化馆）", "文章《市局办好便民早市。》（区文化馆）2 段",
    ),
    StructureRule(
        "where units stand under titles, a headline over a unit", _over_its_unit,
        f"市局办好便民早市\n市商务局\n{TEXT}\n区局开好夜校\n区文化馆\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
        f"市局办好便民早市\n市商务局\n{TEXT}\n摸清底数\n{TEXT}", "文章《市局办好便民早市》（市商务局）3 段",
    ),
    StructureRule(
        "a headline over a text with a unit, where the article in hand has its own", _signed_below,
        f"市局办好便民早市\n（市商务局）\n{TEXT}\n区局开好夜校\n{TEXT}\n（区文化馆）",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
        f"{ARTICLE}\n摸清底数\n{TEXT}\n（市商务局）", "文章《市局办好便民早市》（市商务局）3 段",
    ),
    StructureRule(
        "no article begins with a line of a list", _row_of_a_list,
        f"市局办好便民早市\n主要做法：\n组建便民服务专项小分队五支\n{TEXT}\n（市商务局）",
        "文章《市局办好便民早市》（市商务局）3 段",
        f"{ARTICLE}\n区局开好夜校暖人心办实事\n{TEXT}\n（区文化馆）",
        "文章《市局办好便民早市》1 段；文章《区局开好夜校暖人心办实事》（区文化馆）1 段",
    ),
    StructureRule(
        "a headline that is no short subhead", _headline_behind_text,
        f"{ARTICLE}\n区局开好夜校暖人心\n{TEXT}", "文章《市局办好便民早市》1 段；文章《区局开好夜校暖人心》1 段",
        f"{ARTICLE}\n摸清底数\n{TEXT}", "文章《市局办好便民早市》3 段",
    ),
    StructureRule(
        "where no article has a unit or a line for its title, a text that opens like a headline", _run_in_headline,
        f"{RUN_IN}\n区局开好夜校。{TEXT}", "文章《市局办好便民早市。》1 段；文章《区局开好夜校。》1 段",
        f"{RUN_IN}\n一是早谋划。{TEXT}", "文章《市局办好便民早市。》2 段",
    ),
)  # fmt: skip


def owner_of(case: SourceCase) -> Owner:
    """Return whom a unit on a line of its own belongs to."""
    return decision(SOURCES, case) or Owner.NOBODY


def begins_article(case: BeginCase) -> bool:
    """Return whether an article begins with the piece of ``case``."""
    begins = decision(BEGINNINGS, case)
    return begins is not None and begins
