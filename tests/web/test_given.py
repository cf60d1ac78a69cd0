"""What comes in a request and cannot be meant: huge keys, digits that are none, years nobody plans for."""

from __future__ import annotations

import pytest
from django import forms

from taizhang.office.models import Unit
from taizhang.web.frame.forms import SeveralField, day
from taizhang.web.frame.query_values import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("42", 42), ("9" * 9, 999_999_999), ("9" * 10, None), ("9" * 5_000, None)]
    + [(odd, None) for odd in ("", "-1", "3.5", "²", "٣", "１２", "1e3", "\x00")],
)
def test_a_number_is_some_ascii_digits(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("typed", "taken"), [("1949-01-01", True), ("2199-12-31", True), ("9999-12-31", False)]
)
def test_a_day_lies_in_a_year_that_can_be_meant(typed: str, *, taken: bool) -> None:
    field = day("日期")
    if taken:
        assert str(field.clean(typed)) == typed
    else:
        with pytest.raises(forms.ValidationError, match="请核对"):
            field.clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 400, "-1", "²", "x"])
def test_a_key_that_no_table_holds_is_a_wrong_choice(key: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        SeveralField(queryset=Unit.objects.none()).clean([key])
    assert refused.value.code == "invalid_choice"
