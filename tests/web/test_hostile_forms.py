"""Every form of the administrators' and the report form's pages, found on the page itself, with whatever may come.

A browser sends what the page offers; a hostile one sends something else in each field. Nothing ends in a fault, what is
refused says so at its place, and whatever was typed is still there. A new form of these pages is tried without being named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.ledger.models import Ledger, Theme
from taizhang.office.models import Office
from taizhang.office.roles import Role
from tests.ledger.conftest import People, ledger, people

from ..conftest import PersonWith
from .office_objects import MAKERS
from .page_forms import PageForm, forms_of
from .test_bounded import MOST_BYTES

__all__ = ["ledger", "people"]
pytestmark = [pytest.mark.one_engine, pytest.mark.no_cover]  # pages that their neighbours cover
# Each in every field at once; the lone surrogate is sent as the bytes that a broken program sends.
TYPED = {
    "long": "字" * 39_000,
    "nul": "海\0川",
    "controls": "海\x1b[31m川\x0b",
    "surrogate": "海\ud800川",
    "number": "1" + "0" * 30,
    "minus": "-" + "9" * 30,
    "no number": "NaN",
    "power": "1e400",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "no day": "99999-99-99",
    "blank": " \u3000\u00a0",
    "script": "<script>alert(1)</script>'\"&",
    "gaps": "%s %(x)s {0} {x}",
    "no character": "\uffff\ufdd0\ufeff",
}
CHOSEN = ("no-such", "1" + "0" * 30, "海\0川", "字" * 39_000)
SECRETS = {"client_secret", "password"}  # never shown again
ROOM = 2_000_000  # characters of a body; three of four are spent on percent signs
PAGES: list[tuple[Role, str, list[str | int]]] = [
    (Role.SYS_ADMIN, "office-units-new", []),
    (Role.SYS_ADMIN, "office-unit", ["unit"]),
    (Role.SYS_ADMIN, "office-post-new", []),
    (Role.SYS_ADMIN, "office-post", ["post"]),
    (Role.SYS_ADMIN, "office-series-one", ["series"]),
    (Role.SYS_ADMIN, "office-fonts", []),
    (Role.SYS_ADMIN, "office-sign-on", []),
    (Role.SYS_ADMIN, "office-system", []),
    (Role.SEC_ADMIN, "office-people-new", []),
    (Role.SEC_ADMIN, "office-person", ["person"]),
    (Role.SEC_ADMIN, "office-access-one", ["access"]),
    (Role.SEC_ADMIN, "office-security", []),
    (Role.SEC_ADMIN, "tokens", []),
    (Role.AUDITOR, "office-record", []),
    (Role.LEDGER_OFFICER, "office-calendar", [2026]),
    (Role.LEDGER_OFFICER, "ledger-settings", [2026]),
    (Role.LEDGER_OFFICER, "report-form", [2026, 0]),
    (Role.LEDGER_OFFICER, "report-form", [2026, "theme"]),
    (Role.LIAISON, "me-posts", []),
]
Objects = dict[str, Any]


class Undo(Exception):
    """Nothing of the attempt stays."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


@pytest.fixture
def objects(people: People, ledger: Ledger, office: Office) -> Objects:
    """What the addresses name."""
    with scope(office=office.pk):
        return {
            "unit": people.unit.pk,
            "post": people.lead_post.pk,
            "series": MAKERS["series"](None, people.officer).pk,
            "person": people.liaison.pk,
            "access": MAKERS["access_request"](None, people.officer).pk,
            "theme": Theme.objects.get().pk,
        }


@pytest.fixture
def as_role(client: Client, person_with: PersonWith) -> Callable[[Role], Client]:
    def signed_in(role: Role) -> Client:
        client.force_login(person_with(role))
        return client

    return signed_in


def sent(client: Client, url: str, form: PageForm, given: dict[str, str]) -> Any:
    """The answer to the form with these values, byte by byte as they are."""
    pairs = ((name, value.encode("utf-8", "surrogatepass")) for name, value in given.items())
    body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    if form.method == "get":
        return client.get(f"{form.action or url}?{body[:50_000]}")
    return client.generic("POST", form.action or url, body, "application/x-www-form-urlencoded")


def of_the_page(client: Client, url: str) -> Iterator[tuple[PageForm, dict[str, str]]]:
    """The page's own forms, once for each button, with what a browser would send."""
    page = client.get(url)
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2]
    assert main
    for form in forms_of(main):
        for button in form.buttons or [("", "")]:
            values = {name: value for name, value in form.values.items() if name != "csrfmiddlewaretoken"}
            yield form, values | ({button[0]: button[1]} if button[0] else {})


def hostile(form: PageForm, values: dict[str, str]) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """What is tried: its name, all that is sent, and what of it was typed."""
    for name, words in TYPED.items():
        room = ROOM // (9 * len(words))
        typed = dict.fromkeys(form.typed[:room], words)
        if typed:
            yield name, values | typed, typed
    for field in form.chosen:
        for words in CHOSEN:
            yield f"{field} = {words[:12]!r}", values | {field: words}, {}


def lost(page: str, typed: dict[str, str]) -> list[str]:
    """The fields whose words do not stand on the page any more."""
    shown: dict[str, list[str]] = {}
    for form in forms_of(page):
        for name, value in form.values.items():
            shown.setdefault(name, []).append(value)
    asked = {name: words for name, words in typed.items() if name not in SECRETS}
    return [
        name for name, words in asked.items() if not any(kept(each, words) for each in shown.get(name, ()))
    ]


def kept(shown: str, words: str) -> bool:
    """Whether a field shows these words; for a NUL or half a character, which no page can hold, another sign stands."""
    plain = words.replace("\0", "\ufffd").replace("\ud800", "\ufffd\ufffd\ufffd").strip()
    return plain in shown or plain.replace("\ufffd", "") in shown.replace("\ufffd", "").replace("\0", "")


@pytest.mark.parametrize(("role", "name", "parts"), PAGES, ids=lambda each: str(each))
def test_a_form_takes_or_tells_and_keeps_what_was_typed(
    as_role: Callable[[Role], Client], objects: Objects, role: Role, name: str, parts: list[str | int]
) -> None:
    client = as_role(role)
    url = reverse(name, args=[objects.get(str(part), part) for part in parts])
    tried = 0
    for form, values in of_the_page(client, url):
        for what, given, typed in hostile(form, values):
            with undone():
                answer = sent(client, url, form, given)
            tried += 1
            said = f"{form.action or url} {what} {answer.status_code}"
            page = answer.content.decode()
            assert answer.status_code in ((200, 302, 422) if typed else (200, 302, 400, 404, 422)), said
            assert len(answer.content) <= MOST_BYTES + 9 * sum(map(len, typed.values())), said
            assert "<script>alert" not in page, said
            if answer.status_code == 422:
                assert "field-error" in page or "notice-bad" in page, said
                assert lost(page, typed) == [], said
    assert tried
