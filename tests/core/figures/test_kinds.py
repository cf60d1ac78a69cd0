"""Kinds of wordings, each with several examples: what is read, with its value, and what is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.core.figures import figure_to_json, read_figures

WORDINGS = Path(__file__).parent / "kinds.wordings"


def wordings() -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """(kind, text, (surface, relation, value) of every figure) of each line."""
    kind = ""
    for line in WORDINGS.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("#"):
            text, _, figures = line.partition("=>")
            expected = [
                tuple(figure.strip(" ").split(" ")) for figure in figures.split("; ") if figure.strip(" ")
            ]
            yield kind, text.rstrip(" ").replace("\\n", "\n"), expected


@pytest.mark.parametrize(("kind", "text", "expected"), list(wordings()))
def test_wordings_of_a_kind_are_read(kind: str, text: str, expected: list[tuple[str, ...]]) -> None:
    read = [
        (str(record["surface"]).replace(" ", "_"), record["relation"], record["value"])
        for record in map(figure_to_json, read_figures(text))
        if "value" in record
    ]
    assert read == expected, kind


def test_every_kind_has_several_examples() -> None:
    kinds = [kind for kind, _, _ in wordings()]
    assert all(kinds.count(kind) >= 1 for kind in kinds)
    assert len(set(kinds)) >= 30


@pytest.mark.parametrize(
    ("lines", "surfaces"),
    [
        (
            ["今年以来全市完成投资12", "8亿元，增长9.5%，其", "中工业投资56.2亿元。"],
            ["12\n8亿元", "9.5%", "56.2亿元"],
        ),
        (["全年培训各类人员1", "200余人次，发放资"], ["1\n200余人次"]),
        (
            ["增长12.5%、8.3%、7.2%、6", ".4%，总量达1280亿元，占比提"],
            ["12.5%", "8.3%", "7.2%", "6\n.4%", "1280亿元"],
        ),
        (["序号一12", "34 56"], []),
        (["清浦区12", "云岫县34"], []),
        (["完成5", "3个村"], ["3个"]),
    ],
)
def test_a_number_broken_over_narrow_lines_is_one(lines: list[str], surfaces: list[str]) -> None:
    assert [figure.surface for figure in read_figures("\n".join(lines))] == surfaces
