from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import files
from taizhang.office.models import Office, StoredFile
from taizhang.office.storage import contents


def keep(office: Office, at: datetime, content: bytes = b"%PDF", name: str = "a.pdf") -> StoredFile:
    return files.store(office=office, content=content, name=name, media_type="application/pdf", at=at)


def test_what_was_stored_is_read(scoped: Office, at: datetime) -> None:
    file = keep(scoped, at)
    assert files.read(file) == b"%PDF"
    assert (file.size, file.name, str(file)) == (4, "a.pdf", "a.pdf")


def test_the_same_content_lies_on_disk_once(scoped: Office, at: datetime, files_folder: Path) -> None:
    assert keep(scoped, at) == keep(scoped, at)
    assert keep(scoped, at, name="b.pdf") != keep(scoped, at)
    assert len([path for path in files_folder.rglob("*") if path.is_file()]) == 1


def test_a_file_is_for_its_owner_alone(scoped: Office, at: datetime) -> None:
    path = contents().path_of(keep(scoped, at).sha256)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_changed_on_disk_is_refused(scoped: Office, at: datetime) -> None:
    file = keep(scoped, at)
    contents().path_of(file.sha256).write_bytes(b"%PDX")
    with pytest.raises(Refused, match="不一致"):
        files.read(file)
    contents().path_of(file.sha256).unlink()
    with pytest.raises(Refused, match="不一致"):
        files.read(file)


def test_a_write_that_fails_leaves_nothing(
    scoped: Office, at: datetime, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        keep(scoped, at)
    assert [path for path in files_folder.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()
