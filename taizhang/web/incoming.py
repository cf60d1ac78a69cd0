"""A draft comes in: as a file, which only the limited child process parses, or as pasted text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taizhang.bulletin import actions
from taizhang.bulletin.models import Reading
from taizhang.core.words import Sentence
from taizhang.core.workflow import Refused
from taizhang.intake import IntakeRefused, extract_bytes
from taizhang.intake.plain import cleaned
from taizhang.office.models import Person

NAME_LENGTH = 100
REFUSALS = (IntakeRefused, Refused)


def read_draft(given: dict[str, Any], *, by: Person, at: datetime) -> tuple[Reading, Sequence[Sentence]]:
    """Open a reading of what the form brought; the sentences say what the file made difficult.

    Raises IntakeRefused or Refused with a sentence.
    """
    if upload := given.get("file"):
        extracted = extract_bytes(upload.read(), upload.name)
        text, name, kind = extracted.text, upload.name, extracted.format
        notes = extracted.notes
    else:
        text, notes = cleaned(given["text"])
        name, kind = "", "text"
    reading = actions.open_reading(
        office=by.office, by=by, at=at, name=clean_name(name), source_format=kind, text=text
    )
    return reading, notes


def clean_name(name: str) -> str:
    """A file's name as it may be shown: no paths, no invisible characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return shown[-NAME_LENGTH:]
