"""Words in quotation marks bear single ones inside (GB/T 15834): a gap between “ and ” is filled by what nests them."""

from __future__ import annotations

import re

from .sources import PACKAGE, ROOT, modules, templates

FORMATTED = re.compile(r"_\(\s*\"(?:[^\"\\]|\\.)*“[^\"”]*\{(?:[^\"\\]|\\.)*\"\s*,?\s*\)\s*\.format\(")
PUT_IN = re.compile(r"f\"[^\"]*“\{(?!nested\()")
PRINTED = re.compile(r"“\{\{ *(\w+) *\}\}”")
LATER = {"core/gongwen/punctuation.py"}  # makes the quotation marks itself


def test_no_pattern_with_quotation_marks_is_filled_by_format() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in modules()
        for pattern in (FORMATTED, PUT_IN)
        for match in pattern.finditer(path.read_text("utf-8"))
        if str(path.relative_to(PACKAGE)) not in LATER
    ]
    assert found == []


def test_no_template_prints_words_between_quotation_marks_as_they_are() -> None:
    found = []
    for path in templates():
        text = path.read_text("utf-8")
        found += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in PRINTED.findall(text)
            if not re.search(rf"\b{name}=[\w.]+\|nested", text)
        ]
    assert found == []
