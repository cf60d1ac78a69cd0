"""doctor, seal-key and secret-key at the terminal."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from taizhang.cli import doctor as module
from taizhang.cli import main
from taizhang.core.text.messages import Message
from taizhang.office import health, keys
from taizhang.office.health import HealthFinding, HealthLevel
from taizhang.office.home import secret_fallbacks, secret_key
from taizhang.office.models import Office

FOUND = {
    "disk": ("磁盘空间", HealthFinding(HealthLevel.FINE, Message("够用。"))),
    "debug": ("调试模式", HealthFinding(HealthLevel.BAD, Message("开着。"), Message("关上。"))),
}


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "set_up", lambda: None)
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))
    monkeypatch.delenv("TAIZHANG_SECRET_KEY", raising=False)
    settings.TAIZHANG_HOME = tmp_path


def test_each_part_is_a_line_and_the_mend_stands_below(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(health, "checkup", lambda at: FOUND)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out == "✓ 磁盘空间　够用。\n✗ 调试模式　开着。\n  → 关上。\n"
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[1] == {
        "part": "debug",
        "level": "bad",
        "said": "开着。",
        "mend": "关上。",
    }
    monkeypatch.setattr(health, "checkup", lambda at: {"disk": FOUND["disk"]})
    assert main(["doctor"]) == 0


@pytest.mark.django_db
def test_a_seal_key_is_shown_and_made_anew_only_when_asked(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keys.signing_key(office)
    assert main(["seal-key", "haichuan"]) == 0
    first = capsys.readouterr().out
    assert "海川市文明办 的证书指纹：" in first
    for path in (tmp_path / "keys" / "haichuan").iterdir():
        path.unlink()
    assert main(["seal-key", "haichuan"]) == 1
    assert "也不会自动另造" in capsys.readouterr().err
    assert main(["seal-key", "haichuan", "--new"]) == 0
    assert capsys.readouterr().out != first
    assert main(["seal-key", "nobody"]) == 1
    assert timezone.now()


def test_a_new_secret_key_keeps_the_earlier_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = secret_key({}, tmp_path)
    for _time in range(2):
        assert main(["secret-key", "--new"]) == 0
    assert "旧链接仍能打开" in capsys.readouterr().out
    earlier = secret_fallbacks({}, tmp_path)
    assert earlier[1] == first
    assert len({secret_key({}, tmp_path), *earlier}) == 3
    assert stat.S_IMODE((tmp_path / "secret-key-earlier").stat().st_mode) == 0o600
    monkeypatch.setenv("TAIZHANG_SECRET_KEY", "e" * 50)
    assert main(["secret-key", "--new"]) == 1
    assert "TAIZHANG_SECRET_KEY_FALLBACKS" in capsys.readouterr().err


def test_fallbacks_of_the_environment_come_first(tmp_path: Path) -> None:
    (tmp_path / "secret-key-earlier").write_text("kept\n")
    assert secret_fallbacks({"TAIZHANG_SECRET_KEY_FALLBACKS": "one, two,"}, tmp_path) == [
        "one",
        "two",
        "kept",
    ]
