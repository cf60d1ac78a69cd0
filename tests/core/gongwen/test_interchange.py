"""The JSON form of a bulletin."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen import (
    Bulletin,
    Contacts,
    IssueKind,
    Item,
    Paragraph,
    Recipients,
    bulletin_from_json,
    bulletin_to_json,
)

line = st.text(alphabet="海川a。，1 ", min_size=1, max_size=8)
texts = st.lists(line, max_size=3).map(tuple)
paragraphs = st.lists(line.map(Paragraph), max_size=3).map(tuple)
numbers = st.none() | st.integers(0, 9999)
bulletins = st.builds(
    Bulletin,
    name=line,
    kind=st.sampled_from(IssueKind),
    year=numbers,
    annual_no=numbers,
    cumulative_no=numbers,
    issuer=line,
    date=st.none() | st.dates(date(1, 1, 1)),
    columns=texts,
    note=paragraphs,
    items=st.lists(
        st.builds(Item, line, paragraphs, line, st.booleans(), line, st.just(0), st.just(0)), max_size=3
    ).map(tuple),
    editor=line,
    checker=line,
    signer=line,
    contacts=st.builds(Contacts, line, line, line),
    recipients=st.builds(Recipients, texts, texts, texts),
    copies=numbers,
)


@given(bulletins)
def test_a_bulletin_goes_to_json_and_back(bulletin: Bulletin) -> None:
    assert bulletin_from_json(json.loads(json.dumps(bulletin_to_json(bulletin)))) == bulletin


def test_an_empty_object_is_an_empty_bulletin() -> None:
    assert bulletin_from_json({}) == Bulletin()
    assert bulletin_from_json(bulletin_to_json(Bulletin())) == Bulletin()


def test_a_body_may_be_one_string() -> None:
    got = bulletin_from_json({"items": [{"title": "海", "body": "一。\n二。"}]})
    assert got.items[0] == replace(Item("海", (Paragraph("一。"), Paragraph("二。"))))


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ([], "JSON"),
        (None, "JSON"),
        ({"name": 1}, "name"),
        ({"year": "2024"}, "year"),
        ({"copies": True}, "copies"),
        ({"annual_no": -1}, "annual_no"),
        ({"kind": "daily"}, "kind"),
        ({"date": "2024-13-01"}, "date"),
        ({"column": "海"}, "column"),
        ({"column": [1]}, "column"),
        ({"items": {}}, "items"),
        ({"items": [1]}, "items"),
        ({"items": [None]}, "items"),
        ({"items": [{"run_in": 1}]}, "run_in"),
        ({"items": [{"body": 1}]}, "body"),
        ({"contacts": []}, "contacts"),
        ({"recipients": {"up": "x"}}, "recipients.up"),
    ],
)
def test_what_does_not_fit_is_named(value: Any, key: str) -> None:
    with pytest.raises(ValueError, match=f"“{key}”一项无法读取。"):
        bulletin_from_json(value)
