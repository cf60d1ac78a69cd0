"""The body in items: where each begins, its headline, its paragraphs, its contributing unit.

The layouts differ: headlines stand alone or open the first paragraph; the unit stands under the text, under
the headline or at the end of the last paragraph; 一、二、三 number the items or the parts of one item. The
evidence is weighed once for the whole body (``_Style``), then the pieces are dealt out in one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.core.gongwen.blocks import HEADLINE_LONGEST, Piece, Sort, clean_unit, is_unit
from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.model import Item, Paragraph
from taizhang.core.gongwen.words import NOTE_WORDS, PART

_FIRST_STOP = re.compile(r"[。！？!?][”’」』）)]?")
_WIDE_SPACE = re.compile(r"(?:　{1,}|[ \t]{2,})")
_BOXED = re.compile(r"^[【［\[](?P<title>[^】］\]]{4,60})[】］\]]\s*(?=\S)")
_HEADLINE_UNIT = re.compile(r"[（(〔](?P<unit>[^（）()〔〕]{2,40})[）)〕]$")
_RUN_IN_LONGEST = 80
_SHORT = 45
_SUBHEAD = 12  # an unmarked line shorter than that, in mid-item, is a subhead


@dataclass(slots=True)
class _Draft:
    """An item while its pieces are dealt out."""

    column: str
    heads: list[Piece] = field(default_factory=list)
    texts: list[Piece] = field(default_factory=list)
    unit: str = ""
    tail_of: Piece | None = None
    boundary: bool = False  # a source has closed it


@dataclass(frozen=True, slots=True)
class _Style:
    """What marks the beginning of an item in this body."""

    mark: str  # the class of list mark that items bear; "" for none
    own_line: bool  # headlines stand on lines of their own
    head_source: bool  # the unit stands under the headline
    sources: int  # how many items name their unit


def split_items(pieces: list[Piece]) -> tuple[list[Paragraph], list[Item], list[str]]:
    """The note, the items and the names of the columns."""
    note, pieces = _take_note(pieces)
    style = _style_of([p for p in pieces if p.sort is not Sort.COLUMN], pieces)
    pieces = _name_bare_columns(pieces, style)
    drafts: list[_Draft] = []
    columns: list[str] = []
    fresh = True  # the next text begins an item
    for i, piece in enumerate(pieces):
        if piece.sort is Sort.COLUMN:
            columns.append(piece.words)
            fresh = True
            continue
        fresh = _deal(
            piece,
            pieces[i + 1] if i + 1 < len(pieces) else None,
            drafts,
            style,
            fresh,
            columns[-1] if columns else "",
        )
    return note, [_finish(d, style) for d in drafts], list(dict.fromkeys(columns))


# ---- the note


def _take_note(pieces: list[Piece]) -> tuple[list[Paragraph], list[Piece]]:
    """The editor's note and the pieces without it."""
    at = next((i for i, p in enumerate(pieces) if p.sort is Sort.NOTE), None)
    if at is not None and not any(p.sort in (Sort.SOURCE, Sort.HEADLINE) for p in pieces[:at]):
        end = _labelled_end(pieces, at)
        return _paragraphs(pieces[at:end]), [*pieces[:at], *pieces[end:]]
    begin = next((i for i, p in enumerate(pieces) if p.sort is not Sort.COLUMN), len(pieces))
    end = begin
    while (
        end < len(pieces) and pieces[end].sort is Sort.TEXT and not pieces[end].mark and not pieces[end].tail
    ):
        end += 1
    end = _unlabelled_end(pieces, begin, end)
    return _paragraphs(pieces[begin:end]), [*pieces[:begin], *pieces[end:]]


