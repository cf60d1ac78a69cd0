"""What each unwrapped paragraph of the body is: column, note, headline, source, text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.rules import TEXT, StructureRule, decision
from taizhang.core.gongwen.unwrap import Block, ends_sentence
from taizhang.core.gongwen.words import (
    BARE_COLUMN,
    COLUMN_LABEL,
    COLUMN_LINE,
    COLUMN_NAMES,
    COLUMNS_LINE,
    CONTACT_LINE,
    CONTACT_TAIL,
    CONTENTS_HEAD,
    DECORATED,
    ENTRY_TAIL,
    NOTE_HEAD,
    ORGAN_END,
    SOURCE_LABEL,
    SOURCE_LINE,
    SOURCE_TAIL,
    SOURCE_TRIM,
    WHOLE_UNIT,
    mark_of,
)
from taizhang.core.text.tables import is_caption, is_row

HEADLINE_LONGEST = 64
_NOT_A_UNIT = re.compile(
    r"^(?:[0-9０-９一二三四五六七八九十]+|[上下]?略|完|[上见附]?[图表][0-9０-９一二三四五六七八九十]*|.*(?:如下|详见|下同|待续|附件|见第|续第|以下简称|包括|其中|例如).*)$"
)
# What a headline has and the name of a unit has not.
_HEADLINE_WORDS = re.compile(
    r"[“”《》：:0-9]|举办|开展|推进|召开|组织|打造|建成|成立|推动|创新|走进|深入|提升|助力|服务|实现|强化"
)
# What looks like such a word in the name of a unit: 市委组织部, 市政务服务中心.
_IN_UNITS = re.compile(
    r"组织(?=部|处|科|人事)|服务(?=[^，。]{0,2}(?:中心|总?队|站|局|处|大厅|公司|集团)$)|推进(?=办|中心|[^，。]{0,4}领导小组)|"
    r"创新(?=中心|办|局|院|创业)"
)
_UNIT_LONGEST = 34
_MOST_ENTRIES = 40  # of a list of contents
_GOES_ON = "进到在向与和的对为给让把从由至及、，"  # a title that ends so goes on in the next line
_COLUMN_WORD = re.compile(r"^\s*(?:本期)?栏\s*目\s*[:：]")
_COLUMN_LONGEST = 10
_MOTTO = 6
_AUTHOR = re.compile(r"[（(]?\s*(?:作\s*者|撰\s*稿\s*人?|通\s*讯\s*员)\s*[:：]")


class Sort(Enum):
    COLUMN = auto()  # one, or several names with line feeds between them
    CONTENTS = auto()
    NOTE = auto()
    SOURCE = auto()
    HEADLINE = auto()  # stands on a line of its own
    TEXT = auto()
    CONTACT = auto()  # a contributor's name and telephone


@dataclass(slots=True)
class BlockPiece:
    """A paragraph of the body with its sort. ``words`` is the name of a column, the unit of a source;
    ``skip`` counts the opening characters that are a label or a list mark."""

    sort: Sort
    block: Block
    mark: str = ""
    skip: int = 0
    words: str = ""
    tail: int = 0  # length of a source in brackets at the end of the text


@dataclass(frozen=True, slots=True)
class BlockCase:
    """A paragraph to be sorted, with the text of the next one and the pieces sorted before it."""

    block: Block
    following: str
    sorted: list[BlockPiece]

    @property
    def has_text(self) -> bool:
        return any(piece.sort is Sort.TEXT for piece in self.sorted[-2:])

    @property
    def words(self) -> str:
        """The text of a paragraph short enough for a heading or a source; empty for a longer one."""
        return self.block.text if len(self.block.text) <= HEADLINE_LONGEST + 20 else ""


def _table(case: BlockCase) -> BlockPiece | None:
    of_table = is_row(case.block.text) or (is_row(case.following) and is_caption(case.block.text))
    return BlockPiece(Sort.TEXT, case.block) if of_table else None


def _contents(case: BlockCase) -> BlockPiece | None:
    heading = CONTENTS_HEAD.match(case.words) if len(case.words) <= 40 else None
    return BlockPiece(Sort.CONTENTS, case.block) if heading else None


def _note(case: BlockCase) -> BlockPiece | None:
    label = NOTE_HEAD.match(case.block.text[:40])
    return BlockPiece(Sort.NOTE, case.block, skip=label.end()) if label else None


def _labelled_source(case: BlockCase) -> BlockPiece | None:
    found = SOURCE_LABEL.match(case.words)
    if found is None or (_AUTHOR.match(case.words) and not is_unit(clean_unit(found["unit"]))):
        return None
    return BlockPiece(Sort.SOURCE, case.block, words=clean_unit(found["unit"]))


def _contributor(case: BlockCase) -> BlockPiece | None:
    before = case.sorted[-1].sort if case.sorted else None
    named = before in (Sort.SOURCE, Sort.CONTACT) or (before and _AUTHOR.match(case.words))
    return BlockPiece(Sort.CONTACT, case.block) if named and CONTACT_LINE.match(case.words) else None


def _bracketed_source(case: BlockCase) -> BlockPiece | None:
    text = case.words
    found = SOURCE_LINE.match(text)
    if found is None or re.search(r"[。；！？]", found["unit"]) or _NOT_A_UNIT.match(found["unit"]):
        return None
    if text[0] in "【［[" and not (case.has_text and is_unit(found["unit"])):
        return None
    return BlockPiece(Sort.SOURCE, case.block, words=clean_unit(found["unit"]))


def _signature(case: BlockCase) -> BlockPiece | None:
    """海川市图书馆 alone below a text, far to the right or after a dash."""
    words = case.words.lstrip("—-– ")
    apart = case.block.indent >= 20 or case.words.startswith(("——", "--", "—"))
    if not (case.has_text and apart and names_a_unit(words)):
        return None
    return BlockPiece(Sort.SOURCE, case.block, words=clean_unit(words))


def _column(case: BlockCase) -> BlockPiece | None:
    text = case.words
    found = COLUMN_LINE.match(text) or DECORATED.match(text) or COLUMN_LABEL.match(text)
    return (
        BlockPiece(Sort.COLUMN, case.block, words=" ".join(_COLUMN_WORD.sub("", found["name"]).split()))
        if found
        else None
    )


def _columns(case: BlockCase) -> BlockPiece | None:
    names = COLUMN_NAMES.findall(case.words) if COLUMNS_LINE.match(case.words) else None
    return BlockPiece(Sort.COLUMN, case.block, words="\n".join(names)) if names else None


def _known_column(case: BlockCase) -> BlockPiece | None:
    known = BARE_COLUMN.match(case.words) and case.following and case.following[0] not in "（("
    return BlockPiece(Sort.COLUMN, case.block, words=case.words) if known else None


def _headline(case: BlockCase) -> BlockPiece | None:
    text = case.block.text
    mark, length = mark_of(text[:40])
    if len(text) - length > HEADLINE_LONGEST or ends_sentence(text) or text[-1] in "，、,：:；;":
        return None
    return BlockPiece(Sort.HEADLINE, case.block, mark, length)


def _text(case: BlockCase) -> BlockPiece:
    mark, length = mark_of(case.block.text[:40])
    unit, tail = source_tail(case.block.text)
    return BlockPiece(Sort.TEXT, case.block, mark, length, unit, tail)


SORTS: tuple[StructureRule[BlockCase, BlockPiece], ...] = (
    StructureRule(
        "table and its caption", _table,
        f"市局办好便民早市\n表1 走访情况\n| 商户 | 意见 |\n| --- | --- |\n| 400 | 57 |\n{TEXT}",
        "文章《市局办好便民早市》5 段",
        f"市局办好便民早市\n{TEXT}\n（区局）\n表1 走访情况\n{TEXT}",
        "文章《市局办好便民早市》（区局）1 段；文章《表1 走访情况》1 段",
    ),
    StructureRule(
        "heading of a list of contents", _contents,
        f"本期要目\n市局办好便民早市\n市局办好便民早市\n{TEXT}", "文章《市局办好便民早市》1 段",
        f"目录管理更规范\n{TEXT}", "文章《目录管理更规范》1 段",
    ),
    StructureRule(
        "note of the editor", _note,
        f"编者按：现将做法刊发。\n市局办好便民早市\n{TEXT}", "按语“现将做法刊发。”；文章《市局办好便民早市》1 段",
        f"市局办好便民早市\n按照部署，{TEXT}", "文章《市局办好便民早市》1 段",
    ),
    StructureRule(
        "unit after a label", _labelled_source,
        f"市局办好便民早市\n{TEXT}\n供稿：市商务局　联系电话：5300881", "文章《市局办好便民早市》（市商务局）1 段",
        f"市局办好便民早市\n来源：市商务局介绍了经过。{TEXT}", "文章《市局办好便民早市》1 段",
    ),
    StructureRule(
        "who wrote the article and how to reach them", _contributor,
        f"市局办好便民早市\n{TEXT}\n供稿单位：市商务局\n联系人：李明　电话：5300881\n区局开好夜校\n{TEXT}\n（区局）",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区局）1 段",
        f"市局办好便民早市\n联系电话：5300881，市民可以预约。\n{TEXT}", "文章《市局办好便民早市》2 段",
    ),
    StructureRule(
        "unit in brackets", _bracketed_source,
        f"市局办好便民早市\n{TEXT}\n（市商务局）", "文章《市局办好便民早市》（市商务局）1 段",
        f"市局办好便民早市\n{TEXT}\n（见附件1）\n{TEXT}", "文章《市局办好便民早市》3 段",
    ),
    StructureRule(
        "unit far to the right or after a dash", _signature,
        f"市局办好便民早市\n{TEXT}\n——市商务局", "文章《市局办好便民早市》（市商务局）1 段",
        f"市局办好便民早市\n{TEXT}\n——走访商户。{TEXT}", "文章《市局办好便民早市》2 段",
    ),
    StructureRule(
        "columns on one line", _columns,
        f"【为民实事】【一线动态】\n市局办好便民早市\n{TEXT}", "栏目 为民实事、一线动态；文章《市局办好便民早市》1 段",
        f"【为民实事】市局办好便民早市。{TEXT}", "文章《为民实事》1 段",
    ),
    StructureRule(
        "column in brackets, between signs or after a label", _column,
        f"★为民实事★\n市局办好便民早市\n{TEXT}", "栏目 为民实事；文章《市局办好便民早市》1 段",
        f"★市局办好便民早市\n{TEXT}", "文章《市局办好便民早市》1 段",
    ),
    StructureRule(
        "column by its name", _known_column,
        f"基层动态\n市局办好早市\n{TEXT}", "栏目 基层动态；文章《市局办好早市》1 段",
        f"市局通报动态监测\n{TEXT}", "文章《市局通报动态监测》1 段",
    ),
    StructureRule(
        "headline on a line of its own", _headline,
        f"全市办好便民早市\n——来自三个街道的报告\n{TEXT}", "文章《全市办好便民早市——来自三个街道的报告》1 段",
        f"全市办好便民早市。{TEXT}", "文章《全市办好便民早市。》1 段",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NeighbourCase:
    """A headline between its neighbours; ``signed`` says that the body ends with the bare name of a unit."""

    before: BlockPiece | None
    piece: BlockPiece
    after: BlockPiece | None
    signed: bool
    listed: bool  # the list of contents names it

    @property
    def words(self) -> str:
        return self.piece.block.text[self.piece.skip :].strip()


def _sort_of(piece: BlockPiece | None) -> Sort | None:
    return piece.sort if piece else None


def _unit_under_a_title(case: NeighbourCase) -> Sort | None:
    if _sort_of(case.before) is not Sort.HEADLINE or case.piece.mark or case.after is None or case.listed:
        return None
    title = case.before.block.text if case.before else ""
    text_follows = case.after.sort is Sort.TEXT or bool(case.after.mark)
    return Sort.SOURCE if title[-1] not in _GOES_ON and text_follows and _is_whole_unit(case.words) else None


def _as_entry(piece: BlockPiece) -> str:
    """Return what the piece would name if it stood in a list of contents."""
    return ENTRY_TAIL.sub("", compact(piece.block.text[piece.skip : piece.skip + 80]))


def _unit_below_a_text(case: NeighbourCase) -> Sort | None:
    below = _sort_of(case.before) is Sort.TEXT and _sort_of(case.after) in (Sort.HEADLINE, Sort.COLUMN, None)
    return Sort.SOURCE if case.signed and below and _signs(case.piece) else None


def _signs(piece: BlockPiece) -> bool:
    return piece.sort is Sort.HEADLINE and not piece.mark and _is_whole_unit(piece.block.text)


def _is_short_heading(case: NeighbourCase) -> bool:
    says_something = len(case.words) > 4 and _HEADLINE_WORDS.search(case.words)
    return len(case.words) <= _COLUMN_LONGEST and not says_something


def _column_over_a_note(case: NeighbourCase) -> Sort | None:
    return Sort.COLUMN if _sort_of(case.after) is Sort.NOTE and _is_short_heading(case) else None


def _signed_column(case: NeighbourCase) -> Sort | None:
    """A heading with a sign (◎) right before a headline without it."""
    plain_after = _sort_of(case.after) is Sort.HEADLINE and case.after and case.after.mark != "●"
    return Sort.COLUMN if case.piece.mark == "●" and plain_after and _is_short_heading(case) else None


def _motto(case: NeighbourCase) -> Sort | None:
    """A few characters, no unit's name, on a line over a headline twice as long: 学思践悟."""
    if _sort_of(case.after) is not Sort.HEADLINE or case.after is None or case.after.mark or case.piece.mark:
        return None
    words = case.piece.block.text
    apart = len(words) <= _MOTTO < 2 * len(words) <= len(case.after.block.text)
    plain = not (is_unit(words) or _HEADLINE_WORDS.search(words))
    return Sort.COLUMN if apart and plain and _sort_of(case.before) is not Sort.HEADLINE else None


