"""Plain text: its encoding, and the characters that do not belong in a text."""

from __future__ import annotations

import codecs
import re

from taizhang.core.text.messages import N_, Sentence
from taizhang.intake.limits import MOST_LINES
from taizhang.intake.refusal import IntakeRefused

# Zero-width and bidirectional controls change what a reader sees; they are taken out, with a note.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
# C0 (but tab and line ends), DEL and C1 (but NEL), lone surrogates, noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17))
    + "]"
)
_COMMON = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e\n\r\t]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and its encoding: by its mark, else UTF-8, else UTF-16 or GB18030.

    Raises ``IntakeRefused`` where no encoding fits."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is None:
                break
            return text, encoding
    else:
        for encoding in _candidates(data):
            text = _try(data, encoding)
            if text is not None and _plausible(text):
                return text, encoding
    raise IntakeRefused(Sentence(N_("无法判断文本文件的编码，请另存为 UTF-8 编码后再试。")))


def _candidates(data: bytes) -> tuple[str, ...]:
    if b"\x00" not in data:
        return "utf-8", "gb18030"
    even, odd = data[0::2].count(0), data[1::2].count(0)
    wide = ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")
    return (*wide, "utf-8")  # a text with a stray NUL: refused later, with its line


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """Whether most characters are such as Chinese texts hold (a wrong encoding gives rare ones)."""
    sample = text[:4000]
    return not sample or len(_COMMON.findall(sample)) * 10 >= 6 * len(sample)


def cleaned(text: str) -> tuple[str, tuple[Sentence, ...]]:
    """``text`` without hidden controls, and the notes on what was taken out.

    Raises ``IntakeRefused`` at a character that no text may hold (controls, surrogates, noncharacters), and
    where there are more lines than a bulletin can have."""
    text = _one_line_end(text)
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise IntakeRefused(
            Sentence(
                N_("文件第 {line} 行含有不允许的控制字符（U+{code}），请检查文件是否损坏。"),
                {"line": line, "code": f"{ord(found.group()):04X}"},
            )
        )
    text, hidden = _HIDDEN.subn("", text)
    if sum(not line.isspace() and line != "" for line in text.splitlines()) > MOST_LINES:
        raise IntakeRefused(Sentence(N_("读取文件时出错，文件可能已损坏或过于复杂。")))
    return text, removed_note(hidden)


def cell_text(text: str, place: str) -> tuple[str, int]:
    """The text of a cell without hidden controls, and how many were taken out; ``place`` such as C12.

    Raises ``IntakeRefused`` at a character that no text may hold."""
    text = _one_line_end(text).replace("\x0c", "\n")
    if found := _FORBIDDEN.search(text):
        raise IntakeRefused(
            Sentence(
                N_("单元格 {place} 含有不允许的控制字符（U+{code}），请检查文件是否损坏。"),
                {"place": place, "code": f"{ord(found.group()):04X}"},
            )
        )
    return _HIDDEN.subn("", text)


def removed_note(count: int) -> tuple[Sentence, ...]:
    """What to say of ``count`` hidden controls that were taken out."""
    return (Sentence(N_("已去除 {count} 个不可见的格式控制字符。"), {"count": count}),) if count else ()


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x0b", "\n")
