"""User text is always data: nothing leaves the templates unescaped, nothing is written inline."""

from __future__ import annotations

import re

from .sources import modules, templates

UNESCAPED = re.compile(r"mark_safe|\|\s*safe\b|autoescape off|SafeString\(")
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.I)


def test_nothing_is_marked_safe() -> None:
    assert [p for p in [*modules(), *templates()] if UNESCAPED.search(p.read_text("utf-8"))] == []


def test_templates_hold_no_inline_script_or_style() -> None:
    assert {str(p): m.group() for p in templates() if (m := INLINE.search(p.read_text("utf-8")))} == {}


def test_templates_ask_for_nothing_external() -> None:
    external = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    assert [p for p in templates() if p.suffix == ".html" and external.search(p.read_text("utf-8"))] == []
