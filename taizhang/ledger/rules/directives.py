"""Who may do what with a leader's directive (批示), beside what the table of its life says of roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from taizhang.core.lifecycle.project_year import DIRECTED
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Directive, Project
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Post
from taizhang.office.roles import Role

BY_THE_WRITER = frozenset({"return", "end", "withdraw"})
UNWRITTEN = Message(N_("请写批示内容。"))
NOT_FOR_THIS_POST = Message(N_("这个岗位不能承办此事，请另选。"))
OVER = Message(N_("办理时限早于今天，请核对。"))


def posts_for(project: Project | None) -> QuerySet[Post]:
    """The posts that a directive may be given to, the office's own first; where it is about a project, of units only
    those that lead or support it.
    """
    rows: QuerySet[Post] = Post.objects.filter(closed_at=None, role__in=DIRECTED.split())
    if project is not None:
        supporting = project.supporting_units.values("pk")
        rows = rows.filter(Q(unit=None) | Q(unit=project.lead_unit_id) | Q(unit__in=supporting))
    return rows.select_related("unit").order_by(F("unit").asc(nulls_first=True), "role", "pk")


def next_posts(directive: Directive, held: Iterable[Post]) -> QuerySet[Post]:
    """The posts that whoever holds ``held`` may pass it on to: for the writer all that it might have been given to, for
    whose task it is those of their own unit, or of the office.
    """
    rows = posts_for(directive.project).exclude(pk=directive.post_id)
    return rows if wrote(directive, held) else rows.filter(unit=directive.post.unit_id)


def has(directive: Directive, held: Iterable[Post]) -> bool:
    """Whether it is the task of one of these posts."""
    return any(post.pk == directive.post_id for post in held)


def wrote(directive: Directive, held: Iterable[Post]) -> bool:
    """Whether it was given on one of these posts; where that post is closed, every leader of the office answers for it."""
    closed = directive.given_on.closed_at is not None
    return any(
        post.pk == directive.given_on_id or (closed and post.role == Role.OFFICE_LEADER) for post in held
    )


def acting_post(directive: Directive, verb: str, held: Iterable[Post]) -> Post:
    """Return the post on which the step is taken; Refused where none of ``held`` carries it."""
    posts = list(held)
    for post in posts:
        theirs = verb not in BY_THE_WRITER and has(directive, [post])
        if theirs or (verb != "reply" and wrote(directive, [post])):
            return post
    raise Refused(Message(N_("这件批示不由您的岗位办理。")))


def check_directive(*, text: str, post: Post, due: date, project: Project | None, today: date) -> None:
    """Objections without words, for a day that is over, and for a post that it cannot be given to; Refused for words
    that bear a secrecy mark.
    """
    check_no_secret(text)
    wrong: dict[str, Message] = {}
    if not text.strip():
        wrong["text"] = UNWRITTEN
    if not posts_for(project).filter(pk=post.pk).exists():
        wrong["post"] = NOT_FOR_THIS_POST
    if due < today:
        wrong["due"] = OVER
    if wrong:
        raise Objections(wrong)
