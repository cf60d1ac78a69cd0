"""The forms of a page as a browser would send them: what stands in their fields, and where each goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "email", "url", "tel", "number", "date", "datetime-local", "password", "textarea"}


@dataclass
class PageForm:
    """``values`` are sent as they stand; ``typed`` are the names of fields in which somebody types."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, PageForm] = {}
        self.order: list[PageForm] = []
        self.open: PageForm | None = None
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.order.append(self.open)
            self.forms[given.get("id", "")] = self.open
            return
        form = self.forms.get(given["form"]) if "form" in given else self.open
        name = given.get("name", "")
        if tag == "option" and form and self.select:
            form.chosen[self.select].append(given.get("value", ""))
            if "selected" in given or self.select not in form.values:
                form.values[self.select] = given.get("value", "")
        if form is None or not name or "disabled" in given:
            return
        kind = given.get("type", "submit" if tag == "button" else "text")
        if tag == "button" or kind == "submit":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self.area = name
            form.values[name] = ""
            form.typed.append(name)
        elif tag == "select":
            self.select = name
            form.chosen[name] = []
        elif tag == "input":
            self._input(form, name, kind, given)

    def _input(self, form: PageForm, name: str, kind: str, given: dict[str, str]) -> None:
        if kind in TYPED:
            form.typed.append(name)
        if kind in ("radio", "checkbox"):
            form.chosen.setdefault(name, []).append(given.get("value", "on"))
            if "checked" not in given:
                return
        if kind != "file":
            form.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area and self.open:
            self.open.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""


def forms_of(page: str) -> list[PageForm]:
    """Every form of the page, each with the buttons that send it."""
    reader = _Reader()
    reader.feed(page)
    return reader.order
