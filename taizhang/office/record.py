"""The one way an act is carried out: in its office's scope, in one transaction, with its event inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models, transaction
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Sentence
from taizhang.office.models import Event, Office, Person, Post
from taizhang.office.permissions import Permission
from taizhang.office.queries import posts_of
from taizhang.office.roles import Role
from taizhang.office.rules import check_may, in_words

_posts: ContextVar[dict[tuple[int, datetime], list[Post]] | None] = ContextVar("posts", default=None)


def posts_in_act(by: Person, at: datetime) -> list[Post]:
    """The posts ``by`` holds at the moment of the act, asked once however many steps the act has."""
    known = _posts.get()
    if known is None:
        return posts_of(by, at)
    if (by.pk, at) not in known:
        known[by.pk, at] = posts_of(by, at)
    return known[by.pk, at]


@contextmanager
def _one_act() -> Iterator[None]:
    if _posts.get() is not None:
        yield
        return
    token = _posts.set({})
    try:
        yield
    finally:
        _posts.reset(token)


@contextmanager
def acting(*, office: Office, by: Person | None, at: datetime, needs: Permission) -> Iterator[None]:
    """Check the right, then open scope and transaction.

    ``by=None`` stands for whoever keeps the installation at its command line.
    Raises Refused where ``by`` is of another office or lacks the right, and for text that cannot be stored.
    """
    with _one_act():
        if by is not None:
            if by.office_id != office.pk:
                raise Refused(Sentence(N_("此人不属于本办公室。")))
            check_may(frozenset(Role(post.role) for post in posts_in_act(by, at)), needs)
        with in_words(), transaction.atomic(), scope(office=office.pk):
            yield


def record_event(
    *,
    office: Office,
    by: Person | None,
    at: datetime,
    verb: str,
    subject: models.Model,
    detail: Mapping[str, object] | None = None,
    outcome: str = "done",
) -> Event:
    """Add a row to the record; called inside the transaction of the act itself."""
    with scope(office=office.pk):
        return Event.objects.create(
            office=office,
            at=at,
            by=by,
            verb=verb,
            subject_kind=subject._meta.model_name or "",
            subject_id=subject.pk,
            detail=dict(detail or {}),
            outcome=outcome,
        )
