"""The stored pictures that texts name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.messages import Message
from taizhang.core.text.pictures import digest_start, name_of, picture_in
from taizhang.core.text.tracked import TrackedText
from taizhang.intake import IntakeRefused, WordCopy, redraw
from taizhang.office import files
from taizhang.office.queries import files_of_type

PICTURE_TYPE = "image/jpeg"


def names_in(bulletin: Bulletin) -> set[str]:
    """The names of the pictures that stand in a bulletin."""
    lines = (paragraph.text for item in bulletin.items for paragraph in item.body)
    return {picture.name for picture in map(picture_in, lines) if picture}


def pictures_named(names: Iterable[str]) -> dict[str, bytes]:
    """The pictures of the office with these names; one that is not stored is left out."""
    found = {}
    for name in names:
        file = files_of_type(PICTURE_TYPE).filter(sha256__startswith=digest_start(name)).first()
        if file is not None and file.name == f"{name}.jpg" and name_of(file.sha256) == name:
            found[name] = files.read(file)
    return found


def pictures_of(bulletin: Bulletin) -> dict[str, bytes]:
    """The pictures of a bulletin, by their names."""
    return pictures_named(names_in(bulletin))


def drawn_anew(copy: WordCopy) -> tuple[TrackedText, dict[str, bytes], list[Message]]:
    """Return the text of a file with the names that its new pictures have once they are drawn anew, those pictures, and
    what to say of the ones that cannot be; those that are stored stay as they are.
    """
    text, pictures, notes = copy.text, dict[str, bytes](), list[Message]()
    there = pictures_named(copy.pictures)
    for name, content in copy.pictures.items():
        if name in there:
            continue
        try:
            drawn = redraw(content)
        except IntakeRefused as refusal:
            notes.append(refusal.sentence)
            lines = re.finditer(rf"!\[[^\n]*\]\(picture:{name}\)", text.text)
            text = text.replaced([(*each.span(), "") for each in lines])
            continue
        new = name_of(sha256(drawn).hexdigest())
        pictures[new] = drawn
        text = replace(text, text=text.text.replace(f"(picture:{name})", f"(picture:{new})"))
    return text, pictures, notes
