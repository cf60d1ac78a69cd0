"""Every route is declared, and every role meets at each of them what the table says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.models import Reading
from taizhang.office.actions import end_appointment
from taizhang.office.models import Office, Person, PostHolder
from taizhang.office.permissions import TABLE, allowed
from taizhang.office.roles import Role
from taizhang.web.frame.routes import Door, declared, requirement

from ..conftest import PersonWith
from . import (
    coverage_objects,
    draft_objects,
    exchange_objects,
    fieldwork_objects,
    office_objects,
    outreach_objects,
    record_objects,
    send_objects,
    submit_objects,
    work_objects,
)
from .route_objects import OBJECTS, make

ROUTES = declared()
# Routes that only take POST.
WRITES = {
    "reading-fields",
    "reading-save",
    "reading-discard",
    "me-feed",
    "set_language",
    "view-save",
    "view-remove",
    "call-act",
    "proposal-act",
    *record_objects.WRITES,
    *work_objects.WRITES,
    *send_objects.WRITES,
    *submit_objects.WRITES,
    *exchange_objects.WRITES,
    *draft_objects.WRITES,
    *office_objects.WRITES,
    *outreach_objects.WRITES,
    *coverage_objects.WRITES,
    *fieldwork_objects.WRITES,
}
# What stands in a route's address, in its order: names of route_objects.OBJECTS, or plain values.
PATHS: dict[str, list[str | int]] = {
    "reading": ["reading"], "reading-fields": ["reading"], "reading-leaf": ["reading"],
    "reading-pdf": ["reading"], "reading-docx": ["reading"], "reading-save": ["reading"],
    "reading-discard": ["reading"], "reading-page": ["reading", 1],
    "issue": ["issue"], "issue-leaf": ["issue"], "issue-pdf": ["issue"], "issue-original": ["issue"],
    "issue-docx": ["issue"], "issue-account": ["issue"], "picture": ["picture"],
    "project": ["project"], "unit": ["unit"], "view-remove": ["view"], "ledger-export": ["none"],
    "issue-page": ["issue", 1], "feed": ["token"], "outreach-feed": ["token"],
    "outreach-atom": ["token"], "ledger-import-preview": ["book"],
    "call": ["call"], "call-edit": ["call"], "call-act": ["call"], "proposal-new": ["call"],
    "admission": ["call"], "proposal": ["proposal"], "proposal-write": ["proposal"],
    "proposal-act": ["proposal"], "proposal-decide": ["proposal"], "account": ["project"],
    "account-confirm": ["project"], "ledger-settings": [2026], "report-form": [2026, 0], "help-chapter": ["liaison"],
    **record_objects.PATHS,
    **work_objects.PATHS,
    **send_objects.PATHS,
    **submit_objects.PATHS,
    **exchange_objects.PATHS,
    **draft_objects.PATHS,
    **office_objects.PATHS,
    **outreach_objects.PATHS,
    **coverage_objects.PATHS,
    **fieldwork_objects.PATHS,
}  # fmt: skip
ACCOUNT = ["account_login", "account_logout", "account_change_password"]
OURS = [name for name in ROUTES if not name.startswith("account_")]


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or ""


def address(name: str, rows: dict[str, Any] | None = None) -> str:
    """The route's address; objects that ``rows`` does not hold are given the number of none."""
    args = []
    for part in PATHS.get(name, []):
        row = (rows or {}).get(str(part))
        args.append(row.pk if row else 9_999 if isinstance(part, str) else part)
    return reverse(name, args=args)


def spoken_of(*routes: str) -> set[str]:
    """The names of the objects in these routes' addresses."""
    return {part for name in routes for part in PATHS.get(name, []) if part in OBJECTS}  # type: ignore[misc]


def opened_to(name: str) -> Role:
    """A role that passes the guard of the route."""
    asked = ROUTES[name]
    return next(role for role in (Role.LIAISON, *Role) if isinstance(asked, Door) or role in TABLE[asked])


def test_every_route_is_declared() -> None:
    for name in names(get_resolver().url_patterns):
        requirement(name)


def test_every_declaration_is_a_route() -> None:
    assert set(ROUTES) <= set(names(get_resolver().url_patterns))


def test_a_route_that_nobody_declared_is_refused() -> None:
    with pytest.raises(LookupError):
        requirement("reading-secret")


def test_what_the_account_library_brings_is_closed_unless_named() -> None:
    assert requirement("account_signup") is Door.CLOSED
    assert requirement("account_email") is Door.CLOSED


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_closed_routes_do_not_exist_for_anybody(desk: Client, name: str) -> None:
    assert desk.get(reverse(name)).status_code == 404


