"""The masthead: name, number, issuer and date, in whatever order and on however many lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from taizhang.core.gongwen.imprint import cut_people
from taizhang.core.gongwen.lines import Line, compact
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.gongwen.numerals import cut_date, cut_issue_number
from taizhang.core.gongwen.words import (
    COLUMN_LINE,
    CONTENTS_HEAD,
    HOUSE_MARK,
    ISSUER_HEAD,
    ISSUER_TAIL,
    NAME_LIKE,
    NOTE_HEAD,
    ORGAN_END,
    SERIES_END,
    STOP_INSIDE,
)
from taizhang.core.text.folding import fold

_DEPTH = 16  # lines within which a masthead ends
_LONGEST = 60
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Masthead:
    """What the masthead says; ``used`` is the number of lines it takes."""

    name: str = ""
    kind: IssueKind = IssueKind.REGULAR
    year: int | None = None
    annual_no: int | None = None
    cumulative_no: int | None = None
    issuer: str = ""
    date: date | None = None
    numbered: bool = False
    dated: bool = False
    people: dict[str, str] = field(default_factory=dict)
    used: int = 0


def read_masthead(lines: list[Line]) -> Masthead:
    """Read the masthead at the head of ``lines``; an empty one where there is none."""
    head = Masthead()
    first_number = _first_number(lines)
    pieces: list[str] = []
    for i, line in enumerate(lines[:_DEPTH]):
        if HOUSE_MARK.match(fold(line.text)) and len(line.text) < _LONGEST:
            continue
        if not _take(
            line,
            head,
            pieces,
            before_number=first_number is not None and i < first_number,
            next_line=lines[i + 1] if i + 1 < len(lines) else None,
        ):
            break
        head.used = i + 1
    if not head.issuer and len(pieces) > 1 and ORGAN_END.search(compact(pieces[0])):
        head.issuer, pieces = _issuer_above(pieces)
    head.name = _joined(pieces)
    return head


def _first_number(lines: list[Line]) -> int | None:
    for i, line in enumerate(lines[:_DEPTH]):
        if len(line.text) > _LONGEST or STOP_INSIDE.search(line.text) or _ends_masthead(line.text):
            return None
        if cut_issue_number(line.text)[0].found:
            return i
    return None


def _ends_masthead(text: str) -> bool:
    folded = fold(text)
    return bool(COLUMN_LINE.match(folded) or NOTE_HEAD.match(folded) or CONTENTS_HEAD.match(folded))


def _take(
    line: Line, head: Masthead, pieces: list[str], *, before_number: bool, next_line: Line | None
) -> bool:
    """Take ``line`` into ``head``; False where the masthead has ended before it."""
    text = line.text
    if len(text) > _LONGEST or STOP_INSIDE.search(text) or _ends_masthead(text):
        return False
    people, text = cut_people(text)
    head.people |= people
    if people and not text:
        return True
    number, rest = cut_issue_number(text)
    day, rest, dated = cut_date(rest)
    if _known(number.annual_no, head.annual_no) or (dated and head.dated):
        return False
    rest = rest.strip(" \t　|/·")
    if number.found and head.numbered and number.annual_no is not None and len(compact(rest)) > 3:
        return False
    if number.found or dated:
        _note_number(
            head, number.kind, number.year, number.annual_no, number.cumulative_no, found=number.found
        )
        head.date, head.dated = head.date or day, head.dated or dated
        return _take_rest(rest, head, pieces)
    return _take_words(rest, head, pieces, before_number=before_number, next_line=next_line)


def _known(new: int | None, old: int | None) -> bool:
    return new is not None and old is not None and new != old


def _note_number(
    head: Masthead, kind: IssueKind, year: int | None, annual: int | None, total: int | None, *, found: bool
) -> None:
    head.numbered = head.numbered or found
    head.kind = kind if kind is not IssueKind.REGULAR else head.kind
    head.year = head.year or year
    head.annual_no = head.annual_no if annual is None else annual
    head.cumulative_no = head.cumulative_no if total is None else total


def _take_rest(rest: str, head: Masthead, pieces: list[str]) -> bool:
    """What is left on a line that bore the number or the date: the name before it, or the issuer."""
    if not compact(rest).strip("()[]【】〔〕-—:,，"):
        return True
    if not pieces and not head.issuer:
        if (
            (words := re.split(r"\s{2,}|[ 　](?=\S{4,})", rest))
            and len(words) > 1
            and SERIES_END.search(compact(words[0]))
        ):
            pieces.append(words[0])
            rest = " ".join(words[1:])
        elif SERIES_END.search(compact(rest)) or not ORGAN_END.search(compact(rest)):
            pieces.append(rest.rstrip("（("))
            return True
    if not head.issuer:
        head.issuer = _issuer(rest)
    return True


def _take_words(
    text: str, head: Masthead, pieces: list[str], *, before_number: bool, next_line: Line | None
) -> bool:
    bare = compact(text)
    is_issuer = bool(
        ISSUER_HEAD.match(text) or (ISSUER_TAIL.search(bare) and ORGAN_END.search(ISSUER_TAIL.sub("", bare)))
    )
    if before_number or (not head.numbered and not head.dated):
        return _take_above(text, head, pieces, is_issuer=is_issuer, sure=before_number)
    if bare == compact("".join(pieces)):
        return True
    near = (
        next_line is not None
        and len(next_line.text) < _LONGEST
        and cut_date(next_line.text)[2]
        and not head.dated
    )
    organ = bool(ORGAN_END.search(bare.rstrip(")")))
    if head.issuer or len(bare) > 36 or "，" in text or not (is_issuer or organ or near):
        return False
    head.issuer = _issuer(text)
    return True


def _take_above(text: str, head: Masthead, pieces: list[str], *, is_issuer: bool, sure: bool) -> bool:
    """A line above the number (``sure``), or at the head of a text without one: name or issuer."""
    bare, named = compact(text), compact("".join(pieces))
    complete = bool(NAME_LIKE.search(named))
    if bare == named:
        return True
    if is_issuer or (complete and ORGAN_END.search(bare)):
        if head.issuer or not (sure or complete or is_issuer):
            return False
        head.issuer = _issuer(text)
        return True
    if len(bare) > 36 or (complete and not sure) or len(pieces) > 2:
        return False
    if not sure and not SERIES_END.search(bare):
        return False
    pieces.append(text)
    return True


def _issuer_above(pieces: list[str]) -> tuple[str, list[str]]:
    """The organ named above the series, and the lines of the name: two organs are no part of it."""
    organs = [organ for organ in re.split(r"\s+", pieces[0]) if len(organ) > 1]
    several = len(organs) > 1 and all(ORGAN_END.search(organ) for organ in organs)
    return _issuer(pieces[0]), pieces[1:] if several else pieces


def _joined(pieces: list[str]) -> str:
    name = _SPACES.sub("", "".join(pieces)).strip("—-·")
    if len(name) > 2 and (name[0], name[-1]) in {("《", "》"), ("“", "”"), ("【", "】")}:
        name = name[1:-1]
    return name


def _issuer(text: str) -> str:
    text = ISSUER_HEAD.sub("", text.strip(" 　()（）[]【】"))
    text = ISSUER_TAIL.sub("", text).strip()
    parts = text.split()
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)
