"""The day's backup: made once, tried by one process, older ones thinned out, failures told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest, Rotation
from taizhang.core.text.messages import verbatim
from taizhang.office.backup import schedule, tables
from taizhang.office.models import Event, Office

pytestmark = pytest.mark.django_db
NIGHT = timezone.make_aware(datetime(2026, 11, 28, 2, 30))
PACKED = Manifest("0.3", "sqlite", "", "", (), {}, {}, {}, {})


@pytest.fixture(autouse=True)
def settled(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, a passphrase, and packing that only leaves a name."""
    cache.clear()
    settings.BACKUP_TO, settings.BACKUP_PASSPHRASE = tmp_path / "backups", "x" * 12
    (tmp_path / "backups").mkdir()

    def pack(target: Path, **words: object) -> Manifest:
        target.write_bytes(b"")
        return replace(PACKED, migrations=tables.known())

    monkeypatch.setattr(schedule, "pack", pack)
    return tmp_path / "backups"


def test_the_days_backup_is_made_once_after_two_o_clock(settled: Path, office: Office) -> None:
    assert schedule.run_due(NIGHT)
    assert [path.name for path in settled.iterdir()] == ["taizhang-20261128-023000.zip"]
    cache.clear()
    assert not schedule.run_due(NIGHT + timedelta(hours=23))
    assert schedule.run_due(NIGHT + timedelta(hours=24))
    with scope(office=office.pk):
        assert Event.objects.filter(verb="back_up").count() == 2


def test_before_two_o_clock_it_is_still_the_day_before(settled: Path, office: Office) -> None:
    (settled / "taizhang-20261127-030000.zip").touch()
    assert not schedule.due(settled, timezone.make_aware(datetime(2026, 11, 28, 1, 59)))
    assert schedule.due(settled, timezone.make_aware(datetime(2026, 11, 28, 2)))


def test_older_ones_are_thinned_out_and_other_files_left_alone(
    settled: Path, office: Office, settings: Any
) -> None:
    settings.BACKUP_KEEP = Rotation(days=2, weeks=0, months=0)
    for name in ("taizhang-20261126-020000.zip", "taizhang-20261127-020000.zip", "taizhang-mine.zip"):
        (settled / name).touch()
    schedule.back_up(settled, passphrase="", at=NIGHT)
    assert sorted(path.name for path in settled.iterdir()) == [
        "taizhang-20261127-020000.zip",
        "taizhang-20261128-023000.zip",
        "taizhang-mine.zip",
    ]


def test_a_failure_is_told_and_tried_again_an_hour_later(
    settled: Path, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*words: object, **more: object) -> Manifest:
        tried.append(1)
        raise Refused(verbatim("磁盘坏了"))

    tried: list[int] = []
    monkeypatch.setattr(schedule, "pack", fails)
    assert not schedule.run_due(NIGHT)
    assert not schedule.run_due(NIGHT)
    assert len(tried) == 1
    assert "no backup was made: 磁盘坏了" in caplog.text
    assert list(settled.iterdir()) == []


@pytest.mark.parametrize("without", ["BACKUP_TO", "BACKUP_PASSPHRASE"])
def test_nothing_is_made_unasked(settled: Path, office: Office, settings: Any, without: str) -> None:
    setattr(settings, without, None)
    assert not schedule.run_due(NIGHT)
    assert list(settled.iterdir()) == []


def test_an_older_database_gets_no_event(
    settled: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "pack", lambda target, **words: PACKED)
    schedule.back_up(settled, passphrase="", at=NIGHT)
    assert not Event._base_manager.filter(verb="back_up").exists()