@pytest.mark.one_engine
@pytest.mark.parametrize("name", OURS)
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    answer = client.get(address(name))
    if ROUTES[name] is Door.PUBLIC:
        assert not getattr(answer, "url", "").startswith(reverse("account_login"))
    else:
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_a_part_of_a_page_answers_401_to_a_stranger(client: Client, db: None) -> None:
    assert client.post(address("reading-fields"), headers={"HX-Request": "true"}).status_code == 401


def answers(
    client: Client, person: Person, request: pytest.FixtureRequest, names: list[str]
) -> dict[str, Any]:
    """What the person is answered at each of these routes, asked for objects of their own."""
    client.force_login(person)
    own = make(request, person, spoken_of(*names))
    found = {}
    for name in names:
        call = client.post if name in WRITES - {"reading-discard", "set_language"} else client.get
        found[name] = call(address(name, own))
    return found


def stored_marks(answer: Any) -> list[str]:
    """The marks of what is stored that the page's forms carry along."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return re.findall(r'name="stored" value="(\w*)"', answer.content.decode())


@pytest.mark.parametrize("role", sorted({opened_to(name) for name in OURS}))
def test_every_page_answers_a_role_that_it_is_open_to(
    client: Client, person_with: PersonWith, request: pytest.FixtureRequest, role: Role
) -> None:
    names = [name for name in OURS if opened_to(name) == role]
    found = answers(client, person_with(role), request, names)
    status = {name: answer.status_code for name, answer in found.items()}
    assert {name: code for name, code in status.items() if code == 403 or code >= 500} == {}
    looked_at = [each for each in found.values() if each.request["REQUEST_METHOD"] == "GET"]
    for answer in looked_at:
        if marks := stored_marks(answer):  # nothing has changed meanwhile: nobody is told that it has
            assert stored_marks(client.get(answer.request["PATH_INFO"])) == marks


@pytest.mark.no_cover  # the same pages again and again; neither is the table of the roles in a database
@pytest.mark.one_engine
@pytest.mark.parametrize("role", list(Role))
def test_every_role_passes_the_routes_its_table_opens_and_no_other(
    client: Client, person_with: PersonWith, request: pytest.FixtureRequest, role: Role
) -> None:
    found = answers(client, person_with(role), request, OURS)
    for name, answer in found.items():
        asked, status = ROUTES[name], answer.status_code
        opened = isinstance(asked, Door) or allowed([role], asked)
        assert (status == 403) is not opened, f"{role} {name} {status}"
        assert status < 500, f"{role} {name} {status}"


def test_objects_of_another_office_do_not_exist(
    client: Client,
    other_office: Office,
    editor: Person,
    person_with: PersonWith,
    request: pytest.FixtureRequest,
) -> None:
    names = sorted(name for name in PATHS if spoken_of(name))
    own = make(request, editor, spoken_of(*names))
    strangers = {role: person_with(role, of=other_office) for role in {opened_to(name) for name in names}}
    found = []
    for name in names:
        client.force_login(strangers[opened_to(name)])
        path = address(name, own)
        status = (client.post(path) if name in WRITES else client.get(path)).status_code
        if status != 404:
            found.append(f"{name} {status}")
    assert found == []


@pytest.mark.parametrize("name", sorted(name for name in PATHS if name.startswith("reading")))
def test_a_colleagues_reading_does_not_exist(
    client: Client, person_with: PersonWith, reading: Reading, name: str
) -> None:
    client.force_login(person_with(Role.EDITOR))
    path = address(name, {"reading": reading})
    assert (client.post(path) if name in WRITES else client.get(path)).status_code == 404


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "name", [*sorted(WRITES), "desk", "account_login", "account_logout", "account_change_password"]
)
def test_an_unsafe_request_without_its_token_is_refused(editor: Person, reading: Reading, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    answer = browser.post(address(name, {"reading": reading}))
    assert answer.status_code == 403
    assert "请重新提交" in answer.content.decode()


def test_a_person_relieved_of_the_post_loses_everything_at_once(
    desk: Client, office: Office, editor: Person, reading: Reading
) -> None:
    assert desk.get(address("reading", {"reading": reading})).status_code == 200
    with scope(office=office.pk):
        end_appointment(holder=PostHolder.objects.get(person=editor), by=None, at=timezone.now())
    assert desk.get(address("reading", {"reading": reading})).status_code == 403
