"""``token``: tokens of the API from the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from taizhang.cli.offices import add_office, in_office
from taizhang.cli.words import _
from taizhang.core.text.messages import filled

USUAL = timedelta(days=365)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """token."""
    token = commands.add_parser("token", help=_("发放、列出、停用接口令牌"))
    add_office(token)
    token.add_argument("--make", metavar="NAME", help=_("发放一个令牌，写明给哪个程序用"))
    token.add_argument("--role", action="append", default=[], help=_("以哪个角色读取，可写多次，默认 reader"))
    token.add_argument("--unit", metavar="NAME", help=_("单位名称或简称（联络员、单位负责人的令牌）"))
    token.add_argument("--until", metavar="DATE", type=date.fromisoformat, help=_("有效期至，默认一年"))
    token.add_argument("--revoke", metavar="ID", type=int, help=_("停用这个编号的令牌"))
    token.set_defaults(func=in_office(run_token))


def run_token(office: Any, arguments: argparse.Namespace) -> int:
    """Make, revoke, or list."""
    if arguments.make is not None:
        return _make(office, arguments)
    if arguments.revoke is not None:
        return _revoke(arguments.revoke)
    return _list(office)


def _make(office: Any, arguments: argparse.Namespace) -> int:
    from taizhang.office import clock, tokens
    from taizhang.office.models import Unit
    from taizhang.office.roles import Role

    unit = None
    if arguments.unit is not None:
        named = [each for each in Unit.objects.all() if arguments.unit in (each.name, each.short_name)]
        if not named:
            print(filled(_("没有单位“{name}”。"), name=arguments.unit), file=sys.stderr)
            return 1
        unit = named[0]
    asked = arguments.role or [Role.READER.value]
    if wrong := [role for role in asked if role not in Role.values]:
        known = "、".join(role.value for role in tokens.READERS)
        print(filled(_("没有角色“{name}”。可选：{known}"), name=wrong[0], known=known), file=sys.stderr)
        return 2
    token, secret = tokens.make_token(
        office=office,
        name=arguments.make,
        roles=[Role(role) for role in asked],
        unit=unit,
        expires_on=arguments.until or clock.today() + USUAL,
        by=None,
        at=clock.now(),
    )
    print(secret)
    words = _("令牌 {id} 有效期至 {day}。只显示这一次，请妥善保管。")
    print(words.format(id=token.pk, day=token.expires_on), file=sys.stderr)
    return 0


def _revoke(pk: int) -> int:
    from taizhang.office import clock, tokens
    from taizhang.office.models import ApiToken

    token = ApiToken.objects.filter(pk=pk).select_related("office").first()
    if token is None:
        print(_("没有编号为 {id} 的令牌。").format(id=pk), file=sys.stderr)
        return 1
    tokens.revoke_token(token=token, by=None, at=clock.now())
    print(_("令牌 {id} 已停用。").format(id=pk))
    return 0


def _list(office: Any) -> int:
    from taizhang.office.tokens import tokens_of

    table = Table(_("编号"), _("用途"), _("角色"), _("单位"), _("有效期至"), _("最近使用"), _("状态"))
    for token in tokens_of(office):
        state = _("已停用") if token.revoked_at else _("有效")
        used = token.last_used_on.isoformat() if token.last_used_on else "—"
        unit = token.unit.short_name if token.unit else "—"
        roles = " ".join(token.roles)
        table.add_row(str(token.pk), token.name, roles, unit, token.expires_on.isoformat(), used, state)
    Console().print(table)
    return 0
