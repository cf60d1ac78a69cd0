"""Whatever an action refuses is said on the page, and what was typed stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.ledger.actions import changes, notices, relief
from taizhang.ledger.models import Project
from taizhang.office.clock import now, today
from tests.ledger.conftest import People

from .conftest import Browse

WORDS = "刚刚有人办过了。"


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``refusing(notices, "check_no_secret")``: the action refuses from now on."""

    def refuse(*_given: Any, **_named: Any) -> None:
        raise Refused(Message(WORDS))

    return lambda module, name: monkeypatch.setattr(module, name, refuse)


def test_a_notice_refused(as_: Browse, people: People, project: Project, refusing: Any) -> None:
    notice = notices.draft_notice(
        project=project, colour="blue", text="请说明。", by=people.officer, at=now()
    )
    form = {"act": "issue", "colour": "blue", "text": "请尽快说明。", "reply_due": today().isoformat()}
    refusing(notices, "draft_notice")
    refusing(notices, "edit_notice")
    for name, row in (("notice-draft", project), ("notice", notice)):
        answer = as_(people.officer).post(reverse(name, args=[row.pk]), form)
        assert answer.status_code == 422
        assert WORDS in answer.content.decode()
        assert "请尽快说明" in answer.content.decode()


def test_a_reply_refused(as_: Browse, people: People, project: Project, refusing: Any) -> None:
    notice = notices.draft_notice(
        project=project, colour="blue", text="请说明。", by=people.officer, at=now()
    )
    notices.issue_notice(notice=notice, reply_due=today(), by=people.officer, at=now())
    refusing(notices, "check_no_secret")
    url = reverse("notice", args=[notice.pk])
    answer = as_(people.leader).post(url, {"act": "reply", "reply": "已补齐。"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert "已补齐" in answer.content.decode()


def test_a_request_refused(as_: Browse, people: People, project: Project, refusing: Any) -> None:
    refusing(changes, "check_reason")
    url = reverse("change-request", args=[project.pk])
    answer = as_(people.leader).post(url, {"kind": "suspend", "reason": "汛期", "forecast": "", "into": ""})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_a_complaint_and_an_answer_refused(as_: Browse, people: People, refusing: Any) -> None:
    row = relief.complain(
        office=people.unit.office, text="表太长", anonymous=True, by=people.liaison, at=now()
    )
    refusing(relief, "complain")
    refusing(relief, "check_no_secret")
    said = as_(people.liaison).post("/complain/", {"text": "表太长", "page": ""}).content.decode()
    assert WORDS in said
    answered = as_(people.head).post(reverse("complaint-answer", args=[row.pk]), {"answer": "将删减。"})
    assert WORDS in answered.content.decode()
    assert "将删减" in answered.content.decode()
