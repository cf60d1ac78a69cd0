"""The settings say what the papers say."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

import taizhang

PACKAGE = Path(taizhang.__file__).parent
PAPER = (PACKAGE.parent / "docs" / "settings.md").read_text("utf-8")
READ = re.compile(r"""(?:environ(?:\.get|\.setdefault)?[(\[]|_list\(|_yes\()\s*"([A-Z_]+)\"""")


def test_every_variable_that_is_read_is_in_the_paper_and_none_else() -> None:
    read = {name for path in PACKAGE.rglob("*.py") for name in READ.findall(path.read_text("utf-8"))}
    read.discard("DJANGO_SETTINGS_MODULE")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", PAPER, re.M))
    assert read == documented


def test_the_policy_of_content_allows_nothing_unsafe_and_nobody_else() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {source for sources in directives.values() for source in sources}
    assert sources == {"'self'", "'none'"}
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == ["'none'"]


def test_cookies_are_closed_to_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_the_debug_mode_is_off_unless_asked_for() -> None:
    assert settings.DEBUG is False
