"""The commands figures and verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.cli import main

TEXT = "\ufeff服务居民３万余人次，\r\n其中党员500多名；实现全覆盖，多家媒体报道。受理10件，其中咨询12件。约3至5天。"


@pytest.fixture
def passage(tmp_path: Path) -> Path:
    path = tmp_path / "简报.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_figures_prints_a_table_and_what_does_not_add_up(
    passage: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(passage)]) == 0
    out = capsys.readouterr().out
    assert "３万余人次" in out
    assert "文内矛盾" in out


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_figures_writes_places_of_the_decoded_text(tmp_path: Path, encoding: str) -> None:
    text = TEXT.removeprefix("\ufeff") if encoding != "utf-8" else TEXT
    source = tmp_path / "a.txt"
    source.write_bytes(text.encode(encoding))
    assert main(["figures", "--jsonl", str(tmp_path / "out"), str(source)]) == 0
    records = [json.loads(line) for line in (tmp_path / "out" / "a.jsonl").read_text("utf-8").splitlines()]
    assert all(text[r["start"] : r["end"]] == r["surface"] for r in records)
    assert records[0]["value"] == "30000"
    assert {r["relation"] for r in records} == {"gt", "all", "vague", "eq", "range"}


def test_files_that_cannot_be_read_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = tmp_path / "b.bin"
    binary.write_bytes(b"\x7fELF\x00\xff\xff")
    odd = tmp_path / "odd.txt"
    odd.write_bytes(b"\xff\xfe\x00")
    empty_signs = tmp_path / "nul.txt"
    empty_signs.write_bytes(b"3\x00")
    for name in (binary, odd, empty_signs, tmp_path / "missing", tmp_path):
        assert main(["figures", str(name)]) == 2
        assert "文件" in capsys.readouterr().err


def test_other_reading_errors_are_told(
    passage: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert main(["figures", str(passage)]) == 2
    assert "权限" in capsys.readouterr().err


def test_huge_files_are_refused(
    passage: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("taizhang.cli.inputs._LARGEST", 3)
    assert main(["figures", str(passage)]) == 2
    assert "太大" in capsys.readouterr().err


def test_namesakes_and_unwritable_directories_are_refused(
    passage: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "--jsonl", str(tmp_path / "o"), str(passage), str(passage)]) == 2
    assert "同名" in capsys.readouterr().err
    assert main(["figures", "--jsonl", str(passage), str(passage)]) == 2
    assert "无法写入" in capsys.readouterr().err


def test_verdict_answers_cases_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    rows = [
        {
            "id": "1",
            "text": "500多名",
            "ledger_value": 523,
            "ledger_unit": "人",
            "ledger_agg": "sum",
            "scope": "same",
        },
        {"id": "2", "text": "受理10件，其中咨询12件", "ledger_value": None, "ledger_agg": "partwhole"},
    ]
    cases.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    assert main(["verdict", "--jsonl", str(cases)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers == [{"id": "1", "verdict": "consistent"}, {"id": "2", "verdict": "contradict"}]


@pytest.mark.parametrize(
    "line", ["not json", "[1]", '{"id": 1}', '{"text": "8场", "ledger_value": "多"}', "[" * 100000]
)
def test_bad_cases_are_named_by_their_line(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n" + line, "utf-8")
    assert main(["verdict", "--jsonl", str(cases)]) == 2
    assert "第 2 行" in capsys.readouterr().err


def test_verdict_explains_one_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verdict", "30万余斤", "--ledger", "152000", "--unit", "斤"]) == 0
    out = capsys.readouterr().out
    assert "矛盾" in out
    assert "斤与公斤" in out
    assert main(["verdict", "全覆盖", "--ledger", "98", "--unit", "个", "--other-scope"]) == 0
    assert "不可比" in capsys.readouterr().out
    assert main(["verdict", "受理10件，其中咨询9件"]) == 0
    assert "相符" in capsys.readouterr().out


def test_verdict_needs_a_text_and_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verdict"]) == 2
    assert "原文" in capsys.readouterr().err
    assert main(["verdict", "8场", "--ledger", "八"]) == 2
    assert "不是数" in capsys.readouterr().err
