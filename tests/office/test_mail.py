from __future__ import annotations

import smtplib
import socket
import ssl
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend

from taizhang.office.mail.smtp import smtp_security
from taizhang.office.mail.transport import domain, failure_of


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "请核对用户名和密码：535 no"),
        (smtplib.SMTPSenderRefused(553, b"no", "a@b"), "TAIZHANG_SMTP_FROM：553 no"),
        (smtplib.SMTPConnectError(554, "go\r\naway\x00"), "拒绝服务：554 go  away"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "不支持所设的加密"),
        (ssl.SSLError("handshake"), "加密连接没有建立"),
        (TimeoutError(), "127.0.0.1:2525 在规定时间内没有应答"),
        (socket.gaierror(), "找不到邮件服务器 127.0.0.1"),
        (ConnectionRefusedError(), "连不上邮件服务器 127.0.0.1:2525"),
    ],
)
def test_what_is_wrong_with_the_server_is_said_in_words(settings: Any, error: Exception, words: str) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 2525
    failure = failure_of(error)
    assert words in str(failure.words)
    assert failure.of_server
    assert not failure.permanent


def test_numbers_end_with_the_senders_domain(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "台账 <tz@haichuan.example>"
    assert domain() == "haichuan.example"
    settings.DEFAULT_FROM_EMAIL = "taizhang"
    assert domain() == "localhost"


def test_the_line_is_encrypted_as_named() -> None:
    assert smtp_security("tls") == (True, False, 465)
    assert smtp_security("starttls") == (False, True, 587)
    with pytest.raises(ValueError, match="ssl"):
        smtp_security("ssl")


def test_a_mail_server_may_be_silent_for_thirty_seconds() -> None:
    assert EmailBackend().timeout == 30
