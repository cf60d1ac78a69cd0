"""Missing reports, questions to the office and review rounds on their pages; the queue's number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from taizhang.ledger.models import Blocker, Ledger, Obligation, Project, Review
from taizhang.office.models import Person
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]


@pytest.fixture(autouse=True)
def august(settings: Any) -> None:
    """It is 10 August for the office."""
    settings.CLOCK_SHIFT = datetime(2026, 8, 10, 2, tzinfo=UTC) - timezone.now()


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def overdue(project: Project) -> Obligation:
    days = {"opens_on": date(2026, 6, 20), "due_on": date(2026, 7, 5), "clock_from": date(2026, 6, 20)}
    return Obligation.objects.create(office=project.office, project=project, period="2026-06", **days)


def test_who_is_missing_is_reminded_and_let_off(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    due = overdue(project_in(title="社区食堂"))
    signed_in(client, people.officer)
    assert "社区食堂" in client.get(reverse("reports")).content.decode()
    client.post(reverse("remind"))
    due.refresh_from_db()
    assert due.reminded_at is not None
    client.post(reverse("waive", args=[due.pk]), {"reason": ""})
    due.refresh_from_db()
    assert due.state == "due"
    client.post(reverse("waive", args=[due.pk]), {"reason": "汛期停工。"})
    due.refresh_from_db()
    assert due.state == "waived"


def test_a_question_is_raised_answered_asked_again_and_settled(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    project = project_in()
    raise_url = reverse("blocker-raise", args=[project.pk])
    signed_in(client, people.liaison)
    assert client.post(raise_url, {"text": ""}).status_code == 422
    assert client.post(raise_url, {"text": "秘密★1年"}).status_code == 422
    client.post(raise_url, {"text": "缺少场地。", "wanted": "市文旅局"})
    blocker = Blocker.objects.get()
    act = reverse("blocker-act", args=[blocker.pk])
    for person, verb, words, state in (
        (people.officer, "answer", "已协调。", "answered"),
        (people.liaison, "ask_again", "仍缺场地。", "open"),
        (people.officer, "answer", "改用文化馆。", "answered"),
        (people.liaison, "settle", "", "settled"),
    ):
        signed_in(client, person).post(act, {"act": verb, "words": words})
        blocker.refresh_from_db()
        assert blocker.state == state
    assert "已解决" in client.get(reverse("blockers")).content.decode()


def test_a_refused_answer_keeps_its_words(client: Client, people: People, project_in: ProjectIn) -> None:
    signed_in(client, people.liaison).post(
        reverse("blocker-raise", args=[project_in().pk]), {"text": "缺少场地。"}
    )
    act = reverse("blocker-act", args=[Blocker.objects.get().pk])
    answer = signed_in(client, people.officer).post(act, {"act": "answer", "words": "机密★10年"})
    assert answer.status_code == 422
    assert "机密★10年" in answer.content.decode()
    client.post(act, {"act": "withdraw"})
    assert Blocker.objects.get().state == "open"
    signed_in(client, people.liaison).post(act, {"act": "withdraw"})
    assert Blocker.objects.get().state == "withdrawn"


def test_a_round_is_planned_held_and_capped(client: Client, people: People, ledger: Ledger) -> None:
    signed_in(client, people.officer)
    ledger.review_cap = 1
    ledger.save()
    plan = {"title": "年中督查", "planned_on": "2026-08-01", "units": [str(people.unit.pk)]}
    client.post(reverse("review-new"), plan)
    review = Review.objects.get()
    again = client.post(reverse("review-new"), plan)
    assert again.status_code == 422
    assert "达到上限" in again.content.decode()
    act = reverse("review-act", args=[review.pk])
    late = client.post(act, {"held_on": "2026-09-01", "findings": "材料齐全。"})
    assert late.status_code == 422
    assert "材料齐全。" in late.content.decode()
    client.post(act, {"held_on": "2026-08-01", "findings": "材料齐全。"})
    review.refresh_from_db()
    assert review.state == "held"


def test_a_cancelled_round_makes_room(client: Client, people: People, ledger: Ledger) -> None:
    signed_in(client, people.officer)
    plan = {"title": "年中督查", "planned_on": "2026-08-01", "units": [str(people.unit.pk)]}
    client.post(reverse("review-new"), plan)
    review = Review.objects.get()
    client.post(reverse("review-act", args=[review.pk]), {"act": "cancel", "reason": "与省里检查重复。"})
    review.refresh_from_db()
    assert review.state == "cancelled"
    assert "年中督查" in signed_in(client, people.liaison).get(reverse("reviews")).content.decode()


def test_another_units_questions_and_rounds_do_not_exist(
    client: Client, people: People, ledger: Ledger, project_in: ProjectIn
) -> None:
    signed_in(client, people.liaison).post(
        reverse("blocker-raise", args=[project_in().pk]), {"text": "缺少场地。"}
    )
    plan = {"title": "年中督查", "planned_on": "2026-08-01", "units": [str(people.unit.pk)]}
    signed_in(client, people.officer).post(reverse("review-new"), plan)
    signed_in(client, people.other_liaison)
    assert client.get(reverse("blocker", args=[Blocker.objects.get().pk])).status_code == 404
    assert client.get(reverse("review", args=[Review.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("who", ["liaison", "leader", "officer"])
def test_a_longer_queue_asks_no_more_queries(
    client: Client, people: People, project_in: ProjectIn, who: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as said:
            assert client.get(reverse("queue")).status_code == 200
        return len(said)

    signed_in(client, people.liaison)

    def file_some(count: int) -> None:
        due = [overdue(project_in(title=f"楼道亮灯{n}")) for n in range(count)]
        filed = due if who == "leader" else []
        if filed:
            signed_in(client, people.liaison).post(
                reverse("no-change"), {"obligation": [str(each.pk) for each in filed], "late_reason": "换人"}
            )
        signed_in(client, getattr(people, who))

    file_some(3)
    client.get(reverse("queue"))
    few = queries()
    file_some(9)
    client.get(reverse("queue"))
    assert queries() == few


def test_a_reason_longer_than_its_column_is_said_at_its_field_and_kept(
    client: Client, people: People, project_in: ProjectIn
) -> None:
    due = overdue(project_in(title="社区食堂"))
    words = "汛" * 201
    answer = signed_in(client, people.officer).post(reverse("waive", args=[due.pk]), {"reason": words})
    assert answer.status_code == 422
    assert "最多200字，现有201字" in answer.content.decode()
    assert words in answer.content.decode()
    due.refresh_from_db()
    assert due.state == "due"
