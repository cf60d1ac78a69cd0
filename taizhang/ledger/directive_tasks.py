"""What of the leaders' directives waits for a person: the task, and for the leader its reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from taizhang.core.lifecycle.project_year import DirectiveState
from taizhang.core.text.messages import N_, Message, verbatim
from taizhang.ledger.models import Directive
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.tasks import Task, Waiting
from taizhang.office.visible import Viewer

SAID = ("kind", "title", "text", "due")


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """The directives that are a task of the viewer's posts, and the answers to those written on them."""
    held = [post.pk for post in viewer.posts if post.pk]
    if viewer.may(Permission.HANDLE_DIRECTIVE):
        given = Directive.objects.filter(state=DirectiveState.OPEN, post__in=held)
        yield Waiting(
            N_("领导批示"), given.order_by("due", "pk").only(*SAID), lambda found: map(_given, found)
        )
    if Role.OFFICE_LEADER in viewer.roles:
        answered = Directive.objects.filter(state=DirectiveState.REPLIED, given_on__in=held)
        yield Waiting(
            N_("批示的回复"), answered.order_by("due", "pk").only(*SAID), lambda found: map(_answered, found)
        )


def _given(row: Directive) -> Task:
    return Task(
        f"directive-{row.pk}", verbatim(row.text), Message(N_("办理")), "directive", (row.pk,), row.due,
        _about(row), duty=Message(N_("办理批示")),
    )  # fmt: skip


def _answered(row: Directive) -> Task:
    return Task(
        f"directive-reply-{row.pk}", verbatim(row.text), Message(N_("查看")), "directive", (row.pk,),
        note=_about(row), duty=Message(N_("看批示的回复")),
    )  # fmt: skip


def _about(row: Directive) -> Message:
    return Message(
        N_("领导批示 · {kind}：{title}"), {"kind": str(row.get_kind_display()), "title": row.title}
    )
