"""The command line: one module for each group of commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from taizhang.cli.homes import about_database, about_home
from taizhang.cli.usage import speak
from taizhang.cli.words import _

GROUPS = (
    "figures",
    "report_figures",
    "read",
    "proof",
    "ledger",
    "press",
    "fonts",
    "verify",
    "office",
    "setup",
    "people",
    "tick",
    "mail",
    "token",
    "search",
    "archive",
    "backup",
    "doctor",
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line as an argparse parser."""
    speak()
    parser = argparse.ArgumentParser(prog="taizhang", description=_("台账：重点工作台账与简报，一数一源。"))
    commands = parser.add_subparsers(title=_("命令"), dest="command", required=True, metavar=_("命令"))
    for group in GROUPS:
        import_module(f"taizhang.cli.{group}").add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = the answer is no, 2 = the call itself was wrong."""
    namespace = build_parser().parse_args(argv)
    try:
        code: int = namespace.func(namespace)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        if (sentence := about_home(error)) is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    except Exception as error:
        if (sentence := about_database(error)) is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return code
