from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.folding import comparison_key
from taizhang.office.text import Data, LineField, LoginName, Text, check_json, check_storable

UNSTORABLE = [
    "\x00",
    "\x08",
    "\x0b",
    "\x1b",
    "\x7f",
    "\x85",
    "\ud800",
    "\udfff",
    "\ufdd0",
    "\uffff",
    "\U0010fffe",
]


@pytest.mark.parametrize("sign", UNSTORABLE)
def test_signs_that_one_of_the_databases_refuses_are_refused_everywhere(sign: str) -> None:
    for check in (
        lambda: check_storable(f"志愿{sign}"),
        lambda: check_json({"a": [f"志愿{sign}"]}),
        lambda: check_json({f"志愿{sign}": 1}),
        lambda: LineField(max_length=9).get_db_prep_save(sign, connection),
        lambda: Text().get_db_prep_save(sign, connection),
        lambda: Data().get_db_prep_save({"a": sign}, connection),
    ):
        with pytest.raises(ValidationError):
            check()


@pytest.mark.parametrize(
    "text", ["志愿服务\n\t第二行\r\n", "\U00030000生僻字", "\ue000自造字", "豈", "\x0c换页", ""]
)
def test_what_people_write_is_storable(text: str) -> None:
    check_storable(text)
    assert Text().get_db_prep_save(text, connection) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_every_assigned_sign_that_is_no_control_is_storable(text: str) -> None:
    check_storable(text)


def test_length_holds_on_every_database() -> None:
    assert LineField(max_length=3).get_db_prep_save("海川市", connection) == "海川市"
    with pytest.raises(ValidationError, match="最多3字"):
        LineField(max_length=3).get_db_prep_save("海川市委", connection)
    with pytest.raises(ValidationError):
        Text(max_length=3).get_db_prep_save("海川市委", connection)
    with pytest.raises(ValidationError):
        check_json(["文" * 1_000_001, "文" * 1_000_001])


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\u2028"])
def test_a_line_is_one_line(sign: str) -> None:
    with pytest.raises(ValidationError, match="一行"):
        LineField(max_length=9).get_db_prep_save(f"上{sign}下", connection)


def test_values_that_are_no_text_pass() -> None:
    assert LineField(max_length=9).get_db_prep_save(None, connection) is None
    assert Text().get_db_prep_save(None, connection) is None
    check_json({"a": [1, None, 2.5, True]})


def test_login_names_are_folded() -> None:
    assert LoginName(max_length=9).get_prep_value("ＺＨＡＮＧ Min") == "zhangmin"
    assert LoginName(max_length=9).get_prep_value(None) is None


def test_folding_joins_what_line_breaks_cut() -> None:
    assert comparison_key("精神文明\n 建设　ＡＢＣ") == "精神文明建设abc"
