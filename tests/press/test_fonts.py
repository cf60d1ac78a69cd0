"""Fonts by role: what is drawn, by which family, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from taizhang.press import FontRole, PressError, installed
from taizhang.press.typeset import fonts

from .samples import RARE

GBK = [
    bytes((a, b)).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F
]
HAN = {c for c in GBK if "\u4e00" <= c <= "\u9fa5"}


@pytest.fixture
def fangsong(tmp_path: Path) -> Path:
    """A folder with a font of four characters that calls itself FangSong."""
    with TTFont(fonts.PACK[0] / "LXGWWenKai-Regular.ttf") as font:
        maker = subset.Subsetter(subset.Options(name_IDs=["*"], name_languages=["*"], layout_features=[]))
        maker.populate(text="海川文明")
        maker.subset(font)
        for name in font["name"].names:
            if name.nameID in {1, 16}:
                name.string = "FangSong"
        font.save(tmp_path / "fang.ttf")
    return tmp_path


def test_every_role_has_a_face() -> None:
    assert set(installed().roles) == set(FontRole)
    assert all(Path(face.path).is_file() for faces in installed().roles.values() for face in faces)


@pytest.mark.parametrize("role", list(FontRole))
def test_every_role_draws_gbk_and_rare_names(role: FontRole) -> None:
    assert len(HAN) == 20902
    assert installed().missing(HAN | set(RARE), role) == []


def test_every_substitute_of_another_design_is_named() -> None:
    said = [str(s) for s in installed().substitutions()]
    assert said == [
        "未装仿宋字体，以“Noto Serif SC”代替。",
        "未装小标宋字体，以“Noto Serif SC Black”代替。",
    ]


def test_a_font_of_the_office_wins_and_the_pack_lends_the_rest(fangsong: Path) -> None:
    found = installed(fangsong)
    assert found.roles[FontRole.FANG][0].family == "FangSong"
    assert found.borrowed("海川㛃\n", FontRole.FANG) == ["㛃"]
    assert found.missing("海川㛃\n\ue000", FontRole.FANG) == ["\ue000"]
    assert [str(s) for s in found.substitutions()] == ["未装小标宋字体，以“Noto Serif SC Black”代替。"]


def test_widths_are_in_em() -> None:
    assert installed().width("海", FontRole.FANG) == 1
    assert 0.3 < installed().width("1", FontRole.FANG) < 0.8
    assert installed().width("\ue000", FontRole.FANG) == 1


def test_the_folder_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TAIZHANG_FONTS", raising=False)
    assert fonts.fonts_folder() is None
    monkeypatch.setenv("TAIZHANG_FONTS", str(tmp_path))
    assert fonts.fonts_folder() == tmp_path


def test_a_damaged_pack_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "PACK", (tmp_path,))
    with pytest.raises(PressError, match="缺少仿宋字体"):
        installed.__wrapped__()
