"""Whole files through the child process: what is read, what is refused, and that nothing lasts or crashes."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from taizhang.intake import Extracted, IntakeRefused, Limits, extract, extract_bytes, extract_text
from taizhang.isolation import FailureReason, Stopped
from tests.intake import hostile

DEFAULT = Limits()
ZH = "海川市文明办\n第6期\n正文。\n"


def refusal(data: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(IntakeRefused) as caught:
        extract_bytes(data, "a.docx", limits=limits)
    return str(caught.value.sentence)


def image(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"  # the name says nothing
    path.write_bytes(ZH.encode(encoding))
    assert extract_text(path) == Extracted(ZH, "txt")


def test_a_word_file_gives_its_paragraphs() -> None:
    assert extract_bytes(hostile.word_file("海川简报", "第6期"), "x.txt") == Extracted(
        "海川简报\n第6期", "docx"
    )


def test_a_pdf_gives_its_text() -> None:
    got = extract_bytes(hostile.pdf_file(2), "x")
    assert got.format == "pdf"
    assert got.text == "Haichuan 8 / 11\fHaichuan 8 / 11"


def test_hidden_controls_are_taken_out_with_a_note() -> None:
    got = extract_bytes("海\u200b川\u202e市".encode(), "x")
    assert got.text == "海川市"
    assert [str(note) for note in got.notes] == ["已去除 2 个不可见的格式控制字符。"]


HOSTILE = {
    "zip bomb": (lambda: hostile.bomb(300 << 20), "解压后超过"),
    "many members": (lambda: hostile.crowd(2500), "部件超过 2000 个"),
    "nested archive": (
        lambda: hostile.with_member(hostile.word_file("x"), "a.zip", hostile.word_file("y")),
        "套有压缩包",
    ),
    "external entity": (hostile.external_entity, "实体声明"),
    "billion laughs": (hostile.billion_laughs, "实体声明"),
    "wide entity": (
        lambda: hostile.with_member(
            hostile.word_file("x"), "word/document.xml", "<!DOCTYPE a>".encode("utf-16-le")
        ),
        "实体声明",
    ),
    "macros": (lambda: hostile.with_member(hostile.word_file("x"), "word/vbaProject.bin", b"x"), "带有宏"),
    "truncated docx": (lambda: hostile.word_file("海川" * 500)[:9000], "损坏"),
    "empty main part": (
        lambda: hostile.with_member(hostile.word_file("x"), "word/document.xml", b""),
        "损坏",
    ),
    "other zip": (lambda: hostile.with_member(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), "压缩包"),
    "workbook": (
        lambda: hostile.with_member(b"PK\x05\x06" + bytes(18), "xl/workbook.xml", b"<x/>"),
        "电子表格",
    ),
    "encrypted office": (lambda: hostile.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old doc": (lambda: hostile.OLE + bytes(600), "旧版"),
    "truncated pdf": (lambda: hostile.pdf_file()[:60], "损坏"),
    "empty pdf": (lambda: hostile.pdf_file(stream=b""), "扫描件"),
    "scan": (lambda: image("PDF"), "扫描件"),
    "picture": (lambda: image("PNG"), "图片"),
    "rtf": (lambda: b"{\\rtf1 x}", "RTF"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(50), "压缩包"),
    "program": (lambda: b"\x7fELF" + bytes(50), "程序"),
    "database": (lambda: b"SQLite format 3\x00" + bytes(50), "数据库"),
    "web page": (lambda: b"<!DOCTYPE html><html></html>", "网页"),
    "noise": (lambda: random.Random(1).randbytes(5000), "无法识别"),
    "NUL in text": (lambda: "海川\n海\x00川。".encode(), "第 2 行含有不允许的控制字符（U+0000）"),
    "noncharacter": (lambda: "海\ufffe川".encode(), "U+FFFE"),
    "nothing": (lambda: b"", "空的"),
    "only blanks": (lambda: b" \n \n", "没有文字"),
    "no encoding": (lambda: b"\xff\xfe\x00", "编码"),
    "too much text": (lambda: ("海" * 2_000_001).encode(), "超过 200 万字"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(name: str) -> None:
    make, words = HOSTILE[name]
    sentence = refusal(make())
    assert words in sentence
    assert sentence.count("。") == 1


def test_a_locked_pdf_says_so() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(hostile.pdf_file())))
    writer.encrypt("x", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "密码" in refusal(out.getvalue())


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    assert "超过 2 页" in refusal(hostile.pdf_file(3), Limits(pages=2))


@pytest.mark.parametrize("seed", range(12))
def test_a_mutated_file_is_read_or_refused(seed: int) -> None:
    source = hostile.pdf_file(2) if seed % 2 else hostile.word_file("海川市简报")
    data = hostile.mutated(source, seed)
    try:
        said = extract_bytes(data, "x").text
    except IntakeRefused as refused:
        said = str(refused.sentence)
    assert said.strip()


def test_a_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(IntakeRefused, match="超过 30 MB"):
        extract_text(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, words in (
        (tmp_path, "不是普通文件"),
        (tmp_path / "pipe", "不是普通文件"),
        (tmp_path / "absent", "找不到"),
        (tmp_path / ("x" * 300), "无法打开"),
        (Path("a\0b"), "无法打开"),
    ):
        with pytest.raises(IntakeRefused, match=words):
            extract_text(path)


def test_a_busy_machine_is_called_that() -> None:
    assert "服务器正忙，等了 0 秒" in refusal(hostile.word_file("海川"), Limits(wall_seconds=0.01))


def test_a_file_over_its_processor_time_is_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise Stopped(FailureReason.LATE)

    monkeypatch.setattr(extract.Worker, "ask", late)
    assert "15 秒处理器时间" in refusal("海川".encode())


def test_too_little_memory_is_a_sentence() -> None:
    assert refusal(b"\x20" * (20 << 20) + "海".encode(), Limits(memory=64 << 20))


def test_an_answer_over_its_cap_is_a_sentence() -> None:
    assert "出错" in refusal(("海" * 5000).encode(), Limits(answer=1000))


def test_reading_text_loads_no_library_of_another_format() -> None:
    script = (
        "import sys; from taizhang.intake import Limits, reading; reading.read('海川'.encode(), Limits()); "
        "print({'docx', 'lxml', 'pypdfium2', 'taizhang.core.gongwen'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
