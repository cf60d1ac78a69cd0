"""A field and a table look the same everywhere, because one template draws them; what is typed is never cut."""

from __future__ import annotations

import re

from .sources import PACKAGE, modules, templates

WEB = PACKAGE / "web"
RAW = re.compile(r"<(?:input|textarea|select|table)\b")
CUT = re.compile(r"request\.(?:POST|GET)(?:\.get\(|\[)[^\n]*\[:\s*\w+\]|maxlength=")
# Templates and modules from before the components; none may be added, and whoever converts one takes it off.
RAW_STILL = {
    "reports/templates/reports/_from_text.html",
    "tasks/templates/tasks/_shortcut.html",
    "closing/templates/closing/_beside.html",
    "exchange/templates/exchange/api.html",
    "grid/templates/grid/_day.html",
    "grid/templates/grid/_say.html",
    "grid/templates/grid/_table.html",
    "importing/templates/importing/_conflicts.html",
    "importing/templates/importing/preview.html",
    "issues/templates/issues/_card.html",
    "issues/templates/issues/_conflict.html",
    "issues/templates/issues/_figures.html",
    "issues/templates/issues/_head.html",
    "issues/templates/issues/_list.html",
    "issues/templates/issues/_text.html",
    "issues/templates/issues/conflict.html",
    "office/templates/office/_measures.html",
    "office/templates/office/settings.html",
    "projects/templates/projects/_indicators.html",
    "reading/templates/reading/_fields.html",
    "reading/templates/reading/_figures.html",
    "reading/templates/reading/_saved.html",
    "reports/templates/reports/_changed.html",
    "reports/templates/reports/_kept.html",
    "reports/templates/reports/_readings.html",
    "reports/templates/reports/_to_sign.html",
    "reports/templates/reports/report_form.html",
    "search/templates/search/search.html",
}


def test_no_raw_field_or_table_outside_the_components() -> None:
    found = {
        str(path.relative_to(WEB))
        for path in templates()
        if path.is_relative_to(WEB)
        and not path.is_relative_to(WEB / "frame")
        and RAW.search(path.read_text("utf-8"))
    }
    assert found == RAW_STILL


def test_no_typed_words_are_cut() -> None:
    web = [path for path in [*modules(), *templates()] if path.is_relative_to(WEB)]
    found = {str(path.relative_to(WEB)) for path in web if CUT.search(path.read_text("utf-8"))}
    assert found == set()


def test_what_a_page_fills_in_the_base_has() -> None:
    """A block that the base lacks is left out without a word, and the page's script with it."""
    base = (WEB / "frame/templates/base.html").read_text("utf-8")
    for path in templates():
        words = path.read_text("utf-8")
        if 'extends "base.html"' in words and "{{ block.super }}" in words:
            assert set(re.findall(r"{% block (\w+) %}\s*{{ block.super }}", words)) <= set(
                re.findall(r"{% block (\w+) %}", base)
            ), path
    assert "{% block head %}" in base
