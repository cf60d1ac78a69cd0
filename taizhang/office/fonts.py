"""The fonts of this installation: what the machine has beside them, taken in by the administrator."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.home import fonts_home
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work
from taizhang.press import PressError, installed, sample_page
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.font_search import FoundFont, best, find_fonts, link_in
from taizhang.press.typeset.fonts import FontSet, choose, stamp_of

TRIAL = "fonts-found"  # beside the office's folder: what the page would look like


def own_fonts() -> FontSet:
    """What draws each role now. Raises PressError."""
    folder = fonts_home(os.environ)
    return installed(folder, stamp_of(folder))


def new_fonts(found: list[FoundFont]) -> list[FoundFont]:
    """Of what was found, the font to take for each role, if it does not lie in the office's folder yet."""
    folder = fonts_home(os.environ)
    return [font for font in best(found).values() if not (folder / font.path.name).exists()]


def page_of(which: str) -> bytes:
    """The PDF of the same page in the fonts of now (``own``), or in those that were found. Raises PressError."""
    folder = fonts_home(os.environ)
    return sample_page(folder if which == "own" else _trial(folder))


def _trial(folder: Path) -> Path:
    trial = folder.with_name(TRIAL)
    chosen = list(best(find_fonts()).values())
    if trial.is_dir() and {path.name for path in trial.iterdir()} != {font.path.name for font in chosen}:
        shutil.rmtree(trial)
    link_in(chosen, trial)
    return trial


def take_fonts(*, office: Office, by: Person, at: datetime) -> int:
    """Link in the font to take for each role; how many. Refused where there is none, or the folder is read-only."""
    chosen = new_fonts(find_fonts())
    if not chosen:
        raise Refused(Message(N_("没有可以采用的字体。")))
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        try:
            made = link_in(chosen, fonts_home(os.environ))
        except PressError as error:
            raise Refused(error.sentence) from error
        work.record("take_fonts", office, {"fonts": [font.name for font in chosen]})
    return len(made)


def name_font(*, office: Office, role: str, name: str, by: Person, at: datetime) -> None:
    """The role is drawn by the font of this name; with an empty one, by the preferred one again."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.MANAGE_UNITS) as work:
        try:
            choose(fonts_home(os.environ), FontRole(role), name)
        except (PressError, OSError) as error:
            raise Refused(Message(N_("字体文件夹无法写入。"))) from error
        work.record("name_font", office, {"role": role, "name": name})
