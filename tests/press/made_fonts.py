"""Fonts of four characters that call themselves as a test says."""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from taizhang.press.typeset.fonts import PACK


def made_font(path: Path, family: str, *, chinese: str = "", rights: int = 0) -> Path:
    """A font at ``path`` whose records name the family, and in Chinese another; with these rights of embedding."""
    with TTFont(PACK[0] / "LXGWWenKai-Regular.ttf") as font:
        maker = subset.Subsetter(subset.Options(name_IDs=["*"], name_languages=["*"], layout_features=[]))
        maker.populate(text="海川文明")
        maker.subset(font)
        for record in list(font["name"].names):
            if record.nameID in {1, 4, 6, 16}:
                font["name"].removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
        for record in (1, 4, 6):
            font["name"].setName(family, record, 3, 1, 0x409)
        if chinese:
            font["name"].setName(chinese, 1, 3, 1, 0x804)
        font["OS/2"].fsType = rights
        font.save(path)
    return path
