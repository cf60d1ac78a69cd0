"""The page of working days: pasted, uploaded, wrong, hostile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.office.models import Office
from taizhang.office.roles import Role
from taizhang.office.workdays import calendar_of

from ..conftest import PersonWith

URL = "/office/calendar/2026/"


@pytest.fixture(autouse=True)
def august(settings: Any) -> None:
    settings.CLOCK_SHIFT = datetime(2026, 8, 10, 2, tzinfo=UTC) - timezone.now()


@pytest.fixture
def officer(client: Client, person_with: PersonWith) -> Client:
    client.force_login(person_with(Role.LEDGER_OFFICER))
    return client


def test_the_notice_is_pasted_and_read_back(officer: Client, office: Office) -> None:
    assert officer.get(reverse("office-calendar-now")).url == URL  # type: ignore[attr-defined]
    assert "暂按周六、周日" in officer.get(URL).content.decode()
    text = "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。10月10日（周六）上班。"
    assert officer.post(URL, {"text": text}).status_code == 302
    page = officer.get(URL).content.decode()
    for said in ("放假7天", "10月1日至10月7日", "10月10日", text):
        assert said in page


def test_a_file_of_days(officer: Client, office: Office) -> None:
    content = "日期,类型\n2026/10/1,休\n2026/10/2,休\n2026/10/10,班\n".encode()
    file = SimpleUploadedFile("放假.csv", content, "text/csv")
    assert officer.post(URL, {"text": "", "file": file}).status_code == 302
    with scope(office=office.pk):
        calendar = calendar_of(2026)
        assert calendar is not None
        assert (calendar.holidays, calendar.workdays) == (["2026-10-01", "2026-10-02"], ["2026-10-10"])
    broken = SimpleUploadedFile("放假.xlsx", b"PK\x03\x04 no book", "application/zip")
    answer = officer.post(URL, {"text": "10月1日放假", "file": broken})
    assert answer.status_code == 422
    assert "10月1日放假" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "10月1日（周五）放假",
        "字" * 20_001,
        "<script>alert(1)</script>10月1日",
        "\u202e10月1日\x01放假",
        "10月1日\n" * 2_500,
        "10月1日放假\t10月1日上班\n" * 900,
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(officer: Client, office: Office, text: str) -> None:
    answer = officer.post(URL, {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "field-error" in page
    assert len(answer.content) < 2_000_000
    assert text.strip().replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<script>alert" not in page


def test_other_years_are_no_page(officer: Client) -> None:
    assert officer.get("/office/calendar/2019/").status_code == 404
    assert officer.get("/office/calendar/999999999999999999999/").status_code == 404
