"""The way out: whether there is one, a message as mail, and what a mail server answered, in words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import files
from taizhang.office.models import Office, OutboxMessage, Person
from taizhang.office.text import LINE_BREAKS, UNSTORABLE

PERMANENT = 500  # replies from here on are final (RFC 5321, 4.2.1)
ANSWER_SHOWN = 200  # characters of a server's own words


@dataclass(frozen=True, slots=True)
class Address:
    """Someone who need not have an account."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message did not go."""

    words: Message
    permanent: bool = False  # trying again would be refused again
    unknown: bool = False  # the server may have taken the message before it fell silent
    of_server: bool = False  # nothing to do with this message: the next one would fail as well


def mail_is_on() -> bool:
    """Whether mail is sent at all; without a mail server nothing is written to the outbox."""
    return bool(settings.EMAIL_HOST)


def address_of(person: Person) -> Address | None:
    """Where a person's mail goes; None without a usable address."""
    address = Address(person.name, person.email)
    try:
        check_address(address)
    except Refused:
        return None
    return address


def check_address(address: Address) -> None:
    """Refused unless it is one address, and the name one line."""
    try:
        validate_email(address.email)
    except ValidationError as error:
        raise Refused(Message(N_("邮箱地址“{address}”不正确。"), {"address": address.email})) from error
    if LINE_BREAKS.search(address.name) or UNSTORABLE.search(address.name):
        raise Refused(Message(N_("收件人姓名只能是一行文字。")))


def sender_of(office: Office) -> str:
    """The From line: the office's name with the installation's address."""
    return formataddr((office.short_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def domain() -> str:
    """The part after @ of message and calendar numbers."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"


def compose(message: OutboxMessage, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The message as mail. It is the same at every attempt: number and date come from the row.

    Raises Refused where an attached file is missing or was changed.
    """
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=sender_of(message.office),
        to=[formataddr((message.name, message.address))],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.created_at),
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    for attachment in message.attachments.select_related("file").order_by("pk"):
        file = attachment.file
        mail.attach(file.name, files.read(file), file.media_type)
    return mail


def failure_of(error: Exception) -> Failure:
    """What an exception of a mail server's connection means for the message and for the run."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            words = N_("邮件服务器不接收这个地址：{code} {answer}")
            return Failure(_answered(words, code, answer), permanent=code >= PERMANENT)
        case smtplib.SMTPDataError():
            words = N_("邮件服务器不接收这封邮件：{code} {answer}")
            return Failure(
                _answered(words, error.smtp_code, error.smtp_error), permanent=error.smtp_code >= PERMANENT
            )
        case smtplib.SMTPServerDisconnected():
            return Failure(Message(N_("邮件服务器没有答复，连接中断。")), unknown=True, of_server=True)
        case smtplib.SMTPException() | OSError():
            return Failure(_of_server(error), of_server=True)
        case _:
            return Failure(
                Message(N_("这封邮件无法生成（{error}）。"), {"error": type(error).__name__}), permanent=True
            )


def _of_server(error: Exception) -> Message:
    place: dict[str, str | int] = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    match error:
        case smtplib.SMTPAuthenticationError():
            words = N_("登录邮件服务器失败，请核对用户名和密码：{code} {answer}")
            return _answered(words, error.smtp_code, error.smtp_error)
        case smtplib.SMTPSenderRefused():
            words = N_("邮件服务器不接受发件地址，请核对 TAIZHANG_SMTP_FROM：{code} {answer}")
            return _answered(words, error.smtp_code, error.smtp_error)
        case smtplib.SMTPResponseException():
            return _answered(N_("邮件服务器拒绝服务：{code} {answer}"), error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Message(N_("邮件服务器不支持所设的加密或登录方式，请核对 TAIZHANG_SMTP_TLS。"))
        case ssl.SSLError():
            return Message(N_("与邮件服务器的加密连接没有建立，请核对 TAIZHANG_SMTP_TLS 和端口。"))
        case TimeoutError():
            return Message(N_("邮件服务器 {host}:{port} 在规定时间内没有应答。"), place)
        case socket.gaierror():
            return Message(N_("找不到邮件服务器 {host}，请核对 TAIZHANG_SMTP_HOST。"), place)
        case _:
            return Message(N_("连不上邮件服务器 {host}:{port}。"), place)


def _answered(words: str, code: int, answer: bytes | str) -> Message:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    line = UNSTORABLE.sub("", LINE_BREAKS.sub(" ", said))[:ANSWER_SHOWN]
    return Message(words, {"code": code, "answer": line})
