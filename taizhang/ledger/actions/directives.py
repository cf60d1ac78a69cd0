"""What a leader writes on a project, a notice, an issue or the year (批示): given to a post, passed on, answered, ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import DIRECTIVE, DirectiveState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Directive, DirectiveEntry, DirectiveSubject, Project
from taizhang.ledger.rules.checks import Objections, check_no_secret, check_reason
from taizhang.ledger.rules.directives import NOT_FOR_THIS_POST, OVER, acting_post, check_directive, next_posts
from taizhang.office.models import Person, Post
from taizhang.office.permissions import Permission
from taizhang.office.workflow import Transition, posts_in_act, transition, unit_of_work


def write_directive(
    *,
    kind: DirectiveSubject,
    subject: int,
    title: str,
    text: str,
    post: Post,
    due: date,
    by: Person,
    at: datetime,
    project: Project | None = None,
) -> Directive:
    """Write one sentence on something, which becomes a task of ``post`` until ``due``. ``subject`` is the key of what it
    is on and ``title`` how that is called; ``project`` is given for a project and for one of its notices.
    """
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.WRITE_DIRECTIVE) as work:
        check_directive(text=text, post=post, due=due, project=project, today=localdate(at))
        if work.post is None:
            raise Refused(Message(N_("您的岗位不能办理此事项。")))
        given = {"kind": kind, "subject": subject, "post": post, "text": text.strip()}
        if Directive.objects.filter(**given, state=DirectiveState.OPEN).exists():
            raise Refused(Message(N_("同样的批示已经写过，正在办理。")))
        directive = Directive.objects.create(
            office=by.office, **given, title=title, project=project, due=due, given_on=work.post,
            written_by=by, written_at=at,
        )  # fmt: skip
        work.record("write_directive", directive, {"to": post.title, "due": due.isoformat()})
    return directive


def pass_on_directive(
    *, directive: Directive, post: Post, words: str = "", by: Person, at: datetime
) -> Directive:
    """Give the task to another post: to a deputy or colleague of one's own; the writer, to whomever they choose."""
    with _step(directive, "pass_on", by, at) as act:
        check_no_secret(words)
        held = posts_in_act(by, at)
        if not next_posts(directive, held).filter(pk=post.pk).exists():
            raise Objections({"post": NOT_FOR_THIS_POST})
        before = directive.post.title
        act.move(post=post)
        _entry(act, text=words, to=post)
        act.record("pass_on_directive", detail={"from": before, "to": post.title})
    return directive


def reply_to_directive(*, directive: Directive, words: str, by: Person, at: datetime) -> Directive:
    """Say what was done."""
    with _step(directive, "reply", by, at) as act:
        check_no_secret(words)
        if not words.strip():
            raise Refused(Message(N_("请写办理情况。")))
        act.move()
        _entry(act, text=words)
        act.record("reply_directive")
    return directive


def return_directive(
    *, directive: Directive, words: str, due: date | None = None, by: Person, at: datetime
) -> Directive:
    """Say what is still to be done, until ``due`` where another day is given."""
    with _step(directive, "return", by, at) as act:
        check_reason(words)
        until = due or max(directive.due, localdate(at))
        if until < localdate(at):
            raise Objections({"due": OVER})
        act.move(due=until)
        _entry(act, text=words)
        act.record("return_directive", detail={"due": until.isoformat()})
    return directive


def end_directive(*, directive: Directive, words: str = "", by: Person, at: datetime) -> Directive:
    """It is done."""
    with _step(directive, "end", by, at) as act:
        check_no_secret(words)
        act.move()
        _entry(act, text=words)
        act.record("end_directive")
    return directive


def withdraw_directive(*, directive: Directive, words: str, by: Person, at: datetime) -> Directive:
    """It is no longer asked for, and why."""
    with _step(directive, "withdraw", by, at) as act:
        check_reason(words)
        act.move()
        _entry(act, text=words)
        act.record("withdraw_directive")
    return directive


@contextmanager
def _step(directive: Directive, verb: str, by: Person, at: datetime) -> Iterator[Transition]:
    """A step on the post that it is for: the one whose task it is, or the one on which it was written."""
    with transition(DIRECTIVE, verb, directive, by=by, at=at) as act:
        act.post = acting_post(directive, verb, posts_in_act(by, at))
        yield act


def _entry(act: Transition, *, text: str, to: Post | None = None) -> None:
    """Keep what was said with the directive."""
    if act.post is not None and act.by is not None:
        DirectiveEntry.objects.create(
            office=act.office, directive=act.row, verb=act.step.verb, text=text.strip(), to=to, by=act.by,
            post=act.post, deputy_for=act.post.acted_for, at=act.at,
        )  # fmt: skip
