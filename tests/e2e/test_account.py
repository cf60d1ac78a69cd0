"""An issue is copied for a public account with one click: styles and pictures are on the clipboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.core.gongwen import for_setting
from taizhang.office.clock import now
from taizhang.office.files import store
from taizhang.office.models import Office
from taizhang.press import shared_press
from tests.bulletin.cast import Cast, cast_of
from tests.bulletin.sent import FIRST, sealed
from tests.press.samples import bulletin
from tests.press.test_pictures import CONTENT, LINE, NAME

from .clicks import Hand
from .test_pages import NARROW, WIDE, sound

READ = "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"


@pytest.fixture
def cast(live_server: Any, office: Office) -> Iterator[Cast]:
    made = cast_of(office, now())
    with scope(office=office.pk):
        yield made


@pytest.mark.journey
def test_the_article_is_on_the_clipboard_with_one_click(cast: Cast, page: Page, live_server: Any) -> None:
    store(office=cast.office, content=CONTENT, name=f"{NAME}.jpg", media_type="image/jpeg", at=now())
    pdf = shared_press().typeset(for_setting(bulletin())).pdf
    issue = sealed(cast, body=f"{FIRST}\n{LINE}", pdf=pdf)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    page.goto(f"{live_server.url}/issues/{issue.pk}/")
    before = hand.clicks
    hand.click(page.get_by_role("link", name="复制公众号文稿"))
    expect(page.get_by_text("已复制，到公众号编辑器里粘贴即可")).to_be_visible()
    assert hand.clicks == before + 1
    copied = page.evaluate(READ)
    assert FIRST.rstrip("。") in copied
    assert "font-size:" in copied.replace(" ", "")
    assert "data:image/jpeg;base64," in copied
    words = page.evaluate("navigator.clipboard.readText()")
    assert "<" not in words
    assert FIRST in words.split("\n")[2]
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        sound(page)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"account-{size['width']}.png")
