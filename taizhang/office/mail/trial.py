"""A mail that shows whether the mail server takes any."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.mail.transport import Address, check_address, failure_of, mail_is_on, sender_of
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def send_test_mail(*, to: str, by: Person, at: datetime) -> None:
    """Send a mail now. Refused in the server's words where it does not go; either is recorded."""
    if not mail_is_on():
        raise Refused(Message(N_("没有设置邮件服务器（TAIZHANG_SMTP_HOST），系统不发邮件。")))
    check_address(Address(by.name, to))
    mail = EmailMessage(
        _("台账测试邮件"),
        _("收到这封邮件，说明邮件服务器已经设好：{url}").format(url=settings.SITE_URL),
        sender_of(by.office),
        [to],
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )
    words = None
    try:
        mail.send()
    except Exception as error:
        words = failure_of(error).words
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        work.record("send_test_mail", by.office, {"to": to}, outcome="failed" if words else "done")
    if words is not None:
        raise Refused(words)
