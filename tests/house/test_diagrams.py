"""The papers of a project's year and of a bulletin's life show the tables as they are."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from taizhang.core.lifecycle.workflow import LifeTable
from tools.diagrams import DIAGRAMS, PAPERS, PLACE, drawn


@pytest.mark.parametrize(("rules", "paper"), PAPERS.items(), ids=lambda each: getattr(each, "stem", ""))
def test_the_diagrams_are_current_and_every_table_is_drawn_once(rules: ModuleType, paper: Path) -> None:
    words = paper.read_text("utf-8")
    assert drawn(words) == words
    tables = {name.lower() for name, value in vars(rules).items() if isinstance(value, LifeTable)}
    assert sorted(place[2] for place in PLACE.finditer(words)) == sorted(tables)
    assert tables <= DIAGRAMS.keys()
