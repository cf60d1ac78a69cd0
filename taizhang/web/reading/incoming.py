"""A draft comes in: as a file, which only the limited child process parses, or as pasted text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taizhang.bulletin import actions
from taizhang.bulletin.models import Reading
from taizhang.bulletin.rules.checks import check_text
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.intake import IntakeRefused, extract_bytes
from taizhang.intake.data_tables import with_tables
from taizhang.intake.plain import cleaned
from taizhang.office.models import Person

NAME_LENGTH = 100
REFUSALS = (IntakeRefused, Refused)


def read_draft(given: dict[str, Any], *, by: Person, at: datetime) -> tuple[Reading, Sequence[Message]]:
    """Open a reading of what the form brought; the sentences say what the file made difficult.

    Raises IntakeRefused or Refused with a sentence.
    """
    text, name, kind, notes, content = _given(given)
    told: dict[str, Any] = {"name": clean_name(name), "source_format": kind, "text": text, "content": content}
    return actions.open_reading(office=by.office, by=by, at=at, **told), notes


def text_given(given: dict[str, Any]) -> tuple[str, str, str, Sequence[Message]]:
    """The text that a form brought, the file's name and format, and what the file made difficult; nothing is stored.

    Raises IntakeRefused or Refused with a sentence; a text with a secrecy mark is refused.
    """
    text, name, kind, notes, _content = _given(given)
    check_text(text)
    return text, name, kind, notes


def _given(given: dict[str, Any]) -> tuple[str, str, str, Sequence[Message], bytes]:
    if upload := given.get("file"):
        content = upload.read()
        extracted = with_tables(extract_bytes(content, upload.name))
        return extracted.text, upload.name, extracted.format, extracted.notes, content
    text, notes = cleaned(given["text"])
    return text, "", "text", notes, b""


def clean_name(name: str) -> str:
    """A file's name as it may be shown: no paths, no invisible characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return shown[-NAME_LENGTH:]
