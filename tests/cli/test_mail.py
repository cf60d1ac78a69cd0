from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from taizhang.cli import mail as module
from taizhang.cli import main
from taizhang.office.mail.outbox import enqueue, stop
from taizhang.office.mail.transport import Address
from taizhang.office.models import Office


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "set_up", lambda: None)


def test_a_test_message_says_what_is_wrong(
    settings: Any, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mail", "--test", "a@b.example"]) == 1
    assert "TAIZHANG_SMTP_HOST" in capsys.readouterr().err
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert main(["mail", "--test", "a@b.example\r\nBcc: c@d.example"]) == 1
    assert "不正确" in capsys.readouterr().err
    assert main(["mail", "--test", "a@b.example"]) == 0
    assert "127.0.0.1:1 已收下测试邮件" in capsys.readouterr().out
    assert mailoutbox[0].to == ["a@b.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert main(["mail", "--test", "a@b.example"]) == 1
    assert "连不上邮件服务器 127.0.0.1:1" in capsys.readouterr().err


def test_the_outbox_is_told(
    scoped: Office, at: datetime, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    assert main(["mail"]) == 0
    assert "待发送 0" in capsys.readouterr().out
    for address in ("a@b.example", "c@d.example"):
        message = enqueue(
            office=scoped, to=Address("", address), subject="s", body="b", kind="k", dedupe_key=address, at=at
        )
    assert message
    stop(message=message, at=at)
    assert main(["mail"]) == 0
    told = capsys.readouterr().out
    assert "待发送 1" in told
    assert "发送失败 1" in told
    assert "c@d.example" in told
    assert "a@b.example" not in told
