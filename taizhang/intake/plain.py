"""Plain text: its encoding, and the characters that do not belong in a text."""

from __future__ import annotations

import codecs
import re
from functools import cache

from taizhang.core.text.folding import HIDDEN
from taizhang.core.text.messages import N_, Message
from taizhang.intake.limits import MOST_LINES
from taizhang.intake.refusal import IntakeRefused

# C0 (but tab and line ends), DEL and C1 (but NEL), lone surrogates, noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17))
    + "]"
)
_COMMON = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e\n\r\t]")
_SAMPLE = 4000  # characters by which an encoding is judged
LEAST_COMMON = 0.6  # of the characters of a text in its right encoding
_END_OF_FILE = re.compile("\x1a[\x1a\x00\\s]*\\Z")  # how DOS and its heirs end and fill up a text
# Where the codec keeps the private characters of GB 18030-2000, and standards since then have others: the blank
# A3 A0 of old Chinese systems, vertical punctuation, and ideographs that Unicode took in later.
_GB18030 = {
    0xE5E5: "\u3000", 0xE7C7: "\u1e3f",
    **dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    0xE816: "\U00020087", 0xE817: "\U00020089", 0xE818: "\U000200CC", 0xE81E: "龴", 0xE826: "龵", 0xE82B: "龶",
    0xE82C: "龷", 0xE831: "\U000215D7", 0xE832: "龸", 0xE83B: "\U0002298F", 0xE843: "龹", 0xE854: "龺",
    0xE855: "\U000241FE", 0xE864: "龻",
}  # fmt: skip


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and its encoding: by its mark, else UTF-8, else GB18030 or UTF-16, whichever reads as
    Chinese. Signs that only end or fill up the file are no text.

    Raises ``IntakeRefused`` where no encoding fits."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            found = _try(data[len(mark) :], encoding), encoding
            break
    else:
        found = _likeliest(data)
    text, encoding = found
    if text is None:
        raise IntakeRefused(Message(N_("无法判断文本文件的编码，请另存为 UTF-8 编码后再试。")))
    return _END_OF_FILE.sub("", text), encoding


def _likeliest(data: bytes) -> tuple[str | None, str]:
    """UTF-8 where it fits, else the encoding whose text has the most everyday characters."""
    text = _try(data, "utf-8")
    if text is not None and commonness(text) >= LEAST_COMMON and text.count("\x00") * 10 < len(text):
        return text, "utf-8"
    tried = [(_try(data, encoding), encoding) for encoding in ("gb18030", "utf-16-le", "utf-16-be")]
    plausible = [each for each in tried if commonness(each[0] or "") >= LEAST_COMMON]
    return max(plausible, key=lambda each: _likelihood(*each), default=(text, "utf-8"))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text.translate(_GB18030) if encoding == "gb18030" else text


def commonness(text: str) -> float:
    """The share of characters that Chinese texts usually hold (a wrong encoding gives rare ones)."""
    sample = _END_OF_FILE.sub("", text[:_SAMPLE])
    return len(_COMMON.findall(sample)) / len(sample) if sample else 0.0


def _likelihood(text: str | None, encoding: str) -> float:
    """The share of everyday characters; UTF-16 without its mark is rare and needs half of the text more."""
    sample = (text or "")[:_SAMPLE]
    return sum(char in everyday() for char in sample) / len(sample) + 0.5 * (encoding == "gb18030")


@cache
def everyday() -> frozenset[str]:
    """Digits, Chinese punctuation and the 3,755 ideographs of level 1 of GB 2312."""
    level_1 = bytes(
        byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail)
    )
    return frozenset(level_1.decode("gb2312", "ignore") + "0123456789，。、；：“”（）《》？！\u3000 \n")


def cleaned(text: str) -> tuple[str, tuple[Message, ...]]:
    """``text`` without hidden controls, and the notes on what was taken out.

    Raises ``IntakeRefused`` at a character that no text may hold (controls, surrogates, noncharacters), and
    where there are more lines than a bulletin can have."""
    text = _one_line_end(text)
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise IntakeRefused(
            Message(
                N_("文件第 {line} 行含有不允许的控制字符（U+{code}），请检查文件是否损坏。"),
                {"line": line, "code": f"{ord(found.group()):04X}"},
            )
        )
    text, hidden = HIDDEN.subn("", text)
    if sum(not line.isspace() and line != "" for line in text.splitlines()) > MOST_LINES:
        raise IntakeRefused(Message(N_("文字超过 {count} 行，请拆分后再试。"), {"count": MOST_LINES}))
    return text, removed_note(hidden)


def cell_text(text: str, place: str) -> tuple[str, int]:
    """The text of a cell without hidden controls, and how many were taken out; ``place`` such as C12.

    Raises ``IntakeRefused`` at a character that no text may hold."""
    text = _one_line_end(text).replace("\x0c", "\n")
    if found := _FORBIDDEN.search(text):
        raise IntakeRefused(
            Message(
                N_("单元格 {place} 含有不允许的控制字符（U+{code}），请检查文件是否损坏。"),
                {"place": place, "code": f"{ord(found.group()):04X}"},
            )
        )
    return HIDDEN.subn("", text)


def without_hidden(text: str) -> str:
    """``text`` without the hidden controls that are taken out of every file."""
    return HIDDEN.sub("", text)


def hidden_in(text: str) -> list[tuple[int, int]]:
    """Where hidden controls stand."""
    return [found.span() for found in HIDDEN.finditer(text)]


def removed_note(count: int) -> tuple[Message, ...]:
    """What to say of ``count`` hidden controls that were taken out."""
    return (Message(N_("已去除 {count} 个不可见的格式控制字符。"), {"count": count}),) if count else ()


def _one_line_end(text: str) -> str:
    """``text`` with one kind of line end, and the blank A3 A0 of GBK as the blank it is, wherever it was decoded."""
    text = text.replace("\ue5e5", "\u3000")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x0b", "\n")
