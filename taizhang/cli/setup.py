"""``setup``: an office is founded at the command line, by options or by answers to questions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from taizhang.cli.office import prepare
from taizhang.cli.offices import say_mistakes
from taizhang.cli.people import cells_of, enrol
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """setup."""
    setup = commands.add_parser("setup", help=_("建立自己的机构：逐项提问，或用选项一次写明"))
    setup.add_argument("--code", action="store_true", help=_("打印开设码，到浏览器里建立机构"))
    setup.add_argument("--name", help=_("机构名称"))
    setup.add_argument("--short-name", help=_("机构简称"))
    setup.add_argument("--units", type=Path, metavar="FILE", help=_("单位名单（xlsx、csv、txt）"))
    setup.add_argument("--people", type=Path, metavar="FILE", help=_("人员名单（xlsx、csv、txt）"))
    setup.add_argument("--year", type=int, help=_("首个台账年度"))
    setup.add_argument("--theme", action="append", default=[], help=_("项目类别，可写多次"))
    setup.add_argument("--series", metavar="NAME", help=_("首个刊物的刊名"))
    setup.add_argument("--issuer", help=_("编发单位，默认同机构名称"))
    setup.set_defaults(func=run_setup)


def run_setup(arguments: argparse.Namespace) -> int:
    """0 = founded (or the code is printed), 1 = refused, with what was done before kept."""
    prepare()
    from taizhang.office.actions.founding import founded_before, new_founding_code

    if founded_before():
        print(_("机构已经建立。增加单位和人员请用 taizhang unit、taizhang person。"), file=sys.stderr)
        return 1
    if arguments.code:
        print(new_founding_code())
        return 0
    try:
        return _found(_asked(arguments))
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1


QUESTIONS = (
    ("name", N_("机构名称（例如：海川市精神文明建设委员会办公室）")),
    ("short_name", N_("机构简称（例如：市文明办）")),
    ("units", N_("单位名单的文件（xlsx、csv、txt；暂不导入请按回车）")),
    ("people", N_("人员名单的文件（列：姓名、单位、岗位、邮箱、电话；暂不导入请按回车）")),
    ("year", N_("首个台账年度（例如：2026；暂不建立请按回车）")),
    ("series", N_("首个刊物的刊名（暂不建立请按回车）")),
)


def _asked(arguments: argparse.Namespace) -> argparse.Namespace:
    """The options, those that are missing asked for where somebody sits at the terminal."""
    if arguments.name is not None or not sys.stdin.isatty():
        return arguments
    for name, question in QUESTIONS:
        if getattr(arguments, name) is None:
            answer = input(f"{_(question)}：").strip()
            kind: Any = {"units": Path, "people": Path, "year": int}.get(name, str)
            setattr(arguments, name, kind(answer) if answer else None)
    return arguments


def _found(arguments: argparse.Namespace) -> int:
    """Take up an office whose founding is under way, else found one; then one step after the other."""
    from django_scopes import scope

    from taizhang.office import actions, clock, purge
    from taizhang.office.actions.founding import unfinished_office

    if purge.demo_is_here():
        print(_("这里是演示机构。请先运行 taizhang demo --remove。"), file=sys.stderr)
        return 1
    office = unfinished_office() or actions.found_office(
        name=arguments.name or "", short_name=arguments.short_name or "", in_steps=True, at=clock.now()
    )
    with scope(office=office.pk):
        code = _units(office, arguments) or _people(office, arguments) or _year_and_series(office, arguments)
        return code or _finish(office)


def _units(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.office import actions, clock
    from taizhang.office.rosters import unit_table

    if arguments.units is None:
        return 0
    table = unit_table(office, cells_of(arguments.units))
    if table.mistakes:
        return say_mistakes(table.mistakes)
    added = actions.add_units(office=office, rows=table.rows, by=None, at=clock.now())
    print(_("已添加 {n} 个单位。").format(n=len(added)))
    return 0


def _people(office: Any, arguments: argparse.Namespace) -> int:
    return 0 if arguments.people is None else enrol(office, cells_of(arguments.people))


def _year_and_series(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.bulletin.actions import add_series
    from taizhang.ledger.actions.year import add_theme, open_ledger
    from taizhang.office import clock

    if arguments.year is not None:
        ledger = open_ledger(office=office, year=arguments.year, by=None, at=clock.now())
        for name in arguments.theme:
            add_theme(ledger=ledger, name=name, by=None, at=clock.now())
        print(_("{year}年度台账已建立。").format(year=arguments.year))
    if arguments.series:
        issuer = arguments.issuer or office.name
        add_series(
            office=office, name=arguments.series, slug="jianbao", issuer=issuer, by=None, at=clock.now()
        )
        print(say(Message(N_("刊物“{name}”已建立。"), {"name": arguments.series})))
    return 0


def _finish(office: Any) -> int:
    from taizhang.office import actions, clock

    try:
        actions.finish_founding(office=office, by=None, at=clock.now())
    except Refused as refusal:
        print(say(refusal.sentence))
        print(
            _(
                "机构已建立，尚未完成。补齐后再运行一次 taizhang setup，或用 taizhang setup --code 在浏览器里继续。"
            )
        )
        return 0
    print(say(Message(N_("机构“{name}”已建立。运行 taizhang serve 启动网站。"), {"name": office.name})))
    return 0
