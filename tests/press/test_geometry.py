"""The arithmetic of the page."""

from __future__ import annotations

import pytest

from taizhang.press.typeset.geometry import BODY_SIZE, MM, TYPE_HEIGHT, TYPE_WIDTH, Grid


@pytest.mark.parametrize("grid", [Grid(), Grid(23, 29), Grid(25, 30)])
def test_the_grid_fills_the_type_area(grid: Grid) -> None:
    assert (grid.lines - 1) * grid.pitch + BODY_SIZE == pytest.approx(TYPE_HEIGHT)
    assert grid.cells * BODY_SIZE + (grid.cells - 1) * grid.tracking == pytest.approx(TYPE_WIDTH)
    assert grid.indent == pytest.approx(2 * BODY_SIZE + 2 * grid.tracking)


def test_the_standard_grid_squeezes_slightly() -> None:
    assert Grid() == Grid(22, 28)
    assert Grid().tracking == pytest.approx(-0.2146, abs=0.0002)
    assert Grid().pitch == pytest.approx(29.609, abs=0.001)
    assert pytest.approx(156) == TYPE_WIDTH / MM
