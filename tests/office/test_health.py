"""Each check finds what is amiss, and says what mends it."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from taizhang.core.text.messages import N_, Message
from taizhang.office import beats, files, keys
from taizhang.office.health import CHECKS, HealthLevel, checkup, machine, running
from taizhang.office.models import Office, OutboxMessage
from taizhang.office.storage import contents
from taizhang.office.workflow import record_event
from taizhang.press import PressError
from tests.conftest import AT

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def sound(tmp_path: Path, settings: Any, monkeypatch: Patch) -> Path:
    """An installation where everything is in order; each test spoils one thing."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    settings.TAIZHANG_HOME, settings.FILES_FOLDER = home, home / "files"
    settings.SITE_URL, settings.HTTPS, settings.DEBUG = "https://tz.example.gov.cn", True, False
    settings.EMAIL_HOST = "mail.example.gov.cn"
    settings.BACKUP_TO, settings.BACKUP_PASSPHRASE = home / "backups", "x" * 12
    settings.SECRET_KEY_FALLBACKS = []
    (home / "backups").mkdir(mode=0o700)
    (home / "backups" / f"taizhang-{timezone.localtime():%Y%m%d-%H%M%S}.zip").touch()
    monkeypatch.setenv("TAIZHANG_SECRET_KEY", "s" * 50)

    class Fonts:
        def substitutions(self) -> list[Message]:
            return []

    class Pages:
        def compile(self, bulletin: object) -> None:
            return None

    monkeypatch.setattr(machine, "installed", lambda folder: Fonts())
    monkeypatch.setattr(machine, "shared_press", Pages)
    beats.beat()
    return home


def test_a_sound_installation_is_fine_in_every_part(office: Office) -> None:
    found = checkup(timezone.now())
    assert list(found) == list(CHECKS)
    assert {
        code: str(each.said) for code, (_name, each) in found.items() if each.level != HealthLevel.FINE
    } == {}
    assert all(each.mend is None for _name, each in found.values())


