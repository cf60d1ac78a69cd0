"""From an empty installation to the first sealed issue: the first-run pages and the desk, as somebody at the office
walks through them in the browser. The clicks of the whole way are counted.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import Issue, NumberCounter, Recipient, Series
from taizhang.ledger.models import Ledger, Theme
from taizhang.office.actions.founding import new_founding_code
from taizhang.office.models import Event, Office, Person, Unit
from tests.conftest import PASSWORD
from tests.pictures import check_picture
from tests.rosters import DEPARTMENTS, DISTRICTS

from .clicks import let_caret_go
from .test_pages import NARROW, WIDE, sound

pytestmark = pytest.mark.journey
MOST_CLICKS = 39  # from the first page to the sealed issue, three people's first signing in among them
ARTICLE = (
    "今年以来，市文明办把理论宣讲办到群众身边。一是选好讲的人。从机关干部、教师和社区居民中选出宣讲员36名，分成4支小分队。"
    "二是讲好身边事。围绕家风家教、防范诈骗等内容备课，做到短而实。三是走到家门口。共开展宣讲52场，听讲的居民有2800多人次。"
)
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


@pytest.fixture
def clicked(page: Page) -> list[str]:
    """Every press of the mouse, with the page it was made on."""
    made: list[str] = []
    page.expose_function("clicked", lambda where: made.append(where))
    page.add_init_script(
        "addEventListener('pointerdown', () => window.clicked(location.pathname), { capture: true })"
    )
    return made


def test_an_office_is_founded_from_a_pasted_table_of_60_units(
    page: Page, live_server: Any, silence: list[str], clicked: list[str]
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
    codes = {name: _code_of(page, name) for name in ("林知远", "苏敏之", "周延平")}
    look(page, "12-codes")
    page.get_by_role("button", name="完成建立").click()
    expect(page.get_by_text("已经建立。请用一次性码")).to_be_visible()
    _sign_in_with(page, live_server.url, "林知远", codes["林知远"])
    look(page, "13-first-landing")
    assert page.goto(f"{live_server.url}/setup/").status == 404  # type: ignore[union-attr]
    _stored()
    _write_the_first_issue(page, live_server.url)
    for name, button in (("苏敏之", "送签发"), ("周延平", "签发并编号")):
        page.goto("about:blank")  # what the last page still asks for is not asked without a name
        page.context.clear_cookies()
        _sign_in_with(page, live_server.url, name, codes[name])
        page.get_by_role("link", name="海川市精神文明建设情况简报").first.click()
        page.get_by_role("button", name=button).last.click()
    expect(page.get_by_text("第10期已封存")).to_be_visible()
    look(page, "16-sealed")
    with scopes_disabled():
        issue = Issue.objects.get()
        assert (issue.state, issue.annual_no, issue.cumulative_no) == ("sealed", 10, 2222)
    assert len(clicked) <= MOST_CLICKS, f"{len(clicked)} clicks: {clicked}"
    silence[:] = [line for line in silence if "422" not in line and "404" not in line]  # refusals, as logged


def _code_of(page: Page, name: str) -> str:
    row = page.get_by_role("row", name=re.compile(f"{name}.*[A-Z0-9]{{4}}-"))
    code = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", row.inner_text())
    assert code is not None
    return code[0]


def _write_the_first_issue(page: Page, url: str) -> None:
    """An article that the office writes itself; somebody answers for its figures, and it goes to the checker."""
    page.goto(f"{url}/")
    page.get_by_role("button", name=re.compile("新开一期")).first.click()
    page.get_by_text("写一篇", exact=True).click()
    page.get_by_label("标题").fill("市文明办把宣讲办到群众身边")
    page.get_by_role("button", name="加入本期").click()
    page.locator(".ProseMirror").focus()
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(ARTICLE)
    expect(page.locator(".ProseMirror .mark")).to_have_count(4)
    expect(page.locator("#saved")).to_contain_text("已存")
    look(page, "14-first-article")
    page.get_by_role("tab", name=re.compile("^数据")).click()
    for box in page.locator("#figures tbody input[type=checkbox]").all():
        box.check()
    page.get_by_label("说明（对勾选的数据都适用）").fill("按宣讲登记表")
    page.get_by_role("button", name="估计数").click()
    expect(page.get_by_text("4个有出处或有人认可")).to_be_attached()
    look(page, "15-answered")
    page.get_by_role("button", name="送核稿").last.click()
    expect(page.get_by_text("已送核稿。")).to_be_visible()


def _sign_in_with(page: Page, url: str, name: str, code: str) -> None:
    page.goto(f"{url}/invited/")
    page.get_by_label("一次性码").fill(code)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    page.get_by_role("button", name="设定密码").click()
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")
    expect(page.get_by_text(name)).to_be_visible()


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
