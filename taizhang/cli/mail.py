"""``mail``: whether mail gets out, and what lies in the outbox."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table

from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say

SHOWN = 20  # messages in trouble, latest first


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """mail."""
    mail = commands.add_parser("mail", help=_("查看发件箱，检查邮件能否发出"))
    mail.add_argument("--test", metavar="ADDRESS", help=_("向这个地址发一封测试邮件"))
    mail.set_defaults(func=run_mail)


def run_mail(arguments: argparse.Namespace) -> int:
    """Send a test message at once, past the outbox; without ``--test`` tell what lies in it."""
    set_up()
    from taizhang.office.mail.transport import mail_is_on

    if not mail_is_on():
        print(_("没有设置邮件服务器：请设 TAIZHANG_SMTP_HOST。"), file=sys.stderr)
    if arguments.test is None:
        return _show_outbox()
    return _send_test(arguments.test) if mail_is_on() else 1


def _send_test(address: str) -> int:
    from django.conf import settings
    from django.core.mail import EmailMessage

    from taizhang.core.lifecycle.workflow import Refused
    from taizhang.office.mail.transport import Address, check_address, failure_of

    try:
        check_address(Address("", address))
        EmailMessage(_("台账测试邮件"), _("收到这封邮件，说明邮件已经能够发出。"), to=[address]).send()
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    except Exception as error:
        print(say(failure_of(error).words), file=sys.stderr)
        return 1
    words = _("邮件服务器 {host}:{port} 已收下测试邮件，请到 {address} 的收件箱里看。")
    print(words.format(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, address=address))
    return 0


def _show_outbox() -> int:
    """How many messages there are of each state, and those that somebody should look at."""
    from django.db.models import Count
    from django_scopes import scopes_disabled

    from taizhang.office.models import MessageState, OutboxMessage

    with scopes_disabled():
        counts = dict(OutboxMessage.objects.values_list("state").annotate(Count("pk")))
        trouble = list(OutboxMessage.objects.exclude(last_error="").order_by("-pk")[:SHOWN])
    print("  ".join(f"{_(str(state.label))} {counts.get(state, 0)}" for state in MessageState))
    if trouble:
        table = Table(_("收件地址"), _("邮件主题"), _("状态"), _("最近一次的问题"))
        for message in trouble:
            label = _(str(MessageState(message.state).label))
            table.add_row(message.address, message.subject, label, message.last_error)
        Console().print(table)
    return 0