def test_old_keys_and_mail_are_counted_only_where_there_are_some(
    office: Office, monkeypatch: Patch, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    assert "旧密钥" not in str(machine.secret(AT).said)
    settings.SECRET_KEY_FALLBACKS = ["a", "b"]
    if connection.vendor == "sqlite":
        assert "，另有 2 把旧密钥仍能打开旧链接。" in str(machine.secret(AT).said)
    monkeypatch.setenv("TAIZHANG_SECRET_KEY", "k")
    assert str(machine.secret(AT).said) == "密钥来自环境变量，另有 2 把旧密钥仍能打开旧链接。"


def old_sqlite(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite")
    patch.setattr(machine, "loses_wal", lambda version: True)


def open_home(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    home.chmod(0o755)


def closed_home(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    patch.setattr(machine.os, "access", lambda path, mode: False)


def readable_key(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    keys.signing_key(office)
    (home / "keys" / "haichuan" / "seal.pem").chmod(0o644)


def full_disk(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    patch.setattr(shutil, "disk_usage", lambda path: Usage(9, 9, 50_000_000))


def clock_behind(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    now = timezone.now()
    record_event(office=office, by=None, at=now + timedelta(hours=2), verb="later", subject=office)
    patch.setattr(machine, "machine_now", lambda: now - timedelta(hours=1))


def debugging(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    settings.DEBUG = True


def broken_fonts(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    def broken(folder: object) -> None:
        raise PressError(Message(N_("缺少{role}字体，无法排版。请检查字体文件夹。"), {"role": "仿宋"}))

    patch.setattr(machine, "installed", broken)


def dead_press(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    class Dead:
        def compile(self, bulletin: object) -> None:
            raise PressError(Message("{text}", {"text": "超时"}))

    patch.setattr(machine, "shared_press", Dead)


def stuck_mail(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    OutboxMessage._base_manager.create(
        office=office, kind="digest", dedupe_key="k", message_id="<1@x>", address="a@b.cn", subject="题",
        body="文", state="failed", next_attempt_at=AT, created_at=AT,
    )  # fmt: skip


def no_jobs(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    patch.setattr(running, "readiness", lambda: {"tick": "last round 900 seconds ago"})


def lost_file(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    from django_scopes import scope

    with scope(office=office.pk):
        file = files.store(office=office, content=b"x", name="x.pdf", media_type="application/pdf", at=AT)
    contents().path_of(file.sha256).unlink()


def lost_seal_key(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    keys.signing_key(office)
    shutil.rmtree(home / "keys")


def no_backup(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    shutil.rmtree(home / "backups")


def old_backup(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    for path in (home / "backups").iterdir():
        path.rename(path.with_name("taizhang-20260101-020000.zip"))


def later_schema(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    MigrationRecorder(connection).record_applied("office", "0999_of_next_year")


def earlier_schema(patch: Patch, home: Path, office: Office, settings: Any) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="bulletin").delete()


BAD: list[tuple[str, Any, str]] = [
    ("database", old_sqlite, "DATABASE_URL=postgres://"),
    ("home", open_home, "chmod go="),
    ("home", closed_home, "chown"),
    ("home", readable_key, "chmod go="),
    ("disk", full_disk, "TAIZHANG_BACKUP_TO"),
    ("clock", clock_behind, "timedatectl"),
    ("debug", debugging, "TAIZHANG_DEBUG"),
    ("fonts", broken_fonts, "TAIZHANG_FONTS"),
    ("typesetting", dead_press, "TAIZHANG_WORKER_MB"),
    ("mail", stuck_mail, "taizhang mail"),
    ("jobs", no_jobs, "taizhang tick"),
    ("files", lost_file, "从备份中取回"),
    ("seal_keys", lost_seal_key, "taizhang seal-key haichuan --new"),
    ("backup", no_backup, "taizhang backup"),
    ("backup", old_backup, "taizhang backup"),
    ("schema", later_schema, "新版本"),
    ("schema", earlier_schema, "taizhang serve"),
]


@pytest.mark.parametrize(("code", "spoil", "mend"), BAD, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_amiss_is_found_with_its_mend(
    code: str, spoil: Callable[..., None], mend: str, office: Office, sound: Path, settings: Any,
    monkeypatch: Patch,
) -> None:  # fmt: skip
    spoil(monkeypatch, sound, office, settings)
    found = {
        name: each
        for name, (_words, each) in checkup(timezone.now()).items()
        if each.level != HealthLevel.FINE
    }
    assert list(found) == [code]
    assert found[code].level == HealthLevel.BAD
    assert mend in str(found[code].mend)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("mail", {"EMAIL_HOST": ""}),
        ("address", {"SITE_URL": "http://localhost:8000"}),
        ("address", {"HTTPS": False}),
        ("clock", {"CLOCK_SHIFT": timedelta(days=1)}),
        ("backup", {"BACKUP_PASSPHRASE": ""}),
    ],
)
def test_what_works_but_should_be_known_is_a_note(
    code: str, change: dict[str, Any], office: Office, settings: Any
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    found = {
        name: each
        for name, (_words, each) in checkup(timezone.now()).items()
        if each.level != HealthLevel.FINE
    }
    assert {name: each.level for name, each in found.items()} == {code: HealthLevel.NOTE}
    assert found[code].mend


def test_a_substitute_font_is_named(office: Office, monkeypatch: Patch) -> None:
    monkeypatch.undo()
    assert "仿宋" in str(machine.fonts(AT).said)


def test_a_database_that_is_away_is_one_finding_and_no_crash(office: Office, monkeypatch: Patch) -> None:
    def away(*words: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(running.tables, "applied", away)
    name, found = checkup(timezone.now())["schema"]
    assert (name, found.level) == ("数据结构", HealthLevel.UNKNOWN)
    assert "OperationalError" in str(found.said)
