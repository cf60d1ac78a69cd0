"""A draft comes in: as a file, which only the limited child process parses, or as pasted text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.bulletin import actions
from taizhang.bulletin.models import Reading
from taizhang.core.workflow import Refused
from taizhang.intake import IntakeRefused, extract_bytes
from taizhang.office.models import Person

REFUSALS = (IntakeRefused, Refused)


def read_draft(given: dict[str, Any], *, by: Person, at: datetime) -> Reading:
    """Open a reading of what the form brought. Raises IntakeRefused or Refused with a sentence."""
    if upload := given.get("file"):
        extracted = extract_bytes(upload.read(), upload.name)
        text, name, kind = extracted.text, upload.name, extracted.format
    else:
        text, name, kind = given["text"].replace("\r\n", "\n"), "", "text"
    return actions.open_reading(source_text=text, source_name=name, source_format=kind, by=by, at=at)
