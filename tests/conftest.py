"""Shared by all tests: no network, one office beside another, a person for every role."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.test import TransactionTestCase
from django.utils import translation
from django_scopes import scope
from pytest_socket import socket_allow_hosts

from taizhang.core.lifecycle.verbs import VERBS
from taizhang.office import actions
from taizhang.office.models import Event, Office, Person, Unit
from taizhang.office.roles import OF_A_UNIT, Role
from tests import database
from tests.chromium import CHROMIUM, QUIET
from tests.replaying import replayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
os.environ["TAIZHANG_FONTS"] = ""  # pages look the same on every machine: whoever tests fonts names a folder
# Playwright's own loop runs in the thread of the tests; Django would take a fixture's queries for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_FOLDERS = count()
PASSWORD = "clear water under 9 bridges"


# No test is timed. What lands must pass the same way twice; developers' machines go on exploring.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("exploring", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "exploring")


def pytest_configure(config: pytest.Config) -> None:
    """Quick hashes, no manifest of static files, no connection pool (its threads outlive the databases)."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False  # see tests.database
    connections["default"].settings_dict["TEST"]["MIGRATE"] = False
    if connections["default"].vendor == "sqlite":
        # In a file: each thread of the live server then has a connection of its own, as it has in earnest.
        folder = tempfile.mkdtemp(prefix="taizhang-tests-")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(folder) / "test.sqlite3")
        connections["default"].settings_dict["TEST"]["NAME"] = settings.DATABASES["default"]["TEST"]["NAME"]
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if connections["default"].vendor == "postgresql":
        type(connections["default"].creation)._destroy_test_db = _drop


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop what pytest-cov has begun to measure in a worker before it knew that it is one.

    It would go on below the worker's own measurement: whenever that pauses for a test marked ``no_cover``, the test
    would be traced all the same.
    """
    measuring = session.config.pluginmanager.get_plugin("_cov")
    if hasattr(session.config, "workerinput") and measuring is not None and measuring.cov_controller:
        measuring.cov_controller.cov.stop()


def _drop(creation: Any, name: str, verbosity: int) -> None:
    """A thread of the live server may still hold a connection: it is no reason to keep the database."""
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {creation.connection.ops.quote_name(name)} WITH (FORCE)")


DATABASE = frozenset({"db", "transactional_db", "live_server"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The house's tests read the code; what little of it they run is not counted as tested. A test that opens no
    database of its own need not be repeated on another engine.
    """
    for item in items:
        if "house" in item.path.parts:
            item.add_marker(pytest.mark.no_cover)
        if not (DATABASE & set(getattr(item, "fixturenames", ()))) and not item.get_closest_marker(
            "django_db"
        ):
            item.add_marker(pytest.mark.one_engine)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector need not look through it again for each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only this machine may be talked to."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The schema without migrations, and transactional tests that delete what they wrote: see tests.database."""
    with django_db_blocker.unblock():
        database.complete(connections["default"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda _: database.empty(connections["default"])
        )
        yield


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """A request in English leaves its thread in English: each test starts in the source language."""
    with translation.override("zh-hans"):
        yield


INVENTED = {"broken", "draw", "hostile", "later"}  # verbs of tests' own jobs and rows


@receiver(pre_save, sender=Event)
def _has_its_words(instance: Event, **_more: object) -> None:
    """Whoever reads the record reads words: also for a verb that is put together where it is recorded."""
    if instance.verb not in VERBS and instance.verb not in INVENTED:
        raise LookupError(f"the event record has no words for {instance.verb!r} (core/lifecycle/verbs.py)")


@pytest.fixture(autouse=True)
def files_folder(tmp_path_factory: pytest.TempPathFactory, settings: object) -> Path:
    """Stored files go to a folder of the test's own, which is made with the first of them."""
    folder = tmp_path_factory.getbasetemp() / "files" / str(next(_FOLDERS))
    settings.FILES_FOLDER = folder  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def office(db: None) -> Office:
    def found() -> Office:
        return actions.found_office(name="海川市文明办", short_name="市文明办", slug="haichuan", at=AT)

    return replayed("office", found)


@pytest.fixture
def other_office(db: None) -> Office:
    return actions.found_office(name="临江市文明办", short_name="临江市文明办", slug="linjiang", at=AT)


@pytest.fixture
def scoped(office: Office) -> Iterator[Office]:
    with scope(office=office.pk):
        yield office


@pytest.fixture
def unit(office: Office) -> Unit:
    return actions.add_unit(office=office, name="海川市教育局", short_name="市教育局", by=None, at=AT)


PersonWith = Callable[..., Person]


@pytest.fixture
def person_with(office: Office) -> PersonWith:
    """``person_with(Role.EDITOR)``: someone who holds such a post; with no role, someone without a post."""
    numbers = count(1)

    def make(*roles: Role, of: Office = office) -> Person:
        number = next(numbers)
        return replayed(("person", of.pk, number, roles), lambda: _person(of, number, roles), of)

    return make


def _person(of: Office, number: int, roles: tuple[Role, ...]) -> Person:
    person = actions.register_person(
        office=of, username=f"{of.slug}{number}", name=f"林知{number}", password=PASSWORD, by=None, at=AT
    )
    for role in roles:
        of_unit = _unit(of) if role in OF_A_UNIT else None
        post = actions.add_post(office=of, role=role, title=role.label, unit=of_unit, by=None, at=AT)
        actions.appoint(post=post, person=person, by=None, at=AT)
    return person


def _unit(office: Office) -> Unit:
    with scope(office=office.pk):
        unit = Unit.objects.first()
    return unit or actions.add_unit(office=office, name="市民政局", short_name="市民政局", by=None, at=AT)


@pytest.fixture
def editor(person_with: PersonWith) -> Person:
    return person_with(Role.EDITOR)


@pytest.fixture
def liaison(person_with: PersonWith) -> Person:
    return person_with(Role.LIAISON)


@pytest.fixture
def reader(person_with: PersonWith) -> Person:
    return person_with(Role.READER)


@pytest.fixture
def password() -> str:
    """What everyone of ``person_with`` logs in with."""
    return PASSWORD


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One per process: a second one would find the loop of the first running in its thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of a worker. (The plugin's fixtures would be loaded by every run of any test.)"""
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield running
    running.close()