def _labelled_end(pieces: list[Piece], at: int) -> int:
    """Behind the last paragraph of a note that begins at ``at``."""
    end = at + 1
    if not pieces[at].block.text[pieces[at].skip :].strip() and end < len(pieces):
        end += 1  # the label stood alone
    stop = end
    while stop < len(pieces) and pieces[stop].sort is Sort.TEXT and not pieces[stop].mark:
        stop += 1
    follows = pieces[stop].sort if stop < len(pieces) else Sort.SOURCE
    heads = follows in (Sort.HEADLINE, Sort.COLUMN) and not pieces[stop].mark
    if heads and not any(p.tail for p in pieces[end:stop]):
        return stop
    while end + 1 < stop and NOTE_WORDS.search(pieces[end].block.text) and not pieces[end].tail:
        end += 1
    return end


def _unlabelled_end(pieces: list[Piece], begin: int, end: int) -> int:
    """Behind the last paragraph of a note without a label among the opening texts; ``begin`` without one."""
    if begin == end:
        return begin
    follows = pieces[end] if end < len(pieces) else None
    if follows and follows.sort is Sort.HEADLINE and not follows.mark and follows.block.text[-1] not in ")）":
        return end
    if follows and follows.sort is Sort.COLUMN:
        headed = end + 1 < len(pieces) and pieces[end + 1].sort is Sort.HEADLINE
        return end if headed or NOTE_WORDS.search(pieces[begin].block.text) else begin
    first = pieces[begin].block.text
    second = pieces[begin + 1] if begin + 1 < len(pieces) else None
    if second is None or second.sort is Sort.SOURCE:
        return begin
    if NOTE_WORDS.search(first[-80:]) or (len(first) < 400 and NOTE_WORDS.search(first)):
        return begin + 1
    text_next = second.sort is Sort.TEXT and not second.mark and not PART.match(second.block.text[:80])
    return (
        begin + 1
        if text_next and not _opens_with_headline(first) and _opens_with_headline(second.block.text)
        else begin
    )


def _opens_with_headline(text: str) -> bool:
    """Whether the first sentence reads like a headline: short, without a comma, and not all of the text."""
    found = _FIRST_STOP.search(text[: _SHORT + 1])
    return (
        bool(found)
        and "，" not in text[: found.end()]
        and "," not in text[: found.end()]
        and found.end() < len(text)
        if found
        else False
    )


def _paragraphs(pieces: list[Piece]) -> list[Paragraph]:
    made = [p.block.paragraph(p.skip if p.sort is Sort.NOTE else 0, len(p.block.text)) for p in pieces]
    return [p for p in made if p.text]


# ---- style


def _style_of(pieces: list[Piece], all_pieces: list[Piece]) -> _Style:
    sources = sum(p.sort is Sort.SOURCE or bool(p.tail and is_unit(p.words)) for p in pieces)
    first = pieces[0] if pieces else None
    own_line = first is not None and first.sort is Sort.HEADLINE
    heads = 0
    while heads < len(pieces) and pieces[heads].sort is Sort.HEADLINE:
        heads += 1
    head_source = 0 < heads < len(pieces) - 1 and pieces[heads].sort is Sort.SOURCE
    mark = first.mark if first else ""
    if not mark and own_line and sources > 1 and heads < len(pieces):
        mark = _numbered_under_a_head(pieces)
    return _Style(mark, own_line, head_source, sources)


def _numbered_under_a_head(pieces: list[Piece]) -> str:
    """The mark of items that stand, numbered and each with its unit, under one heading."""
    mark = pieces[1].mark if len(pieces) > 1 else ""
    if not mark:
        return ""
    bearers = [i for i, p in enumerate(pieces) if p.mark == mark]
    closed = [i for i in bearers[1:] if pieces[i - 1].sort is Sort.SOURCE or pieces[i - 1].tail]
    return mark if closed and len(closed) == len(bearers) - 1 else ""


def _name_bare_columns(pieces: list[Piece], style: _Style) -> list[Piece]:
    """A heading without a mark over items that bear one is a column."""
    if not style.mark:
        return pieces
    for before, piece in pairwise(pieces):
        if before.sort is Sort.HEADLINE and not before.mark and piece.mark == style.mark:
            before.sort, before.words = Sort.COLUMN, before.block.text
    return pieces


# ---- dealing out


