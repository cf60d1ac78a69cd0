"""Stored files, named by their content. Written whole before the row is: a row never points to nothing."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django_scopes import scopes_disabled

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, StoredFile
from taizhang.office.storage import DRAFT, contents


def store(*, office: Office, content: bytes, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep ``content``, the same content once; called inside the transaction of its act."""
    digest = put(content)
    file, _new = StoredFile.objects.get_or_create(
        office=office,
        sha256=digest,
        name=name,
        defaults={"size": len(content), "media_type": media_type, "stored_at": at},
    )
    return file


def put(content: bytes) -> str:
    """Write ``content`` to its place unless it is there; return its SHA-256."""
    digest = sha256(content).hexdigest()
    store = contents()
    if not store.has(digest):
        store.put(digest, content)
    return digest


def read(file: StoredFile) -> bytes:
    """The content, compared with its hash; Refused where it is missing or was changed in its place."""
    content = contents().get(file.sha256)
    if sha256(content).hexdigest() != file.sha256:
        raise Refused(Message(N_("文件“{name}”与保存时不一致，已停止使用。"), {"name": file.name}))
    return content


def forget(file: StoredFile) -> None:
    """Remove a file to which no row refers any more; one that is referred to stays. Called in a transaction."""
    digest = file.sha256
    with suppress(ProtectedError):
        file.delete()
    with scopes_disabled():
        if not StoredFile.objects.filter(sha256=digest).exists():
            transaction.on_commit(lambda: contents().remove(digest))


def set_aside(content: bytes, *key: object) -> None:
    """Keep what somebody chose until they have answered a question about it: one file for each key, an hour at least."""
    target = _aside(key)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(target)


def taken_aside(*key: object) -> bytes | None:
    """What ``set_aside`` kept under the key; None where nothing is there any more."""
    try:
        return _aside(key).read_bytes()
    except FileNotFoundError:
        return None


def drop_aside(*key: object) -> None:
    """The question is answered."""
    _aside(key).unlink(missing_ok=True)


def _aside(key: tuple[object, ...]) -> Path:
    name = sha256(repr(key).encode()).hexdigest()
    return Path(settings.TAIZHANG_HOME) / "cache" / "aside" / f".{name}"  # ``sweep`` takes it away


def sweep(now: float) -> int:
    """Remove what was cut in the middle of writing more than an hour before ``now``; how many files."""
    cut = [
        *Path(settings.FILES_FOLDER).glob("??/" + "?" * DRAFT),
        *Path(settings.TAIZHANG_HOME).glob("cache/*/.*"),
    ]
    old = [each for each in cut if each.stat().st_mtime < now - 3_600]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)
