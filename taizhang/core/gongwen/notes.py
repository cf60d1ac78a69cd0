"""The editor's note at the head of a body: by its label, or by what it says and what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.core.gongwen.blocks import BlockPiece, Sort
from taizhang.core.gongwen.model import Paragraph
from taizhang.core.gongwen.rules import ARTICLE, RUN_IN, TEXT, StructureRule, decision
from taizhang.core.gongwen.words import NOTE_WORDS, PART

_FIRST_STOP = re.compile(r"[。！？!?][”’」』）)]?")
_SHORT = 45


def take_note(pieces: list[BlockPiece]) -> tuple[list[Paragraph], list[BlockPiece]]:
    """The editor's note and the pieces without it."""
    labelled = [i for i, p in enumerate(pieces) if p.sort is Sort.NOTE]
    above = {p.sort for p in pieces[: labelled[0]]} if labelled else set()
    if labelled and not above & {Sort.SOURCE, Sort.HEADLINE}:
        at = labelled[0]
        end = _labelled_end(pieces, at)
        return _paragraphs(pieces[at:end]), [*pieces[:at], *pieces[end:]]
    if len(labelled) == 1 and Sort.TEXT not in above:  # the only one, between a title and its text
        at = labelled[0]
        end = _goes_on(pieces, _behind_label(pieces, at), len(pieces))
        return _paragraphs(pieces[at:end]), [*pieces[:at], *pieces[end:]]
    begin = next((i for i, p in enumerate(pieces) if p.sort is not Sort.COLUMN), len(pieces))
    end = begin
    while (
        end < len(pieces) and pieces[end].sort is Sort.TEXT and not pieces[end].mark and not pieces[end].tail
    ):
        end += 1
    end = _unlabelled_end(pieces, begin, end)
    return _paragraphs(pieces[begin:end]), [*pieces[:begin], *pieces[end:]]


def _labelled_end(pieces: list[BlockPiece], at: int) -> int:
    """Behind the last paragraph of a note that begins at ``at``."""
    end = stop = _behind_label(pieces, at)
    while stop < len(pieces) and pieces[stop].sort is Sort.TEXT and not pieces[stop].mark:
        stop += 1
    follows = pieces[stop].sort if stop < len(pieces) else Sort.SOURCE
    heads = follows in (Sort.HEADLINE, Sort.COLUMN) and not pieces[stop].mark
    if heads and not any(p.tail for p in pieces[end:stop]):
        return stop
    return _goes_on(pieces, end, stop)


def _behind_label(pieces: list[BlockPiece], at: int) -> int:
    """Behind the paragraph with the label, and the next one where the label stands alone."""
    alone = not pieces[at].block.text[pieces[at].skip :].strip()
    return at + 2 if alone and at + 1 < len(pieces) else at + 1


def _goes_on(pieces: list[BlockPiece], end: int, stop: int) -> int:
    """Behind the paragraphs before ``stop`` that speak of the issue, the last one left out."""
    while end + 1 < stop and _speaks_on(pieces[end]):
        end += 1
    return end


def _speaks_on(piece: BlockPiece) -> bool:
    return piece.sort is Sort.TEXT and not piece.tail and bool(NOTE_WORDS.search(piece.block.text))


@dataclass(frozen=True, slots=True)
class NoteCase:
    """The texts that open a body, ``pieces[begin:end]``, perhaps a note or perhaps the first article."""

    pieces: list[BlockPiece]
    begin: int
    end: int

    def at(self, place: int) -> BlockPiece | None:
        return self.pieces[place] if place < len(self.pieces) else None

    @property
    def first(self) -> str:
        return self.pieces[self.begin].block.text

    @property
    def speaks_of_the_issue(self) -> bool:
        return bool(NOTE_WORDS.search(self.first if len(self.first) < 400 else self.first[-80:]))


def _before_a_headline(case: NoteCase) -> int | None:
    follows = case.at(case.end)
    leads = case.pieces[case.end - 1].block.text[-1] in "：:"  # to a list
    plain = follows and follows.sort is Sort.HEADLINE and not follows.mark and not leads
    return case.end if plain and follows and follows.block.text[-1] not in ")）" else None


def _before_a_column(case: NoteCase) -> int | None:
    follows, headed = case.at(case.end), case.at(case.end + 1)
    if follows is None or follows.sort is not Sort.COLUMN:
        return None
    heads = headed is not None and headed.sort is Sort.HEADLINE
    return case.end if heads or NOTE_WORDS.search(case.first) else case.begin


def _before_a_unit_above(case: NoteCase) -> int | None:
    follows, headed = case.at(case.end), case.at(case.end + 1)
    above = follows and headed and follows.sort is Sort.SOURCE and headed.sort is Sort.HEADLINE
    return case.end if above and case.speaks_of_the_issue else None


