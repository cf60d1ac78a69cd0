"""The list marks that Word counts by itself (一、 （一） 1. ①): no run of the text holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from taizhang.core.text.numerals import HAN_DIGITS, han_numeral
from taizhang.intake.package import Element, below
from taizhang.intake.styles import Styles, value
from taizhang.intake.symbols import is_private

_LEVELS = 9  # ECMA-376 part 1, 17.9.3: levels 0 to 8
_LONGEST = 20  # characters; a longer mark is no mark
_LINKS = 4  # list styles that may refer to each other
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_BULLET = "●"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _legal(number: int) -> str:
    return han_numeral(number, _LEGAL, "仟佰拾")


def _digits(number: int) -> str:
    return "".join(HAN_DIGITS[int(digit)] for digit in str(number))


def _row(first: str, count: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, for 1 to ``count``; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _letter(number: int) -> str:
    times, place = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN if number < 5000 else ():
        text += sign * (number // size)
        number %= size
    return text or str(number)


def _wide(number: int) -> str:
    return "".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in str(number))


_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, han_numeral),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row("㊀", 10),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    style: str | None = None  # the paragraph style that stands for this level
    restarts: bool = True
    legal: bool = False  # all numbers of the mark in plain digits


@dataclass(slots=True)
class Numbering:
    """The numbered lists of one document; ``mark`` counts on with every paragraph it is asked for."""

    styles: Styles
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # number of a list → abstract list
    overrides: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by number of a list
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def mark(self, properties: Element | None) -> str:
        """The mark before a paragraph with ``properties`` (w:pPr); empty where it stands in no list."""
        number, depth = self._place(properties)
        levels = self._levels_of(number)
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counted(number, depth, levels)
        if level.form == "bullet":
            return level.pattern if len(level.pattern) == 1 and not is_private(level.pattern) else _BULLET
        if level.form == "none":
            return ""
        text = level.pattern
        for i, other in levels.items():
            count = other.start if counts[i] is None else counts[i]
            write = str if level.legal else _FORMATS.get(other.form, str)
            text = text.replace(f"%{i + 1}", write(count or 0))
        return text if len(text) <= _LONGEST else ""

    def _levels_of(self, number: str) -> dict[int, _Level]:
        return self.levels.get(self.lists.get(number, ""), {}) | self.overrides.get(number, {})

    def _counted(self, number: str, depth: int, levels: dict[int, _Level]) -> list[int | None]:
        """The counters of the list after one more paragraph at ``depth``; deeper ones begin anew."""
        counts = self._counts.setdefault(self.lists[number], [None] * _LEVELS)
        for at, start in self.restarts.pop(number, {}).items():
            counts[at] = start - 1
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            if deeper not in levels or levels[deeper].restarts:
                counts[deeper] = None
        return counts

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Number of the list and level, by the paragraph's own properties or by its style."""
        number, depth = _list_of(properties)
        for name, style in self.styles.chain(self.styles.style_of(properties)):
            if number is not None and depth is not None:
                break
            own, level = _list_of(style.find("w:pPr"))
            if own is not None and number is None:
                number = own
                depth = self._linked(own, name) if depth is None else depth
            depth = level if depth is None else depth
        return number or "", _whole(depth, 0, _LEVELS)

    def _linked(self, number: str, style: str) -> str | None:
        """The level of the list that the paragraph style stands for."""
        return next((str(i) for i, level in self._levels_of(number).items() if level.style == style), None)


def numbering_of(root: Element | None, styles: Styles) -> Numbering:
    """The lists that ``root``, a numbering part, defines."""
    numbering = Numbering(styles)
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for abstract in root.findall("w:abstractNum"):
        name = abstract.get("w:abstractNumId", "")
        numbering.levels[name] = dict(filter(None, map(_level, abstract.findall("w:lvl"))))
        links[name] = value(abstract, "w:numStyleLink") or ""
    for entry in root.findall("w:num"):
        _define(numbering, entry)
    for name in numbering.levels:
        numbering.levels[name] = numbering.levels[_followed(numbering, links, name)]
    return numbering


def _followed(numbering: Numbering, links: dict[str, str], name: str) -> str:
    """The abstract list that ``name`` stands for: where it refers to a list style, that of the style's own list."""
    for _ in range(_LINKS):
        if not links[name]:
            break
        for _, style in numbering.styles.chain(links[name]):
            number, _ = _list_of(style.find("w:pPr"))
            target = numbering.lists.get(number or "", "")
            if target in links and target != name:
                name = target
                break
    return name


def _define(numbering: Numbering, entry: Element) -> None:
    number = entry.get("w:numId", "")
    numbering.lists[number] = value(entry, "w:abstractNumId") or ""
    changes = entry.findall("w:lvlOverride")
    numbering.restarts[number] = {
        _whole(change.get("w:ilvl"), 0, _LEVELS - 1): _whole(value(change, "w:startOverride"), 1)
        for change in changes
        if value(change, "w:startOverride") is not None
    }
    own = [change.find("w:lvl") for change in changes]
    numbering.overrides[number] = dict(filter(None, (_level(level) for level in own if level is not None)))


def _level(level: Element) -> tuple[int, _Level] | None:
    depth = _whole(level.get("w:ilvl"), _LEVELS, _LEVELS)
    if depth >= _LEVELS:
        return None
    form = level.find("w:numFmt")
    if form is None:
        form = below(level, "mc:AlternateContent/mc:Fallback/w:numFmt")
    return depth, _Level(
        "decimal" if form is None else form.get("w:val", "decimal"),
        value(level, "w:lvlText") or "",
        _whole(value(level, "w:start"), 1),
        value(level, "w:pStyle"),
        value(level, "w:lvlRestart") != "0",
        level.find("w:isLgl") is not None,
    )


def _list_of(properties: Element | None) -> tuple[str | None, str | None]:
    entry = None if properties is None else properties.find("w:numPr")
    return value(entry, "w:numId"), value(entry, "w:ilvl")


def _whole(written: str | None, default: int, most: int = 1_000_000) -> int:
    """A number of the file, kept between 0 and ``most``."""
    if written is None or not (written.isascii() and written.isdigit()) or len(written) > 6:
        return default
    return min(int(written), most)
