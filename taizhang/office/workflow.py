"""How a step is taken: office, role, unit, state and version are checked; row and event are written in one transaction.

A use case is one ``unit_of_work`` or one ``transition``. What must be written beside every change of a row's state
(a project's intervals) is registered once with ``on_move``, so that no caller can leave it out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import IntegrityError, OperationalError, models, transaction
from django.db.models import F
from django_scopes import scope

from taizhang.core.lifecycle.workflow import LifeStep, LifeTable, Overtaken, Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Event, Office, Person, Post, PostHolder
from taizhang.office.permissions import Permission, allowed
from taizhang.office.queries import holdings_since_ever, posts_among, posts_of
from taizhang.office.returning import update_returning
from taizhang.office.roles import OF_A_UNIT, Role
from taizhang.office.rules import check_may, in_words
from taizhang.office.statements import Statement

log = logging.getLogger(__name__)
OVERTAKEN = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock
SITTING = timedelta(minutes=30)  # saves of one person closer together than this are one event
ACT_IN = {  # by the row's table, else by its app
    "ledger.directive": Permission.HANDLE_DIRECTIVE,
    "ledger": Permission.ACT_IN_LEDGER,
    "outreach.followup": Permission.HANDLE_DIRECTIVE,
    "outreach": Permission.ACT_IN_OUTREACH,
    "bulletin.remark": Permission.REMARK,
    "bulletin": Permission.ACT_IN_BULLETIN,
}

_posts: ContextVar[dict[int, list[PostHolder]] | None] = ContextVar("posts", default=None)


class Stateful(Protocol):
    """A row that has a state and belongs to an office; the people of ``responsible_unit_id`` act on it for their unit."""

    pk: Any
    state: str
    office: Office

    @property
    def responsible_unit_id(self) -> int | None: ...


class Work:
    """One use case in progress: by whom, on which post, when, in which office."""

    def __init__(self, office: Office, by: Person | None, at: datetime, post: Post | None = None) -> None:
        self.office, self.by, self.at, self.post = office, by, at, post

    def record(
        self,
        verb: str,
        subject: models.Model,
        detail: Mapping[str, object] | None = None,
        *,
        outcome: str = "done",
        sitting: bool = False,
    ) -> None:
        """Add an event. With ``sitting``, none where the same person's same event lies less than SITTING back and
        nobody else has had an event with the subject since: a row for every pause in typing would bury the others.
        """
        if not (sitting and _same_sitting(self, verb, subject)):
            record_event(
                office=self.office, by=self.by, at=self.at, verb=verb, subject=subject, detail=detail,
                outcome=outcome, post=self.post,
            )  # fmt: skip


class Transition(Work):
    """A step of ``row`` in progress: ``move`` takes it, ``record`` writes its event."""

    def __init__(self, row: Any, step: LifeStep, by: Person | None, at: datetime, post: Post | None) -> None:
        super().__init__(row.office, by, at, post)
        self.row, self.step = row, step

    def move(self, *, version: int | None = None, **changes: Any) -> None:
        """Take the step, with ``changes`` of other fields; see ``move``."""
        move(self.row, self.step, at=self.at, version=version, **changes)

    def record(
        self,
        verb: str,
        subject: models.Model | None = None,
        detail: Mapping[str, object] | None = None,
        *,
        outcome: str = "done",
        sitting: bool = False,
    ) -> None:
        """Add an event with the row, or with ``subject``."""
        super().record(verb, subject or self.row, detail, outcome=outcome, sitting=sitting)


@contextmanager
def _races_refused() -> Iterator[None]:
    """A row that another act has made or taken away at the same moment is refused in words, not a crash.

    The database's reason goes to the log: where nobody else was acting, it names a mistake of the program.
    """
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") not in OVERTAKEN:
            raise
        log.warning("an act met the database's own rules: %s", error, exc_info=error)
        raise Refused(
            Message(N_("同一内容刚刚在别处办理过，这次没有保存。请刷新页面，看过最新内容后再办。"))
        ) from error


@contextmanager
def unit_of_work(
    *, office: Office, by: Person | None, at: datetime, needs: Permission | None
) -> Iterator[Work]:
    """Check the permission, then open scope and transaction; one inside another joins its transaction (``joined``).

    ``by=None`` stands for whoever keeps the installation at its command line; ``needs=None`` for what people settle
    for themselves: that it is theirs, the act itself checks.
    Raises Refused where ``by`` is of another office or lacks the permission, for text that cannot be stored, and
    where the database's constraints say that somebody else has just done the same.
    """
    with joined() as inside:
        if by is not None:
            if by.office_id != office.pk:
                raise Refused(Message(N_("此人不属于本办公室。")))
            if needs is not None:
                check_may(frozenset(Role(post.role) for post in posts_in_act(by, at)), needs)
        with _races_refused(), in_words(), transaction.atomic(savepoint=not inside), scope(office=office.pk):
            yield Work(office, by, at, _post_for(needs, by, at))


def _post_for(needs: Permission | None, by: Person | None, at: datetime) -> Post | None:
    """The post that carries the permission: one's own before one that is held for somebody on leave."""
    if by is None or needs is None:
        return None
    posts = [post for post in posts_in_act(by, at) if allowed([Role(post.role)], needs)]
    return min(posts, key=lambda post: post.acted_for is not None, default=None)


