"""Sessions in the database that know whose they are, from where, and when they were last used.

A session ends a fixed time after the log-in (SESSION_COOKIE_AGE), and earlier where nobody has used it for
SESSION_IDLE. The row is written at the log-in and then once in ``NOTED``, so that a page costs no write.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock
from taizhang.office.logs import current
from taizhang.office.models import LoginSession, Person
from taizhang.office.permissions import Permission
from taizhang.office.statements import Statement
from taizhang.office.workflow import record_event, unit_of_work

NOTED = timedelta(minutes=2)
BROWSER_SHOWN = 200  # characters of what a browser says of itself
_OPEN = Statement(
    lambda key, now: LoginSession.objects.filter(session_key=key, expire_date__gt=now), str, datetime
)


class SessionStore(DatabaseStore):
    """The store of ``SESSION_ENGINE``."""

    @classmethod
    def get_model_class(cls) -> Any:
        return LoginSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to be written; that happens at the log-in only, so that it is when the session begins."""
        row: Any = super().create_model_instance(data)
        request = current.get()
        row.person_id = data.get(SESSION_KEY)
        row.begun_at = row.seen_at = clock.machine_now()
        row.address = request.META.get("REMOTE_ADDR") or None if request is not None else None
        row.browser = request.headers.get("User-Agent", "")[:BROWSER_SHOWN] if request is not None else ""
        return row

    def _get_session_from_db(self) -> Any:
        """The row; None where it has ended, also because nobody has used it for too long."""
        row: Any = next(iter(_OPEN.read(str(self.session_key), clock.machine_now())), None)
        if row is None:
            self._session_key = None
            return None
        now = clock.machine_now()
        if now - row.seen_at > settings.SESSION_IDLE:
            row.delete()
            self._session_key = None
            return None
        if now - row.seen_at > NOTED:
            LoginSession.objects.filter(pk=row.pk).update(seen_at=now)
        return row


def sessions_of(person: Person) -> QuerySet[LoginSession]:
    """The person's sessions that still open something, the one used last first."""
    now = clock.machine_now()
    rows = LoginSession.objects.filter(expire_date__gt=now, seen_at__gt=now - settings.SESSION_IDLE)
    return rows.filter(person=person).order_by("-seen_at")


def open_sessions(office: Any) -> QuerySet[LoginSession]:
    """Return all sessions of an office's people that still open something, the one used last first."""
    now = clock.machine_now()
    rows = LoginSession.objects.filter(expire_date__gt=now, seen_at__gt=now - settings.SESSION_IDLE)
    return rows.filter(person__office=office).select_related("person").order_by("-seen_at")


def end_session(*, session: LoginSession, by: Person, at: datetime) -> None:
    """End one session: one's own, or anybody's for whoever manages the people."""
    person = session.person
    if person is None:
        raise Refused(Message(N_("这次登录已经结束。")))
    if person.pk == by.pk:
        LoginSession.objects.filter(pk=session.pk).delete()
        record_event(office=by.office, by=by, at=at, verb="end_session", subject=person)
        return
    with unit_of_work(office=person.office, by=by, at=at, needs=Permission.MANAGE_PEOPLE) as work:
        if not LoginSession.objects.filter(pk=session.pk).delete()[0]:
            raise Refused(Message(N_("这次登录已经结束。")))
        work.record("end_session", person)


def end_sessions(person: Person, but: str | None = None) -> int:
    """End all sessions of a person, ``but`` the one with this key; how many. Called inside the act that has a reason."""
    return LoginSession.objects.filter(person=person).exclude(session_key=but).delete()[0]
