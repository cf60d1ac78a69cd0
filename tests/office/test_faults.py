"""A lock, a full disk, a database that is away: reading goes on, saving is refused in words."""

from __future__ import annotations

import errno
import logging
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
)
from django.test import Client, RequestFactory
from django_scopes import scope

from taizhang.bulletin.actions import add_series
from taizhang.bulletin.actions.issues import open_issue
from taizhang.office import faults, files
from taizhang.office.faults import is_passing, not_essential
from taizhang.office.logs import RequestFilter
from taizhang.office.models import Office, Person
from taizhang.web.frame import errors
from tests.conftest import AT, PASSWORD

LOCKED = OperationalError("database is locked")
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (LOCKED, True), (OperationalError("database or disk is full"), True), (OperationalError("disk I/O error"), True),
        (InterfaceError("connection already closed: disk full"), True), (FULL, True),
        (OSError(errno.EROFS, "read-only"), True), (OSError(errno.ENOENT, "missing"), False),
        (ValueError("locked"), False), (None, False),
    ],
)  # fmt: skip
def test_what_may_be_over_soon(error: Exception | None, passing: bool) -> None:
    assert is_passing(error) is passing


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words are SQLite's")
def test_a_mistake_of_the_program_is_none() -> None:
    assert not is_passing(OperationalError("no such table: office_person"))


@pytest.mark.django_db
@pytest.mark.parametrize("error", [LOCKED, FULL])
def test_what_is_not_essential_is_left_out_and_noted(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with not_essential("what was seen"):
        raise error
    assert "left out for the moment: what was seen" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [DatabaseError("syntax error"), OSError(errno.ENOENT, "missing"), KeyError("x")]
)
def test_a_mistake_is_not_hidden(error: Exception) -> None:
    with pytest.raises(type(error)), not_essential("what was seen"):
        raise error


@pytest.mark.django_db(transaction=True)
def test_waiting_is_as_long_as_before_afterwards() -> None:
    before = faults._wait_at_most(1_234)
    try:
        with not_essential("trying"):
            assert faults._wait_at_most(faults.SHORT_WAIT) == faults.SHORT_WAIT
        assert faults._wait_at_most(1_234) == 1_234
        faults.answer_soon()
        assert faults._wait_at_most(before) == faults.PATIENCE
    finally:
        faults._wait_at_most(before)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one lock for all")
@pytest.mark.django_db(transaction=True)
def test_under_a_lock_reading_works_and_logging_in_is_refused_in_words(
    client: Client, editor: Person, office: Office
) -> None:
    series = add_series(office=office, name="简报", slug="jb", issuer="文明办", by=None, at=AT)
    with scope(office=office.pk):
        issue = open_issue(series=series, on=AT.date(), by=editor, at=AT)
    editor.set_password(PASSWORD)
    editor.save()
    client.force_login(editor)
    before = faults._wait_at_most(1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        for path in ("/", f"/drafts/{issue.pk}/", "/search/?q=%E7%AE%80%E6%8A%A5"):
            assert client.get(path).status_code == 200
        typed = {"login": editor.username, "password": PASSWORD}
        for answer in (
            Client().post("/accounts/login/", typed),
            client.post("/drafts/new/", {"series": series.pk, "on": "2026-03-02", "kind": "regular"}),
        ):
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
            assert "系统繁忙" in answer.content.decode()
    finally:
        other.close()
        faults._wait_at_most(before)


@pytest.mark.django_db
def away(*_: object, **__: object) -> None:
    raise OperationalError("unable to open database file: the server closed the connection")


def test_where_the_database_is_away_what_is_not_essential_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faults, "_wait_at_most", away)
    with not_essential("writing the cache"):
        away()


def test_a_mistake_is_not_taken_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(_: int) -> int:
        raise ProgrammingError("no such table")

    monkeypatch.setattr(faults, "_wait_at_most", mistaken)
    with pytest.raises(ProgrammingError), not_essential("writing the cache"):
        pytest.fail("begun on a mistake of the program")


@pytest.mark.django_db
def test_a_transaction_that_is_lost_ends_with_what_the_database_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "savepoint", away)
    with pytest.raises(OperationalError, match="closed the connection"), not_essential("writing the cache"):
        pytest.fail("begun without a savepoint")


@pytest.mark.django_db
def test_the_cache_is_not_essential(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("known", 1)

    def locked(*_: Any, **__: Any) -> None:
        raise LOCKED

    assert cache.get("known") == 1
    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache.get_many", locked)
    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache.set", locked)
    assert cache.get("known", "unknown") == "unknown"
    cache.set("known", 2)
    cache.set("known", 2, 60)


@pytest.mark.parametrize("error", [LOCKED, FULL])
def test_a_fault_that_may_be_over_soon_is_503_in_words_with_a_time(error: Exception) -> None:
    request = RequestFactory().get("/")
    request.request_id = "abc123"  # type: ignore[attr-defined]
    try:
        raise error
    except type(error):
        answer = errors.broken(request)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "系统繁忙" in answer.content.decode()
    assert "abc123" in answer.content.decode()


def test_every_other_fault_is_500() -> None:
    try:
        raise ValueError
    except ValueError:
        assert errors.broken(RequestFactory().get("/")).status_code == 500


def test_where_even_the_frame_cannot_be_drawn_a_bare_page_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise LOCKED

    monkeypatch.setattr(errors, "render", away)
    request = RequestFactory().get("/")
    request.request_id = "<1>"  # type: ignore[attr-defined]
    page = errors.busy(request).content.decode()
    assert "系统繁忙" in page
    assert "&lt;1&gt;" in page


@pytest.mark.django_db
def test_a_locked_database_answers_503_on_every_page(
    client: Client, editor: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise LOCKED

    client.force_login(editor)
    monkeypatch.setattr("taizhang.web.reading.views.render", locked)
    answer = client.get("/desk/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    record = next(each for each in caplog.records if "cannot be written" in each.message)
    RequestFilter().filter(record)
    assert record.request_id == answer.headers["X-Request-Id"]  # type: ignore[attr-defined]
    assert record.person == editor.pk  # type: ignore[attr-defined]
    assert answer.headers["X-Request-Id"] in answer.content.decode()


def test_a_line_of_the_log_outside_of_a_request_says_so() -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "words", None, None)
    assert RequestFilter().filter(record)
    assert (record.request_id, record.person) == ("-", "-")  # type: ignore[attr-defined]


def test_what_was_cut_in_the_middle_is_swept_away(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER, settings.TAIZHANG_HOME = tmp_path / "files", tmp_path
    cut = [tmp_path / "files" / "ab" / ("c" * 32), tmp_path / "cache" / "sheets" / ".x.pdf.1234"]
    kept = [
        tmp_path / "files" / "ab" / ("d" * 64),
        tmp_path / "files" / "ab" / ("e" * 32),
        tmp_path / "cache" / "sheets" / "x.pdf",
    ]
    for each in (*cut, *kept):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(b"x")
        os.utime(each, (0, 0))
    os.utime(kept[1])  # somebody writes it now
    assert files.sweep(time.time()) == 2
    assert not any(each.exists() for each in cut)
    assert all(each.exists() for each in kept)
