"""``setup``: an office is founded at the command line, by options or by answers to questions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
        return _found(arguments, asks=arguments.name is None and sys.stdin.isatty())
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print(_("\n已停下。办完的各项都已存下，再运行一次 taizhang setup 接着办。"), file=sys.stderr)
        return 1


def _found(arguments: argparse.Namespace, *, asks: bool) -> int:
    """Take up an office whose founding is under way, else found one; then one part after the other. ``asks``: what is
    neither given nor there is asked for, and what is refused is asked for again.
    """
    from django_scopes import scope

    from taizhang.office import purge
    from taizhang.office.actions.founding import unfinished_office

    if purge.demo_is_here():
        print(_("这里是演示机构。请先运行 taizhang demo --remove。"), file=sys.stderr)
        return 1
    office = unfinished_office()
    if office is None:
        office = _repeated(lambda: _new_office(arguments, asks=asks)) if asks else _new_office(arguments)
    else:
        _check_same(office, arguments)
        print(say(Message(N_("接着建立“{name}”。"), {"name": office.name})))
    with scope(office=office.pk):
        for part in PARTS:
            if asks and getattr(arguments, part.option) is None:
                _repeated(partial(_answered, part, office, arguments))
            elif code := part.act(office, arguments):
                return code
        return _finish(office)


def _repeated(act: Callable[[], Any]) -> Any:
    """Do it until it is done; None and a refusal, whose sentence is printed, are not."""
    while True:
        try:
            if (done := act()) is not None:
                return done
        except Refused as refusal:
            print(say(refusal.sentence), file=sys.stderr)


def _new_office(arguments: argparse.Namespace, *, asks: bool = False) -> Any:
    from taizhang.office import actions, clock

    given = [arguments.name, arguments.short_name]
    if asks:
        questions = (
            N_("机构名称（例如：海川市精神文明建设委员会办公室）"),
            N_("机构简称（例如：市文明办）"),
        )
        given = [told or _answer(question) for told, question in zip(given, questions, strict=True)]
    name, short_name = given
    return actions.found_office(name=name or "", short_name=short_name or "", in_steps=True, at=clock.now())


def _check_same(office: Any, arguments: argparse.Namespace) -> None:
    """Refused where the office whose founding is under way is called something else."""
    told = {"name": arguments.name, "short_name": arguments.short_name}
    for field, word in told.items():
        if word and " ".join(word.split()) != getattr(office, field):
            raise Refused(
                Message(
                    N_(
                        "正在建立的是“{name}”（简称“{short}”）。名称要改，用 taizhang setup --code 到浏览器里改。"
                    ),
                    {"name": office.name, "short": office.short_name},
                )
            )


def _answer(question: str) -> str:
    return input(f"{_(question)}：").strip()


def _answered(part: FoundingPart, office: Any, arguments: argparse.Namespace) -> bool | None:
    """Ask for a part that is not there, and do it; True where it is done or passed over, None where it has mistakes."""
    if part.there(office) or not (answer := _answer(part.question)):
        return True
    if part.kind is int and not (answer.isascii() and answer.isdigit()):
        raise Refused(Message(N_("年度“{given}”不是数字，请只填四位数字，例如：2026。"), {"given": answer}))
    given = argparse.Namespace(**vars(arguments) | {part.option: part.kind(answer)})
    return True if part.act(office, given) == 0 else None


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
    say_mistakes(table.differing)
    return 0


def _people(office: Any, arguments: argparse.Namespace) -> int:
    return 0 if arguments.people is None else enrol(office, cells_of(arguments.people))


def _year(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.ledger.actions.year import open_first_year
    from taizhang.ledger.models import Ledger
    from taizhang.office import clock

    if arguments.year is None or Ledger.objects.filter(year=arguments.year).exists():
        return 0
    open_first_year(
        office=office, year=arguments.year, themes=arguments.theme, settings={}, by=None, at=clock.now()
    )  # fmt: skip
    print(_("{year}年度台账已建立。").format(year=arguments.year))
    return 0


def _series(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.bulletin.actions import add_series
    from taizhang.bulletin.models import Series
    from taizhang.office import clock

    if not arguments.series or Series.objects.filter(name=arguments.series).exists():
        return 0
    issuer = arguments.issuer or office.name
    add_series(office=office, name=arguments.series, slug="jianbao", issuer=issuer, by=None, at=clock.now())
    print(say(Message(N_("刊物“{name}”已建立。"), {"name": arguments.series})))
    return 0


def _has_units(office: Any) -> bool:
    from taizhang.office.queries import units_of

    return bool(units_of(office))


def _has_administrators(office: Any) -> bool:
    from taizhang.office import clock
    from taizhang.office.queries import missing_administrators

    return not missing_administrators(office, clock.now())


def _has_ledger(office: Any) -> bool:
    from taizhang.ledger.models import Ledger

    return Ledger.objects.exists()


def _has_series(office: Any) -> bool:
    from taizhang.bulletin.models import Series

    return Series.objects.exists()


@dataclass(frozen=True, slots=True)
class FoundingPart:
    """A part of the founding: the option that gives it, the question where it is not given, what its answer is read
    as, whether the office has it, and what is done with it (an exit code).
    """

    option: str
    question: str
    kind: Callable[[str], Any]
    there: Callable[[Any], bool]
    act: Callable[[Any, argparse.Namespace], int]


PARTS = (
    FoundingPart("units", N_("单位名单的文件（xlsx、csv、txt；暂不导入请按回车）"), Path, _has_units, _units),
    FoundingPart(
        "people",
        N_("人员名单的文件（列：姓名、单位、岗位、邮箱、电话；暂不导入请按回车）"),
        Path,
        _has_administrators,
        _people,
    ),
    FoundingPart("year", N_("首个台账年度（例如：2026；暂不建立请按回车）"), int, _has_ledger, _year),
    FoundingPart("series", N_("首个刊物的刊名（暂不建立请按回车）"), str, _has_series, _series),
)


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
