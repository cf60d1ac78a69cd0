"""What a unit has open goes to the unit that takes over; a unit with open projects is not closed."""

from __future__ import annotations

from django.db.models import F

from taizhang.core.lifecycle.project_year import DirectiveState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Directive, Project
from taizhang.ledger.rules.account_plans import freeze
from taizhang.office.models import Post, Unit
from taizhang.office.roles import Role
from taizhang.office.workflow import Work

OPEN = (
    ProjectState.ADMITTED,
    ProjectState.OPENED,
    ProjectState.ACTIVE,
    ProjectState.CLOSURE_REQUESTED,
    ProjectState.SUSPENDED,
)


def follow_unit(work: Work, unit: Unit, into: Unit | None) -> None:
    """Let ``into`` lead the open projects of a unit that ends, with a baseline of their own from now on: as of days
    before, and in what has ended, the old unit leads. Refused where there are any and nobody takes over.
    """
    projects = list(Project.objects.filter(lead_unit=unit, state__in=OPEN).order_by("pk"))
    if projects and into is None:
        words = N_("“{unit}”还有{n}个没有办结的项目，请先办结，或者并入接续的单位。")
        raise Refused(Message(words, {"unit": unit.short_name, "n": len(projects)}))
    if into is None:
        return
    posts = Post.objects.filter(unit=into, role=Role.LIAISON, closed_at=None)
    post = posts.order_by("pk").first()
    for project in projects:
        Project.objects.filter(pk=project.pk).update(
            lead_unit=into, lead_post=post, version=F("version") + 1, changed_at=work.at
        )
        project.refresh_from_db()
        if project.opened_at is not None:
            freeze(project, by=work.by, at=work.at)
        work.record("follow_unit", project, {"before": unit.pk, "after": into.pk})
    _follow_with_directives(work, unit, into)


def _follow_with_directives(work: Work, unit: Unit, into: Unit) -> None:
    """Open directives become a task of the same kind of post of ``into``; where it has none, the leader sees them open."""
    for directive in Directive.objects.filter(post__unit=unit, state=DirectiveState.OPEN).select_related(
        "post"
    ):
        post = Post.objects.filter(unit=into, role=directive.post.role, closed_at=None).order_by("pk").first()
        if post is not None:
            Directive.objects.filter(pk=directive.pk).update(post=post)
            work.record("follow_unit", directive, {"before": unit.pk, "after": into.pk})
