"""Whole numbers in Chinese numerals, written and read."""

from __future__ import annotations

import pytest

from taizhang.core.text.numerals import han_numeral, whole_number, without_endless


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10", 10),
        ("１ ２", 12),
        ("十", 10),
        ("二十一", 21),
        ("一百二十八", 128),
        ("二〇二四", 2024),
        ("", None),
        ("甲", None),
    ],
)
def test_numbers_are_read_in_both_scripts(written: str, value: int | None) -> None:
    assert whole_number(written) == value


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (0, "0"), (10_000, "10000"),
    ],
)  # fmt: skip
def test_numbers_in_han(number: int, words: str) -> None:
    assert han_numeral(number) == words


@pytest.mark.parametrize("sign", ["8", "三十二", "8.", "９"])
def test_a_number_has_an_end(sign: str) -> None:
    run = (sign * 100)[:100]
    assert without_endless(f"共{run}场") == f"共{run[:60]}{'＿' * 40}场"
    assert without_endless(f"共{run[:60]}场，{run[:60]}户") == f"共{run[:60]}场，{run[:60]}户"
