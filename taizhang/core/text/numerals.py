"""Whole numbers in Chinese numerals, written and read: headings, masthead numbers, list numbers of Word."""

from __future__ import annotations

import re

from taizhang.core.text.folding import fold

HAN_DIGITS = "〇一二三四五六七八九"
_DIGITS = {c: i for i, c in enumerate(HAN_DIGITS)} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "元": 1,
}
_TENS = {"十": 10, "百": 100, "千": 1000}


_NUMERALS = "0-9０-９.．〇零一二两三四五六七八九十百千万亿几"
_ENDLESS = re.compile(rf"([{_NUMERALS}]{{60}})([{_NUMERALS}]+)")


def without_endless(text: str) -> str:
    """Return the text with numerals blanked (＿) from their sixty-first sign on: no number is so long, and patterns that
    begin with one would be tried at each of its signs. The length stays.
    """
    return _ENDLESS.sub(lambda run: run[1] + "＿" * len(run[2]), text)


def han_numeral(number: int, digits: str = HAN_DIGITS, powers: str = "千百十") -> str:
    """一, 十, 十一, 二十, 一百零一; Arabic digits beyond 9999."""
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for power, sign in zip((1000, 100, 10, 1), (*powers, ""), strict=True):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + digits[digit] + sign
        gap = digit == 0
    return words[1:] if words.startswith("一十") else words


def whole_number(written: str) -> int | None:
    """The value of Arabic or Chinese digits (十五, 二百二十二, 二〇二四); ``None`` where there is none."""
    written = fold(written).replace(" ", "")
    if written.isascii() and written.isdigit():
        return int(written)
    if not written or any(c not in _DIGITS and c not in _TENS for c in written):
        return None
    if not any(c in _TENS for c in written):
        return int("".join(str(_DIGITS[c]) for c in written))
    total = digit = 0
    for c in written:
        if c in _TENS:
            total, digit = total + (digit or 1) * _TENS[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit
