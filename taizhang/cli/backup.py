"""``backup``, ``restore``, ``export-office`` and ``import-office``: an installation kept, and an office moved."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from taizhang.cli.homes import about_home, reason_of
from taizhang.cli.offices import add_office, office_asked
from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest
from taizhang.core.text.messages import N_, Message, counted

PASSPHRASE = "TAIZHANG_BACKUP_PASSPHRASE"  # noqa: S105 - a variable's name


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """backup, restore, export-office, import-office."""
    backup = commands.add_parser("backup", help=_("备份整套系统：在线进行，当场恢复核对后才算数"))
    backup.add_argument(
        "--to", type=Path, metavar="DIR", help=_("存放备份的目录，默认 TAIZHANG_BACKUP_TO 或 backups/")
    )
    restore = commands.add_parser("restore", help=_("把备份恢复到空目录或空数据库"))
    restore.add_argument("file", type=Path)
    restore.add_argument("--check", action="store_true", help=_("只在临时处恢复核对一遍，不动现有数据"))
    export = commands.add_parser("export-office", help=_("把一个机构的全部数据打成一个文件"))
    export.add_argument("file", type=Path)
    add_office(export)
    bring = commands.add_parser("import-office", help=_("把 export-office 的文件导入这里"))
    bring.add_argument("file", type=Path)
    runs = {backup: run_backup, restore: run_restore, export: run_export, bring: run_import}
    for parser, run in runs.items():
        parser.add_argument("--without-keys", action="store_true", help=_("不带密钥，不要口令"))
        parser.set_defaults(func=lambda arguments, run=run: _answered(run, arguments))


def _answered(run: object, arguments: argparse.Namespace) -> int:
    """Run a command; what is refused is said in one sentence."""
    assert callable(run)  # noqa: S101
    set_up()
    try:
        return int(run(arguments))
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
    except OSError as error:
        if about_home(error):
            raise
        print(_("没有完成：{reason}").format(reason=reason_of(error)), file=sys.stderr)
    return 1


def run_backup(arguments: argparse.Namespace) -> int:
    """Make a proven backup and thin out the older ones; 1 where stored files are missing from it."""
    from django.conf import settings

    from taizhang.office import clock
    from taizhang.office.backup.schedule import back_up

    folder = arguments.to or settings.BACKUP_TO or settings.TAIZHANG_HOME / "backups"
    words = _passphrase(arguments, twice=True)
    path, manifest = back_up(folder.absolute(), passphrase=words, at=clock.machine_now())
    return _said(_("备份已完成并核对：{path}（{told}）"), path, manifest)


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore, or with ``--check`` only try."""
    from taizhang.office import clock
    from taizhang.office.backup.unpacking import prove, restore

    words = _passphrase(arguments)
    if arguments.check:
        return _said(
            _("备份完好，可以恢复：{path}（{told}）"),
            arguments.file,
            prove(arguments.file, words),
        )
    manifest = restore(arguments.file, passphrase=words, at=clock.machine_now())
    return _said(_("已恢复：{path}（{told}）。请重新启动服务。"), arguments.file, manifest)


def run_export(arguments: argparse.Namespace) -> int:
    """Pack one office."""
    from taizhang.office import clock
    from taizhang.office.backup.packing import pack
    from taizhang.office.workflow import record_event

    office, at = office_asked(arguments.office), clock.machine_now()
    if office is None:
        return 2
    manifest = pack(
        arguments.file.absolute(), office=office, passphrase=_passphrase(arguments, twice=True), at=at
    )
    record_event(
        office=office,
        by=None,
        at=clock.now(),
        verb="export_office",
        subject=office,
        detail={"rows": manifest.rows},
    )
    return _said(_("已打包并核对：{path}（{told}）"), arguments.file, manifest)


def run_import(arguments: argparse.Namespace) -> int:
    """Bring one office in."""
    from taizhang.office import clock
    from taizhang.office.backup.unpacking import import_office

    manifest = import_office(arguments.file, passphrase=_passphrase(arguments), at=clock.machine_now())
    return _said(_("已导入：{path}（{told}）。请重新启动服务。"), arguments.file, manifest)


def _passphrase(arguments: argparse.Namespace, *, twice: bool = False) -> str:
    """What locks the keys: from the environment, else asked for at the terminal; "" where keys are to be left out."""
    if arguments.without_keys:
        return ""
    if words := os.environ.get(PASSPHRASE, ""):
        return words
    if not sys.stdin.isatty():
        raise Refused(
            Message(
                N_("密钥须用口令加封：请设置 {name}，或者加 --without-keys 不带密钥。"), {"name": PASSPHRASE}
            )
        )
    words = getpass.getpass(_("备份口令（请另行保存，丢失后密钥无法恢复）："))
    if twice and words != getpass.getpass(_("再输一遍：")):
        raise Refused(Message(N_("两遍口令不一致。")))
    return words


def _said(words: str, path: Path, manifest: Manifest) -> int:
    files = sum(name.startswith("files/") for name in manifest.parts)
    told = counted((N_("{n} 条记录"), manifest.rows), (N_("{n} 个文件"), files))
    print(words.format(path=path, told=say(told)))
    if not manifest.missing:
        return 0
    words = _("有 {count} 个文件在打包前就已丢失或损坏，备份中没有：{digests}")
    digests = "、".join(digest[:12] for digest in manifest.missing[:10])
    print(words.format(count=len(manifest.missing), digests=digests), file=sys.stderr)
    return 1
