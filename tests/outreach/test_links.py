"""Links of speakers and hosts: what they open, how they end, and what they never show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.test import Client

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.models import Event, OutboxMessage
from taizhang.outreach.actions import orders, sessions
from taizhang.outreach.models import Order, Session, Venue
from taizhang.outreach.rules.links import (
    HOST,
    SPEAKER,
    host_token,
    host_url,
    session_of,
    speaker_token,
    speaker_url,
    venue_of,
)

from .conftest import AFTER, DAY, Pool, SessionIn, wish


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Any:
    """``now(moment)`` sets the clock; it stands at the moment of the orders."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand(at)
    return stand


def page_of(url: str) -> str:
    """The path of a link."""
    return urlsplit(url).path


def test_a_speaker_accepts_with_one_press_and_says_afterwards_how_many_came(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session = session_in("offered", contact="唐雨禾", contact_phone="13700001234")
    path = page_of(speaker_url(session))
    shown = client.get(path)
    words = shown.content.decode()
    assert "防范电信网络诈骗" in words
    assert "3月12日上午" in words
    assert "13700001234" not in words  # before the speaker has accepted
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(path, {"act": "accept"}).status_code == 302
    session.refresh_from_db()
    assert session.state == "scheduled"
    words = client.get(path).content.decode()
    assert "13700001234" in words
    assert client.post(path, {"act": "heads", "heads": "60"}).status_code == 422  # the day has not come
    file = client.get(f"{path}calendar.ics")
    assert b"DTSTART:20260312T010000Z" in file.content
    assert b"DTEND:20260312T020000Z" in file.content
    now(at + AFTER)
    assert "13700001234" in client.get(path).content.decode()
    assert client.post(path, {"act": "heads", "heads": ""}).status_code == 422
    assert client.post(path, {"act": "heads", "heads": "60"}).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.venues.get().speaker_heads) == ("delivered", 60)


def test_a_speaker_refuses_with_a_reason_and_the_link_is_over(
    client: Client, pool: Pool, session_in: SessionIn, now: Any
) -> None:
    session = session_in("offered")
    path = page_of(speaker_url(session))
    kept = client.post(path, {"act": "refuse", "reason": ""})
    assert (kept.status_code, "open" in kept.content.decode()) == (422, True)
    done = client.post(path, {"act": "refuse", "reason": "当天出差"})
    assert "感谢告知" in done.content.decode()
    session.refresh_from_db()
    assert (session.state, session.reason, Order.objects.get().state) == (
        "refused",
        "当天出差",
        "submitted",
    )
    assert client.get(path).status_code == 404


