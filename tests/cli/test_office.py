from __future__ import annotations

import argparse
import socket
from pathlib import Path

import pytest
from pytest_django import Settings

from taizhang.cli import main
from taizhang.cli import office as module
from taizhang.demo import office
from taizhang.demo.office import ACCOUNTS
from taizhang.office.models import Office, Person


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """The test's own home; its database is there already."""
    monkeypatch.setattr(module, "_prepare", lambda: None)
    monkeypatch.setattr(office, "live_the_year", lambda office, told: told(1, 1))
    monkeypatch.setenv("TAIZHANG_TICK", "0")
    settings.TAIZHANG_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"


@pytest.mark.django_db
def test_the_demo_lists_who_can_log_in_with_what(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["demo"]) == 0
    first = capsys.readouterr().out
    assert "已建立演示机构" in first
    password = (tmp_path / "demo-accounts.txt").read_text("utf-8").strip()
    for account in ACCOUNTS:
        assert Person.objects.get(username=account.username).check_password(password)
        assert account.username in first
        assert str(account.role.label) in first
    assert password in first


@pytest.mark.django_db
def test_making_the_demo_says_how_far_it_is_where_no_terminal_listens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["demo"])
    assert "正在建立演示数据 1/1" in capsys.readouterr().err
    main(["demo"])
    assert "正在建立演示数据" not in capsys.readouterr().err


@pytest.mark.django_db
def test_the_demo_run_again_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo"])
    Office.objects.update(short_name="改过的简称")
    capsys.readouterr()
    assert main(["demo"]) == 0
    assert "数据保持不变" in capsys.readouterr().out
    assert Office.objects.get().short_name == "改过的简称"


def test_the_demo_keeps_away_from_real_offices(
    other_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 1
    assert "正式机构" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_a_busy_port_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == module.BUSY
    error = capsys.readouterr().err
    assert f"端口 {port} 已被占用" in error
    assert f"--port {port + 1}" in error


def test_serving_prints_the_address_and_hands_over_to_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served = {}

    class Server:
        def __init__(self, target: str, **options: object) -> None:
            served.update(options, target=target)

        def serve(self) -> None:
            served["ran"] = True

    monkeypatch.setattr("granian.Granian", Server)
    monkeypatch.setattr(module, "_gather_static", lambda: True)
    monkeypatch.setattr(module, "_free", lambda host, port: True)
    assert main(["serve", "--host", "127.0.0.1", "--port", "8123", "--workers", "2"]) == 0
    assert "http://127.0.0.1:8123/" in capsys.readouterr().out
    assert served["target"] == "taizhang.wsgi:application"
    assert (served["address"], served["port"], served["workers"], served["ran"]) == (
        "127.0.0.1",
        8123,
        2,
        True,
    )


def test_static_files_are_gathered_when_they_changed(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    assert module._gather_static() is True
    assert (tmp_path / "static" / "a.css").exists()
    assert module._gather_static() is False
    (source / "a.css").write_text("a{color:red}")
    assert module._gather_static() is True
    assert (tmp_path / "static" / "a.css").read_text() == "a{color:red}"


def test_management_gets_every_word_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", seen.extend)
    assert main(["manage", "migrate", "--plan", "-v", "0"]) == 0
    assert seen == ["taizhang manage", "migrate", "--plan", "-v", "0"]


def test_preparing_checks_and_migrates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    called: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **options: called.append(name))
    module._prepare()
    assert called == ["check", "migrate"]


def test_a_free_port_is_free() -> None:
    assert module._free("127.0.0.1", 0)
    assert module._free("::1", 0)


def test_the_commands_explain_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    module.add_commands(parser.add_subparsers())
    parser.print_help()
    help_text = capsys.readouterr().out
    assert "演示账号" in help_text
    assert "启动网站服务" in help_text
