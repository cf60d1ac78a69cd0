from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.models import Reading


@pytest.mark.parametrize("name", ["queue", "desk", "issues"])
def test_answers_to_a_person_are_kept_by_no_cache(desk: Client, name: str) -> None:
    assert desk.get(reverse(name)).headers["Cache-Control"] == "no-store, private"


def test_the_health_of_the_process_is_public(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_every_answer_names_its_request(client: Client, db: None) -> None:
    first, second = (client.get("/healthz").headers["X-Request-Id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing/"])
def test_the_policy_allows_only_this_origin(desk: Client, path: str) -> None:
    policy = desk.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_that_does_not_exist_shows_the_way_out(desk: Client) -> None:
    answer = desk.get("/nothing/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert "返回待办" in answer.content.decode()


def test_a_file_beyond_the_limit_is_refused_in_words(desk: Client, settings) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOAD_LIMIT = 1000
    answer = desk.post(reverse("desk"), {"file": SimpleUploadedFile("a.txt", b"x" * 5000)})
    assert answer.status_code == 413
    assert "文件过大" in answer.content.decode()


@pytest.mark.parametrize("form", ["desk", "issues", "queue"])
def test_a_file_beyond_the_limit_is_said_above_the_form_it_came_from(
    desk: Client, settings, form: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOAD_LIMIT = 1_000_000
    page = "http://testserver" + reverse(form) + "?page=2"

    def send(page: str) -> Any:
        sent = {"file": SimpleUploadedFile("a.txt", b"x" * 1_200_000)}
        return desk.post(reverse("desk"), sent, headers={"Referer": page})

    answer = send(page)
    assert answer.url == reverse(form) + "?page=2"
    assert "所传文件超过 1 MB，没有保存" in desk.get(answer.url).content.decode()
    assert send("http://evil.example/").status_code == 413


def test_a_form_whose_body_was_not_read_is_answered_the_same(desk: Client) -> None:
    page = "http://testserver" + reverse("desk")
    answer = desk.post(reverse("desk"), headers={"Referer": page}, **{"taizhang.too_large": True})
    assert answer.url == reverse("desk")
    assert "没有保存" in desk.get(answer.url).content.decode()


def test_nothing_of_the_frame_is_shown_before_signing_in(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "待办" not in page
    assert "修改密码" not in page


def test_the_language_is_switched_by_whoever_reads(desk: Client, reading: Reading) -> None:
    desk.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert 'lang="en"' in desk.get("/").content.decode()
