"""Write down what Chromium has learnt since the floor: ``python -m tools.browser_floor data.json``.

The data is the npm package @mdn/browser-compat-data (CC0): ``npm pack`` it, unpack it, and name its data.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLOOR = 86
TABLE = Path(__file__).parent.parent / "tests" / "house" / "newer_than_floor.json"
NEVER = 999  # no version of Chromium has it
WORD = re.compile(r"[a-z][a-z-]*\Z", re.IGNORECASE)
Tree = dict[str, Any]


def since(feature: Tree) -> int | None:
    """The version of Chromium that has the feature under its own name, without a switch; None for no feature."""
    if "__compat" not in feature:
        return None
    stated = feature["__compat"]["support"]["chrome"]
    ways = [way for way in (stated if isinstance(stated, list) else [stated]) if is_plain(way)]
    return min((int(way["version_added"].lstrip("≤").split(".")[0]) for way in ways), default=NEVER)


def is_plain(way: Tree) -> bool:
    added = way["version_added"]
    return (
        isinstance(added, str)
        and added != "preview"
        and not way.keys() & {"prefix", "flags", "alternative_name"}
    )


def newer(features: Tree) -> dict[str, int]:
    """Name → version, of those that came after the floor."""
    versions = {name: since(feature) for name, feature in features.items() if name != "__compat"}
    return {
        name: version for name, version in sorted(versions.items()) if version and FLOOR < version < NEVER
    }


def values(properties: Tree) -> dict[str, dict[str, int]]:
    """Property → word or function of its value → version; what is named after a context is no word (``end_in_flex``)."""
    found = {}
    for name, tree in sorted(properties.items()):
        words = {word: version for word, version in newer(tree).items() if WORD.match(word)}
        if words and (since(tree) or 0) <= FLOOR:
            found[name] = words
    return found


def members(data: Tree) -> dict[str, int]:
    """Method or property of any object → version, for names that all came after the floor."""
    oldest: dict[str, int] = {}
    for name, version in _members([data["api"], data["javascript"]["builtins"]]):
        oldest[name] = min(version, oldest.get(name, NEVER))
    return {name: version for name, version in sorted(oldest.items()) if FLOOR < version < NEVER}


def _members(worlds: list[Tree]) -> Iterator[tuple[str, int]]:
    for world in worlds:
        for tree in world.values():
            for name, feature in tree.items():
                version = since(feature) if name != "__compat" else None
                if version is not None and not name.endswith(("_event", "_static")):
                    yield name, version
                elif version is not None and name.endswith("_static"):
                    yield name.removesuffix("_static"), version


def table(data: Tree) -> Tree:
    css = data["css"]
    return {
        "source": f"@mdn/browser-compat-data {data['__meta']['version']}",
        "at-rules": newer(css["at-rules"]),
        "selectors": newer(css["selectors"]),
        "properties": newer(css["properties"]),
        "values": values(css["properties"]),
        "functions": newer(css["types"]) | newer(css["types"]["color"]),
        "globals": newer(data["api"]) | newer(data["javascript"]["builtins"]),
        "members": members(data),
    }


if __name__ == "__main__":
    made = table(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    lines = [f"{json.dumps(name)}: {json.dumps(rows)}" for name, rows in made.items()]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
