from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from taizhang.cli import main, ports
from taizhang.cli import office as module
from taizhang.cli.ports import is_free
from taizhang.demo import office
from taizhang.demo.office import ACCOUNTS
from taizhang.office.actions import founding
from taizhang.office.models import Office, Person


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """The test's own home; its database is there already."""
    monkeypatch.setattr(module, "prepare", lambda: None)
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
    assert f"端口 {port} 已被占用（{os.getpid()} " in error
    other = int(error.rpartition("--port ")[2])
    assert f"make run PORT={other}，" in error
    assert other > port
    assert is_free("127.0.0.1", other)


@pytest.mark.django_db
def test_the_accounts_stand_right_above_the_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_gather_static", lambda: True)
    monkeypatch.setattr(module, "_serve", lambda arguments: None)
    monkeypatch.setattr(module, "is_free", lambda host, port: True)
    assert main(["serve", "--demo", "--port", "8123"]) == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert "http://127.0.0.1:8123/" in lines[-1]
    assert [n for n, line in enumerate(lines) if ACCOUNTS[-1].username in line] == [len(lines) - 3]


def test_a_taken_port_is_said_before_the_demo_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "is_free", lambda host, port: port != 8123)
    monkeypatch.setattr(module, "_make_demo", lambda: pytest.fail("the demo was made"))
    assert main(["serve", "--demo", "--port", "8123"]) == module.BUSY
    assert "make run PORT=8124，" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_demo_that_is_refused_is_not_served(
    other_office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_gather_static", lambda: True)
    monkeypatch.setattr(module, "_serve", lambda arguments: pytest.fail("it was served"))
    monkeypatch.setattr(module, "is_free", lambda host, port: True)
    assert main(["serve", "--demo"]) == 1


@pytest.mark.django_db
def test_serving_prints_the_address_and_a_code_and_hands_over_to_the_server(
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
    monkeypatch.setattr(module, "is_free", lambda host, port: True)
    assert main(["serve", "--host", "127.0.0.1", "--port", "8123", "--workers", "2"]) == 0
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8123/" in said
    assert founding.holds_founding(founding.use_founding_code(said.split("开设码 ")[1].split("（")[0]))
    assert served["target"] == "taizhang.server:application"
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


@pytest.mark.django_db
def test_preparing_checks_and_migrates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    called: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **options: called.append(name))
    module.prepare()
    assert called == ["check", "migrate"]


def test_a_free_port_is_free() -> None:
    assert is_free("127.0.0.1", 0)
    assert is_free("::1", 0)


def test_the_holder_of_a_port_that_nobody_holds_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ports.holder_of(1) == ""
    monkeypatch.setattr(ports, "PROC", Path("/nonexistent"))  # a system without it
    assert ports.holder_of(8000) == ""


def test_where_every_port_is_taken_the_next_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda host, port: False)
    assert ports.next_free("127.0.0.1", 8000) == 8001


@pytest.mark.django_db
def test_the_demo_is_removed_by_one_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["demo", "--remove"]) == 1
    main(["demo"])
    assert main(["demo", "--remove"]) == 0
    assert not Office.objects.exists()
    assert not (tmp_path / "demo-clock.txt").exists()
    assert "演示机构已删除" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_server_whose_workers_die_in_a_row_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[dict[str, object]] = []

    class Server:
        interrupt_signal = False

        def __init__(self, target: str, **options: object) -> None:
            begun.append(options)

        def serve(self) -> None:
            if len(begun) == 2:
                self.interrupt_signal = True
            elif len(begun) == 1:
                raise SystemExit(1)

    monkeypatch.setattr("granian.Granian", Server)
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setattr(module, "_gather_static", lambda: True)
    monkeypatch.setattr(module, "is_free", lambda host, port: True)
    assert main(["serve"]) == 0
    assert [each["respawn_failed_workers"] for each in begun] == [True, True]
    assert "正在重新启动" in capsys.readouterr().err


def test_two_first_starts_prepare_one_after_the_other(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from taizhang.office.home import one_at_a_time\n"
        "with one_at_a_time(Path(sys.argv[1]) / 'start'):\n"
        "    file = (Path(sys.argv[1]) / 'log').open('a'); file.write('in '); file.flush(); time.sleep(0.2)\n"
        "    file.write('out '); file.flush()"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    assert (tmp_path / "log").read_text() == "in out in out "


def test_the_commands_explain_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    module.add_commands(parser.add_subparsers())
    parser.print_help()
    help_text = capsys.readouterr().out
    assert "演示账号" in help_text
    assert "启动网站服务" in help_text
