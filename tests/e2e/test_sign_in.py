"""Signing in in a real browser: a telephone, a security key, the codes on paper, and a provider of single sign-on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from taizhang.core.sign_in import totp
from taizhang.office.actions.second_factors import ask_second_factor_of, factors_of
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from tests.conftest import PASSWORD, PersonWith
from tests.providing import CLIENT, SECRET, a_provider, tell

from .test_administrators import look, sign_in

# What a browser answers where a site is opened by its bare address.
REFUSES = "navigator.credentials.create = async () => { throw new DOMException('', 'SecurityError'); }"


@pytest.fixture
def signer(live_server: Any, office: Office, person_with: PersonWith) -> Person:
    """Somebody of whom a second factor is asked."""
    ask_second_factor_of(office=office, asked="privileged", by=None, at=timezone.now())
    return person_with(Role.SIGNER)


@pytest.fixture
def site(live_server: Any) -> str:
    """The site by name: a security key knows no bare address."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def with_a_security_key(page: Page) -> None:
    """Plug a key into the browser."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "automaticPresenceSimulation": True}},
    )


def log_in(page: Page, site: str, person: Person) -> None:
    page.goto(f"{site}/issues/")
    page.get_by_label("用户名").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="退出").first.click()


def this_step() -> int:
    """The step of now: a password of it holds half a minute at least, however slow the machine."""
    return totp.step_at(int(timezone.now().timestamp()))


def test_a_signer_adds_a_telephone_and_logs_in_with_it(
    page: Page, site: str, signer: Person, silence: list[str]
) -> None:
    log_in(page, site, signer)
    expect(page.get_by_text("登记以后才能打开其他页面")).to_be_visible()
    look(page, "60-factors")
    page.get_by_role("link", name="登记手机").click()
    look(page, "61-telephone")
    secret = totp.secret_from(page.locator(".secret").inner_text())
    page.get_by_label("手机上显示的6位口令").fill("12345")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("口令不对")).to_be_visible()
    page.get_by_label("名称").fill("我的手机")
    used = this_step()
    page.get_by_label("手机上显示的6位口令").fill(totp.password_at(secret, used))
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("离开本页后不再显示")).to_be_visible()
    look(page, "62-codes")
    code = page.get_by_role("cell").or_(page.get_by_role("rowheader")).first.inner_text()
    assert re.fullmatch("([A-Z2-9]{4}-){3}[A-Z2-9]{4}", code)
    page.get_by_role("link", name="已经抄下，继续").click()
    page.wait_for_url("**/issues/")
    log_out(page)
    log_in(page, site, signer)
    look(page, "63-second-factor")
    page.get_by_label("动态口令").fill("000000")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("口令不对")).to_be_visible()
    look(page, "64-second-factor-wrong")
    page.get_by_label("动态口令").fill(totp.password_at(secret, max(used + 1, this_step())))
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/issues/")
    silence[:] = [line for line in silence if "422" not in line]  # the refusals, as the browser logs them


def test_a_security_key_is_added_and_opens(page: Page, site: str, signer: Person, silence: list[str]) -> None:
    with_a_security_key(page)
    log_in(page, site, signer)
    page.get_by_role("link", name="登记安全密钥").click()
    look(page, "65-key")
    page.get_by_label("名称").fill("桌上的密钥")
    page.get_by_role("button", name="登记").click()
    page.get_by_role("link", name="已经抄下，继续").click()
    log_out(page)
    log_in(page, site, signer)
    look(page, "66-with-key")
    page.get_by_role("button", name="使用安全密钥").click()
    page.wait_for_url("**/issues/")
    factor = factors_of(signer).get()
    assert (factor.name, factor.kind) == ("桌上的密钥", "key")
    assert factor.counter > 0
    page.goto(f"{site}/me/second-factor/")
    look(page, "67-factors")
    page.get_by_role("link", name="登记安全密钥").click()
    page.get_by_role("button", name="登记").click()  # the same key does not answer a second time
    expect(page.get_by_text("没有读到安全密钥")).to_be_visible()


@pytest.mark.parametrize(
    "broken", ["delete window.PublicKeyCredential", REFUSES], ids=["no TLS", "bare address"]
)
def test_where_keys_do_not_work_the_page_says_so(page: Page, site: str, signer: Person, broken: str) -> None:
    page.add_init_script(broken)
    log_in(page, site, signer)
    page.get_by_role("link", name="登记安全密钥").click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("这个浏览器用不了安全密钥")).to_be_visible()


@pytest.mark.journey
def test_somebody_whom_the_provider_knows_gets_in(
    page: Page, live_server: Any, office: Office, person_with: PersonWith, settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    system, security, editor = (person_with(each) for each in (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.EDITOR))
    with a_provider(f"{live_server.url}/sign-on/back/") as provider:
        tell(provider, {"claims": {"name": "许佳宁"}})
        sign_in(page, live_server.url, system)
        page.goto(live_server.url)
        page.get_by_role("link", name="设置", exact=True).click()
        page.get_by_role("link", name="统一身份", exact=True).click()
        page.get_by_label("签发者地址").fill(provider)
        page.get_by_label("客户端标识").fill(CLIENT)
        page.get_by_label("客户端密钥").fill(SECRET)
        page.get_by_role("button", name="保存").click()
        page.get_by_role("button", name="检查连接").click()
        expect(page.get_by_text("认证平台回答正常")).to_be_visible()
        look(page, "70-provider")
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/desk/")
        look(page, "71-login")
        page.get_by_role("link", name="用统一身份登录").click()
        expect(page.get_by_label("姓名")).to_have_value("许佳宁")
        look(page, "72-access")
        page.get_by_label("单位").fill("市教育局")
        page.get_by_label("说明").fill("原登录名 haichuan3")
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_text("申请已提交")).to_be_visible()
        sign_in(page, live_server.url, security)
        page.goto(live_server.url)
        page.get_by_role("link", name="办理").click()
        look(page, "73-request")
        page.get_by_label("账号").select_option(label=f"{editor.name}（{editor.username}）")
        page.get_by_role("button", name="关联并开通").click()
        expect(page.get_by_text("已开通", exact=True).first).to_be_visible()
        page.get_by_role("link", name="开通申请").first.click()
        look(page, "74-requests")
        page.goto(f"{live_server.url}/office/security/")
        look(page, "75-security")
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/desk/")
        page.get_by_role("link", name="用统一身份登录").click()
        page.wait_for_url("**/desk/")
