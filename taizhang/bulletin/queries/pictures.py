"""The stored pictures that texts name."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.pictures import digest_start, name_of, picture_in
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
