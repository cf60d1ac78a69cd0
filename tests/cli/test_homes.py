"""A home that is busy, closed or no folder: one sentence, with the command that works."""

from __future__ import annotations

import argparse
import errno
import os
import socket
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_read_only_home_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int) -> None:
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))
    said = homes.about_home(OSError(number, os.strerror(number), str(tmp_path / ".start")))
    assert said is not None
    assert os.strerror(number) in said


def test_an_error_elsewhere_stays_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))

    def run(arguments: argparse.Namespace) -> int:
        raise OSError(errno.EACCES, "denied", "/etc/elsewhere")

    monkeypatch.setattr(module, "run_serve", run)
    with pytest.raises(OSError, match="denied"):
        main(["serve"])
    assert homes.about_home(OSError(errno.EIO, "broken", str(tmp_path))) is None
    assert homes.about_home(OSError(errno.EACCES, "denied")) is None


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
