from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Issue, Reading, Series
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.typesetting import typeset_cache
from taizhang.bulletin.typesetting.typeset_cache import WIDTHS, key_of, known_sheet, sheet_of
from taizhang.core.text.messages import Message
from taizhang.press import DEFAULT_TEMPLATE, PressError
from taizhang.web.reading import page_preview
from taizhang.web.reading.page import template_of

from .test_fields import send

pytestmark = pytest.mark.one_engine

PNG = b"\x89PNG\r\n"


def picture(client: Client, reading: Reading, **asked: str):
    v = asked.pop("v", key_of(bulletin_of(reading), DEFAULT_TEMPLATE)[:20])
    return client.get(reverse("reading-page", args=[reading.pk, 1]), {"v": v, **asked})


def test_the_first_view_does_not_wait_for_the_press(desk: Client, reading: Reading) -> None:
    html = desk.get(reverse("reading", args=[reading.pk])).content.decode()
    assert "data-unchecked" in html
    assert known_sheet(bulletin_of(reading), DEFAULT_TEMPLATE) is None


def test_the_pane_brings_page_and_form_check(desk: Client, reading: Reading) -> None:
    html = desk.get(reverse("reading-leaf", args=[reading.pk])).content.decode()
    assert "第 1 页" in html
    assert "22行×28字" in html or "版式核验" in html
    address = re.search(r'src="([^"]+)"', html)
    assert address
    assert desk.get(address[1].replace("&amp;", "&")).content.startswith(PNG)


def test_without_scripts_the_desk_checks_on_request(desk: Client, reading: Reading) -> None:
    html = desk.get(reverse("reading", args=[reading.pk]), {"checked": "1"}).content.decode()
    assert "data-unchecked" not in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "９", "1" * 40])
def test_a_page_that_is_not_there_becomes_one_that_is(desk: Client, reading: Reading, number: str) -> None:
    answer = desk.get(reverse("reading-leaf", args=[reading.pk]), {"page": number})
    assert answer.status_code == 200
    assert "<img" in answer.content.decode()


def test_the_picture_of_an_older_text_is_not_served(desk: Client, reading: Reading) -> None:
    before = key_of(bulletin_of(reading), DEFAULT_TEMPLATE)[:20]
    send(desk, reading, name="海川文明")
    assert picture(desk, reading, v=before).status_code == 404
    assert picture(desk, reading, v="").status_code == 404


def test_a_picture_is_asked_for_again_but_not_sent_again(desk: Client, reading: Reading) -> None:
    first = picture(desk, reading)
    assert first.headers["Cache-Control"] == "private, no-cache"
    path = reverse("reading-page", args=[reading.pk, 1])
    again = desk.get(
        path,
        {"v": key_of(bulletin_of(reading), DEFAULT_TEMPLATE)[:20]},
        headers={"If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("width", ["1", "1200", "99999", "x", ""])
def test_a_picture_comes_in_a_few_widths_only(desk: Client, reading: Reading, width: str) -> None:
    answer = picture(desk, reading, w=width)
    assert answer.content.startswith(PNG)
    wide = int.from_bytes(answer.content[16:20], "big")
    assert min(abs(wide - step) for step in WIDTHS) <= 2


def test_a_page_beyond_the_last_has_no_picture(desk: Client, reading: Reading) -> None:
    path = reverse("reading-page", args=[reading.pk, 99])
    assert desk.get(path, {"v": key_of(bulletin_of(reading), DEFAULT_TEMPLATE)[:20]}).status_code == 404


def test_a_sheet_is_typeset_once(desk: Client, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    bulletin = bulletin_of(reading)
    first = sheet_of(bulletin, DEFAULT_TEMPLATE)
    monkeypatch.setattr(typeset_cache, "shared_press", lambda: pytest.fail("typeset again"))
    assert sheet_of(bulletin, DEFAULT_TEMPLATE) == first


def test_old_sheets_make_way(desk: Client, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset_cache, "KEPT", 3)
    sheet = sheet_of(bulletin_of(reading), DEFAULT_TEMPLATE)
    for width in WIDTHS:
        typeset_cache.picture_of(sheet, 1, width)
    assert len(list(typeset_cache._folder().iterdir())) == 3


def refuse(*args: object) -> None:
    raise PressError(Message("正文过长，排不下。"))


def test_what_the_press_refuses_is_said_in_the_pane(
    desk: Client, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset_cache, "_typeset", refuse)
    html = desk.get(reverse("reading-leaf", args=[reading.pk])).content.decode()
    assert "排不下" in html
    assert "<img" not in html
    assert picture(desk, reading).status_code == 404
    answer = desk.get(reverse("reading-pdf", args=[reading.pk]), follow=True)
    assert "排不下" in answer.content.decode()


def test_an_issue_shows_its_page(desk: Client, issue: Issue) -> None:
    html = desk.get(reverse("issue-leaf", args=[issue.pk])).content.decode()
    address = re.search(r'src="([^"]+)"', html)
    assert address
    assert desk.get(address[1].replace("&amp;", "&")).content.startswith(PNG)


def test_what_the_form_check_found_is_listed_with_its_page(
    desk: Client, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sheet_of(bulletin_of(reading), DEFAULT_TEMPLATE)
    found = [
        {"page": 2, "pattern": "第{n}行过长", "values": {"n": 3}},
        {"page": 0, "pattern": "版记不在偶数页", "values": {}},
    ]
    faulty = replace(sheet, report={**sheet.report, "ok": False, "findings": found})
    monkeypatch.setattr(page_preview, "sheet_of", lambda *given: faulty)
    html = desk.get(reverse("reading-leaf", args=[reading.pk])).content.decode()
    for words in ("版式核验有提示", "第2页：第3行过长", "▲ 版记不在偶数页"):
        assert words in html


def test_a_reading_is_set_in_the_template_of_the_series_it_names(
    desk: Client, reading: Reading, series: Series
) -> None:
    with scope(office=series.office_id):
        assert template_of(reading) == DEFAULT_TEMPLATE
        Series.objects.update(template={"colour": "#0000ff"})
        assert template_of(reading).colour == "#0000ff"
