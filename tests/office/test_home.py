from __future__ import annotations

import stat
from pathlib import Path

import pytest

from taizhang.office import home as module
from taizhang.office.home import home_folder, kept_secret, secret_key


def test_the_home_folder_is_the_one_named(tmp_path: Path) -> None:
    home = home_folder({"TAIZHANG_HOME": str(tmp_path / "a" / "b")})
    assert home == tmp_path / "a" / "b"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_checkout_keeps_its_data_in_var() -> None:
    assert home_folder({}) == Path(module.__file__).parent.parent.parent / "var"


def test_an_installed_package_keeps_its_data_with_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "__file__", str(tmp_path / "site-packages/taizhang/office/home.py"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_folder({}) == tmp_path / ".taizhang"


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_key({}, tmp_path)
    assert len(first) >= 50
    assert secret_key({}, tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret-key"]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret_key({}, tmp_path / "a") != secret_key({}, tmp_path / "b")


def test_the_key_of_the_environment_wins_and_must_be_long(tmp_path: Path) -> None:
    assert secret_key({"TAIZHANG_SECRET_KEY": "k" * 50}, tmp_path) == "k" * 50
    with pytest.raises(ValueError, match="shorter than 50"):
        secret_key({"TAIZHANG_SECRET_KEY": "changeme"}, tmp_path)


def test_of_two_processes_starting_at_once_one_makes_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret-key"
    path.write_text("made by the other one")
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert kept_secret(path, 50) == "made by the other one"
    assert list(tmp_path.iterdir()) == [path]