def test_a_host_without_an_account_states_one_fact(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session = session_in("scheduled", also=True)
    first, second = session.venues.all()
    path = page_of(host_url(first))
    assert client.post(path, {"act": "heads", "heads": "58"}).status_code == 422
    now(at + AFTER)
    assert "13800005678" in client.get(path).content.decode()  # the host of a settled order calls the speaker
    assert client.post(path, {"act": "heads", "heads": "0"}).status_code == 422
    assert client.post(path, {"act": "heads", "heads": "58"}).status_code == 302
    other = client.get(page_of(host_url(second))).content.decode()
    assert "市卫健委" in other
    assert "58" not in other  # another unit's number is not shown
    assert client.post(page_of(host_url(second)), {"act": "miss", "reason": "没有组织"}).status_code == 200
    session.refresh_from_db()
    assert session.state == "counted"
    assert "13800005678" not in client.get(path).content.decode()


def test_a_page_shows_nothing_but_its_session(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session = session_in("offered")
    orders.order_talk(
        unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, place="另一处礼堂", contact="别人")
    )
    words = client.get(page_of(speaker_url(session))).content.decode()
    for other in ("另一处礼堂", "别人", "韩若溪", "市卫健委", "13800005678", "家风家教"):
        assert other not in words


@pytest.mark.parametrize("end", ["closed", "renewed", "cancelled", "run out", "recalled", "no_show"])
def test_a_link_that_ended_opens_nothing(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any, end: str
) -> None:
    session = session_in(end if end in ("cancelled", "recalled", "no_show") else "scheduled")
    path, told = page_of(speaker_url(session)), {"by": pool.dispatcher, "at": at}
    host = page_of(host_url(session.venues.get()))
    if end == "closed":
        sessions.close_links(session=session, **told)
        sessions.close_links(session=session, **told)
        assert Event.objects.filter(verb="close_session_links").count() == 1
    if end == "renewed":
        sessions.renew_link(session=session, **told)
        assert client.get(page_of(speaker_url(session))).status_code == 200
    if end == "run out":
        now(at + AFTER + timedelta(days=29))
        assert client.get(path).status_code == 200
        now(at + AFTER + timedelta(days=30))
    for method in (client.get, client.post):
        assert method(path).status_code == 404
        if end != "renewed":
            assert method(host).status_code == 404
    assert client.get(f"{path}calendar.ics").status_code == 404


def test_a_link_that_was_closed_stays_so_when_there_is_a_new_one(
    pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session, told = session_in("scheduled"), {"by": pool.dispatcher, "at": at}
    before = speaker_token(session), host_token(session.venues.get())
    sessions.close_links(session=session, **told)
    sessions.renew_link(session=session, **told)
    assert (session_of(before[0]), venue_of(before[1])) == (None, None)
    assert session_of(speaker_token(session)) == session
    assert venue_of(host_token(session.venues.get())) is not None


def test_a_session_on_another_day_has_a_link_that_opens(
    pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session, told = session_in("scheduled"), {"by": pool.dispatcher, "at": at}
    sessions.close_links(session=session, **told)
    session.refresh_from_db()
    sessions.postpone(session=session, reason="下雨", **told)
    sessions.reschedule(session=session, on=DAY + timedelta(days=1), part="morning", **told)
    session.refresh_from_db()
    assert session_of(speaker_token(session)) == session


@pytest.mark.parametrize("end", ["cancelled", "refused", "run out"])
def test_no_new_link_where_it_would_open_nothing(
    pool: Pool, session_in: SessionIn, at: datetime, now: Any, end: str
) -> None:
    session = session_in("scheduled" if end == "run out" else end)
    late = at + AFTER + timedelta(days=30)
    letters = OutboxMessage.objects.count()
    with pytest.raises(Refused, match="不能换发链接"):
        sessions.renew_link(session=session, by=pool.dispatcher, at=late if end == "run out" else at)
    assert OutboxMessage.objects.count() == letters


def test_a_link_that_nobody_signed_opens_nothing(pool: Pool, session_in: SessionIn, now: Any) -> None:
    session = session_in("offered")
    venue = session.venues.get()
    token = speaker_token(session)
    key, _sep, mark = token.partition("~")
    assert session_of(token) == session
    assert venue_of(host_token(venue)) == venue
    wrong = [
        "", "~", key, f"{key}~", f"{key}~{mark[:-1]}", f"{key}~{mark[::-1]}", f"{venue.key.hex}~{mark}",
        host_token(venue), Signer(sep="~", salt="taizhang.bulletin.sending").sign(session.key.hex),
        Signer(sep="~", salt=SPEAKER).sign(venue.key.hex),
    ]  # fmt: skip
    for each in wrong:
        assert session_of(each) is None, each
    assert venue_of(token) is None
    assert venue_of(Signer(sep="~", salt=HOST).sign(session.key.hex)) is None


def test_of_two_who_use_one_link_at_once_one_acts(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("offered")
    first, second = Session.objects.get(pk=session.pk), Session.objects.get(pk=session.pk)
    sessions.refuse(session=first, reason="出差", by=None, at=at)
    with pytest.raises(Refused, match="已在别处改动过"):
        sessions.accept(session=second, by=None, at=at)
    assert Session.objects.get(pk=session.pk).state == "refused"


def test_what_is_pressed_too_late_is_said(
    client: Client, pool: Pool, session_in: SessionIn, now: Any, at: datetime
) -> None:
    session = session_in("offered")
    path = page_of(speaker_url(session))
    sessions.postpone(session=session, reason="停电", by=pool.dispatcher, at=at)
    late = client.post(path, {"act": "accept"})
    assert late.status_code == 422
    assert "状态已经变化" in late.content.decode()
    assert Session.objects.get(pk=session.pk).state == "postponed"
    assert Venue.objects.get().session.held_on == DAY
