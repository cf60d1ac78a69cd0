from __future__ import annotations

import stat
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django_scopes import scope

from taizhang.bulletin import queries
from taizhang.bulletin.queries import Gap
from taizhang.bulletin.visible import open_readings_for
from taizhang.core.lifecycle.workflow import Refused
from taizhang.demo import office
from taizhang.demo.office import (
    ACCOUNTS,
    DRAFT,
    ISSUES,
    make_demo,
    password_of,
    shift_the_clock,
)
from taizhang.demo.year.data import unit_rows
from taizhang.demo.year.story import NOW
from taizhang.office.clock import now
from taizhang.office.home import clock_shift
from taizhang.office.models import Office, Person, Unit
from taizhang.office.passwords import PROFILES
from taizhang.office.queries import roles_of, unit_of
from taizhang.office.roles import Role
from taizhang.office.visible import keeper_of, viewer_at


def test_the_password_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    password = password_of(tmp_path)
    assert password_of(tmp_path) == password
    assert stat.S_IMODE((tmp_path / "demo-accounts.txt").stat().st_mode) == 0o600
    (tmp_path / "b").mkdir()
    assert password_of(tmp_path / "b") != password


@pytest.mark.parametrize("profile", PROFILES)
def test_the_password_fits_every_policy(tmp_path: Path, profile: str) -> None:
    validate_password(password_of(tmp_path), password_validators=get_password_validators(PROFILES[profile]))


@pytest.fixture
def no_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office without its year: test_demo_year lives that."""
    monkeypatch.setattr(office, "live_the_year", lambda office, told: told(1, 1))


@pytest.mark.django_db
@pytest.mark.usefixtures("no_year")
def test_the_demo_has_units_people_and_a_year_of_issues() -> None:
    assert make_demo("clear-water-under-9")
    office = Office.objects.get()
    editor = Person.objects.get(username="linzhiyuan")
    with scope(office=office.pk):
        assert Unit.objects.count() == len(unit_rows())
    issues = list(queries.archive(keeper_of(office)))
    assert [issue.annual_no for issue in issues] == [7, 6, 4, 3, 2, 1]
    assert all(len(issue.articles.all()) == 3 for issue in issues)
    assert [queries.missing_numbers(series) for series in queries.series_of(office)] == [[Gap(356, 356)]]
    with scope(office=office.pk):
        own = open_readings_for(viewer_at(editor, now()))
        assert [reading.source_name for reading in own] == [f"{DRAFT}.txt"]


@pytest.mark.django_db
@pytest.mark.usefixtures("no_year")
def test_every_account_has_its_role_and_unit(at: datetime) -> None:
    make_demo("clear-water-under-9")
    for account in ACCOUNTS:
        person = Person.objects.get(username=account.username)
        unit = unit_of(person, at)
        assert roles_of(person, at) == {account.role}
        assert (unit.short_name if unit else "") == account.unit
    assert {account.role for account in ACCOUNTS} == set(Role)


@pytest.mark.django_db
def test_the_demo_is_made_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "DRAFT", "missing")
    with pytest.raises(FileNotFoundError):
        make_demo("clear-water-under-9")
    assert not Office.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_demo_text_without_a_date_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    original = office._open

    def without_date(*arguments: object) -> object:
        reading = original(*arguments)  # type: ignore[arg-type]
        reading.data = {**reading.data, "date": None}
        return reading

    monkeypatch.setattr(office, "_open", without_date)
    with pytest.raises(Refused, match="没有日期"):
        make_demo("clear-water-under-9")


def test_every_text_of_the_demo_is_used() -> None:
    texts = {path.name for path in files("taizhang.demo").joinpath("texts").iterdir()}
    assert texts == {
        f"{stem}.txt"
        for stem in (*ISSUES, DRAFT, "units", "projects", "articles", "reports", "speakers", "topics")
    }


def test_the_demo_clock_stands_in_mid_august(tmp_path: Path, at: datetime) -> None:
    shift_the_clock(tmp_path, at)
    assert at + clock_shift(tmp_path) == NOW
    assert clock_shift(tmp_path / "elsewhere") == timedelta()
