"""The imprint: people, contacts, recipients by rank, copies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

from taizhang.core.gongwen.labels import (
    CONTACTS,
    EMAIL,
    LABEL,
    LINE_LONGEST,
    PEOPLE,
    RANKS,
    TRAILING_WORD,
    fields_of,
    is_rank,
    label_at_head,
    labels_in,
)
from taizhang.core.gongwen.lines import Line, cells, compact
from taizhang.core.gongwen.numerals import cut_date
from taizhang.core.gongwen.rules import SIGNED, SIGNED_READ, StructureRule, decision
from taizhang.core.gongwen.words import CONTACT_LINE, ISSUER_TAIL, SOURCE_LABEL
from taizhang.core.text.folding import fold

_ASIDE = re.compile(
    r"^[(](?:(?:此件|本件|本刊|本期)?[^()]{0,6}发至?[^()]{1,60}|[^()]{0,30}印[^()]{0,20})[)]$"
)
_COPIES = re.compile(
    r"(?:共\s*印|印\s*数\s*[:：]?|印发|份\s*数\s*[:：])\s*([0-9]{1,6})\s*份?|[（(]\s*印\s*([0-9]{1,6})\s*份\s*[）)]|^共?\s*([0-9]{1,6})\s*份$"
)
_RANK_LONGEST = 14  # lines that one list of recipients may span
_WRITER = re.compile(r"^[(]?\s*(?:联\s*系\s*人|作\s*者|撰\s*稿|通\s*讯\s*员)")
_WRAPPED_AT_LEAST = 24  # half-width cells; no list is wrapped at fewer
_UNEVEN = 6  # half-width cells by which wrapped lines may differ
_SEPARATORS = re.compile(r"[,，;；]")
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Imprint:
    """What the imprint says; ``start`` is the index of its first line."""

    start: int
    values: dict[str, str] = field(default_factory=dict)
    ranks: dict[str, list[str]] = field(default_factory=lambda: {"up": [], "peer": [], "down": []})
    copies: int | None = None
    issuer: str = ""
    date: date | None = None


def read_imprint(lines: list[Line]) -> Imprint:
    """Find and read the imprint at the end of ``lines``."""
    start = _start(lines)
    imprint = Imprint(start)
    key, parts = "", list[Line]()
    for line in lines[start:]:
        text = _cut_copies(line.text, imprint)
        kind = decision(LINES, LineCase(text, key in RANKS))
        if not text or kind is LineKind.REMARK:
            continue
        if kind is LineKind.PRINTING:
            _take_printing(text, imprint)
            continue
        labels = labels_in(text)
        if key and (not labels or labels[0].start() > 0):
            parts.append(_part(line, text, 0, labels[0].start() if labels else len(text)))
        for label, end in _with_ends(labels, len(text)):
            _store(imprint, key, parts)
            key, parts = fields_of(label["label"]), [_part(line, text, label.end(), end)]
    _store(imprint, key, parts)
    return imprint


def _with_ends(labels: list[re.Match[str]], length: int) -> list[tuple[re.Match[str], int]]:
    """Each label with the end of its value on the line."""
    ends = [*(label.start() for label in labels), length][1:]
    return list(zip(labels, ends, strict=True))


def _part(line: Line, text: str, begin: int, end: int) -> Line:
    """The piece of a value that stands on ``line``; its width reaches from the margin to its end."""
    return replace(line, text=text[begin:end], width=line.indent + cells(text[:end].rstrip()))


def _start(lines: list[Line]) -> int:
    """Index of the first line of the imprint; ``len(lines)`` where there is none."""
    start, below = len(lines), len(lines)
    for i in range(len(lines) - 1, -1, -1):
        text = lines[i].text
        if decision(LINES, LineCase(text, in_a_list=True)) in (None, LineKind.REMARK):
            if below - i > _RANK_LONGEST:
                break
            continue
        between = lines[i + 1 : below]
        if between and not _may_follow(text, between):
            break
        start = below = i
    return _behind_contributor(lines, start)


def _behind_contributor(lines: list[Line], start: int) -> int:
    """``start`` moved behind the name and telephone of whoever wrote the last article."""
    if start == 0 or not SOURCE_LABEL.match(lines[start - 1].text):
        return start
    at = start
    while at < len(lines) and CONTACT_LINE.match(lines[at].text) and not lines[at].gap:
        at += 1
    own = any(_WRITER.search(fold(line.text)) for line in lines[start:at])
    others = any(
        "phone" in fields_of(label["label"]) for line in lines[at:] for label in labels_in(line.text)
    )
    return at if own or others else start


def _may_follow(label_line: str, lines: list[Line]) -> bool:
    """Whether unlabelled ``lines`` can be the rest of ``label_line``: a long list, or one overlong value."""
    if is_rank(label_line):
        return all(len(line.text) <= LINE_LONGEST for line in lines)
    return len(lines) <= 1 and all(len(line.text) <= 40 and "。" not in line.text for line in lines)


class LineKind(Enum):
    LABEL = auto()
    PRINTING = auto()
    COPIES = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class LineCase:
    """A line of the imprint; ``in_a_list``: the value before it is a list of recipients, which may go on."""

    text: str
    in_a_list: bool


def _with_a_label(case: LineCase) -> LineKind | None:
    return LineKind.LABEL if label_at_head(case.text) else None


def _printed(case: LineCase) -> LineKind | None:
    """海川市文明办　　2024年6月18日印发"""
    short = len(case.text) < 60 and compact(case.text).endswith(("印发", "印制", "编印"))
    return LineKind.PRINTING if short and cut_date(case.text)[2] else None


def _copies(case: LineCase) -> LineKind | None:
    plain = len(case.text) < 60 and "。" not in case.text
    return LineKind.COPIES if plain and _COPIES.search(fold(case.text)) else None


def _remark(case: LineCase) -> LineKind | None:
    folded = fold(case.text[:LINE_LONGEST])
    bracket = folded[:1] == "(" and not folded[1:2].isdigit() and not case.in_a_list
    return LineKind.REMARK if bracket or _ASIDE.match(folded) else None


def _take_printing(text: str, imprint: Imprint) -> None:
    day, rest, _ = cut_date(text)
    imprint.date = imprint.date or day
    imprint.issuer = imprint.issuer or ISSUER_TAIL.sub("", " ".join(rest.split())).strip()


def _cut_copies(text: str, imprint: Imprint) -> str:
    found = _COPIES.search(fold(text)) if len(text) < 2000 else None
    if found is None:
        return text
    imprint.copies = int(next(g for g in found.groups() if g))
    return (text[: found.start()].rstrip("（(") + text[found.end() :].lstrip("）)")).strip("（()） 　，,")


def _store(imprint: Imprint, keys: str, parts: list[Line]) -> None:
    for key in keys.split("/"):
        if key in imprint.ranks:
            imprint.ranks[key] += split_recipients(_recipients(parts))
        elif key in CONTACTS:
            _store_contact(imprint, key, "".join(part.text for part in parts))
        elif key and not imprint.values.get(key):
            imprint.values[key] = _person("".join(part.text for part in parts))


def _store_contact(imprint: Imprint, key: str, written: str) -> None:
    """A telephone or fax number ends where an e-mail address begins, with or without a label of its own."""
    value = " ".join(written.split())
    address = EMAIL.search(fold(value)) if key != "email" else None
    if address:
        imprint.values.setdefault("email", address.group())
        value = TRAILING_WORD.sub("", value[: address.start()])
    value = value.strip("。；;，, 　/|)）" if key == "email" else "。；;，, 　/|")
    if value and not imprint.values.get(key):
        imprint.values[key] = value


def _recipients(parts: list[Line]) -> str:
    """The lines of a list as one: at a line end a name may go on, or the next begin."""
    if _one_a_line(parts):
        return "；".join(part.text for part in parts)
    value = parts[0].text
    for part in parts[1:]:
        latin = (
            value[-1:].isascii()
            and value[-1:].isalpha()
            and part.text[0].isascii()
            and part.text[0].isalpha()
        )
        value += (" " if latin else "") + part.text
    return value


def _one_a_line(parts: list[Line]) -> bool:
    """Whether each line is a name of its own: below a bare label, or in lines too short or too uneven for
    a list that was wrapped."""
    first, *others = parts
    if not others:
        return False
    if not first.text.strip():
        return not _SEPARATORS.search("".join(part.text for part in others))
    if any(_SEPARATORS.search(part.text) for part in parts):
        return False
    widths = [part.width for part in parts]
    return min(widths[:-1]) < _WRAPPED_AT_LEAST or max(widths) - min(widths[:-1]) > _UNEVEN


def _person(value: str) -> str:
    """A name without letter spacing: 李　明 → 李明; two names stay apart."""
    parts = value.strip("。；;，, 　)）(（/|").split()
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)


def cut_people(text: str) -> tuple[dict[str, str], str]:
    """People named on one line of a masthead (签发人：…) and the line before them."""
    found = LABEL.finditer(fold(text[:LINE_LONGEST]))
    labels = [label for label in found if fields_of(label["label"]) in PEOPLE]
    people = {
        fields_of(label["label"]): _person(text[label.end() : end])
        for label, end in _with_ends(labels, len(text))
    }
    return people, text[: labels[0].start()].strip() if labels else text


def split_recipients(value: str) -> list[str]:
    """A list of recipients at its commas and semicolons, not at 、 and not inside brackets."""
    names, depth, begin = [], 0, 0
    for i, c in enumerate(value):
        depth += (c in "（(") - (c in "）)")
        if depth <= 0 and _SEPARATORS.match(c):
            names.append(value[begin:i])
            begin = i + 1
    names.append(value[begin:])
    cleaned = (" ".join(n.split()).rstrip("。.；; ").strip() for n in names)
    return [n for n in cleaned if n]


LINES: tuple[StructureRule[LineCase, LineKind], ...] = (
    StructureRule(
        "a label at its head", _with_a_label,
        f"{SIGNED}责编　李　明\n【核稿】方一舟", f"{SIGNED_READ}；责编 李明；核稿 方一舟",
        f"{SIGNED}责编李明写了后记。\n核稿：方一舟", f"{SIGNED_READ}；文章《责编李明写了后记。》0 段；核稿 方一舟",
    ),
    StructureRule(
        "unit and date of printing", _printed,
        f"{SIGNED}责编：李明\n海川市文明办秘书科　2024年6月2日印发", f"{SIGNED_READ}；责编 李明",
        f"{SIGNED}责编：李明\n报：省文明办，\n市委办印发", f"{SIGNED_READ}；责编 李明；报 省文明办｜市委办印发",
    ),
    StructureRule(
        "number of copies", _copies,
        f"{SIGNED}共印80份\n责编：李明", f"{SIGNED_READ}；责编 李明；份数 80",
        f"{SIGNED}责编：李明\n报：省文明办（2份）", f"{SIGNED_READ}；责编 李明；报 省文明办（2份）",
    ),
    StructureRule(
        "remark in brackets", _remark,
        f"{SIGNED}责编：李明\n发：各县区\n（此件发至各镇街）", f"{SIGNED_READ}；责编 李明；发 各县区",
        f"{SIGNED}责编：李明\n发：各高等院校\n（含驻市院校），各县区",
        f"{SIGNED_READ}；责编 李明；发 各高等院校（含驻市院校）｜各县区",
    ),
)  # fmt: skip
