"""What stands in a project's way: raised by its unit, answered by the office, settled by the unit (问题清单)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import BLOCKER
from taizhang.ledger.actions import blockers
from taizhang.ledger.models import Blocker, Project
from taizhang.ledger.visible import blockers_for, projects_for
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, line, text
from taizhang.web.frame.parts import (
    Entry,
    Link,
    PageHead,
    PagePart,
    Prose,
    by_at,
    dotted,
    entries,
    link,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.projects.links import project_link

LIST = _("问题清单")
GROUPS = (
    ("open", _("待答复"), "raised_at"),
    ("answered", _("已答复，等单位确认"), "answered_at"),
    ("settled", _("已解决"), "-ended_at"),
    ("withdrawn", _("已撤回"), "-ended_at"),
)


class BlockerForm(OpenForm):
    """A question to the office."""

    text = text(_("遇到的问题"), 2_000, 4)
    wanted = line(_("希望哪个单位协调"), 100)
    help = _("办公室答复后，会出现在您的待办里。")


class BlockerAnswerForm(OpenForm):
    """What the office says."""

    words = text(_("答复"), 2_000, 3)


class AskAgainForm(OpenForm):
    """What the answer leaves open."""

    words = text(_("没有解决的，请说明还缺什么"), 2_000, 3)


@require_safe
def index(request: Request) -> HttpResponse:
    """Questions of the projects one may see: open ones first, the oldest first."""
    rows = blockers_for(request.viewer)
    groups = [
        part
        for state, words, order in GROUPS
        for part in entries(words, rows.filter(state=state).order_by(order, "pk"), _entry)
    ]
    empty = _("没有提出的问题。遇到单位自己解决不了的事，在项目页点“提出问题”。")
    return page(request, PageHead(LIST), *groups, empty=empty)


def _entry(row: Blocker) -> Entry:
    return Entry(
        title=Truncator(row.text).chars(60),
        url=reverse("blocker", args=[row.pk]),
        small=dotted(f"{row.project.account_no} {row.project.title}", row.project.lead_unit),
        aside=moment(row.raised_at),
    )


def _new_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("提出问题"), crumb=project_link(project)), *boxes)


def _page(request: Request, row: Blocker, boxes: Sequence[PagePart]) -> HttpResponse:
    """The question, its answer, and what this person can do about it."""
    project = row.project
    head = PageHead(
        project.title,
        name=_("问题"),
        crumb=Link(LIST, reverse("blockers")),
        facts=(
            dotted(project.account_no, project.lead_unit, row.get_state_display()),
            link(_("看项目"), reverse("project", args=[project.pk])),
        ),
    )
    wanted = [_("希望协调：{who}").format(who=row.wanted)] if row.wanted else []
    parts = [Prose(_("问题"), row.text, [*wanted, by_at(row.raised_by, row.raised_at)])]
    if row.answer:
        parts.append(Prose(_("答复"), row.answer, [by_at(row.answered_by, row.answered_at)]))
    return page(request, head, *parts, *boxes)


RAISE = Steps(
    "project",
    StepForm([Step("raise", blockers.raise_blocker, _("提出"))], BlockerForm),
    load=seen(projects_for),
    page=_new_page,
    goes=lambda row: reverse("blocker", args=[row.pk]),
)
SETTLE = Step("settle", blockers.settle_blocker, _("已经解决"), _("已登记为解决。"), takes={})
STEPS = Steps(
    "blocker",
    StepForm(
        [Step("answer", blockers.answer_blocker, _("答复"), _("已答复。"), takes={"words": "answer"})],
        BlockerAnswerForm,
    ),
    StepForm(
        [
            SETTLE,
            Step("ask_again", blockers.ask_again, _("再次提出"), _("已再次提出。"), takes={"words": "text"}),
        ],
        AskAgainForm,
        when=lambda row, viewer: row.state == "answered",
    ),
    StepForm([SETTLE, Step("withdraw", blockers.withdraw_blocker, _("撤回"), _("已撤回。"), look=QUIET)]),
    load=seen(blockers_for),
    page=_page,
    table=BLOCKER,
)
urlpatterns = [
    *RAISE.routes("projects/<int:pk>/blockers/new/", "blocker-raise", Permission.ACT_IN_LEDGER),
    Route("blockers/", index, "blockers", Permission.SEE_LEDGER),
    *STEPS.routes("blockers/<int:pk>/", "blocker", Permission.SEE_LEDGER, act=Permission.ACT_IN_LEDGER),
]
