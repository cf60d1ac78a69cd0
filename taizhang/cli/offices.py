"""Which office a command is about, and a refusal in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


def add_office(parser: argparse.ArgumentParser) -> None:
    """--office."""
    parser.add_argument("--office", metavar=_("代号"), help=_("机构代号；只有一个机构时可不写"))


def office_asked(slug: str | None) -> Any:
    """Return the office of this code name, or the only one; None, with a word that lists them, where that is not one."""
    found = offices_asked(slug)
    if len(found) == 1:
        return found[0]
    if found:
        _say_offices(found)
    return None


def offices_asked(slug: str | None) -> list[Any]:
    """Return the office of this code name, or all of them; none, with a word that lists them, where it is unknown."""
    from taizhang.office.models import Office

    offices = list(Office.objects.order_by("pk"))
    found = [office for office in offices if slug in (None, "", office.slug)]
    if not found:
        _say_offices(offices)
    return found


def _say_offices(offices: list[Any]) -> None:
    if not offices:
        print(_("还没有机构，请先运行 taizhang setup。"), file=sys.stderr)
        return
    known = "、".join(office.slug for office in offices)
    print(_("请用 --office 指明机构：{slugs}").format(slugs=known), file=sys.stderr)


def in_office(run: Callable[[Any, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return a command that is run in the scope of its office; what is refused is printed, exit code 1."""

    def command(arguments: argparse.Namespace) -> int:
        set_up()
        from django_scopes import scope

        office = office_asked(arguments.office)
        if office is None:
            return 2
        try:
            with scope(office=office.pk):
                return run(office, arguments)
        except Refused as refusal:
            print(say(refusal.sentence), file=sys.stderr)
            return 1

    return command


def say_mistakes(mistakes: Any) -> int:
    """Print what is wrong with the rows of a table; the exit code 1."""
    for each in mistakes:
        words = N_("第{row}行“{value}”：{words}") if each.value else N_("第{row}行：{words}")
        said = Message(words, {"row": each.row, "value": each.value, "words": each.message})
        print(say(said), file=sys.stderr)
    return 1
