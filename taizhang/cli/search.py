"""``search``: find words from the command line, and make the index anew."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from taizhang.cli.offices import offices_asked
from taizhang.cli.tick import set_up
from taizhang.cli.words import _

if TYPE_CHECKING:
    from taizhang.office.models import Office


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """search."""
    search = commands.add_parser("search", help=_("在简报、稿件、项目和数据中查找，或重建检索"))
    search.add_argument("words", nargs="*", metavar=_("词"), help=_("要找的词；多个词表示都要有"))
    search.add_argument("--rebuild", action="store_true", help=_("重建检索（期间照常可查）"))
    search.add_argument("--office", metavar=_("代号"), help=_("机构代号；不写则在全部机构中查找"))
    search.set_defaults(func=run_search)


def run_search(arguments: argparse.Namespace) -> int:
    """0 = found or rebuilt, 1 = nothing found, 2 = the call was wrong."""
    set_up()
    if not arguments.rebuild and not arguments.words:
        print(_("请写要找的词，或用 --rebuild 重建检索。"), file=sys.stderr)
        return 2
    offices = offices_asked(arguments.office)
    if not offices:
        return 2
    if arguments.rebuild:
        for office in offices:
            _rebuild(office)
        return 0
    return 0 if sum([_show(office, " ".join(arguments.words)) for office in offices]) else 1


def _rebuild(office: Office) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from taizhang.bulletin.search.index import rebuild, size_of

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task(str(office), total=size_of(office))
        count = rebuild(office, lambda done: bar.advance(task, done))
    print(_("{office}：检索已重建，共{count}条。").format(office=office, count=count))


def _show(office: Office, words: str) -> int:
    from django_scopes import scope

    from taizhang.bulletin.search import find, update_index
    from taizhang.core.text.search_words import parse
    from taizhang.office.visible import keeper_of
    from taizhang.web.search.page import hits_of

    with scope(office=office.pk):
        update_index(office)
        query, keeper = parse(words), keeper_of(office)
        hits = list(hits_of(find(query, keeper).entries, query, keeper))
    for hit in hits:
        title = "".join(piece.text for piece in hit.title)
        around = "".join(piece.text for piece in hit.words)
        print(f"{hit.day}  {hit.kind}  {title}\n    {around}\n    {hit.small}")
    if not hits:
        print(_("没有找到。"))
    return len(hits)
