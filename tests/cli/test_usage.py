"""The command line complains in Chinese."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.cli import main
from taizhang.cli.usage import OWN, WORDS, speak


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    vars(argparse).update(OWN)


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit):
        main(argv)
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "缺少参数"),
        (["--help"], "显示本帮助"),
        (["serve", "--port", "eighty"], "--port：“eighty”不是有效的值"),
        (["serve", "--port"], "后面须有一个值"),
        (["nothing"], "没有“nothing”这一项"),
        (["demo", "--loud"], "不认识的参数：--loud"),
    ],
)
def test_complaints_and_help_are_chinese(
    capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    answer = said(capsys, *argv)
    assert words in answer
    assert "用法：" in answer


def test_another_language_keeps_its_own_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAIZHANG_LANG", "en")
    assert "usage: " in said(capsys, "--help")


def test_every_word_is_one_of_argparse() -> None:
    source = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    known = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
    assert set(WORDS) <= known


def test_plurals_are_one_form() -> None:
    speak()
    count = vars(argparse)["ngettext"]
    assert count("expected %s argument", "expected %s arguments", 2) == "后面须有%s个值"
