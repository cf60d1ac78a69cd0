"""Unpacking: into a scratch place to prove a suitcase, into an empty installation, or one office beside others.

What is refused is refused before anything is touched; rows come in one transaction and are compared before it ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import KEYS_PART, Manifest, check_known, values_of
from taizhang.core.text.messages import N_, Message
from taizhang.office import files
from taizhang.office.backup import secrets, tables
from taizhang.office.backup.database import LIVE, scratch_database
from taizhang.office.models import Office
from taizhang.office.workflow import record_event
from taizhang.press.suitcase import OpenSuitcase, opened, unlock


def prove(path: Path, passphrase: str) -> Manifest:
    """Restore the suitcase into a scratch database and compare; raise Refused where anything is not as it was packed."""
    with opened(path) as suitcase:
        check_known(suitcase.manifest, tables.known())
        _secrets(suitcase, passphrase)
        for _content in _contents(suitcase):
            pass  # each is compared with its digest
        with scratch_database() as alias:
            tables.migrate_to(alias, suitcase.manifest.migrations)
            with transaction.atomic(using=alias):
                _fill(suitcase, alias)
        return suitcase.manifest


def restore(path: Path, *, passphrase: str, at: datetime) -> Manifest:
    """Put a whole installation into this one, which must be without an office, and bring it up to date.

    Raise Refused, with nothing changed, for a file that is damaged, of a later release or of one office only, for a
    wrong passphrase, and where there is an office or another seal key already.
    """
    with opened(path) as suitcase:
        if suitcase.manifest.office:
            words = N_("这是单个机构的行李包，请用 taizhang import-office {path}")
            raise Refused(Message(words, {"path": str(path)}))
        here = _tables_here(suitcase.manifest)
        name = Office.objects.values_list("name", flat=True).first() if here else None
        if name is not None:
            words = N_(
                "这里已有机构“{name}”，没有恢复。请恢复到空目录或空数据库：TAIZHANG_HOME=新目录 taizhang restore {path}"
            )
            raise Refused(Message(words, {"name": name, "path": str(path)}))
        _unpack(suitcase, passphrase, here)
        for office in Office.objects.order_by("pk"):
            _say(office, "restore_backup", suitcase.manifest, at)
        return suitcase.manifest


def import_office(path: Path, *, passphrase: str, at: datetime) -> Manifest:
    """Put one office into this installation, beside others where the keys of its rows are free.

    Keys stay as they are: they stand in sealed issues, in the event record and in addresses. Raise Refused, with
    nothing changed, where one is taken, and for all that ``restore`` refuses.
    """
    with opened(path) as suitcase:
        manifest = suitcase.manifest
        if not manifest.office:
            raise Refused(
                Message(N_("这是整套系统的备份，请用 taizhang restore {path}"), {"path": str(path)})
            )
        here = _tables_here(manifest)
        if here and Office.objects.filter(slug=manifest.office).exists():
            raise Refused(Message(N_("“{name}”已在这里，没有导入。"), {"name": manifest.offices[0]}))
        if here:
            _check_free(suitcase)
        _unpack(suitcase, passphrase, here)
        _say(Office.objects.get(slug=manifest.office), "import_office", manifest, at)
        return manifest


def _unpack(suitcase: OpenSuitcase, passphrase: str, here: bool) -> None:
    """Write secrets' places checked, rows, files and secrets; a database without tables gets them first."""
    kept = _secrets(suitcase, passphrase)
    secrets.check_acceptable(settings.TAIZHANG_HOME, kept)
    if not here:
        tables.migrate_to(LIVE, suitcase.manifest.migrations)
    with transaction.atomic():
        _fill(suitcase, LIVE)
        for content in _contents(suitcase):
            files.put(content)
        secrets.accept(settings.TAIZHANG_HOME, kept)
    if suitcase.manifest.migrations != tables.known():
        call_command("migrate", interactive=False, verbosity=0)


def _tables_here(manifest: Manifest) -> bool:
    """Return whether this database has its tables; Refused where they are of another time than the suitcase's."""
    known, here = tables.known(), tables.applied(LIVE)
    check_known(manifest, known)
    if here and here != manifest.migrations:
        raise Refused(
            Message(N_("这份备份的数据结构与此处不同。请恢复到一个空的目录或空的数据库，恢复后会自动升级。"))
        )
    return bool(here)


def _secrets(suitcase: OpenSuitcase, passphrase: str) -> secrets.Secrets:
    """Return what is under the passphrase, nothing without one; Refused where it does not fit or is not acceptable."""
    if not passphrase or KEYS_PART not in suitcase.manifest.parts:
        return {}
    return secrets.from_bytes(unlock(suitcase.read(KEYS_PART), passphrase))


def _contents(suitcase: OpenSuitcase) -> Iterable[bytes]:
    for name in suitcase.manifest.parts:
        if name.startswith("files/"):
            yield suitcase.read(name)


def _fill(suitcase: OpenSuitcase, alias: str) -> None:
    """Write all rows and compare every table with the manifest; called in a transaction."""
    manifest = suitcase.manifest
    packed = _packed(manifest)
    for model in packed:
        name = model._meta.label_lower
        tables.insert(model, alias, manifest.tables[name].columns, suitcase.lines(f"rows/{name}.jsonl"))
    try:
        connections[alias].check_constraints()
    except DatabaseError as error:
        raise Refused(
            Message(N_("备份中的记录互相对不上，没有恢复：{reason}"), {"reason": str(error)})
        ) from error
    for model in packed:
        tables.set_counter(model, alias, manifest.counters[model._meta.label_lower])
    office = _key_of_office(suitcase)
    for model in packed:
        if tables.facts(model, alias, office) != manifest.tables[model._meta.label_lower]:
            raise Refused(
                Message(
                    N_("恢复后的“{table}”与备份不一致，已全部撤回，什么都没有改动。"),
                    {"table": str(model._meta.verbose_name)},
                )
            )


def _packed(manifest: Manifest) -> tables.Models:
    """The tables in the suitcase; one that an earlier release left out, or a later one does, is not among them."""
    return [m for m in tables.models_at(manifest.migrations) if m._meta.label_lower in manifest.tables]


def _key_of_office(suitcase: OpenSuitcase) -> int | None:
    if not suitcase.manifest.office:
        return None
    columns = suitcase.manifest.tables[tables.OFFICE].columns
    (line,) = suitcase.lines(f"rows/{tables.OFFICE}.jsonl")
    return int(values_of(line)[columns.index("id")])


def _check_free(suitcase: OpenSuitcase) -> None:
    """Refused where a row here has a key of the suitcase's."""
    for model in _packed(suitcase.manifest):
        name: Any = model._meta.label_lower
        place = suitcase.manifest.tables[name].columns.index(model._meta.pk.attname)
        rows = model._base_manager.order_by()
        if not rows.exists():
            continue
        taken = set(rows.values_list("pk", flat=True))
        if any(values_of(line)[place] in taken for line in suitcase.lines(f"rows/{name}.jsonl")):
            raise Refused(
                Message(
                    N_(
                        "行李包中“{table}”的编号在这里已被别的机构占用，不能并入同一套系统，什么都没有改动。"
                        "请导入到单独的一套：TAIZHANG_HOME=新目录 taizhang import-office …"
                    ),
                    {"table": str(model._meta.verbose_name)},
                )
            )


def _say(office: Office, verb: str, manifest: Manifest, at: datetime) -> None:
    detail = {"made_at": manifest.made_at, "version": manifest.version, "rows": manifest.rows}
    record_event(
        office=office, by=None, at=at + settings.CLOCK_SHIFT, verb=verb, subject=office, detail=detail
    )
