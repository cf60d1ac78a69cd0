"""Logging in as settings arrange it, without the web's pages."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from taizhang.office import actions
from taizhang.office.models import Office, Person

PAGES = ("login", "logout", "signup_closed", "account_inactive", "password_reset")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


urlpatterns = [path("accounts/", include("allauth.account.urls")), path("", who)]


@pytest.fixture(autouse=True)
def bare_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("taizhang.web.")]
    pages = {f"account/{page}.html": f"{page} {{{{ form.errors }}}}" for page in PAGES}
    pages["429.html"] = "429"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", pages)],
                "context_processors": settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
            },
        }
    ]


def log_in(client: Client, login: str, password: str) -> HttpResponse:
    answer: HttpResponse = client.post("/accounts/login/", {"login": login, "password": password})
    return answer


@pytest.mark.parametrize("login", ["haichuan1", "HaiChuan1", "ＨＡＩＣＨＵＡＮ1", " haichuan1 "])
def test_one_logs_in_by_name_however_it_is_typed(
    client: Client, editor: Person, password: str, login: str
) -> None:
    assert log_in(client, login, password).status_code == 302
    assert client.get("/").content.decode() == "林知1"


def test_a_wrong_password_does_not_say_what_was_wrong(client: Client, editor: Person) -> None:
    known = log_in(client, "haichuan1", "wrong").content
    unknown = log_in(client, "nobody", "wrong").content
    assert known == unknown
    assert client.get("/").content.decode() == "AnonymousUser"


def test_five_failures_lock_the_name_for_everyone(editor: Person, password: str, db: None) -> None:
    for spelling in ("haichuan1", "HAICHUAN1", "ｈaichuan1", "haichuan１", "Haichuan1"):
        log_in(Client(), spelling, "wrong")
    client = Client()
    log_in(client, "haichuan1", password)
    assert client.get("/").content.decode() == "AnonymousUser"


def test_a_closed_account_is_out_at_once(client: Client, editor: Person, password: str) -> None:
    log_in(client, "haichuan1", password)
    Person.objects.update(is_active=False)
    assert client.get("/").content.decode() == "AnonymousUser"
    log_in(client, "haichuan1", password)
    assert client.get("/").content.decode() == "AnonymousUser"


def test_nobody_signs_up(client: Client, office: Office) -> None:
    answer = client.post(
        "/accounts/signup/",
        {"username": "eve", "password1": "a long password 7", "password2": "a long password 7"},
    )
    assert b"signup_closed" in answer.content
    assert not Person.objects.exists()


def test_the_session_is_new_after_logging_in_and_its_cookie_closed(
    client: Client, editor: Person, password: str
) -> None:
    client.get("/accounts/login/")
    before = client.cookies.get("taizhang")
    log_in(client, "haichuan1", password)
    cookie = client.cookies["taizhang"]
    assert before is None or before.value != cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_forms_of_other_sites_are_refused(editor: Person, password: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "haichuan1", password).status_code == 403


def test_headers_are_strict(client: Client, db: None) -> None:
    headers = client.get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_an_account_without_password_stays_closed(client: Client, office: Office, at: datetime) -> None:
    actions.register_person(office=office, username="xumin", name="许敏", by=None, at=at)
    log_in(client, "xumin", "")
    assert client.get("/").content.decode() == "AnonymousUser"