NEIGHBOURS: tuple[StructureRule[NeighbourCase, Sort], ...] = (
    StructureRule(
        "unit on a line of its own under a title", _unit_under_a_title,
        f"市局办好便民早市\n市商务局\n{TEXT}", "文章《市局办好便民早市》（市商务局）1 段",
        f"把便民早市办到\n河东社区\n{TEXT}", "文章《把便民早市办到河东社区》1 段",
    ),
    StructureRule(
        "unit on a line of its own below each text", _unit_below_a_text,
        f"市局办好便民早市\n{TEXT}\n市商务局\n区局开好夜校\n{TEXT}\n区文化馆",
        "文章《市局办好便民早市》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
        f"市局办好便民早市\n{TEXT}\n（市商务局）\n市图书馆\n把书送到群众家门口\n{TEXT}",
        "文章《市局办好便民早市》（市商务局）1 段；文章《市图书馆把书送到群众家门口》1 段",
    ),
    StructureRule(
        "column over a note", _column_over_a_note,
        f"民生实事\n编者按：现将做法刊发。\n市局办好便民早市\n{TEXT}",
        "栏目 民生实事；按语“现将做法刊发。”；文章《市局办好便民早市》1 段",
        f"市局开展走访\n编者按：现将做法刊发。\n{TEXT}", "按语“现将做法刊发。”；文章《市局开展走访》1 段",
    ),
    StructureRule(
        "column with a sign over headlines without one", _signed_column,
        f"◎民生实事\n市局办好便民早市\n{TEXT}", "栏目 民生实事；文章《市局办好便民早市》1 段",
        f"◎民生实事\n{TEXT}", "文章《民生实事》1 段",
    ),
    StructureRule(
        "motto over a headline", _motto,
        f"学思践悟\n市局办好便民早市\n{TEXT}", "栏目 学思践悟；文章《市局办好便民早市》1 段",
        f"市图书馆\n把书送到群众家门口\n{TEXT}", "文章《市图书馆把书送到群众家门口》1 段",
    ),
)  # fmt: skip


