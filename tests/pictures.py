"""The pictures of the user guide are taken where a test walks by, so that none shows what is no longer so.

``WRITE_PICTURES=1 .venv/bin/pytest tests/cli/test_demo_year.py tests/e2e/test_founding.py`` writes them anew.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[1] / "docs" / "guide" / "pictures"
SIZE = {"width": 1200, "height": 750}
COLOURS = 64
DRAWN = "document.readyState == 'complete' && [...document.images].every(each => each.loading == 'lazy' || each.complete)"
# Mean difference of the two pictures, each made 75 points wide, in shares of black to white: letters drawn a little
# otherwise stay below it, a part of the page that came, went or moved does not.
MOST_DIFFERENT = 0.02


def check_picture(page: Page, name: str) -> None:
    """Hold what the page shows against the picture of this name in the guide, or write that picture."""
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(500)  # what a script adds once the page stands
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = FOLDER / f"{name}.png"
    if os.environ.get("WRITE_PICTURES"):
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    with Image.open(path) as kept:
        found = difference(taken, kept.convert("RGB"))
    assert found <= MOST_DIFFERENT, (
        f"docs/guide/pictures/{name}.png shows another page ({found:.3f} differ); WRITE_PICTURES=1 writes it anew"
    )


def difference(first: Image.Image, second: Image.Image) -> float:
    """Return how much two pictures differ, from 0 (alike) to 1; pictures of other sizes differ wholly."""
    if first.size != second.size:
        return 1.0
    small = [each.convert("L").resize((75, 47)) for each in (first, second)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0] / 255
