"""What was sent to the unit's leader stays in sight, and can be taken back until it is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from taizhang.ledger.actions import obligations, relief, reports
from taizhang.ledger.models import Obligation, ProgressReport, Project
from taizhang.office.clock import now, today
from tests.ledger.conftest import People

from .conftest import Browse


@pytest.fixture
def due(project: Project) -> Obligation:
    """A report that was due yesterday."""
    return Obligation.objects.create(
        office=project.office,
        project=project,
        period=f"{today():%Y-%m}",
        opens_on=today() - timedelta(days=9),
        due_on=today() - timedelta(days=1),
        clock_from=today() - timedelta(days=9),
    )


def test_no_change_is_taken_back_until_it_is_signed(as_: Browse, people: People, due: Obligation) -> None:
    liaison = as_(people.liaison)
    given = {"obligation": due.pk, "late_reason": "出差"}
    page = liaison.post(reverse("no-change"), given, follow=True).content.decode()
    report = ProgressReport.objects.get(obligation=due)
    assert "已送单位负责人审签" in page
    assert "撤回" in page
    act = reverse("report-act", args=[report.pk])
    assert as_(people.other_liaison).post(act, {"act": "take_back"}).status_code == 404
    liaison.post(act, {"act": "take_back", "next": "queue"})
    report.refresh_from_db()
    assert (report.state, report.no_change, report.late_reason) == ("draft", False, "出差")
    assert "已送单位负责人审签" not in liaison.get("/").content.decode()
    liaison.post(reverse("no-change"), given)
    report.refresh_from_db()
    reports.sign_reports(reports=[report], by=people.leader, at=now())
    liaison.post(act, {"act": "take_back"})
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_reminder_leaves_a_mark_that_the_unit_sees(as_: Browse, people: People, due: Obligation) -> None:
    assert "已提醒" not in as_(people.liaison).get("/").content.decode()
    obligations.remind_missing(ledger=due.project.ledger, by=people.officer, at=now())
    assert f"{today().month}月{today().day}日已提醒" in as_(people.liaison).get("/").content.decode()


def test_a_complaint_stands_first_for_who_answers_it(as_: Browse, people: People, due: Obligation) -> None:
    relief.complain(office=people.unit.office, text="表太多。", anonymous=True, by=people.liaison, at=now())
    page = as_(people.officer).get("/").content.decode()
    assert 0 < page.index("表太多") < page.index("逾期未报")
    assert "表太多" not in as_(people.leader).get("/").content.decode()
