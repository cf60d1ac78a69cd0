"""The imprint: people, contacts, recipients by rank, copies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from taizhang.core.gongwen.lines import Line, cells, compact
from taizhang.core.gongwen.numerals import cut_date
from taizhang.core.gongwen.words import ISSUER_TAIL
from taizhang.core.text.folding import fold

_PEOPLE = {
    "editor": ("本期责任编辑", "本期责编", "责任编辑", "执行编辑", "本期编辑", "编辑人", "责编", "编辑"),
    "checker": ("审核人", "核稿人", "审稿人", "校核人", "审核", "核稿", "审稿", "校核"),
    "signer": ("签发人", "签发"),
}
_CONTACTS = {
    "phone": ("编辑部电话", "联系电话", "联系方式", "办公电话", "咨询电话", "值班电话", "投稿电话", "电话"),
    "fax": ("传真电话", "传真号码", "传真"),
    "email": (
        "投稿邮箱",
        "联系邮箱",
        "电子邮箱",
        "电子邮件",
        "电子信箱",
        "投稿信箱",
        "邮箱",
        "信箱",
        "E-mail",
        "E-Mail",
        "e-mail",
        "Email",
        "email",
        "EMAIL",
        "E-MAIL",
    ),
}
_RANKS = {
    "up": ("抄报", "主报", "呈报", "呈送", "报送", "呈", "报"),
    "peer": ("抄送", "分送", "主送", "送达", "送"),
    "down": ("印发", "下发", "抄发", "发送", "分发", "发至", "发"),
}
_OTHER = (
    "打印",
    "校对",
    "印制",
    "印刷",
    "主编",
    "副主编",
    "编审",
    "总编",
    "总编辑",
    "策划",
    "排版",
    "联系人",
    "网址",
    "地址",
    "邮编",
    "邮政编码",
    "编辑部",
    "主办单位",
    "主办",
    "承办",
    "编印",
    "通讯地址",
    "微信公众号",
    "公众号",
    "监制",
    "审定",
    "撰稿",
    "录入",
    "印数",
    "份数",
    "本期印数",
    "终审",
    "初审",
    "复审",
    "统稿",
    "编委",
    "顾问",
    "本刊地址",
    "编印单位",
    "手机",
    "投稿热线",
    "主任",
    "副主任",
    "编务",
    "美编",
    "摄影",
    "共印",
    "编校",
    "审签",
    "投稿网址",
    "网站",
    "QQ",
)
_KEY = {word: key for table in (_PEOPLE, _CONTACTS, _RANKS) for key, words in table.items() for word in words}
_KEY |= dict.fromkeys(_OTHER, "")


def _loose(word: str) -> str:
    """A pattern for ``word`` in which spaces may stand between the characters (抄　送)."""
    return r"[ \t　]{0,6}".join(re.escape(c) for c in word) if len(word) < 6 else re.escape(word)


_WORDS = "|".join(_loose(w) for w in sorted(_KEY, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:^|(?<=[\s。；;，,、|)）/]))[（(\[【]?"
    rf"(?P<label>(?:{_WORDS})(?:[ 　]{{0,2}}[/、和及][ 　]{{0,2}}(?:{_WORDS}))?)"
    rf"[ \t　]{{0,6}}[】\]）)]?[ \t　]{{0,6}}[:：][ \t　]*"
)
_NAMES = "|".join(
    _loose(w)
    for w in sorted((w for t in (_PEOPLE, _CONTACTS) for v in t.values() for w in v), key=len, reverse=True)
)
_BARE_LABEL = re.compile(
    rf"(?:^|(?<=[ \t　]))(?P<label>{_NAMES})[ \t　]+"
    rf"(?=[\u4e00-\u9fff]{{1,4}}(?:[ \t　]|$)|[0-9(（]|[A-Za-z0-9._+-]{{1,40}}@)"
)
_COPIES = re.compile(
    r"(?:共\s*印|印\s*数\s*[:：]?|印发|份\s*数\s*[:：])\s*([0-9]{1,6})\s*份?|[（(]\s*印\s*([0-9]{1,6})\s*份\s*[）)]|^共?\s*([0-9]{1,6})\s*份$"
)
_RANK_LONGEST = 14  # lines that one list of recipients may span
_LINE_LONGEST = 120
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
        if not text or _printed(text, imprint):
            continue
        labels = _labels(text)
        aside = text[0] in "（(" and key not in _RANKS  # 此件发至…: no part of a name or a number
        if key and not aside and (not labels or labels[0].start() > 0):
            parts.append(_part(line, text, 0, labels[0].start() if labels else len(text)))
        for i, label in enumerate(labels):
            _store(imprint, key, parts)
            key = _keys(label["label"])
            end = labels[i + 1].start() if i + 1 < len(labels) else len(text)
            parts = [_part(line, text, label.end(), end)]
    _store(imprint, key, parts)
    return imprint


def _part(line: Line, text: str, begin: int, end: int) -> Line:
    """The piece of a value that stands on ``line``; its width reaches from the margin to its end."""
    return replace(line, text=text[begin:end], width=line.indent + cells(text[:end].rstrip()))


def _labels(text: str) -> list[re.Match[str]]:
    found = list(_LABEL.finditer(text)) if len(text) < 2000 else list(_LABEL.finditer(text[:2000]))
    return found or list(_BARE_LABEL.finditer(text[:_LINE_LONGEST]))


def _is_label_line(text: str) -> bool:
    """Whether the line opens with a label of the imprint, or is one of its lines without a label."""
    if len(text) > 4000:
        return False
    found = _LABEL.match(text) or (_BARE_LABEL.match(text) if len(text) < _LINE_LONGEST else None)
    return bool(found) or (len(text) < 60 and bool(_COPIES.search(fold(text)) and "。" not in text))


def _is_rank(text: str) -> bool:
    found = _LABEL.match(text)
    return bool(found) and _keys(found["label"]) in _RANKS if found else False


def _keys(label: str) -> str:
    """The fields that a label names, joined by a slash where it names two (电话/传真)."""
    words = re.split(r"[/、和及]", _SPACES.sub("", label))
    return "/".join(dict.fromkeys(_KEY.get(w, "") for w in words))


def _start(lines: list[Line]) -> int:
    """Index of the first line of the imprint; ``len(lines)`` where there is none."""
    start, below = len(lines), len(lines)
    for i in range(len(lines) - 1, -1, -1):
        text = lines[i].text
        if not (_is_label_line(text) or _is_printing_line(text)):
            if below - i > _RANK_LONGEST:
                break
            continue
        between = lines[i + 1 : below]
        if between and not _may_follow(text, between):
            break
        start = below = i
    return start


def _may_follow(label_line: str, lines: list[Line]) -> bool:
    """Whether unlabelled ``lines`` can be the rest of ``label_line``: a long list, or one overlong value."""
    if _is_rank(label_line):
        return all(len(line.text) <= _LINE_LONGEST for line in lines)
    return len(lines) <= 1 and all(len(line.text) <= 40 and "。" not in line.text for line in lines)


def _is_printing_line(text: str) -> bool:
    """海川市文明办　　2024年6月18日印发"""
    return len(text) < 60 and compact(text).endswith(("印发", "印制", "编印")) and cut_date(text)[2]


def _printed(text: str, imprint: Imprint) -> bool:
    if not _is_printing_line(text):
        return False
    day, rest, _ = cut_date(text)
    imprint.date = imprint.date or day
    imprint.issuer = imprint.issuer or ISSUER_TAIL.sub("", " ".join(rest.split())).strip()
    return True


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
        elif key in _CONTACTS and not imprint.values.get(key):
            value = " ".join("".join(part.text for part in parts).split())
            imprint.values[key] = value.strip("。；;，, 　)）" if key == "email" else "。；;，, 　")
        elif key and not imprint.values.get(key):
            imprint.values[key] = _person("".join(part.text for part in parts))


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
    parts = value.strip("。；;，, 　)）(（").split()
    return "".join(parts) if all(len(p) == 1 for p in parts) else " ".join(parts)


def cut_people(text: str) -> tuple[dict[str, str], str]:
    """People named on one line of a masthead (签发人：…) and the line before them."""
    labels = [label for label in _LABEL.finditer(text[:_LINE_LONGEST]) if _keys(label["label"]) in _PEOPLE]
    people = {}
    for i, label in enumerate(labels):
        end = labels[i + 1].start() if i + 1 < len(labels) else len(text)
        people[_keys(label["label"])] = _person(text[label.end() : end])
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
