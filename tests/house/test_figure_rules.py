"""The reference page of figures holds the tables that the code walks."""

from __future__ import annotations

from tools.figure_rules import PAPER, PLACE, printed


def test_the_reference_page_is_current() -> None:
    paper = PAPER.read_text("utf-8")
    assert printed(paper) == paper, "run: python -m tools.figure_rules"


def test_every_table_stands_on_the_page_once() -> None:
    names = [place[2] for place in PLACE.finditer(PAPER.read_text("utf-8"))]
    assert sorted(names) == [
        "alone",
        "bare",
        "exclusions",
        "forms",
        "guards",
        "left_out",
        "no_value",
        "openings",
        "reasons",
    ]
