"""What a unit has open goes to the unit that takes over, all of it or as chosen; one with open projects is not closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F, QuerySet

from taizhang.core.lifecycle.project_year import DirectiveState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Directive, Project
from taizhang.ledger.rules.account_plans import freeze
from taizhang.office.models import Person, Post, Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.workflow import Work, unit_of_work

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
    projects = list(open_projects_of(unit))
    if projects and into is None:
        words = N_("“{unit}”还有{n}个没有办结的项目，请先办结，或者并入接续的单位。")
        raise Refused(Message(words, {"unit": unit.short_name, "n": len(projects)}))
    if into is None:
        return
    for project in projects:
        _lead(work, project, into)
        work.record("follow_unit", project, {"before": unit.pk, "after": into.pk})
    _follow_with_directives(work, unit, into)


def open_projects_of(unit: Unit) -> QuerySet[Project]:
    """What the unit leads and has not ended."""
    return Project.objects.filter(lead_unit=unit, state__in=OPEN).order_by("ledger__year", "serial", "pk")


def transfer_projects(
    *, unit: Unit, into: Mapping[Project, Unit], by: Person | None, at: datetime
) -> list[Project]:
    """Let other units lead some of the open projects of a unit, each the one chosen for it: after a split, or where a task
    moved. As of days before, and in what was reported, the old one leads. Return the projects that moved.
    """
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        there = set(open_projects_of(unit).filter(pk__in=[project.pk for project in into]))
        for project, other in into.items():
            if project not in there or not other.active or other.office_id != unit.office_id or other == unit:
                raise Refused(Message(N_("项目或单位已有变动，请刷新页面后再划转。")))
            _lead(work, project, other)
            work.record("transfer_project", project, {"before": unit.pk, "after": other.pk})
        if not into:
            raise Refused(Message(N_("请至少为一个项目选择接手的单位。")))
    return list(into)


def _lead(work: Work, project: Project, unit: Unit) -> None:
    """The unit leads the project from now on, with its liaison's post and a baseline of its own."""
    post = Post.objects.filter(unit=unit, role=Role.LIAISON, closed_at=None).order_by("pk").first()
    Project.objects.filter(pk=project.pk).update(
        lead_unit=unit, lead_post=post, version=F("version") + 1, changed_at=work.at
    )
    project.refresh_from_db()
    if project.opened_at is not None:
        freeze(project, by=work.by, at=work.at)


def _follow_with_directives(work: Work, unit: Unit, into: Unit) -> None:
    """Open directives become a task of the same kind of post of ``into``; where it has none, the leader sees them open."""
    for directive in Directive.objects.filter(post__unit=unit, state=DirectiveState.OPEN).select_related(
        "post"
    ):
        post = Post.objects.filter(unit=into, role=directive.post.role, closed_at=None).order_by("pk").first()
        if post is not None:
            Directive.objects.filter(pk=directive.pk).update(post=post)
            work.record("follow_unit", directive, {"before": unit.pk, "after": into.pk})
