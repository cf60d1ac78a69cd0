from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Reading
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.web.reading.forms import initial_items, initial_of

pytestmark = pytest.mark.one_engine

HTMX = {"HX-Request": "true"}


def posted(reading: Reading, **changes: Any) -> dict[str, Any]:
    """What the form of this reading sends when nothing else was typed."""
    bulletin = bulletin_of(reading)
    data = {key: "" if value is None else value for key, value in initial_of(bulletin).items()}
    rows = initial_items(bulletin)
    data |= {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": len(rows), "version": reading.version}
    for number, row in enumerate(rows):
        data |= {
            f"items-{number}-{key}": "on" if value is True else value for key, value in row.items() if value
        }
    return data | changes


def now(reading: Reading) -> Reading:
    with scope(office=reading.office_id):
        return Reading.objects.get(pk=reading.pk)


def send(client: Client, reading: Reading, *, htmx: bool = True, **changes: Any) -> Any:
    path = reverse("reading-fields", args=[reading.pk])
    return client.post(path, posted(reading, **changes), headers=HTMX if htmx else {})


def test_a_correction_is_saved_and_the_next_version_named(desk: Client, reading: Reading) -> None:
    answer = send(desk, reading, name="海川文明")
    html = " ".join(answer.content.decode().split())
    assert "已存" in html
    assert f'value="{reading.version + 1}" hx-swap-oob="true"' in html
    assert bulletin_of(now(reading)).name == "海川文明"
    assert now(reading).source_text == reading.source_text


def test_without_scripts_the_button_saves_and_leads_back(desk: Client, reading: Reading) -> None:
    answer = send(desk, reading, htmx=False, act="save", annual_no="7")
    assert answer.url == reverse("reading", args=[reading.pk]) + "#fields"
    assert bulletin_of(now(reading)).annual_no == 7


@pytest.mark.parametrize("htmx", [True, False])
def test_a_mistake_is_said_under_its_field_and_not_saved(desk: Client, reading: Reading, htmx: bool) -> None:
    html = send(desk, reading, htmx=htmx, date="六月", name="改过的刊名").content.decode()
    assert 'class="field-error"' in html
    assert now(reading).version == reading.version
    if htmx:
        assert "尚未保存" in html
    else:
        assert "六月" in html
        assert "改过的刊名" in html


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_window_is_warned_and_overwrites_nothing(desk: Client, reading: Reading, htmx: bool) -> None:
    send(desk, reading, name="先存的")
    html = send(desk, reading, htmx=htmx, name="后存的").content.decode()
    assert "以我的为准保存" in html
    assert bulletin_of(now(reading)).name == "先存的"
    if not htmx:
        assert "后存的" in html


def test_who_insists_overwrites(desk: Client, reading: Reading) -> None:
    send(desk, reading, name="先存的")
    send(desk, reading, htmx=False, name="后存的", act="overwrite")
    assert bulletin_of(now(reading)).name == "后存的"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "１"])
def test_a_version_that_is_no_number_is_stale(desk: Client, reading: Reading, version: str) -> None:
    assert "以我的为准保存" in send(desk, reading, version=version).content.decode()


@pytest.mark.parametrize(
    ("act", "titles"),
    [
        ("up-1", ["乙", "甲", "丙"]),
        ("up-0", ["甲", "乙", "丙"]),
        ("down-0", ["乙", "甲", "丙"]),
        ("down-2", ["甲", "乙", "丙"]),
        ("drop-1", ["甲", "丙"]),
        ("add", ["甲", "乙", "丙", ""]),
        ("drop-9", ["甲", "乙", "丙"]),
        ("drop-x", ["甲", "乙", "丙"]),
        ("odd-1", ["甲", "乙", "丙"]),
    ],
)
def test_articles_move_come_and_go(desk: Client, reading: Reading, act: str, titles: list[str]) -> None:
    rows: dict[str, Any] = {"items-TOTAL_FORMS": 3, "items-INITIAL_FORMS": 3}
    for number, title in enumerate(["甲", "乙", "丙"]):
        rows[f"items-{number}-title"] = title
        rows[f"items-{number}-body"] = "开展8场。"
    send(desk, reading, htmx=False, act=act, **rows)
    assert [item.title for item in bulletin_of(now(reading)).items] == titles


def test_characters_no_database_keeps_are_refused_in_words(desk: Client, reading: Reading) -> None:
    html = send(desk, reading, htmx=False, issuer="海川\x0b办").content.decode()
    assert "无法保存" in html
    assert now(reading).version == reading.version


def test_a_hostile_number_of_articles_is_refused(desk: Client, reading: Reading) -> None:
    answer = send(desk, reading, **{"items-TOTAL_FORMS": 10**9})
    assert answer.status_code == 422
    assert "尚未保存" in answer.content.decode()
    assert now(reading).version == reading.version


def test_an_article_left_empty_is_no_article(desk: Client, reading: Reading) -> None:
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-title": "", "items-0-body": ""}
    bare = {key: value for key, value in posted(reading).items() if not key.startswith("items-0-")}
    path = reverse("reading-fields", args=[reading.pk])
    assert desk.post(path, bare | rows, headers=HTMX).status_code == 200
    assert bulletin_of(now(reading)).items == ()
