"""Notices on their pages: a person issues, the unit answers, the officer settles; the form is printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from taizhang.core.text.messages import Message
from taizhang.ledger.actions import notices
from taizhang.ledger.models import Ask, Notice, Project
from taizhang.office.clock import now, today
from taizhang.press import NoticeSheet, Press, PressError
from taizhang.web.supervision.notices import reply_day
from tests.ledger.conftest import People

from .conftest import Browse

DUE = today() + timedelta(days=10)


def form(act: str, **changes: Any) -> dict[str, Any]:
    return {
        "act": act,
        "colour": "yellow",
        "text": "请说明落后的原因。",
        "reply_due": DUE.isoformat(),
        **changes,
    }


@pytest.fixture
def draft(people: People, project: Project) -> Notice:
    return notices.draft_notice(
        project=project, colour="yellow", text="请说明。", by=people.officer, at=now()
    )


@pytest.fixture
def issued(people: People, draft: Notice) -> Notice:
    return notices.issue_notice(notice=draft, reply_due=DUE, by=people.officer, at=now())


@pytest.fixture
def replied(people: People, issued: Notice) -> Notice:
    return notices.reply_to_notice(notice=issued, reply="已增派人员。", by=people.liaison, at=now())


def at(notice: Notice) -> str:
    return reverse("notice", args=[notice.pk])


def test_a_notice_is_drafted_and_issued_from_the_project(
    as_: Browse, people: People, project: Project
) -> None:
    browser = as_(people.officer)
    url = reverse("notice-draft", args=[project.pk])
    assert f'value="{reply_day():%Y-%m-%d}"' in browser.get(url).content.decode()
    page = browser.post(url, form("issue"), follow=True).content.decode()
    assert "督办〔2026〕1号" in page
    assert Notice.objects.get().issued_by == people.officer
    assert Ask.objects.filter(kind="notice").count() == 1


def test_a_draft_may_be_kept(as_: Browse, people: People, project: Project) -> None:
    as_(people.officer).post(reverse("notice-draft", args=[project.pk]), form("keep"))
    assert Notice.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reply_due": ""}, "请填写回复时限"),
        ({"reply_due": "2020-01-01"}, "回复时限早于今天"),
        ({"text": "绝密★"}, "密级标志"),
        ({"text": ""}, "必填"),
    ],
)
def test_a_mistake_in_a_draft_is_said_and_nothing_is_lost(
    as_: Browse, people: People, project: Project, draft: Notice, changes: dict[str, str], said: str
) -> None:
    for url in (reverse("notice-draft", args=[project.pk]), at(draft)):
        answer = as_(people.officer).post(url, form("issue", **changes))
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert Notice.objects.get().state == "draft"


def test_what_stands_in_the_form_is_what_goes_out(as_: Browse, people: People, draft: Notice) -> None:
    as_(people.officer).post(at(draft), form("issue", colour="red", text="请立即整改。"))
    draft.refresh_from_db()
    assert (draft.state, draft.colour, draft.text, draft.serial) == ("issued", "red", "请立即整改。", 1)


def test_a_draft_is_saved_or_dropped(as_: Browse, people: People, draft: Notice) -> None:
    as_(people.officer).post(at(draft), form("edit", text="改过的。"))
    draft.refresh_from_db()
    assert (draft.state, draft.text) == ("draft", "改过的。")
    as_(people.officer).post(at(draft), {"act": "drop"})
    draft.refresh_from_db()
    assert draft.state == "dropped"


def test_starting_one_opens_the_draft_that_exists(
    as_: Browse, people: People, project: Project, draft: Notice
) -> None:
    answer = as_(people.officer).get(reverse("notice-draft", args=[project.pk]))
    assert (answer.status_code, answer["Location"]) == (302, at(draft))


def test_a_draft_rewritten_since_it_was_read_does_not_go_out(
    as_: Browse, people: People, draft: Notice
) -> None:
    seen = (draft.drafted_at - timedelta(hours=1)).isoformat()
    for act in ("issue", "edit"):
        answer = as_(people.officer).post(at(draft), form(act, seen=seen))
        assert (answer.status_code, "草稿已经改写" in answer.content.decode()) == (422, True)
    assert (
        as_(people.officer).post(at(draft), form("issue", seen=draft.drafted_at.isoformat())).status_code
        == 302
    )


def test_drafts_stand_the_reddest_and_newest_first_and_are_handled_together(
    as_: Browse, people: People, project_in: Any
) -> None:
    def drafted(title: str, colour: str, days: int) -> Notice:
        return notices.draft_notice(
            project=project_in(title=title),
            colour=colour,
            text="请说明。",
            by=people.officer,
            at=now() - timedelta(days=days),
        )

    drafts = [
        drafted("旧蓝", "blue", 0),
        drafted("旧红", "red", 5),
        drafted("新红", "red", 1),
        drafted("黄", "yellow", 3),
        drafted("不用", "yellow", 4),
    ]
    officer = as_(people.officer)
    page = officer.get("/notices/").content.decode()
    places = [page.index(title) for title in ("新红", "旧红", "黄", "不用", "旧蓝")]
    assert places == sorted(places)
    act = reverse("notices-act")
    refused = officer.post(act, {"act": "issue", "reply_due": DUE.isoformat()})
    assert "请勾选督办单草稿" in refused.content.decode()
    chosen = {"notices": [each.pk for each in drafts[:4]], "reply_due": DUE.isoformat()}
    stale = {"seen": (now() - timedelta(days=2)).isoformat()}
    refused = officer.post(act, {"act": "issue", **chosen, **stale})
    assert "草稿已经改写" in refused.content.decode()
    assert not Notice.objects.filter(state="issued").exists()
    assert "已签发 4 份督办单" in officer.post(act, {"act": "issue", **chosen}, follow=True).content.decode()
    dropped = {"act": "drop", "notices": [drafts[4].pk], "reply_due": DUE.isoformat()}
    assert "1 份草稿不再采用" in officer.post(act, dropped, follow=True).content.decode()
    assert as_(people.liaison).post(act, {"act": "issue", **chosen}).status_code in (403, 404)


@pytest.mark.parametrize("who", ["liaison", "leader", "head", "other_liaison"])
def test_drafts_are_the_officers_own(as_: Browse, people: People, draft: Notice, who: str) -> None:
    browser = as_(getattr(people, who))
    assert browser.get(at(draft)).status_code == 404
    assert "独居老人" not in browser.get("/notices/").content.decode()


def test_the_unit_acknowledges_and_replies(as_: Browse, people: People, issued: Notice) -> None:
    browser = as_(people.liaison)
    assert "先签收" in browser.get(at(issued)).content.decode()
    page = browser.post(at(issued), {"act": "acknowledge"}, follow=True).content.decode()
    assert "先签收" not in page
    assert browser.post(at(issued), {"act": "reply", "reply": " "}).status_code == 422
    page = browser.post(at(issued), {"act": "reply", "reply": "已增派人员。"}, follow=True).content.decode()
    assert "已增派人员" in page
    assert "等单位回复" not in browser.get("/notices/").content.decode()


def test_a_reply_with_a_secrecy_mark_is_not_kept(as_: Browse, people: People, issued: Notice) -> None:
    answer = as_(people.liaison).post(at(issued), {"act": "reply", "reply": "机密★ 正文"})
    assert "密级标志" in answer.content.decode()


def test_the_answer_is_settled_without_a_word(as_: Browse, people: People, replied: Notice) -> None:
    page = (
        as_(people.officer).post(at(replied), {"act": "settle", "decision": ""}, follow=True).content.decode()
    )
    assert "已办结" in page


@pytest.mark.parametrize(
    ("act", "state"), [("return", "returned"), ("escalate", "escalated"), ("revoke", "revoked")]
)
def test_other_decisions_need_words(
    as_: Browse, people: People, replied: Notice, act: str, state: str
) -> None:
    browser = as_(people.officer)
    refused = browser.post(at(replied), {"act": act, "decision": ""})
    assert refused.status_code == 422
    assert "请写明原因" in refused.content.decode()
    page = browser.post(at(replied), {"act": act, "decision": "没有写明日期。"}, follow=True).content.decode()
    replied.refresh_from_db()
    assert replied.state == state
    assert "没有写明日期" in page


def test_an_escalated_notice_leaves_a_draft_of_the_next_colour(
    as_: Browse, people: People, issued: Notice
) -> None:
    page = as_(people.officer).post(at(issued), {"act": "escalate", "decision": "逾期未复。"}, follow=True)
    assert "新的草稿" in page.content.decode()
    assert Notice.objects.get(state="draft").colour == "red"
    assert "新的草稿" not in as_(people.liaison).get(at(issued)).content.decode()


@pytest.mark.parametrize(
    ("who", "act"), [("liaison", "settle"), ("officer", "reply"), ("liaison", "nothing")]
)
def test_a_step_that_is_not_offered_is_not_taken(
    as_: Browse, people: People, issued: Notice, who: str, act: str
) -> None:
    page = as_(getattr(people, who)).post(at(issued), {"act": act, "reply": "好"}, follow=True)
    assert "此操作不再适用" in page.content.decode()
    issued.refresh_from_db()
    assert issued.state == "issued"


def test_another_units_notice_does_not_exist(as_: Browse, people: People, issued: Notice) -> None:
    assert as_(people.other_liaison).get(at(issued)).status_code == 404


def test_the_official_form_is_a_download(as_: Browse, people: People, replied: Notice) -> None:
    answer = as_(people.liaison).get(reverse("notice-pdf", args=[replied.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_draft_has_no_official_form(as_: Browse, people: People, draft: Notice) -> None:
    assert as_(people.officer).get(reverse("notice-pdf", args=[draft.pk])).status_code == 404


def test_a_page_that_cannot_be_set_is_said(
    as_: Browse, people: People, issued: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Press, notice: NoticeSheet) -> bytes:
        raise PressError(Message("有1个字没有可用的字形"))

    monkeypatch.setattr(Press, "set_notice", fail)
    page = as_(people.officer).get(reverse("notice-pdf", args=[issued.pk]), follow=True).content.decode()
    assert "没有可用的字形" in page
