"""Counting clicks from the landing page; typing is not counted (DOMAIN: click budgets)."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import Locator, Page

from taizhang.office.models import Person


class Hand:
    """Somebody's hand on the mouse."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server, self.clicks = page, server, 0

    def sits_down(self, person: Person) -> None:
        """Another person signs in and is at the landing page, with no click made yet."""
        self.page.goto("about:blank")  # what the last one's page still asks for is not asked in this name
        client = Client()
        client.force_login(person)
        cookie = client.cookies["taizhang"]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.server}])
        self.page.goto(f"{self.server}/")
        self.clicks = 0

    def click(self, target: Locator) -> None:
        """One click, and the page that follows is there."""
        self.clicks += 1
        target.click()
        # A form whose text is still being saved goes when that is done.
        self.page.wait_for_function("() => !document.querySelector('form[data-leaving]')")
        self.page.wait_for_load_state("load")

    def link(self, words: str) -> None:
        self.click(self.page.get_by_role("link", name=words).first)

    def button(self, words: str) -> None:
        self.click(self.page.get_by_role("button", name=words, exact=True).last)


def let_caret_go(page: Page) -> None:
    """Wait, by the page's own clock, until the keyboard may move the editor's caret.

    For 200 ms after it got the focus ProseMirror takes a jump to the start of the text for the browser's slip and undoes
    it, unless a click is younger than 300 ms; a slow machine is slow enough for that.
    """
    page.evaluate("new Promise((done) => setTimeout(done, 250))")
