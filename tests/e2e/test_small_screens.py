"""A phone shows whole pages: nothing wider than its screen, nothing cut off without a hint, today's month in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.bulletin import actions
from taizhang.bulletin.models import Issue, Reading
from taizhang.office.clock import now, today
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from tests.conftest import PersonWith
from tests.web.route_objects import a_ledger, a_project, make
from tests.web.test_routes import OURS, WRITES, address, spoken_of

from .clicks import Hand
from .conftest import TEXT
from .test_pages import NARROW, WIDE

LONG = "海川市精神文明建设委员会办公室关于持续深化文明实践志愿服务走进社区网格工作"


@pytest.fixture
def lay() -> Callable[..., Reading]:
    """A text at somebody's desk, as the makers of objects ask for it."""

    def paste(by: Person) -> Reading:
        with scope(office=by.office_id):
            return actions.open_reading(
                office=by.office, by=by, at=now(), name=f"{LONG}.txt", source_format="txt", text=TEXT
            )

    return paste


@pytest.fixture(autouse=True)
def refusals_are_logged(silence: list[str]) -> Iterator[None]:
    """Makers of objects leave out what a page asks for beside itself (pictures of pages)."""
    yield
    silence[:] = [line for line in silence if "Failed to load resource" not in line]


@pytest.fixture
def hand(live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def shown_pages(person: Person, rows: dict[str, Any]) -> list[str]:
    """The addresses that answer this person with a page."""
    client = Client()
    client.force_login(person)
    found = []
    for name in OURS:
        if name in WRITES:
            continue
        answer = client.get(address(name, rows))
        html = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        if "attachment" in answer.headers.get("Content-Disposition", ""):
            continue  # a page to take away, not to look at
        if html and answer.content.lstrip().startswith(b"<!DOCTYPE html>"):  # no part of a page
            found.append(address(name, rows))
    return found


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEDGER_OFFICER, Role.LIAISON])
def test_no_page_is_wider_than_a_phone(
    hand: Hand, person_with: PersonWith, issue: Issue, role: Role, request: pytest.FixtureRequest
) -> None:
    person = person_with(role)
    rows = make(request, person, spoken_of(*OURS))
    addresses = shown_pages(person, rows)
    assert len(addresses) > 20
    hand.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    hand.sits_down(person)
    wide = {}
    for path in addresses:
        hand.page.goto(f"{hand.server}{path}")
        width = hand.page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            wide[path] = width
    assert wide == {}


def test_every_page_of_a_section_is_in_sight_and_so_are_office_and_name(
    hand: Hand, person_with: PersonWith, office: Office
) -> None:
    officer = person_with(Role.LEDGER_OFFICER)
    hand.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    hand.sits_down(officer)
    hand.page.goto(f"{hand.server}/ledger/")
    for link in hand.page.locator(".inside a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
    expect(hand.page.get_by_role("link", name=officer.name)).to_be_visible()
    cut = hand.page.locator(".bar-office").evaluate("(place) => place.scrollWidth > place.clientWidth")
    assert not cut


def test_the_wall_begins_at_this_month_beside_the_names(
    hand: Hand, person_with: PersonWith, office: Office, unit: Unit
) -> None:
    officer = person_with(Role.LEDGER_OFFICER)
    with scope(office=office.pk):
        ledger = a_ledger(office, today().year)
        a_project(office, unit, ledger=ledger, title="独居老人每周一访")
    hand.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    hand.sits_down(officer)
    hand.page.goto(f"{hand.server}/ledger/wall/")
    expect(hand.page.locator(".wall thead [aria-current=date]")).to_be_in_viewport()
    expect(hand.page.get_by_role("link", name="独居老人每周一访")).to_be_in_viewport()


def test_one_scroll_for_a_year_and_units_are_found_by_typing(
    hand: Hand, person_with: PersonWith, office: Office
) -> None:
    officer = person_with(Role.LEDGER_OFFICER)
    with scope(office=office.pk):
        ledger = a_ledger(office, today().year)
        for n in range(60):
            unit = Unit.objects.create(office=office, name=f"海川市第{n}局", short_name=f"第{n}局")
            a_project(office, unit, ledger=ledger)
    page = hand.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    hand.sits_down(officer)
    page.goto(f"{hand.server}/ledger/")
    expect(page.locator("#ledger .row-link")).to_have_count(60)
    scrolling = page.evaluate(
        """[...document.querySelectorAll("#ledger *")].filter((place) => place.clientHeight > 0
        && place.scrollHeight > place.clientHeight + 1 && ["auto", "scroll"].includes(getComputedStyle(place).overflowY)
        && !place.closest("details")).length"""
    )
    assert scrolling == 0
    page.mouse.wheel(0, 1_500)
    expect(page.locator(".grid thead th").first).to_be_in_viewport()
    page.keyboard.press("Control+Home")
    page.get_by_text("全部单位").click()
    page.get_by_label("输入名称缩小范围").fill("第57")
    shown = page.locator("details[open] label:has(input[type=checkbox]):visible")
    expect(shown).to_have_text(["第57局"])
    page.keyboard.press("Enter")
    expect(shown).to_have_count(60)
    assert page.url.endswith("/ledger/")
    page.locator("details[open]").get_by_role("button", name="查看").click()
    expect(page.get_by_role("status").filter(has_text="筛选出 1 项，共 60 项")).to_be_visible()
