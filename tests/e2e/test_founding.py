"""From an empty installation to people who sign in: the first-run pages, as somebody at the office walks through them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import NumberCounter, Recipient, Series
from taizhang.ledger.models import Ledger, Theme
from taizhang.office.actions.founding import new_founding_code
from taizhang.office.models import Event, Office, Person, Unit
from tests.conftest import PASSWORD
from tests.pictures import check_picture
from tests.rosters import DEPARTMENTS, DISTRICTS

from .test_pages import NARROW, WIDE, sound

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("TAIZHANG_SHOTS")  # a folder for pictures of each page at both widths


def units_table() -> str:
    rows = ["单位名称\t简称\t类别\t所属区县"]
    rows += [f"海川市{name}\t市{name}\t市直单位\t" for name in DEPARTMENTS]
    rows += [f"{name}文明办\t{name}文明办\t区县\t{name}" for name in DISTRICTS]
    return "\n".join(rows)


def people_table() -> str:
    rows = ["姓名\t单位\t岗位\t邮箱\t电话"]
    rows += [f"许{n}佳\t市{name}\t联络员\txu{n}@example.cn\t" for n, name in enumerate(DEPARTMENTS)]
    rows += [f"唐{n}禾\t{name}文明办\t联络员、单位负责人\t\t" for n, name in enumerate(DISTRICTS)]
    rows += ["林知远\t\t责编、督账员\t\t", "苏敏之\t\t核稿\t\t", "周延平\t\t签发\t\t"]
    rows += ["罗成\t\t系统管理员\t\t", "白雪松\t\t安全管理员\t\t", "简明月\t\t审计管理员\t\t"]
    return "\n".join(rows)


def look(page: Page, name: str) -> None:
    """Hold the page to its bounds at both widths, and take its pictures where they are asked for."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sound(page)
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{size['width']}.png"), full_page=True)


def test_an_office_is_founded_from_a_pasted_table_of_60_units(
    page: Page, live_server: Any, silence: list[str]
) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="建立自己的机构").click()
    look(page, "01-code")
    page.get_by_label("开设码").fill("WRONG-CODE")
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_text("开设码不对")).to_be_visible()
    page.get_by_label("开设码").fill(new_founding_code().lower())
    page.get_by_role("button", name="开始").click()
    look(page, "02-office")
    page.get_by_label("机构名称").fill("海川市精神文明建设委员会办公室")
    page.get_by_label("简称").fill("市文明办")
    page.get_by_role("button", name="保存，下一步").click()

    look(page, "03-units")
    box = page.get_by_label("粘贴单位名单")
    wrong = units_table().replace("海川市民政局\t市民政局", "海川市教育局\t市民政局")
    box.fill(wrong)
    page.get_by_role("button", name="读出来看看").click()
    expect(page.get_by_text("有1行需要改正")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("3.*海川市教育局.*在上面已有一行"))).to_be_visible()
    assert box.input_value() == wrong
    look(page, "04-units-wrong")
    box.fill(units_table())
    page.get_by_role("button", name="改过了，再看一次").or_(
        page.get_by_role("button", name="读出来看看")
    ).click()
    look(page, "05-units-preview")
    page.get_by_role("button", name="列入60个单位").click()
    expect(page.get_by_text("已列入60个单位")).to_be_visible()
    check_picture(page, "founding")
    look(page, "06-units-there")

    page.get_by_role("link", name="下一步：人员").click()
    expect(page.get_by_text("还须有人担任")).to_be_visible()
    page.get_by_label("粘贴人员名单").fill(people_table().replace("市教育局\t联络员", "市教育厅\t联络员"))
    page.get_by_role("button", name="读出来看看").click()
    expect(page.get_by_text("没有单位“市教育厅”")).to_be_visible()
    page.get_by_label("粘贴人员名单").fill(people_table())
    page.get_by_role("button", name="读出来看看").click()
    look(page, "07-people-preview")
    page.get_by_role("button", name="列入66人").click()
    expect(page.get_by_text("已列入66人")).to_be_visible()
    look(page, "08-people-there")

    page.get_by_role("link", name="下一步：年度台账").click()
    look(page, "09-year")
    page.get_by_role("button", name="建立台账，下一步").click()
    look(page, "10-series")
    page.get_by_label("刊名").fill("海川市精神文明建设情况简报")
    page.get_by_label("下一期期号").fill("10")
    page.get_by_label("下一期总期号").fill("2222")
    page.get_by_label("栏目").fill("聚力共建\n文明实践")
    page.get_by_label("报", exact=True).fill("省文明办\n市委办公室")
    page.get_by_label("发", exact=True).fill("各区县文明办\t\t15")
    page.get_by_role("button", name="建立刊物，下一步").click()

    look(page, "11-done")
    page.get_by_role("button", name="生成一次性码").click()
    row = page.get_by_role("row", name=re.compile("林知远.*[A-Z0-9]{4}-"))
    code = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", row.inner_text())
    assert code is not None
    look(page, "12-codes")
    page.get_by_role("button", name="完成建立").click()
    expect(page.get_by_text("已经建立。请用一次性码")).to_be_visible()
    _sign_in_with(page, live_server.url, code[0])
    look(page, "13-first-landing")
    assert page.goto(f"{live_server.url}/setup/").status == 404  # type: ignore[union-attr]
    _stored()
    silence[:] = [line for line in silence if "422" not in line and "404" not in line]  # refusals, as logged


def _sign_in_with(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/invited/")
    page.get_by_label("一次性码").fill(code)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    page.get_by_role("button", name="设定密码").click()
    page.get_by_label("用户名").fill("林知远")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")
    expect(page.get_by_text("林知远")).to_be_visible()


def _stored() -> None:
    """What was typed is what stands in the database, each act with its event."""
    with scopes_disabled():
        office = Office.objects.get()
        assert (office.short_name, office.founded_at is not None) == ("市文明办", True)
        assert Unit.objects.filter(kind="district").count() == len(DISTRICTS)
        assert Person.objects.count() == 66
        ledger = Ledger.objects.get()
        assert Theme.objects.filter(ledger=ledger).count() == 4
        series = Series.objects.get()
        assert series.head["recipients"]["up"] == ["省文明办", "市委办公室"]
        assert Recipient.objects.get(direction="down").copies == 15
        assert set(NumberCounter.objects.values_list("last", flat=True)) == {9, 2221}
        verbs = set(Event.objects.values_list("verb", flat=True))
        assert verbs >= {"found_office", "add_unit", "register_person", "appoint", "open_ledger", "add_series",
                         "invite", "accept_invitation", "log_in", "finish_founding"}  # fmt: skip
