"""``unit``, ``person``, ``appoint``, ``reset-…``: single acts of the keeper of an installation."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from taizhang.cli.offices import add_office, in_office, say_mistakes
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """unit, person, appoint, reset-password, reset-second-factor."""
    unit = commands.add_parser("unit", help=_("列出、添加、改名、合并、撤销成员单位"))
    unit.add_argument("--add", metavar="NAME", help=_("添加一个单位"))
    unit.add_argument("--short", metavar="NAME", default="", help=_("简称"))
    unit.add_argument("--alias", action="append", default=[], metavar="NAME", help=_("别名，可写多次"))
    unit.add_argument("--file", type=Path, metavar="FILE", help=_("按表格（xlsx、csv、txt）添加多个单位"))
    unit.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"), help=_("单位改名，历史保留原名"))
    unit.add_argument("--merge", nargs=2, metavar=("UNIT", "INTO"), help=_("并入另一个单位"))
    unit.add_argument("--close", metavar="NAME", help=_("撤销一个单位"))
    _command(unit, run_unit)
    person = commands.add_parser("person", help=_("列出人员，或按表格添加"))
    person.add_argument("--add", metavar="NAME", help=_("添加一个人"))
    person.add_argument("--unit", metavar="NAME", default="", help=_("所在单位；办公室的人员不写"))
    person.add_argument("--role", default="", help=_("岗位，例如：联络员、责编、安全管理员"))
    person.add_argument("--mail", default="", help=_("邮箱"))
    person.add_argument("--phone", default="", help=_("电话"))
    person.add_argument("--file", type=Path, metavar="FILE", help=_("按表格（xlsx、csv、txt）添加多人"))
    person.add_argument("--close", metavar="LOGIN", help=_("停用账号"))
    _command(person, run_person)
    appoint = commands.add_parser("appoint", help=_("任命：由这个登录名接任岗位"))
    appoint.add_argument("login", metavar="LOGIN", help=_("登录名"))
    appoint.add_argument("role", help=_("岗位，例如：联络员、责编、安全管理员"))
    appoint.add_argument("--unit", metavar="NAME", default="", help=_("所在单位；办公室的岗位不写"))
    _command(appoint, run_appoint)
    reset = commands.add_parser("reset-password", help=_("发放一次性码，由本人重设密码；同时解除锁定"))
    reset.add_argument("login", metavar="LOGIN", nargs="+", help=_("登录名"))
    _command(reset, run_reset)
    factor = commands.add_parser("reset-second-factor", help=_("移除一个人的第二因素，由本人重新登记"))
    factor.add_argument("login", metavar="LOGIN", nargs="+", help=_("登录名"))
    _command(factor, run_reset_factor)


def _command(parser: argparse.ArgumentParser, run: Any) -> None:
    add_office(parser)
    parser.set_defaults(func=in_office(run))


def run_unit(office: Any, arguments: argparse.Namespace) -> int:
    """Do the one act that is asked for; list the units afterwards."""
    from taizhang.office import actions

    act = _keeper()
    if arguments.file is not None or arguments.add is not None:
        if code := _add_units(office, arguments):
            return code
    elif arguments.rename is not None:
        unit, name = _unit(arguments.rename[0]), arguments.rename[1]
        actions.rename_unit(unit=unit, name=name, short_name=arguments.short or unit.short_name, **act)
    elif arguments.merge is not None:
        actions.merge_unit(unit=_unit(arguments.merge[0]), into=_unit(arguments.merge[1]), **act)
    elif arguments.close is not None:
        actions.close_unit(unit=_unit(arguments.close), **act)
    table = Table(_("单位名称"), _("简称"), _("类别"), _("所属区县"), _("别名"), _("状态"))
    from taizhang.office.queries import units_of

    for unit in units_of(office):
        state = _("在用") if unit.active else _("已撤销")
        kind = _(str(unit.get_kind_display()))
        table.add_row(unit.name, unit.short_name, kind, unit.district, "、".join(unit.aliases), state)
    Console().print(table)
    return 0


def _add_units(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.office import actions
    from taizhang.office.rosters import unit_table

    if arguments.file is not None:
        cells = cells_of(arguments.file)
    else:
        cells = [[arguments.add, arguments.short, "", "", "、".join(arguments.alias)]]
    table = unit_table(office, cells)
    if table.mistakes:
        return say_mistakes(table.mistakes)
    if arguments.add is not None and not table.rows:
        raise Refused(Message(N_("单位“{name}”已经存在。"), {"name": arguments.add}))
    actions.add_units(office=office, rows=table.rows, **_keeper())
    say_mistakes(table.differing)
    return 0


def run_person(office: Any, arguments: argparse.Namespace) -> int:
    """Add people, each with a one-time code for their password; close an account; list the people."""
    if arguments.file is not None or arguments.add is not None:
        given = [arguments.add, arguments.unit, arguments.role, arguments.mail, arguments.phone]
        return enrol(office, cells_of(arguments.file) if arguments.file is not None else [given])
    from taizhang.office import actions, clock
    from taizhang.office.models import Person
    from taizhang.office.queries import posts_of

    if arguments.close is not None:
        actions.close_account(person=_person(arguments.close), **_keeper())
    table = Table(_("登录名"), _("姓名"), _("岗位"), _("邮箱"), _("电话"), _("状态"))
    for person in Person.of_office.order_by("pk"):
        posts = "、".join(post.title for post in posts_of(person, clock.now()))
        ready = _("未设密码") if not person.has_usable_password() else _("启用")
        state = ready if person.is_active else _("停用")
        table.add_row(person.username, person.name, posts, person.email, person.phone, state)
    Console().print(table)
    return 0


def enrol(office: Any, cells: list[list[str]]) -> int:
    """Enrol the people of a table, and print the one-time codes of those whose accounts are new."""
    from taizhang.office import actions
    from taizhang.office.rosters import people_table

    table = people_table(office, cells)
    if table.mistakes:
        return say_mistakes(table.mistakes)
    people = actions.enrol(office=office, rows=table.rows, **_keeper())
    say_mistakes(table.differing)
    return hand_out(office, [person for person in people if not person.has_usable_password()])


def run_appoint(office: Any, arguments: argparse.Namespace) -> int:
    """Let somebody succeed to a post; where there is none of that kind, it is made."""
    from django.db import transaction

    from taizhang.core.roster.people import ROLE_WORDS
    from taizhang.office import actions
    from taizhang.office.models import Post
    from taizhang.office.roles import Role

    code = ROLE_WORDS.get(arguments.role, arguments.role)
    if code not in Role.values:
        known = "、".join(_(str(role.label)) for role in Role)
        words = N_("没有角色“{name}”。可选：{known}")
        print(say(Message(words, {"name": arguments.role, "known": known})), file=sys.stderr)
        return 2
    unit = _unit(arguments.unit) if arguments.unit else None
    with transaction.atomic():  # a post that was made for nobody is not left behind
        post = Post.objects.filter(role=code, unit=unit, closed_at=None).order_by("pk").first()
        post = post or actions.add_post(office=office, role=Role(code), unit=unit, **_keeper())
        actions.appoint(post=post, person=_person(arguments.login), **_keeper())
    print(say(Message(N_("“{post}”由 {login} 担任。"), {"post": post.title, "login": arguments.login})))
    return 0


def run_reset(office: Any, arguments: argparse.Namespace) -> int:
    """Hand out codes, whatever state the accounts are in: the way in when nobody else has one."""
    from taizhang.office import actions

    people = [_person(login) for login in arguments.login]
    for person in people:
        with suppress(Refused):  # it was not locked
            actions.unlock_account(person=person, **_keeper())
    return hand_out(office, people)


def run_reset_factor(office: Any, arguments: argparse.Namespace) -> int:
    """Take away the second factors of whoever has lost them, as the only security administrator may have."""
    from taizhang.office.actions.second_factors import reset_second_factor

    for login in arguments.login:
        reset_second_factor(person=_person(login), **_keeper())
        print(say(Message(N_("{login} 的第二因素已移除，登录已结束。"), {"login": login})))
    return 0


def hand_out(office: Any, people: list[Any]) -> int:
    """Print a one-time code for each person."""
    from taizhang.office.actions import invitations

    if not people:
        return 0
    table = Table(_("姓名"), _("登录名"), _("一次性码"), _("有效期至"), _("邮件"))
    for each in invitations.invite(office=office, people=people, **_keeper()):
        until, mailed = f"{each.expires_at:%Y-%m-%d %H:%M}", _("已发") if each.mailed else "—"
        table.add_row(each.person.name, each.person.username, each.code, until, mailed)
    Console().print(table)
    print(_("请交给本人：打开网站的 /invited/ 页，输入一次性码，自己设定密码。码只显示这一次。"))
    return 0


def cells_of(path: Path) -> list[list[str]]:
    """The cells of a table in a file. Raise Refused where it cannot be read."""
    from taizhang.core.roster.table import pasted_cells, sheet_cells
    from taizhang.intake import IntakeRefused, read_sheets_file

    try:
        if path.suffix.lower() == ".txt":
            return pasted_cells(path.read_text("utf-8-sig"))
        return sheet_cells(read_sheets_file(path))
    except IntakeRefused as refusal:
        raise Refused(refusal.sentence) from refusal
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(Message(N_("读不了文件“{name}”。"), {"name": path.name})) from error


def _keeper() -> dict[str, Any]:
    from taizhang.office import clock

    return {"by": None, "at": clock.now()}


def _unit(name: str) -> Any:
    from taizhang.core.text.folding import comparison_key
    from taizhang.office.models import Unit
    from taizhang.office.rosters import unit_names

    key = unit_names().get(comparison_key(name))
    if key is None:
        raise Refused(Message(N_("没有单位“{name}”。"), {"name": name}))
    return Unit.objects.get(pk=key)


def _person(login: str) -> Any:
    from taizhang.office.models import Person

    person = Person.of_office.filter(username=login).first()
    if person is None:
        raise Refused(Message(N_("没有登录名“{login}”。"), {"login": login}))
    return person
