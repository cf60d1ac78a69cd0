"""Steps and tables as every page has them: nothing typed is cut or lost, and lists are bounded."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from taizhang.core.lifecycle.workflow import LifeTable as Life
from taizhang.ledger.actions import blockers, notices
from taizhang.ledger.models import Blocker
from taizhang.office.clock import now, today
from taizhang.office.permissions import TABLE, Permission
from taizhang.web.frame import parts
from taizhang.web.frame.steps import StepForm, Steps
from taizhang.web.frame.stored import stored_facts
from taizhang.web.frame.tables import Column, Table
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]


@pytest.fixture
def asked(people: People, project_in: ProjectIn) -> Blocker:
    return blockers.raise_blocker(project=project_in(), text="缺少场地。", by=people.liaison, at=now())


def post(client: Client, person: Any, name: str, row: Any, **data: str) -> Any:
    client.force_login(person)
    return client.post(reverse(name, args=[row.pk]), data)


@pytest.mark.parametrize(
    ("words", "said"),
    [("长" * 2_001, "最多2000字，现有2001字"), ("绝密★ 场地", "密级标志"), ("  ", "请写明原因")],
)
def test_words_that_cannot_be_taken_stay_in_their_field(
    client: Client, people: People, asked: Blocker, words: str, said: str
) -> None:
    answer = post(client, people.officer, "blocker-act", asked, act="answer", words=words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert words in page
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("open", "")


def test_words_as_long_as_their_column_are_taken_whole(
    client: Client, people: People, asked: Blocker
) -> None:
    words = "长" * 1_000 + "\r\n" + "短" * 999
    assert post(client, people.officer, "blocker-act", asked, act="answer", words=words).status_code == 302
    asked.refresh_from_db()
    assert asked.answer == words.replace("\r\n", "\n")


def test_no_field_tells_the_browser_to_cut(client: Client, people: People, asked: Blocker) -> None:
    client.force_login(people.officer)
    page = client.get(reverse("blocker", args=[asked.pk])).content.decode()
    assert 'name="words"' in page
    assert "maxlength" not in page.split("<main")[1]


def test_a_step_that_came_too_late_shows_what_was_typed(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    notice = notices.draft_notice(
        project=project_in(), colour="blue", text="请说明。", by=people.officer, at=now()
    )
    notices.issue_notice(notice=notice, reply_due=today(), by=people.officer, at=now())
    notices.revoke_notice(notice=notice, decision="发错了。", by=people.officer, at=now())
    answer = post(client, people.liaison, "notice", notice, act="reply", reply="已增派人员，月底前补齐。")
    assert answer.status_code == 422
    assert "此操作不再适用" in answer.content.decode()
    assert "已增派人员，月底前补齐。" in answer.content.decode()


def test_a_refused_step_without_words_keeps_those_beside_it(
    client: Client, people: People, asked: Blocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    blockers.answer_blocker(blocker=asked, answer="已协调。", by=people.officer, at=now())
    monkeypatch.setattr(blockers, "transition", lambda *_args, **_given: blockers.check_reason(""))
    answer = post(client, people.liaison, "blocker-act", asked, act="settle", words="仍缺椅子。")
    assert answer.status_code == 422
    assert "仍缺椅子。" in answer.content.decode()


def test_a_draft_that_cannot_go_out_leaves_no_draft(
    client: Client, people: People, project_in: ProjectIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_in()
    monkeypatch.setattr(notices, "ask", lambda **_given: notices.check_reason(""))
    form = {"colour": "blue", "text": "请说明。", "reply_due": today().isoformat()}
    answer = post(client, people.officer, "notice-draft", project, act="issue", **form)
    assert answer.status_code == 422
    assert not notices.Notice.objects.exists()


def all_steps(patterns: list[URLPattern | URLResolver]) -> dict[str, tuple[Steps[Any], Permission]]:
    found = {}
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= all_steps(each.url_patterns)
        else:
            view = getattr(each.callback, "__wrapped__", None)
            steps = getattr(view, "__self__", None)
            if isinstance(steps, Steps) and each.name == steps.target:
                found[each.name] = (steps, each.needs)  # type: ignore[attr-defined]
    return found


STEPS = all_steps(get_resolver().url_patterns)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_the_guard_lets_in_whoever_the_table_lets_act(name: str) -> None:
    steps, needs = STEPS[name]
    verbs = {step.verb for form in steps.forms for step in form.steps}
    assert verbs
    if isinstance(steps.table, Life):
        assert verbs <= set(steps.table.steps)
        assert {role for verb in verbs for role in steps.table.steps[verb].by} <= TABLE[needs]


def test_the_example_is_among_them() -> None:
    assert {"blocker-act", "blocker-raise", "notice", "review-act", "complaint-answer"} <= set(STEPS)


def drawn(shown: list[Any], request: Any = None) -> str:
    return render_to_string("frame/parts/stack.html", {"parts": shown}, request)


WORDS: Table[str] = Table(
    Column("字", lambda row: row, head=True, url=lambda row: f"/{row}/"),
    Column("长", len, "number"),
    empty="没有。",
    per_page=2,
)


def test_a_table_shows_a_page_of_its_rows(rf: RequestFactory) -> None:
    request = rf.get("/", {"page": "2"})
    shown = WORDS.of(request, ["甲", "乙", "丙"])
    assert [row[0].value for row in shown.rows] == ["丙"]
    page = drawn([shown], request)
    assert 'href="/丙/"' in page
    assert 'data-label="长"' in page
    assert "第 2 页，共 2 页" in page


def test_an_empty_table_says_so(rf: RequestFactory) -> None:
    assert "没有。" in drawn([WORDS.of(rf.get("/"), [])])


def test_a_long_list_says_how_much_it_leaves_out(people: People, project_in: ProjectIn) -> None:
    project = project_in()
    for n in range(3):
        blockers.raise_blocker(project=project, text=f"问题{n}", by=people.liaison, at=now())
    rows = Blocker.objects.order_by("pk")
    group: Any
    (group,) = parts.entries("待答复", rows, lambda row: parts.Entry(row.text, "/"), most=2)
    assert (len(group.entries), group.more, group.count) == (2, 1, 3)
    assert "另有 1 条，没有列出" in drawn([group])


# What these fields begin with is a proposal, or guarded by a version of its own.
BEGINS_ANEW = {
    "activity-new", "article-remark", "change", "closure-request", "follow-up", "founding-office", "founding-series",
    "issue-receipts", "media-new", "notice-draft", "order-dispatch", "order-new", "proof-remark", "proofing",
    "report-remarked", "review", "service-entry", "sit-in-new", "speaker-new", "submission-act", "submission-remarked",
    "topic-new", "topics-planned-new",
}  # fmt: skip
BEGINS_ANEW_BESIDE_OTHERS = {
    ("notice", "issue"), ("plan", "follow_up"), ("research-topic", "visit"), ("sit-in", "follow_up"), ("slot", "deliver"),
}  # fmt: skip


def test_what_begins_with_what_is_stored_is_not_overwritten_unseen() -> None:
    begun = StepForm.__dataclass_fields__["initial"].default
    unguarded = {
        (steps.name, form.steps[0].verb)
        for steps, _needs in STEPS.values()
        for form in steps.forms
        if form.initial is not begun and not form.as_stored and steps.name not in BEGINS_ANEW
    }
    assert unguarded == BEGINS_ANEW_BESIDE_OTHERS


def test_what_is_stored_now_is_told_in_words() -> None:
    class Asked(forms.Form):
        on = forms.DateField(label="日期")
        topics = forms.MultipleChoiceField(label="课题", choices=[("1", "反诈"), ("2", "网络文明")])
        none = forms.MultipleChoiceField(label="时段")

    told = stored_facts(Asked(), {"on": date(2023, 8, 15), "topics": ["2", "1"], "none": []})
    assert told == [("日期", "2023年8月15日"), ("课题", "网络文明、反诈"), ("时段", "（空）")]


def test_what_is_ticked_is_named_in_words(client: Client, people: People, project_in: ProjectIn) -> None:
    notices.draft_notice(project=project_in(), colour="blue", text="请说明。", by=people.officer, at=now())
    client.force_login(people.officer)
    page = client.get(reverse("notices")).content.decode()
    assert "蓝色" in page
    assert not re.search(r">[^<]*\bblue\b", page)
