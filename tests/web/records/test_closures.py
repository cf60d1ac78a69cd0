"""Closing an account: against each criterion, verified by another person, with a list where it is not done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.actions import closing, records
from taizhang.ledger.models import Closure, Evidence, Project, Rectification
from taizhang.office.clock import now, today
from tests.ledger.conftest import People

from .conftest import Browse


def ask(project: Project) -> str:
    return reverse("closure-request", args=[project.pk])


def at(closure: Closure) -> str:
    return reverse("closure", args=[closure.pk])


def form(project: Project, *evidence: str, words: str = "") -> dict[str, Any]:
    pk = project.criteria.get().pk
    return {"summary": "全年走访6.1万人次。", f"evidence{pk}": evidence, f"words{pk}": words}


def verdict(act: str, *items: tuple[str, str], opinion: str = "") -> dict[str, Any]:
    rows = {
        f"items-{n}-{name}": value
        for n, row in enumerate(items)
        for name, value in (("text", row[0]), ("due", row[1]))
    }
    return {
        "act": act,
        "opinion": opinion,
        "items-TOTAL_FORMS": max(1, len(items)),
        "items-INITIAL_FORMS": 0,
        **rows,
    }


@pytest.fixture
def asked(people: People, project: Project) -> Closure:
    answers = {project.criteria.get().pk: ((), "已完成。")}
    return closing.request_closure(
        project=project, summary="已完成。", answers=answers, by=people.leader, at=now()
    )


@pytest.fixture
def sent_back(people: People, asked: Closure) -> Closure:
    items = [("补录11月走访数据", today() + timedelta(days=5))]
    return closing.rectify_closure(
        closure=asked, opinion="还差一步。", items=items, by=people.officer, at=now()
    )


def test_existing_evidence_and_recorded_activities_are_offered_first(
    as_: Browse, people: People, project: Project
) -> None:
    held = records.record_activity(
        unit=people.unit,
        project=project,
        kind="visit",
        title="中秋走访",
        held_on=today(),
        by=people.liaison,
        at=now(),
    )
    shown = records.add_evidence(
        project=project, content=b"pdf", name="走访台账.pdf", by=people.liaison, at=now()
    )
    browser = as_(people.liaison)
    page = browser.get(ask(project)).content.decode()
    assert "走访台账.pdf" in page
    assert "中秋走访" in page
    given = (f"e{shown.pk}", f"a{held.pk}")
    refused = browser.post(ask(project), form(project, *given))
    assert "尚未达到（上门走访：完成—，要求60,000人次）" in refused.content.decode()
    page = browser.post(ask(project), form(project, *given, words="年底完成。"), follow=True).content.decode()
    assert "中秋走访" in page
    assert "已送单位负责人审签" in page
    answer = Closure.objects.get().answers.get()
    assert {row.pk for row in answer.evidence.all()} == {shown.pk, Evidence.objects.get(activity=held).pk}


def test_a_criterion_without_evidence_is_explained(as_: Browse, people: People, project: Project) -> None:
    browser = as_(people.leader)
    refused = browser.post(ask(project), form(project))
    assert refused.status_code == 422
    assert "请勾选已有佐证" in refused.content.decode()
    assert "全年走访6.1万人次" in refused.content.decode()
    page = browser.post(ask(project), form(project, words="暴雨停访两周，已补访。"), follow=True)
    assert "已补访" in page.content.decode()
    project.refresh_from_db()
    assert project.state == ProjectState.CLOSURE_REQUESTED


def test_evidence_of_another_project_cannot_be_chosen(as_: Browse, people: People, project: Project) -> None:
    assert as_(people.liaison).post(ask(project), form(project, "e99", words="有")).status_code == 422


def test_only_a_project_under_supervision_can_be_closed(
    as_: Browse, people: People, project: Project, asked: Closure
) -> None:
    assert as_(people.liaison).get(ask(project)).status_code == 404
    assert as_(people.officer).get(ask(project)).status_code == 404


def test_another_person_verifies(as_: Browse, people: People, asked: Closure) -> None:
    page = (
        as_(people.officer)
        .post(at(asked), verdict("verify", opinion="数据属实。"), follow=True)
        .content.decode()
    )
    assert "数据属实" in page
    assert "归档" in page
    assert "已销账" in page or "销账" in page
    assert Project.objects.get().state == ProjectState.CLOSED


def test_it_goes_back_with_a_list(as_: Browse, people: People, asked: Closure) -> None:
    browser = as_(people.officer)
    page = browser.post(at(asked), verdict("add:items", ("补录数据", ""))).content.decode()
    assert "items-1-text" in page
    empty = browser.post(at(asked), verdict("rectify"))
    assert "请至少列出一项整改事项" in empty.content.decode()
    page = browser.post(
        at(asked), verdict("rectify", ("补录数据", "2026-12-01")), follow=True
    ).content.decode()
    assert "补录数据" in page
    assert Project.objects.get().state == ProjectState.ACTIVE


def test_what_is_left_is_marked_done_and_asked_again(
    as_: Browse, people: People, project: Project, sent_back: Closure
) -> None:
    browser = as_(people.liaison)
    assert "还有未完成的" in browser.get(ask(project)).content.decode()
    refused = browser.post(ask(project), form(project, words="已完成。"))
    assert "整改事项尚未全部完成" in refused.content.decode()
    item = Rectification.objects.get()
    page = browser.post(
        reverse("rectified", args=[item.pk]), {"note": "已补录"}, follow=True
    ).content.decode()
    assert "已补录" in page
    assert "再次申请销账" in page
    first = browser.get(ask(project)).content.decode()
    assert "已完成。" in first  # what was answered last time
    page = browser.post(ask(project), form(project, words="已完成。"), follow=True).content.decode()
    assert "第 2 次申请销账" in page


def test_the_leader_signs_from_the_queue_or_hands_it_back(
    as_: Browse, people: People, project: Project
) -> None:
    as_(people.liaison).post(ask(project), form(project, words="年底完成。"))
    closure = Closure.objects.get()
    assert as_(people.officer).get(at(closure)).status_code == 404
    leader = as_(people.leader)
    assert "未达到：上门走访" in leader.get("/").content.decode()
    leader.post(at(closure), {"act": "hand_back", "words": "请先补数据。"})
    assert "请先补数据" in as_(people.liaison).get("/").content.decode()
    again = as_(people.liaison).get(ask(project)).content.decode()
    assert "单位负责人退回修改：请先补数据" in again
    as_(people.liaison).post(ask(project), form(project, words="年底完成。"))
    assert "已送单位负责人审签" in as_(people.liaison).get(ask(project)).content.decode()
    closure = Closure.objects.get(state="unit_review")
    leader.post(at(closure), {"act": "sign", "next": "queue"})
    seen = as_(people.officer).get(at(closure)).content.decode()
    assert "1 项数据没有达到销账标准：上门走访：完成—，要求60,000人次" in seen
    assert "未达到：上门走访" in as_(people.officer).get("/").content.decode()


def test_a_unit_takes_its_request_back(as_: Browse, people: People, asked: Closure) -> None:
    page = as_(people.liaison).post(at(asked), {"act": "withdraw"}, follow=True).content.decode()
    assert "已撤回" in page
    assert Project.objects.get().state == ProjectState.ACTIVE


@pytest.mark.parametrize("who", ["liaison", "head"])
def test_who_does_not_verify_is_told_so(as_: Browse, people: People, asked: Closure, who: str) -> None:
    browser = as_(getattr(people, who))
    assert "核验通过，销账" not in browser.get(at(asked)).content.decode()
    browser.post(at(asked), verdict("verify"))
    assert Project.objects.get().state == ProjectState.CLOSURE_REQUESTED


def test_a_closed_account_is_reopened_with_a_reason_or_archived(
    as_: Browse, people: People, project: Project, asked: Closure
) -> None:
    closing.verify_closure(closure=asked, by=people.officer, at=now())
    browser = as_(people.officer)
    reopen, archive = (reverse(name, args=[project.pk]) for name in ("project-reopen", "project-archive"))
    page = browser.post(reopen, {"reason": ""}, follow=True).content.decode()
    assert "请写明原因" in page
    browser.post(reopen, {"reason": "数据有误"})
    project.refresh_from_db()
    assert (project.state, project.reopened) == (ProjectState.ACTIVE, True)
    Project.objects.filter(pk=project.pk).update(state=ProjectState.CLOSED)
    assert "归档" in browser.get(reverse("project", args=[project.pk])).content.decode()
    assert browser.post(archive).url == reverse("project", args=[project.pk])
    project.refresh_from_db()
    assert project.state == ProjectState.ARCHIVED
    assert "此操作不再适用" in browser.post(archive).content.decode()


def test_another_units_request_does_not_exist(as_: Browse, people: People, sent_back: Closure) -> None:
    browser = as_(people.other_leader)
    item = reverse("rectified", args=[Rectification.objects.get().pk])
    assert browser.get(at(sent_back)).status_code == 404
    assert browser.post(item).status_code == 404


def test_evidence_for_a_criterion_is_chosen_already(as_: Browse, people: People, project: Project) -> None:
    row = records.add_evidence(
        project=project,
        content=b"x",
        name="验收单.wps",
        criterion=project.criteria.get(),
        by=people.liaison,
        at=now(),
    )
    assert f'value="e{row.pk}"' in as_(people.liaison).get(ask(project)).content.decode()
