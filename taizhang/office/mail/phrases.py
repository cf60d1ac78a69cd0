"""What letters to people have in common: how they begin, and who stands below them."""

from __future__ import annotations

from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office


def greeting(name: str) -> str:
    """Return the first line of a letter to somebody of the office or its units."""
    return str(Message(N_("{name}，您好！"), {"name": name}))


def signature(office: Office) -> list[str]:
    """Return the last lines: the mark before a signature (RFC 3676, 4.3), and whose letter it is."""
    return ["-- ", str(Message(N_("{office}。本邮件由系统发出，请勿直接回复。"), {"office": office.name}))]
