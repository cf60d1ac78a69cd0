"""One's own settings in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import Issue

from .conftest import Visit
from .test_pages import NARROW, WIDE, sound


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "390"])
def test_the_settings_are_accessible_and_fit(visit: Visit, silence: list[str], size: dict[str, int]) -> None:
    page = visit("/me/")
    page.set_viewport_size(size)
    sound(page)
    page.get_by_role("button", name="开通日历订阅").click()
    address = page.get_by_label("订阅地址").input_value()
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.get_by_text("停用这个地址").click()
    sound(page)
    page.get_by_role("button", name="确认停用").click()
    expect(page.get_by_role("button", name="开通日历订阅")).to_be_visible()
    assert page.request.get(address).status == 404
    page.get_by_label("几点发").fill("21:00")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("落在免打扰时段内")).to_be_visible()
    sound(page)
    silence[:] = [line for line in silence if "422" not in line]  # the refusal, as the browser logs it


def test_large_type_fits_on_a_phone(
    visit: Visit, lay: Callable[[], Page], issue: Issue, silence: list[str]
) -> None:
    page = visit("/me/")
    page.get_by_role("button", name="改用大字号").click()
    expect(page.get_by_text("各页现在用大字号")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    lay()
    at_desk = page.url.removeprefix(page.evaluate("location.origin"))
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for address in (
        "/",
        "/me/",
        "/issues/",
        reverse("issue", args=[issue.pk]),
        "/ledger/",
        "/search/?q=学校",
        at_desk,
    ):
        visit(address)
        sound(page)
