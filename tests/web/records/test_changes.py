"""Requests to change an account, and their decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.account_plan import CriterionPlan, MilestonePlan
from taizhang.ledger.actions import changes
from taizhang.ledger.models import ChangeRequest, Project
from taizhang.office.clock import now, today
from taizhang.web.closing.compared import compared, plan_of_version
from tests.ledger.conftest import People, ProjectIn

from .conftest import Browse

DUE = today() + timedelta(days=60)
LATER = DUE + timedelta(days=30)


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    stones = (MilestonePlan("摸底完成", DUE - timedelta(days=20)),)
    return project_in(start=today() - timedelta(days=90), due=DUE, milestones=stones)


def ask(project: Project) -> str:
    return reverse("change-request", args=[project.pk])


def at(change: ChangeRequest) -> str:
    return reverse("change", args=[change.pk])


def extension(**changed: Any) -> dict[str, Any]:
    return {"kind": "extend", "reason": "汛期停工。", "forecast": LATER.isoformat(), "into": "", **changed}


@pytest.fixture
def asked(people: People, project: Project) -> ChangeRequest:
    return changes.request_change(
        project=project, kind="extend", reason="汛期停工。", forecast=LATER, by=people.liaison, at=now()
    )


def test_an_extension_is_asked_for_and_granted(as_: Browse, people: People, project: Project) -> None:
    page = as_(people.liaison).get(ask(project)).content.decode()
    assert 'value="extend"' in page
    answer = as_(people.liaison).post(ask(project), extension(), follow=True)
    assert "待审批" in answer.content.decode()
    change = ChangeRequest.objects.get()
    page = as_(people.head).get(at(change)).content.decode()
    assert f'value="{LATER:%Y-%m-%d}"' in page
    page = as_(people.head).post(at(change), {"act": "approve", "due": LATER, "decision": ""}, follow=True)
    assert "第 2 版账目" in page.content.decode()
    assert "<del>" in page.content.decode()
    project.refresh_from_db()
    assert project.due == LATER


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"forecast": ""}, "请填写预计完成日期"),
        ({"forecast": "八月底"}, "请填写正确的日期"),
        ({"forecast": "2020-01-01"}, "须晚于原时限"),
        ({"reason": ""}, "必填"),
        ({"reason": "秘密★"}, "密级标志"),
        ({"kind": "merge"}, "请选择并入哪个项目"),
        ({"kind": "fly"}, "不在可选范围内"),
    ],
)
def test_a_mistake_is_said_at_its_field(
    as_: Browse, people: People, project: Project, changed: dict[str, str], said: str
) -> None:
    answer = as_(people.liaison).post(ask(project), extension(**changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_past_its_date_an_extension_is_not_offered(as_: Browse, people: People, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(due=today() - timedelta(days=1))
    page = as_(people.liaison).get(ask(project)).content.decode()
    assert 'value="extend"' not in page
    assert 'value="suspend"' in page


def test_what_is_asked_already_is_not_offered_again(
    as_: Browse, people: People, project: Project, asked: ChangeRequest
) -> None:
    page = as_(people.liaison).get(ask(project)).content.decode()
    assert 'value="extend"' not in page
    assert "已有一件“延期”申请" in page


def test_a_project_is_merged_into_another(
    as_: Browse, people: People, project: Project, project_in: ProjectIn
) -> None:
    other = project_in(title="邻里结对")
    data = extension(kind="merge", into=other.pk)
    page = as_(people.liaison).post(ask(project), data, follow=True).content.decode()
    assert "邻里结对" in page
    change = ChangeRequest.objects.get()
    assert change.forecast is None
    as_(people.officer).post(at(change), {"act": "approve", "due": "", "decision": "同意。"})
    project.refresh_from_db()
    assert (project.state, project.merged_into) == (ProjectState.MERGED, other)


def test_a_closed_account_has_nothing_to_change(as_: Browse, people: People, project_in: ProjectIn) -> None:
    closed = project_in(ProjectState.CLOSED)
    assert "没有可以申请的变更" in as_(people.liaison).get(ask(closed)).content.decode()
    assert as_(people.liaison).get(reverse("change-amend", args=[closed.pk])).status_code == 404


def test_declining_needs_a_reason(as_: Browse, people: People, asked: ChangeRequest) -> None:
    browser = as_(people.officer)
    refused = browser.post(at(asked), {"act": "decline", "due": "", "decision": ""})
    assert refused.status_code == 422
    assert "请写明原因" in refused.content.decode()
    page = browser.post(at(asked), {"act": "decline", "due": "", "decision": "可以追上。"}, follow=True)
    assert "可以追上" in page.content.decode()
    assert "未同意" in as_(people.liaison).get("/changes/").content.decode()


def test_the_decision_states_a_later_date(as_: Browse, people: People, asked: ChangeRequest) -> None:
    answer = as_(people.officer).post(at(asked), {"act": "approve", "due": "2020-01-01", "decision": ""})
    assert answer.status_code == 422
    assert "须晚于原时限" in answer.content.decode()


def test_nobody_decides_a_request_of_their_own(as_: Browse, people: People, project: Project) -> None:
    as_(people.officer).post(ask(project), extension())
    change = ChangeRequest.objects.get()
    page = as_(people.officer).get(at(change)).content.decode()
    assert "须由另一位同志审批" in page
    answer = as_(people.officer).post(at(change), {"act": "approve", "due": LATER, "decision": ""})
    assert "不能审批自己提出的申请" in answer.content.decode()


def test_a_request_is_taken_back(as_: Browse, people: People, asked: ChangeRequest) -> None:
    page = as_(people.liaison).post(at(asked), {"act": "withdraw"}, follow=True).content.decode()
    assert "申请已撤回" in page
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_another_units_request_does_not_exist(as_: Browse, people: People, asked: ChangeRequest) -> None:
    assert as_(people.other_leader).get(at(asked)).status_code == 404


def test_an_amendment_is_the_form_of_the_account(as_: Browse, people: People, project: Project) -> None:
    url = reverse("change-amend", args=[project.pk])
    browser = as_(people.liaison)
    got = browser.get(url)
    account = got.context["account"]
    data = posted(account.paper)
    assert browser.post(url, {**data, "reason": "", "act": "send"}).status_code == 422
    same = browser.post(url, {**data, "reason": "无", "act": "send"})
    assert "没有改动任何内容" in same.content.decode()
    more = browser.post(url, {**data, "reason": "增加内容", "act": "add:measures"}).content.decode()
    assert "增加内容" in more
    changed = {**data, "goal": "独居老人每天有人上门。", "reason": "群众反映一周一次太少。", "act": "send"}
    page = browser.post(url, changed, follow=True).content.decode()
    assert "现账与拟改" in page
    assert "独居老人每天有人上门" in page
    change = ChangeRequest.objects.get()
    page = as_(people.head).post(at(change), {"act": "approve", "due": "", "decision": ""}, follow=True)
    assert "原账与新账" in page.content.decode()


def posted(paper: Any) -> dict[str, Any]:
    """What a browser would post of the form as it stands."""
    fields = [*paper.head, *(field for part in paper.parts.values() for row in part for field in row)]
    data = {field.html_name: value for field in fields if (value := plain(field.value())) not in (None, "")}
    for part in paper.parts.values():
        data |= {f"{part.prefix}-TOTAL_FORMS": len(part.forms), f"{part.prefix}-INITIAL_FORMS": 0}
    return data


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_two_versions_are_compared_in_words(project: Project, people: People) -> None:
    old = plan_of_version(project.baselines.get())
    stone = replace(old.milestones[0], phase="before")
    new = replace(
        old,
        schedule="quarterly",
        waived_months=("2026-02",),
        supporting_units=(people.other_unit.pk,),
        curve={"kind": "even"},
        theme=None,
        milestones=(stone,),
        measures=old.measures[:1],
        criteria=(*old.criteria, CriterionPlan("群众满意")),
        indicators=(),
    )
    said = {(each.part, each.old, each.new) for each in compared(old, new)}
    assert ("报送周期", "按月", "按季") in said
    assert ("免报月份", "", "2月") in said
    assert ("配合单位", "", "市卫健委") in said
    assert ("销账标准", "", "群众满意") in said
    assert ("主要举措", "邻里结对", "") in said
    assert any("（事前）" in new for _part, _old, new in said)
    assert ("指标", "上门走访：6万人次（累计）", "") in said