def _before_marked_headlines(case: NoteCase) -> int | None:
    """One text without a headline, and behind it nothing but texts that bear a sign and open with one."""
    marked = case.pieces[case.begin + 1 :]
    signs = {p.mark for p in marked if p.sort is not Sort.SOURCE}
    alike = len(marked) > 1 and signs == {"●"} and all(map(_opens_marked, marked))
    return case.begin + 1 if alike and not opens_with_headline(case.first) else None


def _opens_marked(piece: BlockPiece) -> bool:
    return piece.sort is Sort.SOURCE or opens_with_headline(piece.block.text[piece.skip :])


def _first_article(case: NoteCase) -> int | None:
    second = case.at(case.begin + 1)
    return case.begin if second is None or second.sort is Sort.SOURCE else None


def _by_its_words(case: NoteCase) -> int | None:
    return case.begin + 1 if case.speaks_of_the_issue else None


def _before_a_run_in_headline(case: NoteCase) -> int | None:
    second = case.at(case.begin + 1)
    if second is None or second.sort is not Sort.TEXT or second.mark or PART.match(second.block.text[:80]):
        return None
    headed = opens_with_headline(second.block.text) and not opens_with_headline(case.first)
    return case.begin + 1 if headed else None


def _unlabelled_end(pieces: list[BlockPiece], begin: int, end: int) -> int:
    """Behind the last paragraph of a note without a label among the opening texts; ``begin`` without one."""
    found = decision(NOTE_ENDS, NoteCase(pieces, begin, end)) if begin < end else None
    return begin if found is None else found


def opens_with_headline(text: str) -> bool:
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


def _paragraphs(pieces: list[BlockPiece]) -> list[Paragraph]:
    made = [p.block.paragraph(p.skip if p.sort is Sort.NOTE else 0, len(p.block.text)) for p in pieces]
    return [p for p in made if p.text]


NOTE_ENDS: tuple[StructureRule[NoteCase, int], ...] = (
    StructureRule(
        "opening texts before a headline", _before_a_headline,
        f"早市连着民心，也连着民生。\n{ARTICLE}", "按语“早市连着民心，也连着民生。”；文章《市局办好便民早市》1 段",
        f"{RUN_IN}\n一、摸底数\n{TEXT}", "文章《市局办好便民早市。》3 段",
    ),
    StructureRule(
        "opening texts before a column", _before_a_column,
        f"早市连着民心，也连着民生。\n【动态】\n{ARTICLE}",
        "栏目 动态；按语“早市连着民心，也连着民生。”；文章《市局办好便民早市》1 段",
        f"{RUN_IN}\n【动态】\n区局开好夜校。{TEXT}",
        "栏目 动态；文章《市局办好便民早市。》1 段；文章《区局开好夜校。》1 段",
    ),
    StructureRule(
        "words to the reader before a unit above its title", _before_a_unit_above,
        f"现将有关情况编发如下。\n（市商务局）\n{ARTICLE}",
        "按语“现将有关情况编发如下。”；文章《市局办好便民早市》（市商务局）1 段",
        f"{RUN_IN}\n（市商务局）\n区局开好夜校\n{TEXT}\n（区文化馆）",
        "文章《市局办好便民早市。》（市商务局）1 段；文章《区局开好夜校》（区文化馆）1 段",
    ),
    StructureRule(
        "one text before texts with a sign and a headline", _before_marked_headlines,
        f"近日，各单位开展了系列活动。\n◆{RUN_IN}\n◆区局开好夜校。{TEXT}",
        "按语“近日，各单位开展了系列活动。”；文章《市局办好便民早市。》1 段；文章《区局开好夜校。》1 段",
        f"{RUN_IN}\n◆摸清底数。{TEXT}\n◆建好台账。{TEXT}", "文章《市局办好便民早市。》3 段",
    ),
    StructureRule(
        "one text alone or signed is an article", _first_article,
        f"本期情况。{TEXT}\n（市商务局）", "文章《本期情况。》（市商务局）1 段",
        f"本期情况供参考。\n{RUN_IN}\n（市商务局）", "按语“本期情况供参考。”；文章《市局办好便民早市。》（市商务局）1 段",
    ),
    StructureRule(
        "first text by its words to the reader", _by_its_words,
        f"现选登部分做法，供各单位参考。\n市局走访商户，{RUN_IN}\n（市商务局）",
        "按语“现选登部分做法，供各单位参考。”；文章《市局走访商户，市局办好便民早市。》（市商务局）1 段",
        f"{RUN_IN}\n{RUN_IN}\n（市商务局）", "文章《市局办好便民早市。》（市商务局）2 段",
    ),
    StructureRule(
        "first text before a headline that runs in", _before_a_run_in_headline,
        f"今年以来，各单位扎实开展服务活动。\n{RUN_IN}\n（市商务局）",
        "按语“今年以来，各单位扎实开展服务活动。”；文章《市局办好便民早市。》（市商务局）1 段",
        f"{RUN_IN}\n一是早谋划。{TEXT}\n（市商务局）", "文章《市局办好便民早市。》（市商务局）2 段",
    ),
)  # fmt: skip
