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
    parser.add_argument("--office", metavar="SLUG", help=_("办公室代号；只有一个办公室时可不写"))


def office_asked(arguments: argparse.Namespace) -> Any:
    """Return the office that is named, or the only one; None, with a word about it, where that is not one."""
    from taizhang.office.models import Office

    offices = Office.objects.filter(slug=arguments.office) if arguments.office else Office.objects.all()
    if len(offices) != 1:
        print(_("请用 --office 写明一个办公室的代号。"), file=sys.stderr)
        return None
    return offices[0]


def in_office(run: Callable[[Any, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return a command that is run in the scope of its office; what is refused is printed, exit code 1."""

    def command(arguments: argparse.Namespace) -> int:
        set_up()
        from django_scopes import scope

        office = office_asked(arguments)
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
