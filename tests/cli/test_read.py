"""``taizhang read``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from taizhang.cli import read

LAYOUTS = Path(__file__).parents[1] / "core" / "gongwen" / "layouts"


def call(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    read.add_commands(parser.add_subparsers())
    options = parser.parse_args(["read", *map(str, words)])
    code: int = options.func(options)
    return code


def test_a_bulletin_is_printed_with_figures_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(LAYOUTS / "L01.txt") == 0
    out = capsys.readouterr().out
    for words in (
        "海川城市文明简报",
        "第 12 期",
        "总第 96 期",
        "沈知秋",
        "市城管局",
        "400 余户",
        "36 处",
        "要点",
    ):
        assert words in out


def test_json_of_one_file_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--json", LAYOUTS / "L03.txt") == 0
    got = json.loads(capsys.readouterr().out)
    text = (LAYOUTS / "L03.txt").read_text(encoding="utf-8")
    assert got["name"] == "海川市志愿服务信息"
    assert got["figures"]
    for figure in got["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["surface"]
    assert {"questions", "findings"} <= got.keys()


def test_questions_carry_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "海川简报\n第1期\n\n市局开展宣讲\n市局实现宣讲全覆盖，累计服务3万人次。\n其中1000人为干部，900人为群众，共1500人。\n（市局）\n",
        encoding="utf-8",
    )
    assert call("--json", path) == 0
    asked = json.loads(capsys.readouterr().out)["questions"]
    first = asked[0]
    assert first["kind"] == "coverage"
    assert first["line"] == 5
    assert first["excerpt"] == "展宣讲 市局实现宣讲〔全覆盖〕，累计服务3万人次。"
    assert call(path) == 0
    assert "全覆盖" in capsys.readouterr().out


def test_many_files_make_many_json_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    twin = tmp_path / "in" / "L01.md"
    twin.write_bytes((LAYOUTS / "L02.txt").read_bytes())
    out = tmp_path / "new" / "out"
    assert call("-o", out, LAYOUTS / "L01.txt", LAYOUTS / "L03.txt", twin) == 0
    assert sorted(p.name for p in out.iterdir()) == ["L01.md.json", "L01.txt.json", "L03.json"]
    assert json.loads((out / "L03.json").read_text(encoding="utf-8"))["annual_no"] == 2


def test_several_files_print_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--json", LAYOUTS / "L01.txt", LAYOUTS / "L03.txt") == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_refused_file_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--json", tmp_path / "absent.txt", LAYOUTS / "L01.txt") == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "找不到文件。" in said.err
    assert json.loads(said.out)[0]["annual_no"] == 12


def test_secret_text_is_refused_and_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("机密★1年\n海川简报\n第1期\n不可示人\n", encoding="utf-8")
    assert call("--json", path) == 1
    said = capsys.readouterr()
    assert "密级标志" in said.err
    assert "不可示人" not in said.out + said.err


def test_a_folder_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert call("-o", blocked, LAYOUTS / "L01.txt") == 1
    assert "无法写入目录" in capsys.readouterr().err


def test_notes_on_hidden_signs_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("海川\u200b简报\n", encoding="utf-8")
    assert call(path) == 0
    assert "已去除 1 个" in capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_sentence_and_no_figure_is_cut_short(
    width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    path = tmp_path / "a.txt"
    path.write_text(
        "海川简报\n第1期\n\n市局开展宣讲\n市局深入11个小区，面向500多名干部，开展宣讲8场，累计服务4万余人次，"
        "实现宣讲全覆盖，多家媒体报道。\n（市局）\n",
        encoding="utf-8",
    )
    read_there = read.read_file(path)
    assert call(path) == 0
    out = capsys.readouterr().out
    assert "…" not in out
    asked = "".join(line.strip() for line in out[out.index("要问作者的问题") :].splitlines())
    assert len(read_there.questions) > 3
    for question in read_there.questions:
        assert str(question.sentence) in asked
    if width >= 80:
        assert all(figure.surface in out for figure in read_there.figures)


def test_a_text_without_figures_or_questions_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("海川简报\n第1期\n\n市局开展宣讲\n市局走访群众，受到欢迎。\n（市局）\n", encoding="utf-8")
    assert call(path) == 0
    out = capsys.readouterr().out
    assert "数据：无" in out
    assert "要问作者的问题：无" in out
