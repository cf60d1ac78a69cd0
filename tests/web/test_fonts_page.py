"""The administrator's page of fonts: what draws each role, what the machine has, and taking it in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.office.models import Event, Office
from taizhang.office.roles import Role
from taizhang.press.typeset import font_search
from tests.conftest import PersonWith
from tests.press.made_fonts import made_font


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder, empty; a machine whose WPS brought 小标宋."""
    wps = tmp_path / "wps"
    wps.mkdir()
    made_font(wps / "FZXBSK.TTF", "FZXiaoBiaoSong-B05", chinese="方正小标宋_GBK")
    monkeypatch.setattr(font_search.find_fonts, "__defaults__", ((("WPS", str(wps)),),))
    monkeypatch.setattr(font_search, "ENOUGH", 4)
    monkeypatch.setenv("TAIZHANG_FONTS", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def keeper(client: Client, person_with: PersonWith) -> Client:
    client.force_login(person_with(Role.SYS_ADMIN))
    return client


def shown(keeper: Client) -> str:
    return keeper.get(reverse("office-fonts")).content.decode()


def test_found_fonts_stand_beside_those_in_use_and_are_taken_in(
    keeper: Client, folder: Path, office: Office
) -> None:
    page = shown(keeper)
    assert "未装小标宋字体" in page
    assert "方正小标宋_GBK" in page
    assert reverse("office-fonts-page", args=["found"]) in page
    keeper.post(reverse("office-fonts"), {"act": "take"})
    assert (folder / "FZXBSK.TTF").exists()
    page = shown(keeper)
    assert "未装小标宋字体" not in page
    assert "采用找到的字体" not in page
    with scope(office=office.pk):
        assert Event.objects.filter(verb="take_fonts").count() == 1


def test_the_same_page_is_drawn_in_both(keeper: Client) -> None:
    own, found = (keeper.get(reverse("office-fonts-page", args=[which])) for which in ("own", "found"))
    assert own.content.startswith(b"\x89PNG")
    assert found.content.startswith(b"\x89PNG")
    assert own.content != found.content
    assert keeper.get(reverse("office-fonts-page", args=["other"])).status_code == 404


def test_a_font_is_named_for_a_role(keeper: Client, folder: Path) -> None:
    folder.mkdir()
    made_font(folder / "x.ttf", "Harbour Script")
    assert "Harbour Script" in shown(keeper)
    keeper.post(reverse("office-fonts"), {"act": "name", "role": "fang", "name": "Harbour Script"})
    page = shown(keeper)
    assert "未装仿宋字体" not in page
    assert "认不出用途" not in page


def test_a_damaged_choice_is_said(keeper: Client, folder: Path) -> None:
    folder.mkdir()
    (folder / "roles.json").write_text("{")
    assert "roles.json 无法读取" in shown(keeper)
