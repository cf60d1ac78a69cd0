"""Back and Save: a form that is gone back to and sent again makes no second row, whatever it makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django_scopes import scope
from playwright.sync_api import Page

from taizhang.bulletin.models import Series
from taizhang.ledger.models import Call, Ledger
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from tests.bulletin.cast import cast_of
from tests.bulletin.sent import sealed
from tests.ledger.conftest import People, ProjectIn, call, ledger, people, project_in

from .clicks import Hand

__all__ = ["call", "ledger", "people", "project_in"]
# What makes a row: the row, who makes it, where, and the words on the button.
FORMS = [
    ("ledger.Blocker", "liaison", "/projects/{project}/blockers/new/", "提出"),
    ("ledger.Activity", "liaison", "/activities/new/", "保存"),
    ("ledger.Evidence", "liaison", "/projects/{project}/evidence/", "加入"),
    ("ledger.ServiceItem", "liaison", "/projects/{project}/services/", "加入清单"),
    ("ledger.ChangeRequest", "liaison", "/projects/{project}/change/", "提交申请"),
    ("ledger.Complaint", "liaison", "/complain/", "送出意见"),
    ("ledger.Notice", "officer", "/projects/{project}/notices/new/", "存为草稿"),
    ("ledger.Review", "officer", "/reviews/new/", "列入计划"),
    ("ledger.Call", "officer", "/calls/new/", "保存草稿"),
    ("ledger.Proposal", "liaison", "/calls/{call}/propose/", "新写一份"),
    ("bulletin.Submission", "liaison", "/submissions/", "读入稿件"),
    ("bulletin.Issue", "editor", "/drafts/", "新开一期"),
    ("bulletin.Reading", "editor", "/desk/", "开始阅稿"),
    ("bulletin.Recipient", "editor", "/recipients/", "添加"),
    ("bulletin.Commission", "editor", "/commissions/", "发出约稿"),
    ("bulletin.Correction", "editor", "/issues/{issue}/correct/", "拟稿，列出刊载之处"),
    ("office.ApiToken", "admin", "/tokens/", "发放"),
    ("office.Post", "keeper", "/office/posts/new/", "添加"),
]
FILL = """(button) => {
  const words = {
    email: "a@haichuan.test", wrong: "4216户", right: "4261户", copies: "2", minutes: "5", unit: "场", target: "30场",
    which: "1", sub_venues: "1",
  };
  const seen = new Set();
  for (const field of button.form.elements) {
    if (!field.name || !field.offsetParent || /^(file|hidden|submit|button)$/.test(field.type)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) {
      if (!seen.has(field.name) || field.value === "suspend") field.checked = true;
      seen.add(field.name);
    } else if (field.value || field.name === "link") continue;
    else if (field.type === "date") field.value = new Date(Date.now() + 20 * 86400000).toISOString().slice(0, 10);
    else if (field.tagName === "SELECT") field.selectedIndex = field.options.length - 1;
    else field.value = words[field.name] ?? "试填一行。走进11所学校。";
  }
}"""
TEXT = "海川文明简报\n\n市教委推进书香校园建设。走进11所学校。\n"


@pytest.fixture
def places(
    live_server: Any,
    office: Office,
    at: datetime,
    people: People,
    ledger: Ledger,
    call: Call,
    project_in: ProjectIn,
) -> Iterator[dict[str, int]]:
    """The keys that addresses speak of."""
    cast = cast_of(office, at)
    with scope(office=office.pk):
        issue = sealed(cast)
        yield {"project": project_in().pk, "call": call.pk, "issue": issue.pk}


@pytest.fixture
def whoever(people: People, series: Series, person_with: Any) -> dict[str, Person]:
    """Who fills the forms in."""
    return {
        "liaison": people.liaison, "officer": people.officer, "editor": person_with(Role.EDITOR),
        "admin": person_with(Role.SEC_ADMIN), "keeper": person_with(Role.SYS_ADMIN),
    }  # fmt: skip


def send(page: Page, words: str) -> None:
    button = page.locator(f'xpath=//button[normalize-space()="{words}"]').last
    button.evaluate(FILL)
    if "evidence" in page.url:
        file: Any = {"name": "现场.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
        page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        button.evaluate("(button) => button.click()")


@pytest.fixture(autouse=True)
def refusals_are_logged(silence: list[str]) -> Iterator[None]:
    """Some say that there is such a row already: the browser logs that answer."""
    yield
    silence[:] = [line for line in silence if "422" not in line]


@pytest.mark.parametrize(("rows", "who", "path", "words"), FORMS, ids=[each[0] for each in FORMS])
def test_back_and_save_makes_one_row(
    places: dict[str, int], whoever: dict[str, Person], live_server: Any, page: Page,
    rows: str, who: str, path: str, words: str,
) -> None:  # fmt: skip
    count = apps.get_model(rows)._base_manager.count
    before = count()
    Hand(page, live_server.url).sits_down(whoever[who])
    page.goto(url := live_server.url + path.format(**places))
    send(page, words)
    assert count() == before + 1, page.inner_text("main")[:600]
    page.go_back()
    page.wait_for_load_state("load")
    if page.url == url:
        send(page, words)
        page.wait_for_load_state("load")
    assert count() == before + 1
