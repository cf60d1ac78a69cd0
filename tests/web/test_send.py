"""The pages of recipients, distribution and corrections; and those without an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions import correcting, recalling
from taizhang.bulletin.actions import sending as acts
from taizhang.bulletin.actions.issues import open_issue
from taizhang.bulletin.dispatch import links
from taizhang.bulletin.models import Correction, Recipient, Revision, Sending
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.office.clock import now, today
from taizhang.office.models import Event, Office, OutboxMessage
from taizhang.web.dispatch import public_page
from tests.bulletin.cast import Cast, cast_of, issue_in
from tests.bulletin.sent import FORM, correction, put_sending, recipient, sealed, sending


@pytest.fixture
def cast(office: Office, at: Any) -> Iterator[Cast]:
    """The people of the desk; the test runs in their office's scope."""
    made = cast_of(office, at)
    with scope(office=office.pk):
        yield made


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Revisions without typesetting."""
    done = Finished(b"%PDF-1.7 B", b"PK", FORM)
    monkeypatch.setattr(correcting, "finish", lambda *args, **more: done)


@pytest.fixture
def at_desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def signing(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.signer)
    return browser


def read(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_recipients_are_added_changed_moved_and_taken_off(at_desk: Client, cast: Cast) -> None:
    url = reverse("recipients")
    one = {
        "act": "add",
        "direction": "up",
        "name": "市委办公室",
        "way": "mail",
        "email": "bgs@haichuan.test",
        "copies": "2",
    }
    assert at_desk.post(url, one).status_code == 302
    assert "已在名单上" in read(at_desk.post(url, one), 422)
    assert "邮箱" in read(at_desk.post(url, {**one, "name": "市政府", "email": ""}), 422)
    recipient(cast, "市人大")
    row = Recipient.objects.get(name="市人大")
    act, page = reverse("recipient-act", args=[row.pk]), reverse("recipient", args=[row.pk])
    at_desk.post(act, {"act": "up"})
    assert [r.name for r in Recipient.objects.all()] == ["市人大", "市委办公室"]
    issue = open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    desk = read(at_desk.get(reverse("draft", args=[issue.pk])))
    assert "调整报送发次序" in desk
    assert f'aria-label="下移：{row.name}"' in desk
    moved = at_desk.post(f"{act}?issue={issue.pk}", {"act": "down"})
    assert moved.url == f"{reverse('draft', args=[issue.pk])}#head"
    shown = read(at_desk.get(moved.url))
    assert "市委办公室，市人大" in shown
    assert "市人大" in read(at_desk.get(page))
    told = {**one, "act": "change"}
    assert "已在名单上" in read(at_desk.post(page, told), 422)
    assert at_desk.post(page, {**told, "name": "市人大", "copies": "9"}).status_code == 302
    assert Recipient.objects.get(pk=row.pk).copies == 9
    assert "11 份" in read(at_desk.get(f"{url}?series={cast.series.pk}"))
    at_desk.post(act, {"act": "remove"})
    assert at_desk.get(page).status_code == 404


def test_a_pasted_list_is_taken_whole_or_its_lines_are_told(at_desk: Client, cast: Cast) -> None:
    url = reverse("recipients")
    bad = {"direction": "down", "lines": "市委\tnowhere\n市政府"}
    page = read(at_desk.post(url, bad), 422)
    assert "第1行" in page
    assert "市政府" in page
    assert not Recipient.objects.exists()
    good = {"direction": "down", "lines": "市委\tsw@haichuan.test\t3\n市政府"}
    assert at_desk.post(url, good).status_code == 302
    assert Recipient.objects.count() == 2
    again = {"direction": "down", "lines": "市委\tnew@haichuan.test\t9\n市人大\n市政府"}
    page = read(at_desk.post(url, again, follow=True))
    assert "已列入1个发送对象。2个已在名单上，未作改动：市委、市政府。" in page
    assert Recipient.objects.count() == 3
    assert Recipient.objects.get(name="市委").copies == 3
    assert "已列入0个发送对象。2个已在名单上" in read(at_desk.post(url, good, follow=True))


def test_the_papers_that_came_back_signed_are_noted_at_once(at_desk: Client, cast: Cast) -> None:
    for name in ("市档案馆", "市图书馆", "市文化馆"):
        recipient(cast, name, email="", way="paper")
    recipient(cast)
    issue = sealed(cast)
    acts.distribute(issue=issue, by=cast.editor, at=cast.at)
    url = reverse("issue-receipts", args=[issue.pk])
    assert url in read(at_desk.get(reverse("issue-sendings", args=[issue.pk])))
    page = read(at_desk.get(url))
    assert page.count("checked") == 3
    assert "市委宣传部" not in page
    assert "请勾选已签收的单位" in read(at_desk.post(url, {"act": "note"}), 422)
    two = list(Sending.objects.filter(name__in=["市档案馆", "市文化馆"]).values_list("pk", flat=True))
    assert "已记签收2家" in read(at_desk.post(url, {"act": "note", "sendings": two}, follow=True))
    assert set(Sending.objects.filter(state="received").values_list("name", flat=True)) == {
        "市档案馆",
        "市文化馆",
    }
    last = Sending.objects.get(name="市图书馆")
    at_desk.post(url, {"act": "note", "sendings": [last.pk]})
    assert "没有等待签收的纸质对象" in read(at_desk.get(url))
    assert Event.objects.filter(verb="note_receipt").count() == 3


def test_one_sees_the_links_one_sent_out_and_closes_them(at_desk: Client, cast: Cast) -> None:
    recipient(cast)
    for number in (7, 8):
        acts.distribute(issue=sealed(cast, number=number), by=cast.editor, at=now())
    acts.distribute(issue=sealed(cast, number=9), by=cast.second_editor, at=now())
    url = reverse("own-links")
    assert url in read(at_desk.get(reverse("sendings")))
    page = read(at_desk.get(url))
    assert ("第7期" in page, "第8期" in page, "第9期" in page) == (True, True, False)
    row, foreign = (Sending.objects.get(issue__annual_no=number) for number in (7, 9))
    assert at_desk.post(reverse("own-link-act", args=[foreign.pk]), {"act": "close_link"}).status_code == 404
    close = {"act": "close_link"}
    page = read(at_desk.post(reverse("own-link-act", args=[row.pk]), close, follow=True))
    assert "发给“市委宣传部”的链接已关闭" in page
    assert "第7期" not in page
    assert Client().get(f"/r/{links.token_of(row)}/").status_code == 404


def test_who_stands_in_the_register_and_not_in_the_imprint_is_told(at_desk: Client, cast: Cast) -> None:
    issue = sealed(cast)
    page = reverse("issue-sendings", args=[issue.pk])
    recipient(cast)
    assert "名单比版记多" not in read(at_desk.get(page))  # an imprint without recipients says nothing
    other = sealed(cast, number=8)
    recipient(cast, "市档案馆", email="", way="paper")
    assert "名单比版记多：市档案馆" in read(at_desk.get(reverse("issue-sendings", args=[other.pk])))
    Recipient.objects.filter(name="市委宣传部").update(active=False)
    assert "版记有而名单没有：市委宣传部" in read(at_desk.get(reverse("issue-sendings", args=[other.pk])))


def test_an_issue_is_distributed_and_each_state_shown(at_desk: Client, cast: Cast) -> None:
    recipient(cast)
    recipient(cast, "市档案馆", email="", way="paper", copies=3)
    issue = sealed(cast)
    page, send = reverse("issue-sendings", args=[issue.pk]), reverse("issue-send", args=[issue.pk])
    assert "还没有分发" in read(at_desk.get(reverse("sendings")))
    assert "分发（2家）" in read(at_desk.get(page))
    assert "市档案馆" in read(at_desk.get(reverse("issue-paper", args=[issue.pk])))
    at_desk.post(send, {"act": "list"})
    assert Sending.objects.filter(state="listed").count() == 2
    answer = read(at_desk.post(send, {"act": "distribute"}, follow=True))
    assert "邮件1封已交发，纸质1份" in answer
    assert "▷ 已分发" in answer
    assert "没有新的发送对象" in read(at_desk.post(send, {"act": "distribute"}, follow=True))
    row = Sending.objects.get(name="市委宣传部")
    OutboxMessage.objects.update(state="failed", last_error="550 no such user")
    shown = read(at_desk.get(page))
    assert "▲ 1 封邮件没有送到" in shown
    assert "550 no such user" in shown
    for verb in ("send_again", "stop", "send", "note_receipt"):
        assert at_desk.post(reverse("sending-act", args=[row.pk]), {"act": verb}).status_code == 302
    row.refresh_from_db()
    assert row.state == "received"
    assert "分发" in read(at_desk.post(reverse("sending-act", args=[row.pk]), {"act": "stop"}), 422)
    assert "● 已签收" in read(at_desk.get(page))
    paper = read(at_desk.get(reverse("issue-paper", args=[issue.pk])))
    assert "共 3 份" in paper
    assert "市委宣传部" not in paper


def test_what_cannot_be_sent_is_said(at_desk: Client, cast: Cast, settings: Any) -> None:
    issue = sealed(cast)
    send = reverse("issue-send", args=[issue.pk])
    assert "没有发送对象" in read(at_desk.post(send, follow=True))
    settings.EMAIL_HOST = ""
    recipient(cast)
    assert "没有设置邮件服务器，1个" in read(at_desk.post(send, follow=True))


def test_a_recall_is_the_signers_and_told_on_every_page(at_desk: Client, signing: Client, cast: Cast) -> None:
    row = sending(cast, state="received")
    url = reverse("issue-recall", args=[row.issue_id])
    assert at_desk.get(url).status_code == 403
    assert "1 家单位" in read(signing.get(url))
    read(signing.post(url, {"reason": ""}), 422)
    assert "■ 本期已撤回" in read(signing.post(url, {"reason": "数据有误"}, follow=True))
    assert "已经撤回" in read(signing.post(url, {"reason": "再撤一次"}), 422)
    assert "■ 已撤回" in read(at_desk.get(reverse("sendings")))
    letter = f"/r/{links.token_of(row)}/"
    page = read(Client().get(letter))
    assert "已知悉撤回" in page
    assert "数据有误" in read(Client().get(f"/v/{row.issue.key}/"))
    Client().post(letter, {"act": "recall"})
    row.refresh_from_db()
    assert row.recall_seen_at is not None
    assert "已知悉撤回" in read(at_desk.get(reverse("issue-sendings", args=[row.issue_id])))


def test_a_link_opens_the_issue_without_an_account_and_without_cookies(cast: Cast) -> None:
    row = sending(cast, state="under_way")
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.get(f"/r/{links.token_of(row)}/")
    page = read(answer)
    assert "市民政局走访4216户，开展义诊8场，服务500多名老人。" in page  # as text that flows
    assert "<img" not in page
    pictures = read(stranger.get(f"/r/{links.token_of(row)}/pages/"))
    assert pictures.count('class="public-leaf"') == 1
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "确认收到" in page
    assert Sending.objects.get().received_at is None
    stranger.cookies.clear()
    assert stranger.post(f"/r/{links.token_of(row)}/", {"act": "receipt"}).status_code == 302
    assert "市委宣传部已签收" in read(stranger.get(f"/r/{links.token_of(row)}/"))
    pdf = stranger.get(f"/r/{links.token_of(row)}/pdf")
    assert (pdf.status_code, pdf.content) == (200, b"%PDF-1.7")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert stranger.get(f"/r/{links.token_of(row)}/page/2.png").status_code == 404
    assert stranger.post(f"/r/{links.token_of(row)}/", {"act": "recall"}).status_code == 302


def test_the_pages_shown_are_pictures_of_the_sealed_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "taizhang.bulletin.typesetting.typeset_cache.page_image", lambda pdf, page, scale: pdf
    )
    row = sending(cast, state="under_way")
    assert Client().get(f"/r/{links.token_of(row)}/page/1.png").content == b"%PDF-1.7"


@pytest.mark.parametrize(
    "path", ["/r/x/", "/r/x~y/", "/r/x/pdf", "/v/x/", "/v/00000000000000000000000000000000/"]
)
def test_what_nobody_signed_does_not_exist(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_qr_page_says_what_became_of_an_issue_and_by_what_paper_is_compared(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_page, "_EDGES", {})  # others may have sealed the same bytes before
    monkeypatch.setattr(public_page, "edge_lines", lambda pdf: ("一是织密网络。", "由教师推荐书单。"))
    monkeypatch.setattr(
        "taizhang.bulletin.typesetting.typeset_cache.page_image", lambda pdf, page, scale: pdf
    )
    issue = sealed(cast)
    page = read(Client().get(f"/v/{issue.key}/"))
    assert "本期有效，没有更正" in page
    assert "第7期" in page
    for made in issue.renderings.select_related("file"):
        assert made.file.sha256 in page
    paper = "海川市精神文明建设情况简报 第7期 （总第307期）"
    for words in (
        paper,
        "市民政局暖冬行动走访独居老人",
        "2026年3月2日",
        "共1页",
        "一是织密网络。",
        "由教师推荐书单。",
    ):
        assert words in page
    assert "4216户" not in page
    assert Client().get(f"/v/{issue.key}/page.png").content == b"%PDF-1.7"
    correction(cast, issue, "issued")
    page = read(Client().get(f"/v/{issue.key}/"))
    assert "应为“4261户”" in page
    assert "本期有效" not in page
    at_desk = issue_in(cast)
    assert Client().get(f"/v/{at_desk.key}/").status_code == 404


def test_a_correction_is_drafted_signed_and_run(
    at_desk: Client, signing: Client, cast: Cast, quick_press: None
) -> None:
    issue = sealed(cast)
    put_sending(cast, sending(cast, issue), "received")
    new = reverse("correction-new", args=[issue.pk])
    assert "起草更正" in read(at_desk.get(new))
    told = {
        "article": issue.articles.get().pk,
        "wrong": "8场",
        "right": "9场",
        "reason": "有误",
        "as_revision": "on",
    }
    assert "出现2次" in read(at_desk.post(new, told), 422)
    page = read(at_desk.post(new, {**told, "which": "1"}, follow=True))
    assert "刊载之处" in page
    row = Correction.objects.get()
    edit, act = reverse("correction-edit", args=[row.pk]), reverse("correction-act", args=[row.pk])
    assert "9场" in read(at_desk.get(edit))
    assert "不能相同" in read(at_desk.post(edit, {**told, "right": "8场", "which": "1"}), 422)
    assert at_desk.post(edit, {**told, "right": "10场", "which": "1"}).status_code == 302
    assert "不能办理" in read(at_desk.post(act, {"act": "issue"}, follow=True))
    assert "修订版B已封存" in read(signing.post(act, {"act": "issue"}, follow=True))
    later = issue_in(cast, articles=0)
    assert "编入" in read(at_desk.get(reverse("correction", args=[row.pk])))
    assert "更正已编入" in read(at_desk.post(act, {"act": "run", "issue": later.pk}, follow=True))
    for wrong in ({"act": "run", "issue": "x"}, {"act": "dance"}):
        assert at_desk.post(act, wrong).status_code == 404
    place = row.places.all()[0]
    settle = reverse("place-settle", args=[place.pk])
    assert "● 已处理" in read(at_desk.post(settle, follow=True))
    assert "已经处理过" in read(at_desk.post(settle, follow=True))
    assert "有误" in read(signing.get(reverse("corrections")))
    url = f"{reverse('issue-sendings', args=[issue.pk])}?letter=B"
    assert "分发（1家）" in read(at_desk.get(url))
    at_desk.post(reverse("issue-send", args=[issue.pk]), {"act": "distribute", "letter": "B"})
    for letter in "AB":  # the link of the first mail leads to what holds now, too
        path = f"/r/{links.token_of(issue.sendings.get(letter=letter))}/"
        page = read(Client().get(path))
        assert "现行的是修订版B，以前的各版作废，请以修订版为准" in page
        assert "“8场”更正为“10场”（有误）" in page
        assert "开展义诊10场" in page
        assert Client().get(f"{path}pdf").content == b"%PDF-1.7 B"
    public = read(Client().get(f"/v/{issue.key}/"))
    assert "现行的是修订版B" in public
    assert "原版，已作废" in public
    shown = read(at_desk.get(reverse("issue", args=[issue.pk])))
    assert "下载 PDF（修订版B）" in shown
    assert "data-mark>10场<" in shown
    taken = at_desk.get(reverse("issue-pdf", args=[issue.pk]))
    assert (taken.content, "修订版B" in unquote(taken.headers["Content-Disposition"])) == (
        b"%PDF-1.7 B",
        True,
    )


def test_places_lead_to_where_they_are_looked_at(at_desk: Client, cast: Cast) -> None:
    row = correction(cast)
    row.places.create(office=cast.office, kind="issue", target=issue_in(cast).pk, title="在编的一期")
    page = read(at_desk.get(reverse("correction", args=[row.pk])))
    assert reverse("draft", args=[row.places.get(title="在编的一期").target]) in page
    assert "放弃" in page
    at_desk.post(reverse("correction-act", args=[row.pk]), {"act": "drop"})
    row.refresh_from_db()
    assert row.state == "dropped"


def test_a_link_without_a_file_shows_nothing(cast: Cast) -> None:
    row = sending(cast, state="under_way")
    row.issue.renderings.all().delete()
    assert Client().get(f"/r/{links.token_of(row)}/").status_code == 404


def test_two_series_have_lists_of_their_own(at_desk: Client, cast: Cast) -> None:
    from taizhang.bulletin import actions

    other = actions.add_series(
        office=cast.office, name="另一种简报", slug="ling", issuer="市文明办", by=None, at=cast.at
    )
    recipient(cast)
    page = read(at_desk.get(f"{reverse('recipients')}?series={other.pk}"))
    assert "市委宣传部" not in page
    assert "另一种简报" in page
    assert at_desk.get(f"{reverse('recipients')}?series=99999").status_code == 404


def test_what_waits_after_the_seal_is_on_the_landing_page(
    at_desk: Client, signing: Client, cast: Cast
) -> None:
    recipient(cast)
    issue = sealed(cast)
    row = correction(cast, issue)
    page = read(at_desk.get("/"))
    assert "待分发的简报" in page
    assert "待刊登的更正" not in page
    assert "待签发的更正" in read(signing.get("/"))
    acts.distribute(issue=issue, by=cast.editor, at=cast.at)
    OutboxMessage.objects.update(state="failed", last_error="550 查无此人")
    correcting.issue_correction(correction=row, by=cast.signer, at=cast.at)
    page = read(at_desk.get("/"))
    assert "待分发的简报" not in page
    assert "550 查无此人" in page
    assert "待刊登的更正" in page


def test_a_revision_that_nobody_has_yet_waits_and_is_counted_by_itself(
    at_desk: Client, cast: Cast, quick_press: None
) -> None:
    recipient(cast)
    issue = sealed(cast)
    acts.distribute(issue=issue, by=cast.editor, at=cast.at)
    acts.note_receipt(sending=issue.sendings.get(), by=cast.editor, at=cast.at)
    assert "已签收 1，共 1" in read(at_desk.get(reverse("sendings")))
    row = correction(cast, issue, as_revision=True)
    correcting.issue_correction(correction=row, by=cast.signer, at=cast.at)
    assert "修订版B已封存，还没有分发" in read(at_desk.get("/"))
    page = read(at_desk.get(reverse("sendings")))
    assert "修订版B" in page
    assert "已签收 1" not in page
    at_desk.post(reverse("issue-send", args=[issue.pk]), {"act": "distribute"})
    assert issue.sendings.filter(letter="B", state="under_way").exists()
    assert "还没有分发" not in read(at_desk.get("/"))
    assert "已签收 0，共 1" in read(at_desk.get(reverse("sendings")))


def test_a_revision_that_was_stopped_for_each_waits_no_more(
    at_desk: Client, cast: Cast, quick_press: None
) -> None:
    recipient(cast)
    issue = sealed(cast)
    acts.distribute(issue=issue, by=cast.editor, at=cast.at)
    row = correction(cast, issue, as_revision=True)
    correcting.issue_correction(correction=row, by=cast.signer, at=cast.at)
    acts.list_recipients(issue=issue, letter="B", by=cast.editor, at=cast.at)
    assert "修订版B已封存" in read(at_desk.get("/"))
    acts.stop(sending=issue.sendings.get(letter="B"), by=cast.editor, at=cast.at)
    assert "修订版B已封存" not in read(at_desk.get("/"))


def recalled(cast: Cast, row: Sending, at: Any) -> None:
    recalling.recall_issue(issue=row.issue, reason="数据有误", by=cast.signer, at=at)


def test_a_recall_closes_the_pdf_and_the_pictures_that_were_mailed(cast: Cast, at: Any) -> None:
    row = sending(cast, state="under_way")
    token, stranger = links.token_of(row), Client()
    assert stranger.get(f"/r/{token}/pdf").status_code == 200
    recalled(cast, row, at)
    for path in (f"/r/{token}/pdf", f"/r/{token}/page/1.png"):
        answer = stranger.get(path)
        assert answer.status_code == 410
        words = answer.content.decode()
        assert "本期已撤回" in words
        assert "返回待办" not in words  # it would lead to a log-in page that is of no use to them
    page = read(stranger.get(f"/r/{token}/"))
    assert "打开 PDF" not in page
    assert "看正式版面" not in page
    assert "4216户" not in page
    assert "以修订版为准" not in page
    assert "已知悉撤回" in page


def test_after_a_recall_no_version_is_called_the_one_that_holds(cast: Cast, at: Any) -> None:
    row = sending(cast, state="under_way")
    issue = row.issue
    revision = correction(cast, issue, as_revision=True)
    Revision.objects.create(
        office=cast.office, issue=issue, letter="B", correction=revision, data=issue.data,
        sealed_by=cast.signer, sealed_at=at,
    )  # fmt: skip
    recalled(cast, row, at + timedelta(days=1))
    for path in (f"/r/{links.token_of(row)}/", f"/v/{issue.key}/"):
        page = read(Client().get(path))
        assert "本期已撤回" in page
        assert "现行的是修订版" not in page
        assert "以修订版为准" not in page
    assert Client().get(f"/v/{issue.key}/page.png").status_code == 410


def test_a_link_runs_out(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = sending(cast, state="under_way")
    row.sent_at = cast.at
    row.save()
    path = f"/r/{links.token_of(row)}/"
    last = row.sent_at + timedelta(days=settings.LINK_DAYS)
    monkeypatch.setattr(links.clock, "now", lambda: last - timedelta(seconds=1))
    assert Client().get(path).status_code == 200
    monkeypatch.setattr(links.clock, "now", lambda: last)
    assert Client().get(path).status_code == 404


def test_a_link_is_closed_by_whoever_sends(at_desk: Client, cast: Cast, at: Any) -> None:
    row = sending(cast)
    acts.distribute(issue=row.issue, by=cast.editor, at=now())
    row.refresh_from_db()
    path, url = f"/r/{links.token_of(row)}/", reverse("issue-sendings", args=[row.issue_id])
    assert Client().get(path).status_code == 200
    assert "链接有效至" in read(at_desk.get(url))
    for _ in range(2):
        at_desk.post(reverse("sending-act", args=[row.pk]), {"act": "close_link"})
    assert Client().get(path).status_code == 404
    assert Client().get(f"{path}pdf").status_code == 404
    page = read(at_desk.get(url))
    assert "链接已关闭" in page
    assert 'value="close_link"' not in page
    assert Event.objects.filter(verb="close_link", subject_id=row.pk).count() == 1
