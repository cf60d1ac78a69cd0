"""The pictures inside a Word file that are taken along with its text, by the names that the text gives them."""

from __future__ import annotations

import base64
from hashlib import sha256

from taizhang.core.text.pictures import name_of
from taizhang.intake.limits import MIB
from taizhang.intake.package import Element, Package

MOST_CONTENT = 14 * MIB  # of the pictures of one file together
MOST_PICTURES = 120  # of one file; each is drawn anew in a process of its own


class EmbeddedPictures:
    """Collects the content of pictures, in base64: up to ``room`` bytes together, and ``most`` pictures."""

    def __init__(self, package: Package, main: str, room: int, most: int = MOST_PICTURES) -> None:
        self.contents: dict[str, str] = {}
        self._package, self._relations = package, package.relations(main)
        self._room, self._most = room, most

    def take(self, drawing: Element) -> list[str]:
        """Return the names of the pictures that stand in the file itself for an element; "" for one without room."""
        names = [each.get("r:embed", "") for each in drawing.iter("a:blip")]
        names += [each.get("r:id", "") for each in drawing.iter("v:imagedata")]
        found = [each for each in map(self._relations.get, names) if each is not None and not each.external]
        return [self._taken(relation.target) for relation in found]

    def _taken(self, target: str) -> str:
        content = self._package.open(target).read()
        name = name_of(sha256(content).hexdigest())
        if name not in self.contents:
            if len(content) > self._room or len(self.contents) >= self._most:
                return ""
            self._room -= len(content)
            self.contents[name] = base64.b64encode(content).decode("ascii")
        return name
