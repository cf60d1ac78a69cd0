"""Half- and full-width punctuation made uniform for print (GB/T 15834); the source stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.core.gongwen.model import Bulletin, Item, Paragraph, Recipients
from taizhang.core.text.folding import canonical, fold
from taizhang.core.text.messages import nested

_HAN = r"\u2e80-\u2fff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05]")
_SIGN = re.compile(r"[,;:?!]")
_LATIN_SIDE = re.compile(r"[A-Za-z0-9]")
_STOP = re.compile(rf"(?<=[{_HAN}”’》）])\.(?![A-Za-z0-9.])")
_ELLIPSIS = re.compile(r"(?:\.{3,6}|。{2,6}|…{1,3})")
_DASH = re.compile(rf"(?<=[{_HAN}”》）])\s?(?:-{{2,3}}|—{{1,3}}|―{{2}}|──)\s?(?=[{_HAN}“《])")
_BRACKETS = re.compile(r"\(([^()]{0,80})\)")
_STRAIGHT = re.compile(r'"([^"\n]{1,200})"')
_DOUBLE = re.compile("[“”]")
_NOT_LATIN_ONLY = re.compile(rf"[{_HAN}]")
_SPACE = re.compile(
    rf"(?:(?<=[{_HAN}，。；：？！、“”‘’（）《》【】0-9A-Za-z%％.])[ \t\u00a0\u3000]+"
    rf"(?=[{_HAN}，。；：？！、”’）》])|"
    rf"(?<=[{_HAN}，。；：？！、“‘（《])[ \t\u00a0\u3000]+(?=[{_HAN}0-9A-Za-z“‘（《]))"
)


def normalise(text: str) -> str:
    """One paragraph as it is to be printed: full-width signs between Han, half-width digits and letters,
    no spaces between Han and digits, ……, ——, paired quotation marks, ideographs for radicals. Idempotent."""
    text = _WIDE.sub(lambda m: fold(m.group()), canonical(text))
    text = _ELLIPSIS.sub("……", text)
    text = _STRAIGHT.sub(lambda m: f"“{nested(m[1])}”" if _NOT_LATIN_ONLY.search(m[1]) else m.group(), text)
    text = _nested_quotes(text)
    text = _BRACKETS.sub(_bracketed, text)
    text = _SIGN.sub(_sign, text)
    text = _STOP.sub("。", text)
    text = _DASH.sub("——", text)
    return _SPACE.sub("", text).strip()


def _nested_quotes(text: str) -> str:
    """Double quotation marks inside double ones become single, where all of them are paired."""
    inside = opened = 0
    for found in _DOUBLE.finditer(text):
        opened += 1 if found.group() == "“" else -1
        inside = max(inside, opened)
        if opened < 0:
            return text
    if opened or inside < 2 or "‘" in text:
        return text

    def marked(found: re.Match[str]) -> str:
        nonlocal opened
        opened -= found.group() == "”"
        sign = found.group() if opened % 2 == 0 else {"“": "‘", "”": "’"}[found.group()]
        opened += found.group() == "“"
        return sign

    return _DOUBLE.sub(marked, text)


def _bracketed(found: re.Match[str]) -> str:
    """Brackets around or beside Han are full-width; around a Latin word in Latin text they stay."""
    text, start, end = found.string, found.start(), found.end()
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return f"（{found[1]}）" if _NOT_LATIN_ONLY.search(found[1] + beside) else found.group()


def _sign(found: re.Match[str]) -> str:
    """A sign between two Latin letters or digits (3,000; 10:30; http://) stays; any other is full-width."""
    text, at = found.string, found.start()
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    inside = _LATIN_SIDE.match(before) and (_LATIN_SIDE.match(after) or after in ("/", "\\"))
    latin = _LATIN_SIDE.match(before) and (after == " " and _LATIN_SIDE.match(text[at + 2 : at + 3]))
    return found.group() if inside or latin else _FULL[found.group()]


def for_setting(bulletin: Bulletin) -> Bulletin:
    """A copy with every text normalised for print; spans still point into the untouched source."""
    up, peer, down = (tuple(map(_kept_spaces, r)) for r in _ranks(bulletin.recipients))
    return replace(
        bulletin,
        name=normalise(bulletin.name),
        issuer=_kept_spaces(bulletin.issuer),
        columns=tuple(map(_kept_spaces, bulletin.columns)),
        note=_paragraphs(bulletin.note),
        items=tuple(map(_item, bulletin.items)),
        recipients=Recipients(up, peer, down),
        attachments=tuple(map(_kept_spaces, bulletin.attachments)),
    )


def _ranks(recipients: Recipients) -> tuple[tuple[str, ...], ...]:
    return recipients.up, recipients.peer, recipients.down


def _kept_spaces(text: str) -> str:
    """Normalised word by word: the space in 聚力共建 文明北京 means something."""
    return " ".join(map(normalise, text.split()))


def _paragraphs(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    return tuple(replace(p, text=normalise(p.text)) for p in paragraphs)


def _item(item: Item) -> Item:
    return replace(
        item,
        title=normalise(item.title),
        body=_paragraphs(item.body),
        source_unit=_kept_spaces(item.source_unit),
        column=_kept_spaces(item.column),
    )
