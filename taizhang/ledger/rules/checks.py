"""What is asked of words everywhere in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from taizhang.core.gongwen import find_secrecy_mark
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import ChangeRequest
from taizhang.office.models import Person
from taizhang.office.queries import unit_of
from taizhang.office.rules import passes


class Objections(Refused):
    """Several fields are objected to, each in its own words; ``by_field`` says which."""

    def __init__(self, by_field: Mapping[str, Message]) -> None:
        super().__init__(next(iter(by_field.values())))
        self.by_field = by_field


def check_reason(words: str) -> None:
    """Refused without a reason, and for one that bears a secrecy mark."""
    if not words.strip():
        raise Refused(Message(N_("请写明原因，便于对方了解。")))
    check_no_secret(words)


def check_no_secret(*values: object) -> None:
    """Refused, before anything is stored, where a text, also within lists and mappings, bears a secrecy mark."""
    if any(find_secrecy_mark(text) is not None for text in _texts(values)):
        raise Refused(Message(N_("文中有密级标志。本系统不处理涉密材料，内容未保存。")))


PROGRAMS = re.compile(
    r"\.(?:exe|com|bat|cmd|ms[ip]|scr|pif|dll|sys|cpl|vb[se]|jse?|ws[fh]|psm?1|hta|reg|lnk|msc|jar|jnlp|apk|app|deb|rpm"
    r"|dmg|pkg|run|sh|bin|elf|so)\s*$",
    re.IGNORECASE,
)
_CODE = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")


def check_no_program(name: str, content: bytes) -> None:
    """Refused for a file that a computer would run, by its name or by how it begins."""
    if PROGRAMS.search(name) or content.startswith(_CODE):
        raise Refused(
            Message(N_("“{name}”是程序文件，不能作为佐证材料；请改传文档、图片或 PDF。"), {"name": name})
        )


def check_withdraw(change: ChangeRequest, by: Person, at: datetime) -> None:
    """Refused to the other side: the unit takes back what the unit has asked for, the office what the office has."""
    if unit_of(by, at) != unit_of(change.requested_by, change.requested_at):
        raise Refused(Message(N_("只有提出申请的一方可以撤回。")))


def can_withdraw(change: ChangeRequest, by: Person, at: datetime) -> bool:
    """Whether check_withdraw passes."""
    return passes(lambda: check_withdraw(change, by, at))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
