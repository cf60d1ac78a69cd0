"""A workbook into the ledger, in a real browser: four clicks from the landing page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.ledger.actions import year
from taizhang.ledger.models import Project
from taizhang.office import actions as office_actions
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from tests.intake import ledgers

from ..conftest import PersonWith
from .clicks import Hand
from .test_pages import NARROW, WIDE, sound


@pytest.fixture
def officer(live_server: Any, office: Office, person_with: PersonWith, page: Page) -> Person:
    """The ledger officer, signed in; the units of the invented ledger and this year's ledger are there."""
    person, now = person_with(Role.LEDGER_OFFICER), timezone.now()
    with scope(office=office.pk):
        for name in ledgers.UNITS:
            office_actions.add_unit(office=office, name=f"海川{name}", short_name=name, by=None, at=now)
        year.open_ledger(office=office, year=2026, by=person, at=now)
    client = Client()
    client.force_login(person)
    cookie = client.cookies["taizhang"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return person


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "390"])
@pytest.mark.journey
def test_ninety_eight_rows_are_looked_at_and_stored(
    officer: Person, live_server: Any, page: Page, tmp_path: Path, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/ledger/import/")
    sound(page)
    book = tmp_path / "台账.xlsx"
    book.write_bytes(ledgers.familiar().data)
    page.get_by_label("台账表格").set_input_files(book)
    expect(page.get_by_text("新增 98 项")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="存入台账").click()
    expect(page.get_by_text("已导入：新增 98 项")).to_be_visible()
    with scope(office=officer.office_id):
        assert Project.objects.count() == 98


def test_a_merged_workbook_with_unknown_units_comes_in_within_six_clicks(
    officer: Person, live_server: Any, page: Page, tmp_path: Path
) -> None:
    """Two names nobody bears: one a slip of the pen, one of a unit that is not in the register."""
    with scope(office=officer.office_id):
        Unit.objects.filter(short_name="市妇联").update(name="海川市妇女联合会", short_name="妇女联合会")
        Unit.objects.filter(short_name="市教育局").update(
            name="海川市教育和体育局", short_name="市教育体育局"
        )
    book = tmp_path / "台账.xlsx"
    book.write_bytes(ledgers.familiar().data)
    hand = Hand(page, live_server.url)
    hand.sits_down(officer)
    hand.click(page.get_by_role("navigation").get_by_role("link", name="台账").first)
    hand.link("导入")
    hand.clicks += 1
    page.get_by_label("台账表格").set_input_files(book)
    names = page.get_by_role("region", name="名册中没有的单位名称")
    expect(names).to_be_visible()
    sound(page)
    assert (
        names.get_by_label("“市教育局”").locator("option:checked").inner_text() == "就是“海川市教育和体育局”"
    )
    hand.clicks += 1
    names.get_by_label("“市妇联”").select_option(label="海川市妇女联合会")
    hand.button("存入台账")
    expect(page.get_by_text("已导入：新增 98 项")).to_be_visible()
    assert hand.clicks <= 6
    with scope(office=officer.office_id):
        assert Project.objects.count() == 98


def test_errors_are_shown_where_they_are(
    officer: Person, live_server: Any, page: Page, tmp_path: Path
) -> None:
    book = tmp_path / "台账.csv"
    book.write_text("序号,项目名称,牵头单位,完成时限\n1,板凳课堂,市教育局,尽快\n", encoding="gbk")
    page.goto(f"{live_server.url}/ledger/import/")
    page.get_by_label("台账表格").set_input_files(book)
    expect(page.get_by_text("“尽快”")).to_be_visible()
    expect(page.get_by_role("button", name="存入台账")).to_have_count(0)
    sound(page)
