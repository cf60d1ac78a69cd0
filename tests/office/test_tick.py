from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django_scopes import get_scope

from taizhang.office import tick
from taizhang.office.models import Event, Lease, Office


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_JOBS", {})


def count(number: int) -> tick.Job:
    def job(*, office: Office, at: datetime) -> int:
        assert get_scope()["office"] == office.pk
        return number

    return job


def broken(*, office: Office, at: datetime) -> int:
    raise LookupError("no such thing")


def verbs() -> list[tuple[str, str]]:
    rows = Event.objects.filter(subject_kind="office").exclude(verb="found_office").order_by("pk")
    return list(rows.values_list("verb", "outcome"))


def test_every_job_runs_in_the_scope_of_the_office_and_what_was_done_is_recorded(
    scoped: Office, other_office: Office, at: datetime
) -> None:
    tick.register("draw", count(3))
    tick.register("idle", count(0))
    for office in (scoped, other_office):
        assert tick.run(office=office, holder="a", at=at) == {"draw": 3, "idle": 0}
    assert verbs() == [("draw", "done")]
    assert Event.objects.get(verb="draw").detail == {"done": 3}


def test_a_job_that_fails_leaves_the_others_their_turn_and_is_recorded_once_a_day(
    scoped: Office, at: datetime
) -> None:
    tick.register("broken", broken)
    tick.register("draw", count(1))
    for minute in range(3):
        assert tick.run(office=scoped, holder="a", at=at + timedelta(minutes=minute)) == {
            "broken": 0,
            "draw": 1,
        }
    assert verbs().count(("broken", "failed")) == 1
    tick.run(office=scoped, holder="a", at=at + timedelta(days=1, minutes=1))
    assert verbs().count(("broken", "failed")) == 2


def test_one_process_at_a_time_does_an_offices_work(scoped: Office, at: datetime) -> None:
    tick.register("draw", count(1))
    assert tick.run(office=scoped, holder="a", at=at) == {"draw": 1}
    assert tick.run(office=scoped, holder="b", at=at) == {"draw": 0}
    assert str(Lease.objects.get()) == "a"
    assert tick.run(office=scoped, holder="b", at=at + tick.HOLD) == {"draw": 1}
    assert tick.run(office=scoped, holder="a", at=at + tick.HOLD) == {"draw": 0}


def test_a_process_that_ends_lets_go(scoped: Office, at: datetime) -> None:
    tick.register("draw", count(1))
    tick.run(office=scoped, holder="a", at=at)
    tick.let_go(holder="b", at=at)
    assert tick.run(office=scoped, holder="b", at=at) == {"draw": 0}
    tick.let_go(holder="a", at=at)
    assert tick.run(office=scoped, holder="b", at=at) == {"draw": 1}


def test_mail_and_digests_are_registered_when_the_office_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.apps import apps

    apps.get_app_config("office").ready()
    assert list(tick._JOBS)[:2] == ["send_digests", "deliver_mail"]


def test_a_clock_that_was_set_back_leaves_no_lease_behind(scoped: Office, at: datetime) -> None:
    assert tick.hold(office=scoped, holder="gone", at=at + timedelta(days=300))
    assert tick.hold(office=scoped, holder="new", at=at)
    assert not tick.hold(office=scoped, holder="third", at=at)
