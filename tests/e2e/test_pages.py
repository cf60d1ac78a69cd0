"""Every page: accessible, no wider than a phone, and fit to be printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import Issue

from .conftest import Visit

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def sound(page: Page) -> None:
    """No finding of axe, and nothing to scroll sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def sound_at_both_widths(page: Page) -> None:
    """Sound on a desk's screen and on a phone's."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sound(page)


def test_every_page_is_accessible_and_fits(
    visit: Visit, lay: Callable[[], Page], issue: Issue, silence: list[str]
) -> None:
    page = visit("/")
    for path in ("/", "/desk/", "/issues/", reverse("issue", args=[issue.pk]), "/accounts/password/change/"):
        visit(path)
        sound_at_both_widths(page)
    visit("/nothing/")
    sound_at_both_widths(page)
    silence[:] = [line for line in silence if "404" not in line]  # the missing page, as the browser logs it


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "390"])
def test_the_desk_is_accessible_and_fits_in_every_tab(lay: Callable[[], Page], size: dict[str, int]) -> None:
    page = lay()
    page.set_viewport_size(size)
    expect(page.get_by_text("第 1 页，共").or_(page.locator("#to-page"))).not_to_have_count(0)
    for tab in ("text", "figures", "fields"):
        page.locator(f"#to-{tab}").click()
        sound(page)
    page.locator("#to-text").click()
    page.locator("#text a[data-mark]").first.click()
    sound(page)
    page.keyboard.press("Escape")
    if size is NARROW:
        for tab in ("questions", "page"):
            page.locator(f"#to-{tab}").click()
            sound(page)


def test_the_gate_is_accessible(page: Page, live_server, db: None) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    sound(page)


def test_a_phone_shows_one_pane_at_a_time(lay: Callable[[], Page]) -> None:
    page = lay()
    page.set_viewport_size(NARROW)
    expect(page.locator("#draft")).to_be_visible()
    expect(page.locator("#page")).to_be_hidden()
    page.locator("#to-page").click()
    expect(page.locator("#page")).to_be_visible()
    expect(page.locator("#draft")).to_be_hidden()
    page.locator("#to-questions").click()
    page.locator("a[data-question]").first.click()
    expect(page.locator("#draft")).to_be_visible()


def test_print_leaves_the_frame_away_and_shows_everything(lay: Callable[[], Page]) -> None:
    page = lay()
    page.emulate_media(media="print")
    for hidden in (".nav", ".foot", ".tabs", ".desk-head .actions", ".pane-grip"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("#text", "#questions", "#page"):
        expect(page.locator(shown)).to_be_visible()


def test_without_scripts_the_desk_still_works(browser, live_server, lay: Callable[[], Page]) -> None:
    page = lay()
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    plain = context.new_page()
    plain.goto(page.url)
    for shown in ("#text", "#figures", "#fields", "#page"):
        expect(plain.locator(shown)).to_be_visible()
    plain.get_by_label("刊名").fill("无脚本的刊名")
    plain.locator(".fields-end").get_by_role("button", name="保存修改").click()
    expect(plain.get_by_role("heading", name="无脚本的刊名")).to_be_visible()
    context.close()
