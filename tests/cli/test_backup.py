"""The commands that keep an installation: what they say, and the whole way through the shell."""

from __future__ import annotations

import errno
import getpass
import lzma
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from taizhang.cli import backup as module
from taizhang.cli import main
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest, PartFacts
from taizhang.core.text.messages import verbatim
from taizhang.office.backup import packing, schedule, unpacking
from taizhang.office.models import Event, Office

PACKED = Manifest("0.3", "sqlite", "", "", (), {}, {}, {}, {"files/ab": PartFacts(1, "ab")})


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """Packing and unpacking only note what they were asked; no passphrase in the environment, no terminal."""
    asked: dict[str, Any] = {}

    def noting(name: str) -> Any:
        def note(*words: Any, **more: Any) -> Any:
            asked[name] = (words, more.get("passphrase"))
            return (words[0] / "taizhang-1.zip", PACKED) if name == "back_up" else PACKED

        return note

    monkeypatch.setattr(schedule, "back_up", noting("back_up"))
    monkeypatch.setattr(packing, "pack", noting("pack"))
    for name in ("prove", "restore", "import_office"):
        monkeypatch.setattr(unpacking, name, noting(name))
    monkeypatch.delenv(module.PASSPHRASE, raising=False)
    monkeypatch.setattr(module, "set_up", lambda: None)
    settings.TAIZHANG_HOME, settings.BACKUP_TO = tmp_path, None
    return asked


def test_a_backup_goes_to_the_named_folder_or_that_of_the_settings_or_the_homes(
    prepared: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: Any
) -> None:
    assert main(["backup", "--without-keys"]) == 0
    assert prepared["back_up"] == ((tmp_path / "backups",), "")
    settings.BACKUP_TO = tmp_path / "set"
    main(["backup", "--without-keys"])
    assert prepared["back_up"][0] == (tmp_path / "set",)
    main(["backup", "--without-keys", "--to", str(tmp_path / "named")])
    assert prepared["back_up"][0] == (tmp_path / "named",)
    assert "备份已完成并核对" in capsys.readouterr().out


def test_missing_files_are_named_and_the_answer_is_no(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lacking = Manifest("0.3", "sqlite", "", "", (), {}, {}, {}, {}, missing=("ab" * 32,))
    monkeypatch.setattr(schedule, "back_up", lambda *words, **more: (tmp_path, lacking))
    assert main(["backup", "--without-keys"]) == 1
    assert "有 1 个文件" in capsys.readouterr().err


def test_keys_want_a_passphrase(
    prepared: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["backup"]) == 1
    assert "TAIZHANG_BACKUP_PASSPHRASE，或者加 --without-keys" in capsys.readouterr().err
    monkeypatch.setenv(module.PASSPHRASE, "from the environment")
    assert main(["restore", "b.zip"]) == 0
    assert prepared["restore"] == ((Path("b.zip"),), "from the environment")


def test_at_a_terminal_it_is_asked_for_twice(
    prepared: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(
        ["one that is long", "another that is long", "same and long", "same and long", "once is enough"]
    )
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    assert main(["backup"]) == 1
    assert "两遍口令不一致" in capsys.readouterr().err
    assert main(["backup"]) == 0
    assert prepared["back_up"][1] == "same and long"
    assert main(["import-office", "o.zip"]) == 0
    assert prepared["import_office"][1] == "once is enough"


def test_a_check_only_tries(prepared: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "b.zip", "--check", "--without-keys"]) == 0
    assert "restore" not in prepared
    assert "可以恢复" in capsys.readouterr().out


def test_a_full_disk_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def full(*words: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(schedule, "back_up", full)
    assert main(["backup", "--without-keys"]) == 1
    assert capsys.readouterr().err == "没有完成：磁盘已满\n"


def test_what_is_refused_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*words: object, **more: object) -> None:
        raise Refused(verbatim("不行"))

    monkeypatch.setattr(unpacking, "restore", refuse)
    assert main(["restore", "b.zip", "--without-keys"]) == 1
    assert capsys.readouterr().err == "不行\n"


@pytest.mark.django_db
def test_an_export_names_its_office_unless_there_is_only_one(
    office: Office, prepared: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["export-office", str(tmp_path / "o.zip"), "--without-keys"]) == 0
    assert "已打包并核对" in capsys.readouterr().out
    assert Event._base_manager.filter(verb="export_office").count() == 1
    Office.objects.create(name="邻市文明办", short_name="邻", slug="lin")
    assert main(["export-office", str(tmp_path / "o.zip"), "--without-keys"]) == 2
    assert "--office 指明机构：haichuan、lin" in capsys.readouterr().err
    assert main(["export-office", str(tmp_path / "o.zip"), "--without-keys", "--office", "lin"]) == 0


DRILL = Path(__file__).parents[2] / "docs" / "deploy" / "keeping.md"


RELEASED = Path(__file__).parents[1] / "released" / "0.2.0.sqlite3.xz"


@pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="on PostgreSQL its parts run in tests/office"
)
def test_the_drill_is_done_as_the_paper_says_from_the_oldest_release(tmp_path: Path) -> None:
    """With real migrations and processes: an old home is packed as it is, restored as it was, and upgraded."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "taizhang.sqlite3").write_bytes(lzma.decompress(RELEASED.read_bytes()))
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "taizhang"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m taizhang.cli "$@"\n')
    script.chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{script.parent}:{os.environ['PATH']}",
        "TAIZHANG_HOME": str(home),
        "TAIZHANG_BACKUP_PASSPHRASE": "清水河上九座桥，桥桥相连",
        "DATABASE_URL": "",
    }
    (drill,) = DRILL.read_text("utf-8").split("```sh drill\n")[1:]
    words = f"set -e\ntaizhang backup --to made\nBACKUP=$(ls made/*.zip)\n{drill.partition('```')[0]}"
    done = subprocess.run(
        ["sh", "-c", words], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line[:3] for line in done.stdout.splitlines()] == ["备份已", "已恢复", "机构 "]
    assert "海川市文明办" in done.stdout
