"""``fonts``: listing, finding, naming and taking in; exit codes and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.cli import main
from taizhang.press.typeset import font_search
from tests.press.made_fonts import made_font

from .test_press import TEXT


def call(*arguments: object) -> int:
    return main([str(each) for each in arguments])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder, empty; a machine whose WPS brought 小标宋."""
    wps = tmp_path / "wps"
    wps.mkdir()
    made_font(wps / "FZXBSK.TTF", "FZXiaoBiaoSong-B05", chinese="方正小标宋_GBK")
    monkeypatch.setattr(font_search.find_fonts, "__defaults__", ((("WPS", str(wps)),),))
    monkeypatch.setattr(font_search, "ENOUGH", 4)
    monkeypatch.setenv("TAIZHANG_FONTS", str(tmp_path / "own"))
    monkeypatch.setenv("COLUMNS", "300")
    return tmp_path / "own"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_fonts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fonts") == 0
    said = capsys.readouterr().out
    assert "小标宋" in said
    assert "未装仿宋字体" in said


def test_missing_characters_of_a_file_are_one(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("fonts", source) == 0
    source.write_text(TEXT.replace("方一舟", "方\ue000"), "utf-8")
    assert call("fonts", source) == 1
    assert "\ue000" in capsys.readouterr().out
    assert call("fonts", tmp_path / "absent.txt") == 2
    (tmp_path / "a.json").write_text('{"items": 5}', "utf-8")
    assert call("fonts", tmp_path / "a.json") == 2


def test_what_the_machine_has_is_told_and_taken_in_by_one_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("fonts", "--find") == 0
    said = capsys.readouterr().out
    assert "方正小标宋_GBK" in said
    assert "4/6,763" in said
    assert "没有找到可用的仿宋字体。" in said
    assert not folder.exists()

    assert call("fonts", "--find", "--link") == 0
    said = capsys.readouterr().out
    assert f"已把1个字体文件链接到 {folder}。" in said
    assert "未装小标宋字体" not in said
    assert (folder / "FZXBSK.TTF").is_symlink()


def test_the_same_page_in_both(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = tmp_path / "both.pdf"
    assert call("fonts", "--find", "-o", pages) == 0
    assert "第2页用找到的字体" in capsys.readouterr().out
    assert pages.read_bytes().startswith(b"%PDF")
    assert not folder.exists()
    assert call("fonts", "--find", "-o", tmp_path / "absent" / "both.pdf") == 2


def test_a_role_is_given_a_font_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    made_font(folder / "x.ttf", "Harbour Script")
    assert call("fonts") == 0
    assert "“Harbour Script”没有用上" in capsys.readouterr().out
    assert call("fonts", "--use", "仿宋=Harbour Script") == 0
    said = capsys.readouterr().out
    assert "未装仿宋字体" not in said
    assert "没有用上" not in said
    assert call("fonts", "--use", "kai=无此字体") == 0
    assert "指定为楷体的字体“无此字体”没有找到。" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call("fonts", "--use", "草书=X")
