"""The turn of the year."""

from __future__ import annotations

from django.urls import reverse

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.actions import changes, year
from taizhang.ledger.models import ChangeRequest, Ledger, Project
from taizhang.office.clock import now
from tests.ledger.conftest import People, ProjectIn

from .conftest import Browse

URL = "/ledger/2026/turn/"


def test_chosen_projects_are_asked_for_decided_and_begin_again(
    as_: Browse, people: People, ledger: Ledger, project_in: ProjectIn
) -> None:
    stays, goes = project_in(title="已近尾声"), project_in(title="跨年推进")
    browser = as_(people.officer)
    page = browser.get(URL).content.decode()
    assert "已近尾声" in page
    assert "跨年推进" in page
    assert "请勾选" in browser.post(URL, {"act": "propose", "reason": "跨年"}).content.decode()
    refused = browser.post(URL, {"act": "propose", "project": goes.pk, "reason": ""}).content.decode()
    assert "请写明结转的原因" in refused
    assert refused.count("checked") == 1
    page = browser.post(URL, {"act": "propose", "project": [goes.pk, "x"], "reason": "跨年工程"}, follow=True)
    assert "已提出 1 个项目" in page.content.decode()
    change = ChangeRequest.objects.get()
    as_(people.head).post(reverse("change", args=[change.pk]), {"act": "approve", "due": "", "decision": ""})
    page = browser.get(URL).content.decode()
    assert "先建立 2027 年度台账" in page
    assert "请先建立2027年度台账" in browser.post(URL, {"act": "turn"}, follow=True).content.decode()
    year.open_ledger(office=ledger.office, year=2027, by=people.officer, at=now())
    page = browser.post(URL, {"act": "turn"}, follow=True).content.decode()
    assert "1 个项目已转入下年度台账" in page
    successor = Project.objects.get(ledger__year=2027)
    assert (successor.carried_from, successor.state) == (goes, ProjectState.ADMITTED)
    stays.refresh_from_db()
    assert stays.state == ProjectState.ACTIVE


def test_a_project_that_was_asked_for_meanwhile_is_left_out(
    as_: Browse, people: People, project_in: ProjectIn
) -> None:
    project = project_in()
    changes.request_change(project=project, kind="carry_over", reason="跨年", by=people.liaison, at=now())
    page = as_(people.officer).post(URL, {"act": "propose", "project": project.pk, "reason": "跨年"})
    assert page.status_code == 422
    assert ChangeRequest.objects.count() == 1


def test_a_year_without_a_ledger_does_not_exist(as_: Browse, people: People) -> None:
    assert as_(people.officer).get("/ledger/1999/turn/").status_code == 404
    assert as_(people.liaison).get(URL).status_code == 403


def test_a_refusal_names_its_project(as_: Browse, people: People, project_in: ProjectIn) -> None:
    project = project_in(title="密级原因")
    page = as_(people.officer).post(
        URL, {"act": "propose", "project": project.pk, "reason": "机密★"}, follow=True
    )
    assert project.account_no in page.content.decode()
    assert "密级标志" in page.content.decode()
