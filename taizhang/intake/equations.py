"""Equations of a Word file in one line of text: Office Math, and the EQ fields of older programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from taizhang.intake.package import Element, below

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE = re.compile("[0-9]+|[-+−]?[0-9n]+")
_ATOM = re.compile(r"[A-Za-z\u0370-\u03ff]|[0-9.]+|[\u4e00-\u9fff]+|\([^()]*\)")


def raised(text: str) -> str:
    """The exponent ``text``: ² for 2, ^(x+1) for what has no raised signs."""
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else f"^{_grouped(text)}" if text else ""


def lowered(text: str) -> str:
    """The index ``text``: ₂ for 2, _(max) for what has no lowered signs."""
    return text.translate(_LOWERED) if _RAISABLE.fullmatch(text) else f"_{_grouped(text)}" if text else ""


def _grouped(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


# ---- Office Math (ECMA-376 part 1, 22.1)


def linear(math: Element) -> str:
    """The equation in one line: 3/4, x², √(a+b), ∑_(i=1)^n x."""
    return "".join(_linear(child) for child in math)


def is_plain(math: Element) -> bool:
    """Whether the equation is a row of characters, so that nothing of it is lost in one line."""
    return all(element.tag not in _FORMS for element in math.iter())


def _linear(element: Element) -> str:
    if element.tag in ("m:t", "w:t"):
        return element.text or ""
    form = _FORMS.get(element.tag)
    return form(element) if form else "" if element.tag.endswith("Pr") else linear(element)


def _part(element: Element, name: str) -> str:
    part = element.find(f"m:{name}")
    return "" if part is None else linear(part)


def _setting(element: Element, path: str, default: str) -> str:
    """The m:val of the property at ``path``; a property without value is an empty sign."""
    found = below(element, path)
    return default if found is None else found.get("m:val", "")


def _fraction(element: Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: Element) -> str:
    return _part(element, "e") + lowered(_part(element, "sub")) + raised(_part(element, "sup"))


def _before(element: Element) -> str:
    return lowered(_part(element, "sub")) + raised(_part(element, "sup")) + _part(element, "e")


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return (raised(degree) if degree.isdigit() else "") + "√" + _grouped(_part(element, "e"))


def _large(element: Element) -> str:
    sign = _setting(element, "m:naryPr/m:chr", "∫")
    limits = lowered(_part(element, "sub")) + raised(_part(element, "sup"))
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited(element: Element) -> str:
    opening, closing = _setting(element, "m:dPr/m:begChr", "("), _setting(element, "m:dPr/m:endChr", ")")
    between = _setting(element, "m:dPr/m:sepChr", "|")
    return opening + between.join(linear(part) for part in element.findall("m:e")) + closing


def _matrix(element: Element) -> str:
    rows = (" ".join(linear(cell) for cell in row.findall("m:e")) for row in element.findall("m:mr"))
    return "[" + "; ".join(rows) + "]"


def _stacked(element: Element) -> str:
    return "; ".join(linear(part) for part in element.findall("m:e"))


_FORMS: dict[str, Callable[[Element], str]] = {
    "m:f": _fraction,
    "m:sSup": _scripts,
    "m:sSub": _scripts,
    "m:sSubSup": _scripts,
    "m:sPre": _before,
    "m:rad": _root,
    "m:nary": _large,
    "m:d": _delimited,
    "m:m": _matrix,
    "m:eqArr": _stacked,
}


# ---- EQ fields (ECMA-376 part 1, 17.16.5.17)

_SWITCHES = re.compile(r"((?:\\[A-Za-z]+\s*(?:[0-9]+\s*)?){1,6})\(")
_RING = "○〇◯□△◇"


def eq_text(code: str) -> tuple[str, bool]:
    """What an EQ field shows, in one line, and whether it was a reading aid above a word (that is left out)."""
    body = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", code.strip()[2:]).strip()
    aid = bool(re.search(r"\\\*\s*jc", code)) or bool(re.search(r"\\o\s*\\a[dcrl]?\s*\(\s*\\s\s*\\up", body))
    if aid:
        return _above_left_out(body), True
    return "".join(_pieces(body)).strip(), False


def _above_left_out(body: str) -> str:
    found = _SWITCHES.search(body)
    if found is None:
        return body
    _, parts = _arguments(body, found.end())
    return "".join(_pieces(parts[-1])).strip()


def _pieces(body: str) -> Iterator[str]:
    at = 0
    while found := _SWITCHES.search(body, at):
        yield body[at : found.start()]
        at, parts = _arguments(body, found.end())
        names = re.findall(r"\\([A-Za-z]+)", found[1])
        yield _shown(names, ["".join(_pieces(part)).strip() for part in parts])
    yield body[at:]


def _arguments(body: str, at: int) -> tuple[int, list[str]]:
    """The arguments that begin at ``at``, and the place behind their closing bracket."""
    parts: list[str] = []
    depth, begin = 0, at
    for i in range(at, len(body)):
        sign = body[i]
        if sign == ")" and depth == 0:
            return i + 1, [*parts, body[begin:i]]
        depth += (sign == "(") - (sign == ")")
        if sign in ",;，" and depth == 0:
            parts.append(body[begin:i])
            begin = i + 1
    return len(body), [*parts, body[begin:]]


def _shown(names: list[str], parts: list[str]) -> str:
    """The parts as the first switch puts them."""
    name = names[0].lower()
    if name == "f" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "r":
        degree = raised(parts[0]) if len(parts) == 2 and parts[0].isdigit() else ""
        return f"{degree}√{_grouped(parts[-1])}"
    if name == "s":
        return lowered(parts[0]) if "do" in names else raised(parts[0])
    if name == "o":
        return _over_each_other(parts)
    return ("," if name == "l" else " ").join(parts)


def _over_each_other(parts: list[str]) -> str:
    """A number in a ring as one character, another sign in brackets; else what is set over each other."""
    inner = [part for part in parts if part not in _RING or not part]
    if len(inner) == 1 and len(parts) == 2:
        number = int(inner[0]) if re.fullmatch("[0-9]{1,2}", inner[0]) else 0
        return chr(0x2460 + number - 1) if 0 < number <= 20 else f"({inner[0]})"
    return "".join(parts)
