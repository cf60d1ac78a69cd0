"""One's own settings in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

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
