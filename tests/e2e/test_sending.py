"""From the sealed issue to its recipients: one click in the mail, receipt, correction as a revision, recall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.mail import get_connection
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from taizhang.bulletin.actions.sealing import store_file
from taizhang.bulletin.models import Issue, RenderingFormat, Revision, Sending
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.core.gongwen import for_setting
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office import clock
from taizhang.office.mail import outbox
from taizhang.office.models import Office
from taizhang.press import DEFAULT_TEMPLATE, shared_press
from tests.bulletin.cast import Cast, cast_of
from tests.bulletin.sent import FORM, recipient, sealed

from .clicks import Hand
from .test_pages import sound

LINK = re.compile(r"http://\S+/r/\S+/")


@pytest.fixture
def cast(live_server: Any, office: Office, at: datetime, settings: Any) -> Iterator[Cast]:
    settings.EMAIL_HOST, settings.SITE_URL = "127.0.0.1", live_server.url
    made = cast_of(office, at)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """A sealed issue whose PDF the press has set, and three recipients."""
    recipient(cast)
    recipient(cast, "市档案馆", email="", way="paper", copies=3)
    recipient(cast, "各区文明办", email="qu@haichuan.test", way="both", direction="down")
    made = sealed(cast)
    pdf = shared_press().typeset(for_setting(bulletin_of(made)), DEFAULT_TEMPLATE).pdf
    made.renderings.all().delete()
    for kind in RenderingFormat:
        store_file(made, "A", kind, pdf, FORM, cast.at)
    return made


def delivered(cast: Cast) -> list[str]:
    """Send what is due; the links in the mails, in order."""
    before = len(mail.outbox)
    outbox.deliver_due(office=cast.office, at=clock.now(), connection=get_connection())
    return [found[0] for sent in mail.outbox[before:] if (found := LINK.search(str(sent.body)))]


@pytest.mark.journey
def test_an_issue_opens_from_the_mail_with_one_click_and_is_recalled(
    cast: Cast, issue: Issue, page: Page, browser: Browser, live_server: Any
) -> None:
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    hand.click(page.get_by_role("button", name="分发").first)
    expect(page.get_by_text("邮件2封已交发，纸质1份名单已列。")).to_be_visible()
    assert hand.clicks == 1
    sound(page)

    reader = browser.new_context(locale="zh-CN").new_page()  # no account, no cookies
    first, _second = delivered(cast)
    reader.goto(first)  # the one click: the link in the mail
    expect(reader.get_by_role("article", name="本期全文")).to_be_visible()  # text that flows
    sound(reader)
    reader.get_by_role("link", name="看正式版面").click()
    expect(reader.get_by_role("img", name="正式版面第1页")).to_be_visible()
    sound(reader)
    reader.get_by_role("link", name="回到全文").click()
    reader.get_by_role("button", name="确认收到").click()
    expect(reader.get_by_text("市委宣传部已签收")).to_be_visible()
    reader.goto(f"{live_server.url}/v/{issue.key}/")
    expect(reader.get_by_text("本期有效，没有更正")).to_be_visible()
    sound(reader)

    signer = Hand(page, live_server.url)
    signer.sits_down(cast.signer)
    page.goto(f"{live_server.url}/issues/{issue.pk}/sendings/")
    expect(page.get_by_text("其中已签收 1")).to_be_visible()
    signer.link("撤回本期")
    page.get_by_label("撤回原因").fill("走访户数有误，核实后重发")
    signer.button("撤回本期")
    expect(page.get_by_text("■ 本期已撤回").first).to_be_visible()

    links = delivered(cast)
    assert links[0] == first  # those who have it, by the same link
    assert len(links) == 2
    reader.goto(first)
    expect(reader.get_by_text("■ 本期已撤回")).to_be_visible()
    reader.get_by_role("button", name="已知悉撤回").click()
    expect(reader.get_by_text("市委宣传部已知悉撤回")).to_be_visible()
    sound(reader)
    assert Sending.objects.get(name="市委宣传部").recall_seen_at is not None
    reader.context.close()


@pytest.mark.journey
def test_a_correction_becomes_a_revision_in_official_form(
    cast: Cast, issue: Issue, page: Page, live_server: Any
) -> None:
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    page.goto(f"{live_server.url}/issues/{issue.pk}/correct/")
    page.get_by_label("原文").fill("4216户")
    page.get_by_label("更正为").fill("4261户")
    page.get_by_label("原因").fill("录入有误")
    page.get_by_label("另出修订版（原版不变）").check()
    sound(page)
    hand.button("拟稿，列出刊载之处")
    expect(page.get_by_text("“4216户”应为“4261户”。特此更正。")).to_be_visible()
    sound(page)
    here = page.url
    Hand(page, live_server.url).sits_down(cast.signer)
    page.goto(here)
    page.get_by_role("button", name="签发更正").click()
    expect(page.get_by_role("link", name="修订版B已封存，去分发")).to_be_visible(timeout=20_000)
    assert Revision.objects.get().letter == "B"
    issue.refresh_from_db()
    assert issue.state == IssueState.SEALED
    assert issue.renderings.count() == 4


def test_lists_are_kept_and_print_on_a4(
    cast: Cast, issue: Issue, page: Page, live_server: Any, silence: list[str]
) -> None:
    hand = Hand(page, live_server.url)
    hand.sits_down(cast.editor)
    page.goto(f"{live_server.url}/recipients/")
    sound(page)
    page.get_by_label("粘贴名单").fill("市教委\tjw@haichuan.test\t2\n坏的\tnowhere")
    hand.button("全部列入")
    expect(page.get_by_text("第2行")).to_be_visible()
    sound(page)
    silence[:] = [line for line in silence if "422" not in line]  # the refusal, as the browser logs it
    page.goto(f"{live_server.url}/issues/{issue.pk}/sendings/paper/")
    sound(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("link", name="分发", exact=True).first).to_be_hidden()
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 2
