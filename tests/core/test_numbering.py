from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.lifecycle.numbering import AccountNumber, next_number

NUMBERS = st.builds(AccountNumber, st.integers(1, 9999), st.integers(1, 999_999))


@given(NUMBERS)
def test_a_number_is_read_back(number: AccountNumber) -> None:
    assert AccountNumber.parse(str(number)) == number


@given(NUMBERS, NUMBERS)
def test_numbers_follow_year_and_serial(one: AccountNumber, other: AccountNumber) -> None:
    assert (one < other) == ((one.year, one.serial) < (other.year, other.serial))


@pytest.mark.parametrize("written", ["2026-001", "２０２６－００１", "2026—1", " 2026 - 001 ", "2026——01"])
def test_other_hands_are_read(written: str) -> None:
    assert str(AccountNumber.parse(written)) == "2026-001"


def test_a_serial_may_outgrow_three_digits() -> None:
    assert str(AccountNumber(2026, 1042)) == "2026-1042"


@pytest.mark.parametrize(
    "written", ["", "2026", "26-001", "2026-000", "0000-001", "2026-0000001", "2026-1a", "2026-001" * 9]
)
def test_what_is_no_number_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError, match="上账编号"):
        AccountNumber.parse(written)


@given(st.integers(0, 50), st.sets(st.integers(0, 60)))
def test_the_next_number_is_the_first_after_the_last_that_is_not_void(last: int, voided: set[int]) -> None:
    number = next_number(last, voided)
    assert number > last
    assert number not in voided
    assert set(range(last + 1, number)) <= voided
