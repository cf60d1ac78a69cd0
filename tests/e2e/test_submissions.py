"""An article's way in a real browser: from Word to the leader, to the issue, and what became of it; clicks counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import docx
import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.bulletin.actions import commissions, issues, proofs, submissions
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.models import Article, Commission, Submission, SubmittedText
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office.clock import now, today
from taizhang.office.models import Office
from tests.bulletin.cast import Cast, cast_of, put_issue, submission_in
from tests.replaying import STARTED

from .clicks import Hand
from .test_bulletin_desk import PASTE
from .test_pages import sound, sound_at_both_widths

TITLE = "市民政局暖冬行动走访独居老人"
BODY = (
    "市民政局会同街道社区逐户走访独居老人4216户，为行动不便的老人安装智能呼叫设备780台，做到底数清、情况明。\n"
    "一、每周一访\n组织网格员结对，全年服务1.2万余人次，基本实现全覆盖。"
)


@pytest.fixture
def cast(live_server: Any, office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def hand(cast: Cast, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def word_file() -> dict[str, Any]:
    made = docx.Document()
    for words in (TITLE, *BODY.split("\n")):
        made.add_paragraph(words)
    content = io.BytesIO()
    made.save(content)
    return {"name": "暖冬行动.docx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}


def signed(cast: Cast, body: str = BODY) -> Submission:
    row = submissions.start_submission(unit=cast.unit, title=TITLE, body=body, by=cast.liaison, at=now())
    submissions.send_submission(submission=row, by=cast.liaison, at=now())
    submissions.sign_submission(submission=row, version=row.version, by=cast.leader, at=now())
    return Submission.objects.get(pk=row.pk)


def adopted(cast: Cast) -> Article:
    row = signed(cast)
    issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    return issues.adopt(submission=row, by=cast.editor, at=now())


def edited(cast: Cast, article: Article) -> Article:
    return keep_article(
        article=article,
        version=article.version,
        title=article.title,
        body=article.body.replace("4216", "4215"),
        by=cast.editor,
        at=now(),
    )


@pytest.mark.journey
def test_an_article_from_word_is_four_clicks_and_one_to_sign(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.liaison)
    hand.link("投稿")
    sound(page)
    hand.clicks += 1  # the file is chosen, and read at once
    page.get_by_label("或者选择文件").set_input_files(word_file())
    page.wait_for_url("**/write/")
    expect(page.get_by_label("标题")).to_have_value(TITLE)
    expect(page.get_by_label("正文")).to_have_value(BODY)
    expect(page.locator("#checked")).to_contain_text("全覆盖")
    sound(page)
    hand.button("送单位负责人审签")
    assert hand.clicks <= 4

    hand.sits_down(cast.leader)
    hand.click(page.get_by_role("button", name=re.compile("^审签")))
    assert hand.clicks == 1
    text = SubmittedText.objects.get()
    assert (text.title, text.body, text.signed_by) == (TITLE, BODY, cast.leader)


def test_what_is_typed_is_kept_and_read_as_it_is_typed(hand: Hand, cast: Cast, page: Page) -> None:
    submission_in(cast, title=TITLE, body=BODY, signed_at=now() - timedelta(days=366))
    hand.sits_down(cast.liaison)
    hand.link("投稿")
    hand.button("没有现成的稿件，直接写")
    page.get_by_label("正文").fill("开头。\n" + BODY.replace("4216", "5130"))
    expect(page.locator("#kept")).to_contain_text("已存")
    expect(page.locator("#checked")).to_contain_text("只换了数字？")
    answer = page.get_by_label("您的说明")
    answer.fill("做法延续，数字是今年的")
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        page.get_by_label("标题").fill("今年的走访")
    expect(answer).to_have_value("做法延续，数字是今年的")
    expect(page.locator("#kept")).to_contain_text("已存")
    sound(page)
    hand.button("存为草稿")
    row = Submission.objects.latest("pk")
    assert (row.title, list(row.recycled.values())) == ("今年的走访", ["做法延续，数字是今年的"])


def test_a_table_that_is_too_large_is_pasted_as_text_and_that_is_said(
    hand: Hand, cast: Cast, page: Page
) -> None:
    hand.sits_down(cast.liaison)
    hand.link("投稿")
    hand.button("没有现成的稿件，直接写")
    body, said = page.get_by_label("正文"), page.get_by_text("这个表格超过200行或20列")
    body.evaluate(PASTE, f"<table>{'<tr><td>东河</td><td>8</td></tr>' * 201}</table>")
    expect(said).to_be_visible()
    sound_at_both_widths(page)
    body.evaluate(
        PASTE, "<table><tr><td>街道</td><td>比</td></tr><tr><td>东河</td><td>&lt;&lt;</td></tr></table>"
    )
    expect(said).to_have_count(0)
    expect(body).to_have_value(re.compile(r"\| 街道 \| 比 \|\n\| --- \| --- \|\n\| 东河 \| \\<< \|"))


def test_an_article_is_adopted_in_two_clicks_from_the_inbox(hand: Hand, cast: Cast, page: Page) -> None:
    row = signed(cast)
    issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    hand.sits_down(cast.editor)
    hand.link("简报")
    hand.link("来稿")
    sound(page)
    hand.clicks = 0  # counted from the inbox
    hand.click(page.get_by_role("link", name=TITLE).first)
    sound(page)
    hand.button("采用")
    assert hand.clicks == 2
    row.refresh_from_db()
    assert row.state == "adopted"


def test_from_the_landing_page_adopting_is_one_click(hand: Hand, cast: Cast, page: Page) -> None:
    row = signed(cast)
    issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    hand.sits_down(cast.editor)
    hand.click(page.get_by_role("button", name=re.compile(f"^采用.*{TITLE}")))
    assert hand.clicks == 1
    row.refresh_from_db()
    assert row.state == "adopted"


def test_what_became_of_an_article_with_the_difference_is_two_clicks(
    hand: Hand, cast: Cast, page: Page
) -> None:
    article = edited(cast, adopted(cast))
    put_issue(cast, article.issue, IssueState.SEALED)
    Submission.objects.update(state="published")
    hand.sits_down(cast.liaison)
    hand.link("投稿")
    hand.click(page.get_by_role("link", name=TITLE).first)
    assert hand.clicks == 2
    shown = page.locator(".runs").first
    expect(shown.locator("del")).to_have_text("4216户")
    expect(shown.locator("ins")).to_have_text("4215户")
    sound(page)


def test_a_proof_is_confirmed_in_two_clicks_with_the_changed_figure_first(
    hand: Hand, cast: Cast, page: Page
) -> None:
    proof = proofs.ask_proof(article=edited(cast, adopted(cast)), by=cast.editor, at=now())
    hand.sits_down(cast.leader)
    hand.click(page.get_by_role("link", name=re.compile("^看校样")))
    expect(page.locator("h2").first).to_contain_text("改动的数据")
    sound(page)
    hand.button("确认无误")
    assert hand.clicks == 2
    proof.refresh_from_db()
    assert (proof.state, proof.answered_by) == ("confirmed", cast.leader)


@pytest.mark.journey
def test_a_figure_the_editor_changes_waits_for_the_unit(hand: Hand, cast: Cast, page: Page) -> None:
    article = adopted(cast)
    hand.sits_down(cast.editor)
    page.goto(f"{hand.server}/drafts/{article.issue_id}/")
    waiting = page.locator("#below")
    expect(waiting).to_contain_text("送单位校样")
    expect(waiting).not_to_contain_text("与报送原文不同")
    page.locator(".ProseMirror p").first.click(position={"x": 4, "y": 8})
    page.keyboard.press("Home")
    page.keyboard.type("今年投入35万元。")
    expect(waiting).to_contain_text("1个数据与报送原文不同")
    sound(page)
    page.get_by_role("button", name="送单位校样").click()
    expect(page.get_by_text("已送校样，请单位确认。")).to_be_visible()

    hand.sits_down(cast.leader)
    hand.click(page.get_by_role("link", name=re.compile("^看校样")))
    expect(page.locator("ins").first).to_contain_text("35万元")
    hand.button("确认无误")
    assert hand.clicks == 2
    hand.sits_down(cast.editor)
    page.goto(f"{hand.server}/drafts/{article.issue_id}/")
    expect(waiting).to_contain_text("已确认")
    expect(waiting).not_to_contain_text("与报送原文不同")


def test_a_request_says_what_it_costs_before_it_goes_out(hand: Hand, cast: Cast, page: Page) -> None:
    hand.sits_down(cast.editor)
    page.goto(f"{hand.server}/commissions/")
    page.get_by_label("约稿题目").fill("助老怎么办得实")
    page.get_by_label("截稿日期").fill((today() + timedelta(days=9)).isoformat())
    for name in ("市民政局", "市卫健委"):
        page.get_by_label(name).check()
    expect(page.locator("[data-cost]")).to_have_text("2个单位 × 40分钟")
    sound(page)
    hand.button("发出约稿")
    assert Commission.objects.count() == 2


def test_no_page_of_an_article_is_wider_than_the_screen(hand: Hand, cast: Cast, page: Page) -> None:
    article = edited(cast, adopted(cast))
    proof = proofs.ask_proof(article=article, by=cast.editor, at=now())
    (asked,) = commissions.commission(units=[cast.unit], title="助老", due=today(), by=cast.editor, at=now())
    row = Submission.objects.get()
    for person, paths in (
        (cast.liaison, ["submissions/", f"submissions/{row.pk}/", f"commissions/{asked.pk}/"]),
        (cast.editor, ["inbox/?laid=all", f"submissions/{row.pk}/", "commissions/", f"proofs/{proof.pk}/"]),
    ):
        hand.sits_down(person)
        for path in paths:
            page.goto(f"{hand.server}/{path}")
            sound_at_both_widths(page)
