"""A workbook comes in through the page: looked at first, then stored whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.ledger.actions import accounts, year
from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.queries.export import book_rows
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office.models import Office, Person, StoredFile, Unit
from taizhang.office.roles import Role
from taizhang.press.workbook import BookHead, book_chunks
from taizhang.web.importing.page import _words
from tests.intake import hostile

from ..conftest import AT, PersonWith

HEAD = "序号,类别,项目名称,牵头单位,配合单位,指标,目标值,单位,时间节点,完成时限,备注\n"
GOOD = HEAD + "1,文明实践,<b>板凳</b>课堂,市教育局,,宣讲,120余,场,3月底前：开讲,8月中旬,\n合计,,,,,,,,,,\n"
URL = "/ledger/import/"


@pytest.fixture
def officer(person_with: PersonWith) -> Person:
    return person_with(Role.LEDGER_OFFICER)


@pytest.fixture
def ledger(office: Office, unit: Unit, officer: Person) -> Iterator[Ledger]:
    with scope(office=office.pk):
        yield year.open_ledger(office=office, year=2026, by=officer, at=AT)


@pytest.fixture
def browser(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


def send(browser: Client, ledger: Ledger, content: str | bytes, name: str = "台账.csv", **more: object):
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), "ledger": ledger.pk, **more}
    return browser.post(URL, form)


def looked_at(browser: Client, ledger: Ledger, content: str | bytes, **more: object):
    answer = send(browser, ledger, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url, browser.get(answer.url).content.decode()


def test_four_clicks_from_file_to_ledger(browser: Client, ledger: Ledger) -> None:
    assert browser.get(URL).status_code == 200
    url, page = looked_at(browser, ledger, GOOD)
    for words in (
        "新增 1 项",
        "&lt;b&gt;板凳&lt;/b&gt;课堂",
        "宣讲 120余场",
        "同时新增类别：文明实践",
        "小计或合计",
        "这些栏目不随表格导入：备注。",
    ):
        assert words in page
    assert not Project.objects.exists()
    done = browser.post(url.partition("?")[0], {"ledger": ledger.pk}, follow=True)
    assert "已导入：新增 1 项。" in done.content.decode()
    assert Project.objects.get().due == date(2026, 8, 20)


def test_what_cannot_be_read_is_not_kept(browser: Client, ledger: Ledger) -> None:
    for content, words in (
        (hostile.OLE + bytes(600), "旧版表格"),
        ("海川市\n", "没有找到表头"),
        ("机密★1年\n" + GOOD, "密级标志"),
    ):
        answer = send(browser, ledger, content)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert browser.post(URL, {}).status_code == 422


def test_errors_are_listed_and_what_has_none_is_stored_where_that_is_asked(
    browser: Client, ledger: Ledger
) -> None:
    more = GOOD.replace("合计", "2,文明实践,邻里节,市教育局,,宣讲,若干,场,,8月中旬,\n合计", 1)
    url, page = looked_at(browser, ledger, more)
    assert "“若干”不是可以核对的数量" in page
    assert "存入台账</button>" not in page
    assert "存入其余 1 项" in page
    path = url.partition("?")[0]
    answer = browser.post(path, {"ledger": ledger.pk})
    assert answer.status_code == 422
    assert "没有存入任何内容" in answer.content.decode()
    done = browser.post(path, {"ledger": ledger.pk, "partly": "1"}, follow=True).content.decode()
    assert "没有存入 1 项" in done
    assert [each.title for each in Project.objects.all()] == ["<b>板凳</b>课堂"]


def test_unknown_units_are_one_line_a_name(
    browser: Client, ledger: Ledger, unit: Unit, person_with: PersonWith
) -> None:
    row = "{n},文明实践,项目{n},市教育句,某某科,,,,,8月中旬,\n"
    url, page = looked_at(browser, ledger, HEAD + "".join(row.format(n=n) for n in range(1, 5)))
    path = url.partition("?")[0]
    assert "“市教育句”（4 处）" in page
    assert f'<option value="{unit.pk}" selected>就是“{unit.name}”</option>' in page
    assert "牵头单位待选 4 项" in page
    assert "新增为单位" not in page  # that is the system administrator's
    assert browser.post(path, {"ledger": ledger.pk}).status_code == 422
    assert browser.post(path, {"ledger": ledger.pk, "unit0": "999", "unit1": "skip"}).status_code == 422
    done = browser.post(path, {"ledger": ledger.pk, "unit0": unit.pk, "unit1": "skip"}, follow=True)
    assert "已导入：新增 4 项" in done.content.decode()
    assert {each.lead_unit for each in Project.objects.all()} == {unit}


def test_what_shows_only_once_the_units_are_known_is_shown_then(
    browser: Client, ledger: Ledger, unit: Unit
) -> None:
    row = "{n},,同一个,{lead},,,,,,8月中旬,\n"
    rows = row.format(n=1, lead="市教育句") + row.format(n=2, lead="市教育局")
    url, _page = looked_at(browser, ledger, HEAD + rows)
    answer = browser.post(url.partition("?")[0], {"ledger": ledger.pk, "unit0": unit.pk})
    assert answer.status_code == 422
    assert "是同一个项目" in answer.content.decode()
    assert "存入其余 1 项" in answer.content.decode()


def test_a_units_own_list(browser: Client, ledger: Ledger, unit: Unit) -> None:
    url, page = looked_at(browser, ledger, "序号,项目名称,工作目标,完成时限\n1,甲,完成,12月\n", unit=unit.pk)
    assert f'name="unit" value="{unit.pk}"' in page
    browser.post(url.partition("?")[0], {"ledger": ledger.pk, "unit": unit.pk})
    assert Project.objects.get().lead_unit == unit


def test_conflicts_want_a_choice(browser: Client, ledger: Ledger, officer: Person) -> None:
    url, _page = looked_at(browser, ledger, GOOD)
    browser.post(url.partition("?")[0], {"ledger": ledger.pk})
    project = Project.objects.get()
    rows = [replace(row, goal="表格的目标。") for row in book_rows(Project.objects.all())]
    back = b"".join(book_chunks(rows, BookHead("2026年台账", 2026)))
    changed, page = looked_at(browser, ledger, back)
    assert "改动 1 项" in page
    assert "表格的目标。" in page
    plan = replace(plan_of(project), goal="台账的目标。")
    accounts.prepare_account(project=project, version=1, plan=plan, by=officer, at=timezone.now())
    page = browser.get(changed).content.decode()
    assert "需要选择 1 项" in page
    path = changed.partition("?")[0]
    form = {"ledger": ledger.pk, f"version-{project.pk}": 2}
    for choice in ({}, {f"choice-{project.pk}": "both"}, {"choice-x": "book"}):
        assert browser.post(path, {**form, **choice}).status_code == 422
    assert browser.post(path, {**form, f"choice-{project.pk}": "book"}).status_code == 302
    project.refresh_from_db()
    assert project.goal == "表格的目标。"


def test_open_accounts_are_shown_as_locked(browser: Client, ledger: Ledger) -> None:
    url, _page = looked_at(browser, ledger, GOOD)
    browser.post(url.partition("?")[0], {"ledger": ledger.pk})
    Project.objects.update(state="opened", serial=1, opened_at=AT)
    _url, page = looked_at(browser, ledger, GOOD.replace("8月中旬", "9月底"))
    assert "已建账、不随表格改动 1 项" in page
    assert "8月20日" in page


def test_addresses_that_name_nothing(
    browser: Client, ledger: Ledger, other_office: Office, person_with: PersonWith
) -> None:
    url, _page = looked_at(browser, ledger, GOOD)
    path = url.partition("?")[0]
    assert browser.get(path).status_code == 200  # the latest ledger
    assert browser.get(path, {"ledger": 999}).status_code == 404
    assert browser.get(path, {"ledger": ledger.pk, "unit": 999}).status_code == 404
    assert browser.get(reverse("ledger-import-preview", args=[999])).status_code == 404
    browser.force_login(person_with(Role.LEDGER_OFFICER, of=other_office))
    assert browser.get(path).status_code == 404


def test_a_kept_file_that_was_changed_on_disk_is_not_imported(
    browser: Client, ledger: Ledger, files_folder
) -> None:
    url, _page = looked_at(browser, ledger, GOOD)
    for path in files_folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"x")
    answer = browser.get(url, follow=True)
    assert answer.redirect_chain
    assert "与保存时不一致" in answer.content.decode()


def test_values_of_accounts_in_words() -> None:
    names = {"supporting_units": {1: "团市委", 2: "市妇联"}}
    assert _words("supporting_units", (1, 2), names) == "团市委、市妇联"
    assert _words("due", date(2025, 8, 15), names) == "2025年8月15日"
    assert _words("goal", None, names) == ""
    assert _words("indicators", IndicatorPlan("宣讲", "场", target=Decimal(8)), names) == "宣讲 8场"
    assert _words("theme", 9, names) == ""
