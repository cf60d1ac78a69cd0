"""A draft comes in: as a file, which only the limited child process parses, or as pasted text."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from taizhang.bulletin import actions
from taizhang.bulletin.models import Reading
from taizhang.bulletin.queries.pictures import drawn_anew
from taizhang.bulletin.rules.checks import check_text
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.core.text.tracked import TrackedText
from taizhang.intake import IntakeRefused, Limits, WordCopy, extract_bytes
from taizhang.intake.data_tables import with_tables
from taizhang.intake.embedded import MOST_CONTENT
from taizhang.intake.plain import cleaned
from taizhang.office.models import Person

NAME_LENGTH = 100
WITH_PICTURES = replace(Limits(), pictures=MOST_CONTENT)
REFUSALS = (IntakeRefused, Refused)


def read_draft(given: dict[str, Any], *, by: Person, at: datetime) -> tuple[Reading, Sequence[Message]]:
    """Open a reading of what the form brought; the sentences say what the file made difficult.

    Raises IntakeRefused or Refused with a sentence.
    """
    content, name, kind = b"", "", "text"
    if upload := given.get("file"):
        content, name = upload.read(), upload.name
        extracted = with_tables(extract_bytes(content, name))
        text, kind, notes = extracted.text, extracted.format, extracted.notes
    else:
        text, notes = cleaned(given["text"])
    told: dict[str, Any] = {"name": clean_name(name), "source_format": kind, "text": text, "content": content}
    return actions.open_reading(office=by.office, by=by, at=at, **told), notes


@dataclass(frozen=True, slots=True)
class GivenText:
    """The text that a form brought, the file's name and format, the pictures that it names (drawn anew), and what the
    file made difficult.
    """

    text: str
    name: str = ""
    kind: str = "text"
    notes: Sequence[Message] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def text_given(given: dict[str, Any]) -> GivenText:
    """Return what a form brought; nothing is stored.

    Raises IntakeRefused or Refused with a sentence; a text with a secrecy mark is refused.
    """
    if upload := given.get("file"):
        read = with_tables(extract_bytes(upload.read(), upload.name, limits=WITH_PICTURES))
        there = {name: base64.b64decode(content) for name, content in read.contents.items()}
        text, pictures, refused = drawn_anew(WordCopy("", TrackedText(read.text), there, ()))
        found = GivenText(text.text, upload.name, read.format, (*read.notes, *refused), pictures)
    else:
        pasted, notes = cleaned(given["text"])
        found = GivenText(pasted, notes=notes)
    check_text(found.text)
    return found


def clean_name(name: str) -> str:
    """A file's name as it may be shown: no paths, no invisible characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return shown[-NAME_LENGTH:]
