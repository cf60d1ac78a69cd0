"""What this person may do with a project now, as links to the pages where it is done."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.project_year import PROJECT, ProjectState
from taizhang.core.text.messages import N_
from taizhang.ledger.models import Project
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import may, offered
from taizhang.web.frame.parts import Link
from taizhang.web.frame.routes import Door, declared

# (verb of core's table, route, words); a route that takes no project is given it as ?project=.
DOING = (
    ("prepare", "account", N_("填写账目")),
    ("confirm", "account-confirm", N_("确认账目")),
    ("record", "activity-new", N_("登记活动")),
    ("record", "evidence", N_("添佐证")),
    ("record", "services", N_("记办实事")),
    ("record", "blocker-raise", N_("提出问题")),
    ("request_change", "change-request", N_("申请变更")),
    ("draft_closure", "closure-request", N_("申请销账")),
    ("reopen", "closure", N_("恢复督账")),
    ("archive", "closure", N_("归档")),
    ("supervise", "notice-draft", N_("拟督办单")),
    ("see", "figures", N_("数据与来源")),
)
OF_NO_PROJECT = {"activity-new"}


def may_record(project: Project, viewer: Viewer) -> bool:
    """Whether this person could record what took place in the project, now."""
    return "record" in PROJECT.verbs(project.state, viewer.roles_for(project.lead_unit_id))


def acts_for(request: HttpRequest, project: Project) -> list[Link]:
    """In the order of a year; only pages that there are, and that the person may open."""
    verbs = set(offered(request, PROJECT, project.state, project.lead_unit)) | {"see"}
    if "request_closure" in verbs:  # who signs may write it, too
        verbs.add("draft_closure")
    if may(request, Permission.RUN_LEDGER) and project.state == ProjectState.ACTIVE:
        verbs.add("supervise")
    return [
        Link(_(words), url)
        for verb, name, words in DOING
        if verb in verbs and _open(request, name) and (url := _address(name, project))
    ]


def _open(request: HttpRequest, name: str) -> bool:
    asked = declared().get(name)
    return asked is not None and (isinstance(asked, Door) or may(request, asked))


def _address(name: str, project: Project) -> str:
    if name == "closure":
        last = project.closures.order_by("-round").first()
        return reverse(name, args=[last.pk]) if last else ""
    if name in OF_NO_PROJECT:
        return f"{reverse(name)}?project={project.pk}"
    return reverse(name, args=[project.pk])
