"""The list marks that Word counts by itself (一、 （一） 1. ①): no run of the text holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9  # ECMA-376 part 1, 17.9.3: levels 0 to 8
_LONGEST = 20  # characters; a longer mark is no mark
_STYLES = 10  # steps along which a style is followed to the one it is based on
_HAN = "〇一二三四五六七八九"
_BULLET = "●"


def han(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一; digits beyond 9999."""
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + _HAN[digit] + sign
        gap = digit == 0
    return words[1:] if words.startswith("一十") else words


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _wide(number: int) -> str:
    return "".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "ideographDigital",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        han,
    ),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The numbered lists of one document; ``mark`` counts on with every paragraph it is asked for."""

    levels: dict[str, list[_Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # number of a list → abstract list
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, str | None, str | None]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def mark(self, paragraph: Any) -> str:
        """The mark before ``paragraph``; empty where it stands in no list."""
        number, depth = self._place(paragraph.find(f"{_W}pPr"))
        levels = self.levels.get(self.lists.get(number, ""), [])
        if depth >= len(levels):
            return ""
        counts = self._counted(number, depth, levels)
        level = levels[depth]
        if level.form == "bullet":
            return level.pattern if len(level.pattern) == 1 and not _is_private(level.pattern) else _BULLET
        if level.form == "none":
            return ""
        text = level.pattern
        for i, (other, count) in enumerate(zip(levels, counts, strict=False)):
            written = _FORMATS.get(other.form, str)(other.start if count is None else count)
            text = text.replace(f"%{i + 1}", written)
        return text if len(text) <= _LONGEST else ""

    def _counted(self, number: str, depth: int, levels: list[_Level]) -> list[int | None]:
        """The counters of the list after one more paragraph at ``depth``; deeper ones begin anew."""
        counts = self._counts.setdefault(self.lists[number], [None] * _LEVELS)
        for at, start in self.restarts.pop(number, {}).items():
            counts[at] = start - 1
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts

    def _place(self, properties: Any) -> tuple[str, int]:
        """Number of the list and level, by the paragraph's own properties or by its style."""
        if properties is None:
            return "", 0
        number, depth = _list_of(properties)
        style = _value(properties, "pStyle")
        for _ in range(_STYLES):
            if (number is not None and depth is not None) or style not in self.styles:
                break
            own, level, style = self.styles[style]
            number, depth = own if number is None else number, level if depth is None else depth
        return number or "", _whole(depth, 0, _LEVELS)


def numbering_of(document: Any) -> Numbering:
    """The lists that the parts of ``document`` (a python-docx document) define."""
    numbering = Numbering()
    for style in document.styles.element.findall(f"{_W}style"):
        properties = style.find(f"{_W}pPr")
        number, depth = (None, None) if properties is None else _list_of(properties)
        numbering.styles[style.get(f"{_W}styleId")] = (number, depth, _value(style, "basedOn"))
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            _define(numbering, relation.target_part.element)
    return numbering


def _define(numbering: Numbering, root: Any) -> None:
    for abstract in root.findall(f"{_W}abstractNum"):
        found = [_level(level) for level in abstract.findall(f"{_W}lvl")[:_LEVELS]]
        numbering.levels[abstract.get(f"{_W}abstractNumId")] = found
    for entry in root.findall(f"{_W}num"):
        number = entry.get(f"{_W}numId")
        numbering.lists[number] = _value(entry, "abstractNumId") or ""
        numbering.restarts[number] = {
            _whole(change.get(f"{_W}ilvl"), 0, _LEVELS - 1): _whole(_value(change, "startOverride"), 1)
            for change in entry.findall(f"{_W}lvlOverride")
            if _value(change, "startOverride") is not None
        }


def _level(level: Any) -> _Level:
    return _Level(
        _value(level, "numFmt") or "decimal",
        _value(level, "lvlText") or "",
        _whole(_value(level, "start"), 1),
    )


def _list_of(properties: Any) -> tuple[str | None, str | None]:
    entry = properties.find(f"{_W}numPr")
    return (None, None) if entry is None else (_value(entry, "numId"), _value(entry, "ilvl"))


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _whole(written: str | None, default: int, most: int = 1_000_000) -> int:
    """A number of the file, kept between 0 and ``most``."""
    if written is None or not (written.isascii() and written.isdigit()) or len(written) > 6:
        return default
    return min(int(written), most)


def _is_private(sign: str) -> bool:
    """Whether the sign is one of a symbol font, which means nothing outside it."""
    return "\ue000" <= sign <= "\uf8ff"
