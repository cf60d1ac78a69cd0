"""What a suitcase says of itself: read back as it was written, refused where it is not whole or of a later release."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest, PartFacts, TableFacts, check_complete, check_known

MANIFEST = Manifest(
    version="0.3.0",
    engine="sqlite",
    made_at="2026-03-01T00:00:00+00:00",
    office="haichuan",
    offices=("海川市文明办",),
    migrations={"office": ("0001_initial",)},
    tables={
        "office.unit": TableFacts(("id", "name"), 3, "ab"),
        "office.person": TableFacts(("id",), 4, "cd"),
    },
    counters={"office.unit": 9},
    parts={"rows/office.unit.jsonl": PartFacts(10, "ef")},
    missing=("0f",),
)


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    assert Manifest.from_json(json.loads(json.dumps(MANIFEST.to_json()))) == MANIFEST
    assert MANIFEST.rows == 7


@pytest.mark.parametrize(
    "data", [None, [], {}, {"format": "x"}, {**MANIFEST.to_json(), "tables": {"a": [1]}}]
)
def test_anything_else_is_no_manifest(data: object) -> None:
    with pytest.raises(Refused, match="不是台账的备份文件"):
        Manifest.from_json(data)


def test_a_later_format_is_refused() -> None:
    with pytest.raises(Refused, match=r"更新的版本（0\.3\.0）"):
        Manifest.from_json(replace(MANIFEST, format=2).to_json())


@pytest.mark.parametrize(
    "found", [{}, {"rows/office.unit.jsonl": 9}, {"rows/office.unit.jsonl": 10, "files/00": 1}]
)
def test_parts_that_are_missing_shorter_or_more_are_refused(found: dict[str, int]) -> None:
    check_complete(MANIFEST, {"rows/office.unit.jsonl": 10})
    with pytest.raises(Refused, match="不完整"):
        check_complete(MANIFEST, found)


def test_migrations_that_are_not_known_here_are_of_a_later_release() -> None:
    check_known(MANIFEST, {"office": ("0001_initial", "0002_more"), "ledger": ("0001_initial",)})
    for known in ({}, {"office": ("0002_more",)}):
        with pytest.raises(Refused, match="请先升级"):
            check_known(MANIFEST, known)
