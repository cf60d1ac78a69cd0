"""`taizhang report-figures`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.cli import main


def run(lines: list[str], directory: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    path = directory / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    code = main(["report-figures", "--jsonl", str(path)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_each_report_gets_one_line_with_values_questions_and_nulls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = {
        "id": "A1",
        "period": "2026-07",
        "indicators": [
            {"id": 1, "name": "微宣讲", "unit": "场", "basis": "cumulative", "last": 138},
            {"id": "二", "name": "走访企业", "unit": "家", "basis": "period", "last": 4},
            {"id": 3, "name": "读书会", "unit": "场", "basis": "period", "last": 4},
        ],
        "narrative": "截至7月底，累计开展微宣讲170场。本月走访企业15—18户。",
    }
    code, out, _ = run([json.dumps(record, ensure_ascii=False), ""], tmp_path, capsys)
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": "A1", "values": {"1": {"value": "170"}, "二": {"ask": ["15", "18"]}, "3": None}}
    ]


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ({}, "narrative"),
        ({"narrative": "无", "indicators": 3}, "indicators"),
        ({"narrative": "无", "indicators": [3]}, "id、name"),
        ({"narrative": "无", "indicators": [{"id": 1}]}, "id、name"),
        ({"narrative": "无", "indicators": [], "period": "七月"}, "周期"),
    ],
)
def test_a_report_that_cannot_be_read_is_named_by_its_line(
    record: dict[str, object], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(["", json.dumps(record, ensure_ascii=False)], tmp_path, capsys)
    assert code == 2
    assert "第 2 行" in err
    assert word in err
