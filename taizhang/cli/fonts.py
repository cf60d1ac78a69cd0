"""``fonts``: what draws each role of the official form, what the machine has beside it, and taking it in."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from taizhang.cli.press import load
from taizhang.cli.words import _, say
from taizhang.core.gongwen import Bulletin
from taizhang.core.text.messages import N_, Message
from taizhang.intake import IntakeRefused
from taizhang.office.home import fonts_home
from taizhang.press import PressError, compare_fonts, installed
from taizhang.press.typeset.bounds import bounded
from taizhang.press.typeset.font_names import ROLE_NAMES, FontRole, shown_name
from taizhang.press.typeset.font_search import FoundFont, best, find_fonts, link_in
from taizhang.press.typeset.fonts import FontSet, choose, stamp_of


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fonts = commands.add_parser(
        "fonts", help=_("列出、查找和指定排版字体；给出文件时，核对其中的字是否都有字形")
    )
    fonts.add_argument("file", metavar="FILE", type=Path, nargs="?", help=_("要核对的简报文件"))
    fonts.add_argument(
        "--find", action="store_true", help=_("在本机找 WPS、Windows、麒麟、统信等自带的公文字体")
    )
    fonts.add_argument(
        "--link", action="store_true", help=_("把找到的字体链接到本机构的字体文件夹，排版时使用")
    )
    fonts.add_argument("--use", metavar=_("用途=字体名"), type=_choice, action="append", default=[],
                       help=_("指定某种用途的字体，如 仿宋=朱雀仿宋；等号后留空，恢复自动选用"))  # fmt: skip
    fonts.add_argument(
        "-o",
        "--output",
        metavar="X.pdf",
        type=Path,
        help=_("把同一页用现有字体和找到的字体各排一次，存成 PDF"),
    )
    fonts.set_defaults(func=run)


def _choice(text: str) -> tuple[FontRole, str]:
    words, equals, name = text.partition("=")
    roles = {str(ROLE_NAMES[role]): role for role in FontRole} | {role.value: role for role in FontRole}
    if not equals or words.strip() not in roles:
        raise argparse.ArgumentTypeError(_("应写作“仿宋=字体名”，用途是仿宋、楷体、黑体、宋体或小标宋"))
    return roles[words.strip()], name.strip()


def run(options: argparse.Namespace) -> int:
    """0; 1 where the file has characters that no font draws, 2 where something cannot be read or written."""
    folder = fonts_home(os.environ)
    try:
        for role, name in options.use:
            choose(folder, role, name)
        found = find_fonts() if options.find or options.link or options.output else None
        if found is not None:
            _show_found(found)
        if options.output:
            _compare(list(best(found or []).values()), folder, options.output)
        if options.link:
            _link(list(best(found or []).values()), folder)
        fonts = installed(folder, stamp_of(folder))
        text = _all_text(load(options.file)) if options.file else ""
    except (PressError, IntakeRefused) as error:
        print(say(error.sentence), file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return _show_installed(fonts, text)


def _show_installed(fonts: FontSet, text: str) -> int:
    table = Table(_("用途"), _("字体"), _("字数"), _("本文缺字"))
    for role, faces in fonts.roles.items():
        missing = fonts.missing(text, role)
        table.add_row(
            _(ROLE_NAMES[role]),
            shown_name(faces[0].names),
            f"{len(faces[0].advances):,}",
            "".join(missing) or _("无"),
        )
    Console().print(table)
    for face in fonts.unused:
        print(
            say(
                Message(
                    N_("字体文件夹中的“{name}”没有用上：认不出它的用途，可用 --use 指定。"),
                    {"name": shown_name(face.names)},
                )
            )
        )
    for note in fonts.substitutions():
        print(say(note))
    return 1 if any(fonts.missing(text, role) for role in fonts.roles) else 0


def _show_found(found: list[FoundFont]) -> None:
    taken = set(best(found).values())
    table = Table(_("用途"), _("字体"), _("来自"), _("授权"), "GB2312", "GBK", _("选用"), _("位置"))
    for font in found:
        chosen = _("选用") if font in taken else ""
        table.add_row(
            _(ROLE_NAMES[font.role]), font.name, _(font.source), _(font.rights), f"{font.gb2312:,}/6,763",
            f"{font.gbk:,}/20,902", chosen, str(font.path),
        )  # fmt: skip
    if found:
        Console().print(table)
    else:
        print(_("本机没有找到公文字体。"))
    for role in [role for role in FontRole if role not in {font.role for font in taken}]:
        print(_("没有找到可用的{role}字体。").format(role=_(ROLE_NAMES[role])))


def _link(fonts: list[FoundFont], folder: Path) -> None:
    made = link_in(fonts, folder)
    print(_("已把{n}个字体文件链接到 {folder}。").format(n=len(made), folder=folder))
    print(_("字体的授权随它所在的软件，用于公文前请确认本单位有使用权。"))


def _compare(fonts: list[FoundFont], folder: Path, output: Path) -> None:
    with tempfile.TemporaryDirectory() as trial:
        link_in(fonts, Path(trial))
        pdf = compare_fonts(folder, Path(trial))
    try:
        output.write_bytes(pdf)
    except OSError as error:
        raise PressError(Message(N_("无法写入“{name}”。"), {"name": str(output)})) from error
    print(_("已生成 {name}：第1页用现有字体，第2页用找到的字体。").format(name=output))


def _all_text(bulletin: Bulletin) -> str:
    return "".join(_strings(bounded(bulletin)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