def sort_blocks(blocks: list[Block]) -> list[BlockPiece]:
    """The pieces of the body, one for each block; the contributors' names and telephones are left out."""
    pieces: list[BlockPiece] = []
    for i, block in enumerate(blocks):
        following = blocks[i + 1].text if i + 1 < len(blocks) else ""
        case = BlockCase(block, following, pieces)
        pieces.append(decision(SORTS, case) or _text(case))
    pieces = [piece for piece in pieces if piece.sort is not Sort.CONTACT]
    signed = len(pieces) > 1 and pieces[-2].sort is Sort.TEXT and _signs(pieces[-1])
    entries = [_as_entry(piece) for piece in pieces]
    before = None
    for i, piece in enumerate(pieces):
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        listed = compact(piece.block.text) in entries[max(0, i - _MOST_ENTRIES) : i]
        neighbours = NeighbourCase(before, piece, after, signed, listed)
        if piece.sort is Sort.HEADLINE and (sort := decision(NEIGHBOURS, neighbours)):
            words = neighbours.words
            piece.sort, piece.words = sort, clean_unit(words) if sort is Sort.SOURCE else words
        before = piece
    return pieces


def source_tail(text: str) -> tuple[str, int]:
    found = SOURCE_TAIL.search(text[-60:]) if text[-1] in "）)〕。" else None
    if found is None:
        return "", 0
    before = text[: len(text) - len(found.group())].rstrip()
    if not before or _NOT_A_UNIT.match(found["unit"]):
        return "", 0
    stopped = ends_sentence(before)
    if not (stopped or (SOURCE_TRIM.search(found["unit"]) and is_unit(clean_unit(found["unit"])))):
        return "", 0
    return clean_unit(found["unit"]), len(text) - len(before)


def is_unit(words: str) -> bool:
    return bool(ORGAN_END.search(compact(words))) and not re.search(r"[，。；：？！]", words)


def names_a_unit(words: str) -> bool:
    """Return whether a line without brackets is the name of a unit."""
    plain = len(words) <= _UNIT_LONGEST and not _HEADLINE_WORDS.search(_IN_UNITS.sub("", words))
    return plain and is_unit(words)


def _is_whole_unit(words: str) -> bool:
    return names_a_unit(words) and bool(WHOLE_UNIT.match(compact(words)))


def clean_unit(words: str) -> str:
    """The unit without 供稿 and the like, and without the contributor's telephone."""
    words = SOURCE_TRIM.sub("", CONTACT_TAIL.sub("", words.strip()))
    parts = SOURCE_TRIM.sub("", words).strip().split()
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)
