"""The sign that keeps text out of the hands of spreadsheet programs, and its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.csv_escape import looks_like_formula, protected, unprotected

PREFIXES = ["=1", "+1", "-1", "@x", "\t=1", "\r1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", PREFIXES)
def test_formulas_are_protected(text: str) -> None:
    assert looks_like_formula(text)
    assert protected(text) == "'" + text


def test_other_texts_stay() -> None:
    for text in ("", "甲", "'甲", "1=1", " =1"):
        assert protected(text) == unprotected(text) == text


@given(st.text(alphabet="'=+-@＝甲1\t", max_size=6))
def test_protection_is_reversible(text: str) -> None:
    assert unprotected(protected(text)) == text
    assert not looks_like_formula(protected(text))


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
def test_every_sign_that_opens_a_formula_is_kept_text(sign: str) -> None:
    assert protected(f"{sign}1+1") == f"'{sign}1+1"
    assert unprotected(protected(f"{sign}1+1")) == f"{sign}1+1"
