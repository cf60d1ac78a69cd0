"""Official pages by content: the same bulletin is typeset once and found again by its hash."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from taizhang.bulletin.models import Issue, Origin, RenderingFormat
from taizhang.bulletin.queries import rendering_of
from taizhang.bulletin.queries.pictures import pictures_of
from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.model import Bulletin
from taizhang.office import files
from taizhang.office.faults import is_passing
from taizhang.press import A4_WIDTH, Drawn, HouseTemplate, page_image, shared_press, write_docx

log = logging.getLogger(__name__)
SETTING = 3  # raised when the press sets the same content differently
KEPT = 400  # typeset bulletins and pictures kept on disk
WIDTHS = (600, 900, 1200, 1800, 2400)  # pixels of a page's picture
_START = re.compile("[0-9a-f]{20}")
_ONE_AT_A_TIME = threading.Lock()


def key_of(bulletin: Bulletin, template: HouseTemplate) -> str:
    """SHA-256 over everything the page depends on: content, house template, and how it is set."""
    content = json.dumps([SETTING, asdict(bulletin), template.to_json()], default=str, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class TypesetSheet:
    """A typeset bulletin: the PDF and the report on its form."""

    key: str
    pdf: bytes
    report: dict[str, Any]

    @property
    def pages(self) -> int:
        return int(self.report["pages"])


def known_sheet(bulletin: Bulletin, template: HouseTemplate) -> TypesetSheet | None:
    """The sheet, if it has been typeset before."""
    key = key_of(bulletin, template)
    pdf, report = _read(f"{key}.pdf"), _read(f"{key}.json")
    return TypesetSheet(key, pdf, json.loads(report)) if pdf and report else None


def kept_sheet(start: str) -> TypesetSheet | None:
    """A sheet that is still kept, by the start of its key as addresses carry it."""
    if not _START.fullmatch(start):
        return None
    found = next(_folder().glob(f"{start}*.pdf"), None)
    report = _read(f"{found.stem}.json") if found else None
    return TypesetSheet(found.stem, found.read_bytes(), json.loads(report)) if found and report else None


def sheet_of(bulletin: Bulletin, template: HouseTemplate) -> TypesetSheet:
    """The sheet, typeset now if need be. Raises PressError with a sentence for the person."""
    if known := known_sheet(bulletin, template):
        return known
    with _ONE_AT_A_TIME:  # pane and picture ask at the same moment: the second finds what the first has made
        return known_sheet(bulletin, template) or _typeset(bulletin, template)


def docx_of(bulletin: Bulletin, template: HouseTemplate, origin: Sequence[str] = ()) -> bytes:
    """The Word file with the pages of the sheet; ``origin``: as for ``write_docx``. Raises PressError."""
    fit = sheet_of(bulletin, template).report.get("fit")
    return write_docx(for_setting(bulletin), template, fit, pictures_of(bulletin), origin)


def sealed_sheet(issue: Issue) -> TypesetSheet | None:
    """The pages of an issue that was sealed here: those of the stored file of its last version, never set anew."""
    made = rendering_of(issue, RenderingFormat.PDF) if issue.origin == Origin.DESK else None
    return TypesetSheet(made.file.sha256, files.read(made.file), made.form) if made else None


def _typeset(bulletin: Bulletin, template: HouseTemplate) -> TypesetSheet:
    key = key_of(bulletin, template)
    done = shared_press().typeset(for_setting(bulletin), template, pictures=pictures_of(bulletin))
    report = done.form.to_json()
    told = report.setdefault("notes", [])
    told += [note for note in (each.to_json() for each in done.notes) if note not in told]
    _write(f"{key}.pdf", done.pdf)
    _write(f"{key}.json", json.dumps(report, ensure_ascii=False).encode())
    return TypesetSheet(key, done.pdf, report)


def picture_of(sheet: TypesetSheet, page: int, width: int) -> bytes:
    """One page as PNG of about ``width`` pixels, the next of WIDTHS."""
    wide = _step(width)
    name = f"{sheet.key}-{page}-{wide}.png"
    kept = _read(name)
    if kept is None:
        kept = page_image(sheet.pdf, page, wide / A4_WIDTH)
        _write(name, kept)
    return kept


def draw(bulletin: Bulletin, template: HouseTemplate, page: int, near: str, width: int) -> Drawn:
    """The page with the words ``near``, at once: neither checked nor kept. Raises PressError."""
    words, scale = "".join(near.split()), _step(width) / A4_WIDTH
    set_text, pictures = for_setting(bulletin), pictures_of(bulletin)
    return shared_press().draw(set_text, template, page=page, near=words, scale=scale, pictures=pictures)


def _step(width: int) -> int:
    return next((step for step in WIDTHS if step >= width), WIDTHS[-1])


def _folder() -> Path:
    return Path(settings.TAIZHANG_HOME) / "cache" / "sheets"


def _read(name: str) -> bytes | None:
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def _write(name: str, content: bytes) -> None:
    """Written whole under a private name and moved: a reader never sees half a file.

    Nothing hangs on it: on a full disk the page is typeset anew the next time.
    """
    folder = _folder()
    draft = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(folder / name)
        _forget_oldest(folder)
    except OSError as error:
        if not is_passing(error):
            raise
        log.warning("a typeset page could not be kept: %s", error)
        draft.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in kept[KEPT:]:
        Path(entry).unlink(missing_ok=True)