def _deal(
    piece: Piece, following: Piece | None, drafts: list[_Draft], style: _Style, fresh: bool, column: str
) -> bool:
    """Give ``piece`` to the item it belongs to; return whether the next text begins another."""
    if piece.sort is Sort.SOURCE:
        return _deal_source(piece, drafts, style)
    if not drafts or _begins(piece, drafts[-1], style, fresh):
        drafts.append(_Draft(column))
    draft = drafts[-1]
    if piece.sort is Sort.HEADLINE and not draft.texts and _extends_title(piece, draft, style):
        draft.heads.append(piece)
        return False
    draft.texts.append(piece)
    if piece.tail and (is_unit(piece.words) or _closes(following, style)):
        draft.unit, draft.tail_of = draft.unit or piece.words, piece
        return not style.head_source
    return False


def _deal_source(piece: Piece, drafts: list[_Draft], style: _Style) -> bool:
    if not drafts:
        return True
    if not drafts[-1].unit:
        drafts[-1].unit = piece.words
    elif drafts[-1].texts:
        drafts[-1].unit += "、" + piece.words
    return bool(drafts[-1].texts)


def _closes(following: Piece | None, style: _Style) -> bool:
    """Whether what follows shows that the bracket before it was a source."""
    if following is None or following.sort is Sort.COLUMN:
        return True
    return following.mark == style.mark and (bool(style.mark) or following.sort is Sort.HEADLINE)


def _extends_title(piece: Piece, draft: _Draft, style: _Style) -> bool:
    """A first headline, or its second line."""
    if not draft.heads:
        return True
    length = sum(len(h.block.text) for h in draft.heads) + len(piece.block.text)
    return not piece.mark and not draft.unit and length <= 2 * HEADLINE_LONGEST


def _begins(piece: Piece, draft: _Draft, style: _Style, fresh: bool) -> bool:
    if not draft.texts and not (fresh and draft.unit):
        return fresh and bool(draft.heads) and piece.mark == style.mark and bool(style.mark)
    if style.mark:
        return piece.mark == style.mark or (
            fresh and style.sources > 0 and piece.sort is Sort.HEADLINE and not piece.mark
        )
    if fresh:
        return True
    if piece.sort is Sort.HEADLINE and not piece.mark and (style.own_line or style.sources == 0):
        return len(compact(piece.block.text)) >= (_SUBHEAD if style.sources else 8)
    return _begins_run_in(piece, style)


def _begins_run_in(piece: Piece, style: _Style) -> bool:
    """Without any sources or headlines, each paragraph that opens like a headline is an item."""
    if style.own_line or style.sources or piece.sort is not Sort.TEXT or piece.mark:
        return False
    return _opens_with_headline(piece.block.text) and not PART.match(piece.block.text[:80])


# ---- finishing


def _finish(draft: _Draft, style: _Style) -> Item:
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


def _words(piece: Piece) -> str:
    return piece.block.text[piece.skip :].strip()


def _length(piece: Piece, draft: _Draft) -> int:
    """The length of the text without the source at its end."""
    return len(piece.block.text) - (piece.tail if piece is draft.tail_of else 0)


def _run_in(piece: Piece, length: int, *, alone: bool) -> tuple[str, bool, Paragraph]:
    """Title, whether it runs in, and the rest of the first paragraph."""
    text = piece.block.text[piece.skip : length]
    head = text[:_RUN_IN_LONGEST]
    boxed, stop, wide = _BOXED.match(head), _FIRST_STOP.search(head), _WIDE_SPACE.search(head)
    if boxed:
        end, title = boxed.end(), boxed["title"]
    elif wide and wide.start() >= 4 and (stop is None or wide.start() < stop.start()):
        end, title = wide.end(), head[: wide.start()]
    elif stop:
        end, title = stop.end(), head[: stop.end()]
    else:
        end, title = _long_stop(text), text[: _long_stop(text)]
    rest = piece.block.paragraph(piece.skip + end, length)
    return title.strip(), bool(rest.text) or alone, rest


def _long_stop(text: str) -> int:
    found = _FIRST_STOP.search(text)
    return found.end() if found else len(text)
