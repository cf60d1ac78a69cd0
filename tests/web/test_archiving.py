"""Bringing many old issues in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.bulletin.models import ArchivedFile, Issue, Series
from taizhang.office.models import Person
from taizhang.web.archive import archiving
from tests.bulletin.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(editor: Person, client: Client, series: Series) -> Client:
    client.force_login(editor)
    return client


def paper(text: str, name: str = "a.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def send(page: Client, series: Series, *papers: Any, **headers: str) -> Any:
    return page.post("/issues/read-in/", {"series": series.pk, "papers": list(papers)}, **headers)  # type: ignore[arg-type]


def test_files_are_archived_and_their_doubts_listed(page: Client, series: Series) -> None:
    answer = send(page, series, paper(text_of()), paper("没有日期", "乙.txt"), paper("", "空.txt"))
    assert (answer.status_code, answer["Location"]) == (302, "/issues/read-in/")
    shown = page.get("/issues/read-in/").content.decode()
    assert "缺少日期" in shown
    assert "去核对" in shown
    assert "看档案" in shown
    assert Issue._base_manager.count() == 1
    assert ArchivedFile._base_manager.count() == 3
    only = page.get("/issues/read-in/?outcome=doubt").content.decode()
    assert "乙.txt" in only
    assert "看档案" not in only


def test_the_page_sends_many_in_turns(page: Client, series: Series) -> None:
    answer = send(page, series, paper(text_of()), HTTP_ACCEPT="application/json")
    assert answer.json() == {"done": 1, "archived": 1}


def test_nothing_and_too_much_are_told_at_the_field(
    page: Client, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "MOST_FILES", 1)
    for papers in ((), (paper("一"), paper("二"))):
        answer = send(page, series, *papers)
        assert answer.status_code == 422
        assert "一次最多1个" in answer.content.decode()
    assert page.post("/issues/read-in/", {"series": 0}).status_code == 422
