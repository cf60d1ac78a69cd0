"""The paper of a project's year shows the tables as they are."""

from __future__ import annotations

from taizhang.core import project_year
from taizhang.core.workflow import Table
from tools.diagrams import DIAGRAMS, PAPER, PLACE, drawn


def test_the_diagrams_are_current() -> None:
    paper = PAPER.read_text("utf-8")
    assert drawn(paper) == paper


def test_every_table_is_drawn_once() -> None:
    tables = {name.lower() for name, value in vars(project_year).items() if isinstance(value, Table)}
    places = [place[2] for place in PLACE.finditer(PAPER.read_text("utf-8"))]
    assert sorted(places) == sorted(DIAGRAMS) == sorted(tables)
