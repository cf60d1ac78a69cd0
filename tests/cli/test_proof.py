"""``taizhang proof`` and ``taizhang meaning``."""

from __future__ import annotations

import json

import pytest

from taizhang.cli import main

TEXT = "截止8月底，市教育局局长顾明山介绍，满意度为90-95%。\n"
REGISTER = {
    "units": [{"name": "海川市教育局", "aliases": ["市教育局"]}],
    "people": [{"name": "顾明川", "post": "海川市教育局局长"}],
}


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_file_is_written_for_each_text(tmp_path, text) -> None:
    clean = tmp_path / "b.txt"
    clean.write_text("天气晴好。\n", "utf-8")
    register = tmp_path / "register.json"
    register.write_text(json.dumps(REGISTER), "utf-8")
    out = tmp_path / "out"
    assert main(["proof", "--jsonl", str(out), str(text), str(clean), "--register", str(register)]) == 0
    found = [json.loads(line) for line in (out / "a.jsonl").read_text("utf-8").splitlines()]
    assert [(each["class"], TEXT[each["start"] : each["end"]]) for each in found] == [
        ("pair", "截止"),
        ("register", "市教育局局长顾明山"),
        ("numeral", "90-95%"),
    ]
    assert found[0]["sentence"] == "“截止”应作“截至”。"
    assert set(found[0]) == {"start", "end", "rule", "class", "sentence"}
    assert (out / "b.jsonl").read_text("utf-8") == ""


def test_questions_are_shown_with_their_ground(text, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["proof", str(text)]) == 0
    shown = capsys.readouterr().out
    assert "GB/T 15835" in shown
    assert "“截止”应作“截至”。" in shown
    assert "a.txt：2 处" in shown


@pytest.mark.parametrize("content", ["[", '{"units": [{}]}', "[]"])
def test_a_register_that_is_none_is_refused(content: str, tmp_path, text, capsys) -> None:
    register = tmp_path / "register.json"
    register.write_text(content, "utf-8")
    assert main(["proof", str(text), "--register", str(register)]) == 2
    assert "名册" in capsys.readouterr().err


def test_files_of_one_name_and_a_folder_that_is_none_are_refused(tmp_path, text, capsys) -> None:
    assert main(["proof", "--jsonl", str(tmp_path / "out"), str(text), str(text)]) == 2
    assert main(["proof", "--jsonl", str(text), str(text)]) == 2
    assert "同名" in capsys.readouterr().err


def test_pairs_are_answered_line_by_line(tmp_path, capsys) -> None:
    pairs = tmp_path / "pairs.jsonl"
    rows = [("A", "应当报送。", "可以报送。"), ("B", "应当报送。", "应报送。")]
    lines = [json.dumps({"id": key, "before": old, "after": new}) for key, old, new in rows]
    pairs.write_text("\n".join(lines), "utf-8")
    assert main(["meaning", "--jsonl", str(pairs)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers == [{"id": "A", "kinds": ["obligation"]}, {"id": "B", "kinds": []}]


def test_a_pair_without_both_sides_is_refused(tmp_path, capsys) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"id": 1, "before": "天"}', "utf-8")
    assert main(["meaning", "--jsonl", str(pairs)]) == 2
    assert main(["meaning", "应当报送。"]) == 2


def test_two_sentences_are_compared(capsys) -> None:
    assert main(["meaning", "应当在8月底前报送。", "可以在9月底前报送。"]) == 0
    assert main(["meaning", "应当报送。", "应报送。"]) == 0
    assert capsys.readouterr().out == "含义有变：要求的轻重、时间\n含义未见改变。\n"
