"""A row is the same line whichever database it comes from, and its values come back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.suitcase import TableDigest, line_of, values_of

SHANGHAI = timezone(timedelta(hours=8))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.floats(-(2**53), 2**53),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (datetime(2026, 3, 1, 8, tzinfo=SHANGHAI), datetime(2026, 3, 1, tzinfo=UTC)),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}),
        ({"n": 1e2}, {"n": 100}),
        ([-0.0, 1e308], [0, 10**308]),
    ],
)
def test_what_two_databases_write_differently_is_one_line(one: object, other: object) -> None:
    assert line_of([one]) == line_of([other])


def test_every_kind_of_column_has_a_form() -> None:
    row = [
        None, True, 7, "文", 0.5, datetime(2026, 3, 1, 8), date(2026, 3, 1), time(8, 30),
        Decimal("1E+2"), Decimal("0.500000"), UUID(int=5), {"k": [Decimal("1.0")]},
    ]  # fmt: skip
    assert values_of(line_of(row)) == [
        None, True, 7, "文", 0.5, "2026-03-01T08:00:00", "2026-03-01", "08:30:00",
        "100", "0.500000", "00000000-0000-0000-0000-000000000005", {"k": ["1.0"]},
    ]  # fmt: skip


def test_a_value_that_no_column_holds_is_no_line() -> None:
    with pytest.raises(TypeError, match="complex"):
        line_of([1j])


@given(st.lists(PLAIN, max_size=6))
def test_a_line_is_one_line_and_gives_back_its_values(row: list[object]) -> None:
    line = line_of(row)
    assert b"\n" not in line
    assert values_of(line) == row
    assert line_of(values_of(line)) == line


def test_what_an_older_release_let_in_is_packed_all_the_same() -> None:
    assert values_of(line_of(["\ud800\x00\u2028"])) == ["\ud800\x00\u2028"]


def test_the_digest_tells_order_number_and_content() -> None:
    def digest(*lines: bytes) -> object:
        table = TableDigest(("id",))
        for line in lines:
            table.add(line)
        return table.facts()

    assert digest(b"[1]", b"[2]") == digest(b"[1]", b"[2]")
    others = [digest(b"[2]", b"[1]"), digest(b"[1]"), digest(b"[1]", b"[3]"), digest(b"[1]\n[2]")]
    assert digest(b"[1]", b"[2]") not in others
    assert json.loads("[1]") == [1]
