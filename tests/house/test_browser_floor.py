"""Pages work from Chromium 86: what is newer in a style sheet or a script has something older beside it.

``newer_than_floor.json`` is made from the data of MDN by ``python -m tools.browser_floor``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .sources import PACKAGE

WEB = PACKAGE / "web"
STYLES = sorted((WEB / "static/web/css").glob("*.css"))
SCRIPTS = sorted((WEB / "static/web/js").rglob("*.js"))
NEWER = json.loads((Path(__file__).parent / "newer_than_floor.json").read_text("utf-8"))

# What is lost without these is a beauty: nothing moves, nothing is missing.
BEAUTIES = {
    "accent-color": "colour of a tick",
    "field-sizing": "a text field grows with its text",
    "text-decoration-thickness": "1 px more or less of an underline",
    "text-underline-offset": "an underline stands nearer",
    "text-wrap": "where a heading breaks",
}
BEAUTIFUL_SELECTORS = {
    ".choice:has(:checked)",
    ".choice:has(:focus-visible)",
}  # the box around a chosen button

SYNTAX = {  # what a script has learnt since, where no name says so
    "await outside a function": r"^await |^(?:export )?(?:const|let) [^=\n]+= await ",
    "static block": r"\bstatic\s*\{",
    "private name in an object": r"#\w+ in \w",
    "flag d or v of a pattern": r"/[gimsuy]*[dv][gimsuy]*(?=[.,;)\]])(?<=[\w)\]\\.+*?$]/[gimsuydv])",
    "attributes of an import": r"^import .* with \{",
}
PARTS = re.compile(r"\s*(?:/\*.*?\*/\s*)*([^{};]+?)\s*([{;}])|\s*(})", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    around: tuple[str, ...]  # at-rules
    selector: str
    declared: list[tuple[str, str]]

    @property
    def guarded(self) -> bool:
        return any(at.startswith("@supports") for at in self.around)


def rules_of(text: str) -> Iterator[Rule]:
    open_now: list[Rule] = []
    for words, end, closing in PARTS.findall(text):
        if end == "{":
            outer = (*open_now[-1].around, open_now[-1].selector) if open_now else ()
            open_now.append(Rule(outer, " ".join(words.split()), []))
            continue
        if ":" in words:
            name, _, value = words.partition(":")
            open_now[-1].declared.append((name.strip(), " ".join(value.split())))
        if closing or end == "}":
            yield open_now.pop()


def found_in_style(text: str) -> list[str]:
    """What the floor does not know and nothing stands in for."""
    found = []
    for rule in rules_of(text):
        if not rule.guarded:
            found += [*_at_rules(rule, text), *_selectors(rule), *_declarations(rule, text)]
    return found


def _at_rules(rule: Rule, text: str) -> Iterator[str]:
    for name in re.findall(r"^@([\w-]+)", rule.selector):
        if name in NEWER["at-rules"] and f"@supports not ({name}" not in text:
            yield rule.selector
    if re.match(r"@media.*[<>]", rule.selector):
        yield rule.selector


def _selectors(rule: Rule) -> Iterator[str]:
    if rule.selector.startswith("@"):
        return
    if re.search(r":not\([^()]*,", rule.selector):
        yield rule.selector
    names = set(re.findall(r"::?([\w-]+)", rule.selector)) & NEWER["selectors"].keys()
    if names and rule.selector not in BEAUTIFUL_SELECTORS:
        yield rule.selector


def _declarations(rule: Rule, text: str) -> Iterator[str]:
    before: set[str] = set()
    for name, value in rule.declared:
        stood_in = name in before or f"-webkit-{name}" in before or f"@supports not ({name}" in text
        in_a_grid = (
            value in ("start", "end") and ("display", "flex") not in rule.declared
        )  # known there from 57
        is_newer = name in NEWER["properties"] or (newer_value(name, value) and not in_a_grid)
        if is_newer and not stood_in and name not in BEAUTIES:
            yield f"{rule.selector} {{ {name}: {value} }}"
        before.add(name)


def newer_value(name: str, value: str) -> bool:
    words, called = (
        set(re.findall(r"(?<![\w-])[a-z][a-z-]*(?![\w(-])", value)),
        set(re.findall(r"([\w-]+)\(", value)),
    )
    return bool(
        (words | called) & NEWER["values"].get(name, {}).keys()
        or called & NEWER["functions"].keys()
        or re.search(r"\d(?:[dsl]v(?:[hwib]|min|max)|cq(?:[hwib]|min|max)|r?lh|cap|ic)\b", value)
        or (name == "text-decoration" and re.search(r"\d(?:px|em|rem)\b", value))
    )


def found_in_script(text: str) -> list[str]:
    code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    called = set(re.findall(r"\.(\w+)\(", code)) & NEWER["members"].keys()
    named = set(re.findall(r"(?<![\w.\"'])([A-Za-z]\w+)(?=[.(])", code)) & NEWER["globals"].keys()
    asked = {name for name in re.findall(r":([\w-]+)\(", code) if name in NEWER["selectors"]}
    return sorted(called | named | asked) + [
        name for name, pattern in SYNTAX.items() if re.search(pattern, code, re.MULTILINE)
    ]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_style_sheets_have_something_older_beside_what_is_newer(path: Path) -> None:
    assert found_in_style(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_call_nothing_newer(path: Path) -> None:
    assert found_in_script(path.read_text("utf-8")) == []


def test_each_style_sheet_is_loaded_once_and_only_there() -> None:
    linked = re.findall(
        r"web/css/([\w-]+)\.css", (WEB / "frame/templates/frame/_styles.html").read_text("utf-8")
    )
    assert sorted(linked) == [path.stem for path in STYLES]


def test_the_editor_is_built_for_the_floor() -> None:
    assert '"chrome86"' in (PACKAGE.parent / "tools/editor/build.mjs").read_text("utf-8")


@pytest.mark.parametrize(
    "style",
    [
        "@layer parts { a { color: red } }",
        "@media (width <= 700px) { a { color: red } }",
        "@container (max-width: 40rem) { a { color: red } }",
        "a:is(.b, .c) { color: red }",
        "p, .field:has(.error) { color: red }",
        "input:not([type=radio], [type=checkbox]) { width: 100% }",
        "a { inset: 0 }",
        "a { margin-inline: 4px }",
        "a { aspect-ratio: 210 / 297 }",
        "a { height: 100dvh }",
        "a { print-color-adjust: exact }",
        "a { overflow: clip }",
        "a { color: color-mix(in srgb, red, blue) }",
        "a { text-decoration: underline solid red 2px }",
        "a { width: 3cqw }",
        "a { scale: 2 }",
        "a { display: flex; justify-content: end }",
    ],
)
def test_what_is_newer_is_found_in_a_style_sheet(style: str) -> None:
    assert found_in_style(style)


@pytest.mark.parametrize(
    "style",
    [
        "a { height: 100vh; height: 100dvh }",
        "a { -webkit-print-color-adjust: exact; print-color-adjust: exact }",
        "a { aspect-ratio: 1 } @supports not (aspect-ratio: 1) { a::before { padding-top: 100% } }",
        "@supports selector(:has(a)) { p:has(a) { color: red } }",
        "a:not(.b):not(.c) { margin-inline-start: 4px; width: min(100%, 4rem) }",
        '/* a { inset: 0 } */ a::after { content: "inset: 0"; accent-color: red }',
    ],
)
def test_what_has_something_older_beside_it_passes(style: str) -> None:
    assert found_in_style(style) == []


@pytest.mark.parametrize(
    "script",
    [
        "const last = rows.at(-1);",
        'root.querySelector(".leaf :is(img, canvas)");',
        "const copy = structuredClone(entry);",
        "if (Object.hasOwn(row, name)) return;",
        "rows.findLast((row) => row.open);",
        'const told = await fetch("/");',
        "class A { static { start(); } }",
        "const found = /a(b)/d.exec(text);",
    ],
)
def test_what_is_newer_is_found_in_a_script(script: str) -> None:
    assert found_in_script(script)


@pytest.mark.parametrize(
    "script",
    [
        "// rows.at(-1)\nentry.at = 3;",
        "place.replaceChildren(); text.replaceAll('a', 'b'); a ??= b?.c;",
        "async () => { const told = await fetch('/'); return /a\\/d/g.test(told); };",
    ],
)
def test_what_the_floor_knows_passes(script: str) -> None:
    assert found_in_script(script) == []
