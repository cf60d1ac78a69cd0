"""``typeset``, ``check-form`` and ``fonts``: exit codes, words and JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from taizhang.cli import press

TEXT = """海川市精神文明建设情况简报
第10期
（总第2222期）
海川市文明办    2026年3月2日

【创建动态】

市图书馆把阅读服务送到家门口。一是织密服务网络。坚持重心下移、资源下沉，推动服务从馆内走向街巷。
（市图书馆）

责编：方一舟  核稿：梁知微  电话：5300617
报：省文明办
送：市文明委委员
"""


def call(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    press.add_commands(parser.add_subparsers())
    options = parser.parse_args(list(map(str, words)))
    code: int = options.func(options)
    return code


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_text_becomes_a_pdf_in_form(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "x.pdf"
    assert call("typeset", source, "-o", pdf, "--pages", "2") == 0
    said = capsys.readouterr().out
    assert "共1页" in said
    assert "说明： 未装小标宋字体" in said
    assert "版式核验通过，字体以Noto Serif SC" in said
    assert call("check-form", pdf) == 0
    assert "版面：22行×28字" in capsys.readouterr().out
    assert call("check-form", pdf, "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_pdf_out_of_form_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.press.form.test_check import unembedded

    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(unembedded())
    assert call("check-form", pdf) == 1
    said = capsys.readouterr().out
    assert "不合格： 第1页：字体没有嵌入" in said
    assert "版式核验不通过。" in said


def test_a_faulty_page_is_written_and_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from taizhang.core.text.messages import Message
    from taizhang.press import FormFinding, FormReport, Typeset

    form = FormReport(1, (22, 28), findings=(FormFinding(0, Message("海川")),))
    monkeypatch.setattr(press.Press, "typeset", lambda *_, **__: Typeset(b"x", form, 1, ()))
    assert call("typeset", source, "-o", tmp_path / "x.pdf") == 1
    assert (tmp_path / "x.pdf").read_bytes() == b"x"


def test_a_text_becomes_a_word_file(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("typeset", source, "-o", tmp_path / "x.docx") == 0
    assert "已生成" in capsys.readouterr().out
    assert (tmp_path / "x.docx").read_bytes().startswith(b"PK")


def test_our_own_json_is_set(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"name": "海川简报", "annual_no": 1}), "utf-8")
    assert call("typeset", path, "-o", tmp_path / "x.docx") == 0


@pytest.mark.parametrize(
    ("name", "content", "out", "wanted"),
    [
        ("a.txt", TEXT, "x.odt", "输出文件名应以 .pdf 或 .docx 结尾。"),
        ("a.txt", TEXT, "no/x.docx", "无法写入"),
        ("a.txt", "机密★1年\n海川简报\n第1期\n", "x.pdf", "文中有密级标志"),
        ("a.json", "{", "x.pdf", "无法读取 JSON 文件“a.json”。"),
        ("a.json", "[]", "x.pdf", ""),
        ("b.txt", None, "x.pdf", "找不到文件。"),
        ("a.txt", TEXT.replace("市图书馆把", "\ue000把"), "x.pdf", "U+E000"),
    ],
)
def test_a_refusal_is_two_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, out: str, wanted: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    assert call("typeset", tmp_path / name, "-o", tmp_path / out) == 2
    said = capsys.readouterr()
    assert wanted in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / out).exists()


@pytest.mark.parametrize("pages", ["0", "-1", "二", "²"])
def test_pages_are_a_positive_number(source: Path, pages: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call("typeset", source, "-o", "x.pdf", f"--pages={pages}")
    assert ended.value.code == 2
    assert "页数应为正整数" in capsys.readouterr().err


def test_what_cannot_be_checked_is_two(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("check-form", source) == 2
    assert "这不是可以打开的 PDF 文件" in capsys.readouterr().err
    assert call("check-form", tmp_path / "absent.pdf") == 2
    assert "无法读取文件" in capsys.readouterr().err
    assert call("check-form", source, "--cells", "1") == 2
    assert "每行字数应在25至31字之间" in capsys.readouterr().err
