"""Packing: rows, stored files and secrets into one file, which counts only after it has been unpacked and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, models

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import KEYS_PART, Manifest, TableDigest, TableFacts
from taizhang.core.text.messages import N_, Message
from taizhang.office.backup import secrets, tables
from taizhang.office.backup.database import LIVE, still_image
from taizhang.office.backup.unpacking import prove
from taizhang.office.models import Office
from taizhang.office.storage import contents
from taizhang.press.suitcase import SuitcaseWriter, lock


def pack(target: Path, *, office: Office | None, passphrase: str, at: datetime) -> Manifest:
    """Write a proven suitcase of the installation, or of one office, to ``target``; others may write meanwhile.

    ``passphrase`` locks the secrets; "": they are left out. Raise Refused where ``target`` exists, and where what was
    packed does not come out of the file as it went in: then there is no file.
    """
    if target.exists():
        raise Refused(Message(N_("文件已存在，没有覆盖：{path}"), {"path": str(target)}))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    writer = SuitcaseWriter(draft)
    try:
        with still_image() as alias:
            manifest = _fill(writer, alias, office, passphrase, at)
        writer.close(manifest)
        prove(draft, passphrase)
        draft.replace(target)
    except BaseException:
        writer.abandon()
        raise
    return manifest


def _fill(
    writer: SuitcaseWriter, alias: str, office: Office | None, passphrase: str, at: datetime
) -> Manifest:
    migrations = tables.applied(alias)
    packed = tables.models_at(migrations)
    key = office.pk if office else None
    facts = {model._meta.label_lower: _table(writer, model, alias, key) for model in packed}
    by_name: dict[str, Any] = {model._meta.label_lower: model for model in packed}
    stored = by_name["office.storedfile"]._base_manager.using(alias).order_by("sha256")
    if office:
        stored = stored.filter(office=office.pk)
    missing = _files(writer, stored.values_list("sha256", flat=True).distinct())
    slug = office.slug if office else ""
    if passphrase:
        bundle = secrets.to_bytes(secrets.collect(settings.TAIZHANG_HOME, slug))
        writer.add(KEYS_PART, [lock(bundle, passphrase)], packed=False)
    offices = by_name[tables.OFFICE]._base_manager.using(alias).order_by("pk")
    if office:
        offices = offices.filter(pk=office.pk)
    return Manifest(
        version=version("taizhang"),
        engine=connections[LIVE].vendor,
        made_at=at.astimezone(UTC).isoformat(),
        office=slug,
        offices=tuple(offices.values_list("name", flat=True)),
        migrations=migrations,
        tables=facts,
        counters={model._meta.label_lower: tables.last_key(model, alias) for model in packed},
        parts=writer.parts,
        missing=tuple(missing),
    )


def _table(writer: SuitcaseWriter, model: type[models.Model], alias: str, office: int | None) -> TableFacts:
    digest = TableDigest(tables.columns_of(model))

    def pieces() -> Iterator[bytes]:
        for line in tables.lines(model, alias, office):
            digest.add(line)
            yield line + b"\n"

    writer.add(f"rows/{model._meta.label_lower}.jsonl", pieces())
    return digest.facts()


def _files(writer: SuitcaseWriter, digests: Any) -> list[str]:
    """Write the stored files; return those that are gone or no longer what they were."""
    missing, store = [], contents()
    for digest in digests:
        content = store.get(digest)
        if sha256(content).hexdigest() == digest:
            writer.add(f"files/{digest}", [content], packed=False)
        else:
            missing.append(digest)
    return missing
