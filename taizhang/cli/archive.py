"""``archive FOLDER``: read old issues in, all of a folder; stopped at any moment, it goes on the next time."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say
from taizhang.core.text.messages import Message
from taizhang.intake import IntakeRefused
from taizhang.intake.batch import Readers
from taizhang.intake.extract import file_bytes

if TYPE_CHECKING:
    from taizhang.bulletin.actions.archiving import ReadFile
    from taizhang.bulletin.models import ArchivedFile, Series

KINDS = {".docx", ".pdf", ".txt"}
AT_ONCE = 200  # files that are read ahead of the one that is stored


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """archive."""
    archive = commands.add_parser("archive", help=_("把文件夹里的旧刊批量读入档案，可随时中断、接着再读"))
    archive.add_argument("folder", type=Path, metavar=_("文件夹"))
    archive.add_argument("--series", default="", metavar="SLUG", help=_("刊物代号，只有一个时可省略"))
    archive.add_argument(
        "--by", default="", metavar="LOGIN", help=_("由谁读入：待核对的会放到这位责编的阅稿台")
    )
    archive.add_argument("--report", type=Path, metavar="FILE", help=_("把结果和疑问写成 CSV 表"))
    archive.set_defaults(func=run_archive)


def run_archive(arguments: argparse.Namespace) -> int:
    """0 = every file is in the archive, 1 = there are doubts, 2 = the call was wrong."""
    set_up()
    from django_scopes import scope, scopes_disabled

    from taizhang.bulletin.models import Series
    from taizhang.office.models import Person

    with scopes_disabled():
        wanted = Series.objects.select_related("office")
        found = list(wanted.filter(slug=arguments.series) if arguments.series else wanted)
    by = Person.objects.filter(username=arguments.by).first() if arguments.by else None
    if not arguments.folder.is_dir() or len(found) != 1 or (arguments.by and by is None):
        print(_("请给出文件夹、一个刊物的代号（--series），以及存在的登录名（--by）。"))
        return 2
    (series,) = found
    with scope(office=series.office_id):
        rows = list(_archived(series, _files(arguments.folder), by))
        _report(series, rows, arguments.report)
    return int(any(row.outcome in ("doubt", "refused") for row in rows))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.is_file())


def _archived(series: Series, paths: list[Path], by: object) -> Iterator[ArchivedFile]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from taizhang.bulletin.actions.archiving import archive_file
    from taizhang.bulletin.models import ArchivedFile
    from taizhang.office import clock

    known = set(ArchivedFile.objects.filter(series=series).values_list("sha256", flat=True))
    columns = (TextColumn(_("读入旧刊")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Readers() as readers, Progress(*columns) as bar:
        task = bar.add_task("", total=len(paths))
        for start in range(0, len(paths), AT_ONCE):
            some = paths[start : start + AT_ONCE]
            for read in _read(readers, some, known):
                yield archive_file(series=series, read=read, by=by, at=clock.now())  # type: ignore[arg-type]
            bar.advance(task, len(some))


def _read(readers: Readers, paths: list[Path], known: set[str]) -> Iterator[ReadFile]:
    """The files whose content is not known yet, as limited children read them."""
    from taizhang.bulletin.actions.archiving import ReadFile, read_text

    there: list[tuple[Path, str, bytes]] = []
    for path in paths:
        try:
            content = file_bytes(path)
        except IntakeRefused as refusal:
            yield ReadFile(
                path.name, _digest(str(path).encode("utf-8", "surrogatepass")), refusal=refusal.sentence
            )
            continue
        digest = _digest(content)
        if digest not in known:
            known.add(digest)
            there.append((path, digest, content))
    for (path, digest, content), found in zip(there, readers.read([row[2] for row in there]), strict=True):
        if isinstance(found, IntakeRefused):
            yield ReadFile(path.name, digest, refusal=found.sentence)
        else:
            yield read_text(path.name, digest, found.format, found.text, found.notes, content)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _report(series: Series, rows: list[ArchivedFile], target: Path | None) -> None:
    """What became of the files, what is doubtful, and the numbers that are missing."""
    from taizhang.bulletin.queries import missing_numbers

    counts = Counter(row.outcome for row in rows)
    words = {"archived": _("已存档"), "doubt": _("待核对"), "duplicate": _("重复"), "refused": _("不能读取")}
    print("，".join(f"{words[key]}{counts[key]}" for key in words))
    for row in rows:
        if row.outcome != "archived":
            print(f"▲ {row.name}：{_doubts(row)}")
    for gap in missing_numbers(series):
        print(_("▲ 总期号缺{first}至{last}").format(first=gap.first, last=gap.last))
    if target is not None:
        with target.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow([_("文件"), _("结果"), _("疑问")])
            table.writerows([_cell(row.name), words[row.outcome], _cell(_doubts(row))] for row in rows)


def _doubts(row: ArchivedFile) -> str:
    return "".join(say(Message.from_json(each)) for each in row.doubts)


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