@contextmanager
def transition(
    table: LifeTable, verb: str, row: Stateful, *, by: Person | None, at: datetime
) -> Iterator[Transition]:
    """Open the unit of work in which ``row`` takes the step ``verb`` of ``table``.

    Raises Refused where ``by`` holds no post that the step asks for, where a unit's person acts on another unit's
    row, and where the step does not lead on from the row's state.
    """
    assert isinstance(row, models.Model)  # noqa: S101 - what has a state is a row
    needs = ACT_IN.get(row._meta.label_lower) or ACT_IN[row._meta.app_label]
    with unit_of_work(office=row.office, by=by, at=at, needs=needs):
        post = check_actor(table.steps[verb], row.responsible_unit_id, by, at)
        yield Transition(row, table.step(verb, row.state), by, at, post)


def check_actor(step: LifeStep, unit: int | None, by: Person | None, at: datetime) -> Post | None:
    """Return the post on which ``by`` takes the step, their own before one that is held for somebody on leave; None at
    the command line. Raise Refused where there is none; a unit's post counts for the rows of its own unit only, whose
    key is ``unit``.
    """
    if by is None:
        return None
    posts = [
        post
        for post in posts_in_act(by, at)
        if post.role in step.by
        and (post.role not in OF_A_UNIT or (unit is not None and post.unit_id == unit))
    ]
    if posts:
        return min(posts, key=lambda post: post.acted_for is not None)
    raise Refused(Message(N_("您的岗位不能办理此事项。")))


Mover = Callable[[Any, LifeStep, datetime], Mapping[str, Any]]
_ON_MOVE: dict[type[models.Model], Mover] = {}


def on_move(model: type[models.Model], mover: Mover) -> None:
    """Call ``mover(row, step, at)`` before each move of such a row: it writes what belongs to the move and returns
    further changes of the row itself.
    """
    _ON_MOVE[model] = mover


def move(row: Any, step: LifeStep, *, at: datetime, version: int | None = None, **changes: Any) -> None:
    """Change the row by a conditional UPDATE: it must stand in a state of ``step.before`` and, where ``version`` is
    given, be of that version. Overtaken otherwise, Refused where no version is given. Called inside a unit of work.
    """
    seen: dict[str, Any] = {"pk": row.pk, "state__in": step.before}
    if version is not None:
        seen["version"] = version
    mover = _ON_MOVE.get(type(row))
    if mover is not None:
        changes = {**mover(row, step, at), **changes}
    if step.after is not None:
        changes["state"] = step.after
    if any(field.name == "version" for field in row._meta.concrete_fields):
        changes["version"] = F("version") + 1
    changed = update_returning(type(row)._default_manager.filter(**seen), changes)
    if not changed:
        refusal = Refused if version is None else Overtaken
        raise refusal(Message(N_("这条记录已在别处改动过。请刷新页面，看过最新内容后再办。")))
    _take(row, changed[0])


def read_again(rows: Sequence[models.Model]) -> None:
    """Read the columns of these rows of one table, and whatever they point to when that is asked for; of the register
    (office, units, people, posts) what is loaded stays: no step changes it. One query for all of them.
    """
    if not rows:
        return
    told = type(rows[0])._base_manager.in_bulk({row.pk for row in rows})
    for row in rows:
        _take(row, told[row.pk])


def _take(row: Any, told: models.Model) -> None:
    """Give ``row`` the columns of ``told``, and let it forget what it had loaded beside the register."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(told, field.attname))  # another key: what was loaded by it goes
        if field.is_relation and field.is_cached(row) and not _in_register(field):
            field.delete_cached_value(row)
    for field in (*row._meta.related_objects, *row._meta.private_fields):
        if field.is_relation and field.is_cached(row):
            field.delete_cached_value(row)
    row._prefetched_objects_cache = {}


def _in_register(field: Any) -> bool:
    return bool(field.remote_field.model._meta.app_label == Office._meta.app_label)


def posts_in_act(by: Person, at: datetime) -> list[Post]:
    """The posts ``by`` holds at the moment of the act. What they hold is asked once however many steps the act has."""
    known = _posts.get()
    if known is None:
        return posts_of(by, at)
    if by.pk not in known:
        known[by.pk] = holdings_since_ever(by)
    return posts_among(known[by.pk], by, at)


@contextmanager
def joined() -> Iterator[bool]:
    """Make the acts inside parts of one; yield whether it stands inside another already.

    Everybody's posts are asked once. An act inside sets no savepoint of its own: where one is refused, the whole is
    undone, and whoever means to go on nevertheless wraps that act in ``transaction.atomic``.
    """
    if _posts.get() is not None:
        yield True
        return
    token = _posts.set({})
    try:
        yield False
    finally:
        _posts.reset(token)


_LAST_EVENT = Statement(
    lambda office, kind, key: Event.objects.filter(office=office, subject_kind=kind, subject_id=key).order_by(
        "-at", "-pk"
    )[:1],
    int,
    str,
    int,
)


def _same_sitting(work: Work, verb: str, subject: models.Model) -> bool:
    found = _LAST_EVENT.read(work.office.pk, subject._meta.model_name or "", subject.pk)
    last = next(iter(found), None)
    return (
        last is not None
        and (last.verb, last.by_id) == (verb, work.by and work.by.pk)
        and work.at - SITTING < last.at <= work.at
    )


def record_event(
    *,
    office: Office,
    by: Person | None,
    at: datetime,
    verb: str,
    subject: models.Model,
    detail: Mapping[str, object] | None = None,
    outcome: str = "done",
    post: Post | None = None,
) -> Event:
    """Add a row to the record; called inside the transaction of the act itself. ``post`` is the one acted on."""
    with scope(office=office.pk):
        return Event.objects.create(
            office=office,
            at=at,
            by=by,
            post=post,
            deputy_for=post.acted_for if post is not None else None,
            verb=verb,
            subject_kind=subject._meta.model_name or "",
            subject_id=subject.pk,
            detail=dict(detail or {}),
            outcome=outcome,
        )
