"""Texts as an index keeps them: runs of Han characters as overlapping pairs, numbers and words of letters whole.

Characters are folded (``folding.search_form``); blanks between Han characters, marks, and the commas between
thousands count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from taizhang.core.figures.model import Span
from taizhang.core.text.folding import folding_form, origins, search_form

_HAN = "々-〇ぁ-ゖァ-ヺー㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff"
_BLANK = " \t\u200b-\u200d\u2060\ufeff\u00ad"
BETWEEN = f"[{_BLANK}]*"  # what may stand between two characters of a run
_RUN = re.compile(
    rf"(?P<han>[{_HAN}](?:{BETWEEN}[{_HAN}])*)"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"  # 1,100
    r"|(?<![0-9.])[0-9]+\.[0-9]+(?![0-9.])"  # 3.2, not 2023.9.1
    rf"|[^\W_{_HAN}]+"
)
_BLANKS = re.compile(rf"[{_BLANK}]+")
_IS_HAN = re.compile(f"[{_HAN}]")


def index_form() -> str:
    """Return what tells the words that this module makes from those of another version of it."""
    return sha256(f"{folding_form()}{_RUN.pattern}".encode()).hexdigest()[:16]


class HanRun(NamedTuple):
    """A run of Han characters, or one number or word of letters (``whole``); ``at``: its characters' places."""

    text: str
    whole: bool
    at: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The place of a part of the run; what is whole has one place only."""
        return Span(self.at[0], self.at[-1] + 1) if self.whole else Span(self.at[start], self.at[end - 1] + 1)


def stored_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans in ``text`` of spans in its search form, where ㎡ has become m2."""
    origin = origins(text)
    return [Span(origin[start], origin[end - 1] + 1) for start, end in spans]


def is_han(text: str) -> bool:
    """Whether the text begins with a character that is kept in pairs."""
    return _IS_HAN.match(text) is not None


def runs(folded_text: str) -> list[HanRun]:
    """The runs of a folded text, in order, with their places in it."""
    return [_run(found) for found in _RUN.finditer(folded_text)]


def _run(found: re.Match[str]) -> HanRun:
    at: Sequence[int] = range(*found.span())
    plain = _plain(found)
    if found["han"] and len(plain) < len(at):
        at = [place for place, sign in zip(at, found[0], strict=True) if not _BLANKS.match(sign)]
    return HanRun(plain, not found["han"], at)


def _plain(found: re.Match[str]) -> str:
    run = found[0]
    if run.isalnum():
        return run
    return _BLANKS.sub("", run) if found["han"] else run.replace(",", "")


def bigrams(text: str) -> list[str]:
    """The words an index keeps of the text, in order; the place in the list is the word's position.

    宣讲活动 is 宣讲 讲活 活动 动: the last character stands alone once more, so that each place begins one word.
    """
    words: list[str] = []
    for found in _RUN.finditer(search_form(text)):
        run = _plain(found)
        words += [run[k : k + 2] for k in range(len(run))] if found.lastgroup else [run]
    return words
