"""A home that is busy, closed or no folder: one sentence, with the command that works."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

import pytest
from django.db.utils import OperationalError, ProgrammingError

from taizhang.cli import homes, main
from taizhang.cli import office as module


def test_a_home_that_cannot_be_made_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    monkeypatch.setenv("TAIZHANG_HOME", str(home))
    assert main(["serve", "--port", "1"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"目录 {home} 不能写入" in said
    assert f"TAIZHANG_HOME={Path.home() / 'taizhang'} make run" in said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "只读"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EEXIST, os.strerror(errno.EEXIST)),
    ],
)
def test_a_read_only_home_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, words: str
) -> None:
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))
    said = homes.about_home(OSError(number, os.strerror(number), str(tmp_path / ".start")))
    assert said is not None
    assert words in said


def test_an_error_elsewhere_stays_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))

    def run(arguments: argparse.Namespace) -> int:
        raise OSError(errno.EACCES, "denied", "/etc/elsewhere")

    monkeypatch.setattr(module, "run_serve", run)
    with pytest.raises(OSError, match="denied"):
        main(["serve"])
    assert homes.about_home(OSError(errno.EIO, "broken", str(tmp_path))) is None
    assert homes.about_home(OSError(errno.EACCES, "denied")) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("no such table: office_office"), "请先启动一次服务：taizhang serve"),
        (OperationalError("no such column: office_person.x"), "请先启动一次服务：taizhang serve"),
        (
            ProgrammingError('relation "office_office" does not exist\nLINE 1'),
            "请先启动一次服务：taizhang serve",
        ),
        (OperationalError("database is locked"), "数据库现在不能使用：database is locked。"),
        (OperationalError("connection refused\nIs the server running?"), "connection refused。请稍后再试"),
    ],
)
def test_a_database_that_is_not_there_is_one_sentence(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(arguments: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(module, "run_serve", run)
    assert main(["serve"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_an_error_of_another_kind_stays_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert homes.about_database(ValueError("no such table")) is None
    monkeypatch.delitem(sys.modules, "django.db.utils")
    assert homes.about_database(OperationalError("no such table")) is None


def test_a_home_that_is_served_already_is_told_with_its_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with homes.serving(tmp_path, "http://127.0.0.1:8000/") as other:
        assert other == ""
        assert main(["serve", "--port", str(port)]) == module.BUSY
    said = capsys.readouterr().err
    assert "已在运行：http://127.0.0.1:8000/" in said
    assert f"TAIZHANG_HOME={tmp_path}2 taizhang serve --port {port + 1}" in said
    with homes.serving(tmp_path, "again") as other:
        assert other == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "所在的盘是只读的"), (errno.EIO, os.strerror(errno.EIO))],
)
def test_the_reason_is_in_the_words_of_the_reader(number: int, words: str) -> None:
    assert homes.reason_of(OSError(number, os.strerror(number))) == words
    assert homes.reason_of(OSError(number, os.strerror(number), "/media/备份")) == f"{words}：/media/备份"
