"""A mail server on this machine that answers as told, and messages to send to it."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.mail.backends.smtp import EmailBackend


class Handler:
    """``replies``: what a recipient's address is answered; ``hang``: addresses met with silence."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.rcpt: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.hang: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if address in self.data:
            return self.data[address]
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.envelopes.append(list(envelope.rcpt_tos))
        if address in self.hang:  # taken, and then not a word
            await asyncio.sleep(3600)
        return "250 OK"

    def numbers_of(self, address: str) -> list[str]:
        """Message-IDs of what came for ``address``, in order."""
        pairs = zip(self.received, self.envelopes, strict=True)
        return [message["Message-ID"] for message, to in pairs if to == [address]]


class AnyPort(Controller):
    """Listens where there is room."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Server:
    """The handler behind a port."""

    def __init__(self) -> None:
        self.handler = Handler()
        self.controller = AnyPort(self.handler, hostname="127.0.0.1", port=0, ready_timeout=10)

    @property
    def port(self) -> int:
        """The port it was given."""
        return self.controller.port

    def connection(self, timeout: float = 10) -> EmailBackend:
        """A new connection of Django's."""
        return EmailBackend(
            host="127.0.0.1", port=self.port, timeout=timeout, use_tls=False, username="", password=""
        )
