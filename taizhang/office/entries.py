"""Log-ins, log-outs, failures, password changes and refusals as events of the record.

Recorded with a failure is only whose account it was: what somebody typed as a name may be their password.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django_scopes import scope

from taizhang.core.text.folding import comparison_key
from taizhang.office import clock
from taizhang.office.models import Event, Office, Person
from taizhang.office.workflow import Work

FIRST_VISIT = "first_visit"  # the key of a session: whether its person had never logged in before


def connect() -> None:
    """Listen to the signals of the account library; called once, when the app is ready."""
    user_logged_in.connect(_logged_in, dispatch_uid="record-login")
    user_logged_out.connect(_logged_out, dispatch_uid="record-logout")
    user_login_failed.connect(_failed, dispatch_uid="record-failure")
    password_changed.connect(_changed, dispatch_uid="record-password")


def note_refusal(person: Person, route: str, method: str) -> None:
    """Record that somebody was refused a route; the same again within half an hour is one event."""
    _note("refuse_route", person, {"route": route, "method": method}, outcome="refused", sitting=True)


def note_locked_out(username: str, request: HttpRequest | None) -> None:
    """Record that an account may not be tried for a while, once in half an hour."""
    person = Person.objects.filter(username=username).first()
    if person is not None:
        _note("lock_out", person, _from(request), known=False, outcome="refused", sitting=True)


def note_sign_on_failure(office: Office, reason: str, request: HttpRequest) -> None:
    """Record that single sign-on opened nothing, with the rule that was broken; once in half an hour."""
    with transaction.atomic(), scope(office=office.pk):
        detail = {**_from(request), "reason": reason}
        Work(office, None, clock.now()).record("log_in", office, detail, outcome="failed", sitting=True)


def _logged_in(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if isinstance(user, Person):
        with scope(office=user.office_id):
            request.session[FIRST_VISIT] = not Event.objects.filter(by=user, verb="log_in").exists()
        by_provider = getattr(request, "provider_name", "")
        _note("log_in", user, {**_from(request), **({"provider": by_provider} if by_provider else {})})


def _logged_out(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if isinstance(user, Person):
        _note("log_out", user, _from(request))


def _changed(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if isinstance(user, Person):
        _note("change_password", user, _from(request))


def _failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    person = Person.objects.filter(username=comparison_key(str(credentials.get("username", "")))).first()
    if person is not None:
        _note("log_in", person, _from(request), known=False, outcome="failed")
        return
    for office in Office.objects.all()[:2]:  # of several offices, nobody knows whose it was
        with transaction.atomic(), scope(office=office.pk):
            Work(office, None, clock.now()).record(
                "log_in", office, _from(request), outcome="failed", sitting=True
            )


def _note(verb: str, person: Person, detail: dict[str, object], *, known: bool = True, **more: Any) -> None:
    """Record it with the account; ``known``: the person themselves did it."""
    with transaction.atomic(), scope(office=person.office_id):
        Work(person.office, person if known else None, clock.now()).record(verb, person, detail, **more)


def _from(request: HttpRequest | None) -> dict[str, object]:
    return {"address": request.META.get("REMOTE_ADDR", "")} if request is not None else {}
