"""A point that somebody has to see to (跟进事项), with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.outreach_life import FOLLOW_UP
from taizhang.ledger.rules.directives import posts_for
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.outreach.actions import follow_ups
from taizhang.outreach.models import FollowUp
from taizhang.outreach.visible import follow_ups_for
from taizhang.web.directives.writing import PostField, post_words
from taizhang.web.fieldwork.shared import choice
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, day, line, text
from taizhang.web.frame.parts import Entry, Facts, Link, PageHead, PagePart, Prose, by_at, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.outreach.fields import ChoosingForm


class FollowUpForm(ChoosingForm):
    """What, whose, until when."""

    rows = {"unit": lambda viewer: active_units(), "post": lambda viewer: posts_for(None)}
    text = text(_("要跟进的事"), 500, 3, required=True)
    unit: Any = choice(_("责任单位"), _("不是单位的事"))
    post: Any = PostField(
        label=_("或者责任岗位"), queryset=None, required=False, empty_label=_("由责任单位办")
    )
    due = day(_("时限"), required=True)


class FollowUpAnswerForm(OpenForm):
    """What was done."""

    answer = text(_("办理情况"), 2_000, 4)


class FollowUpAgainForm(OpenForm):
    """What is still open, until when."""

    reason = line(_("还缺什么"), 200, required=True)
    due = day(_("新的时限"), required=True)


class FollowUpEndForm(OpenForm):
    """Why it need not be seen to."""

    reason = line(_("撤回原因"), 200, required=True)


def owner_of(row: FollowUp) -> str:
    """The unit, or the post with its unit."""
    return post_words(row.post) if row.post else str(row.unit)


def entry_of(row: FollowUp) -> Entry:
    """A point as a line."""
    return Entry(
        Truncator(row.text).chars(60),
        reverse("follow-up", args=[row.pk]),
        owner_of(row),
        mark=dated(row.due),
        aside=row.get_state_display(),
        words=row.answer,
    )


def _page(request: Request, row: FollowUp, boxes: Sequence[PagePart]) -> HttpResponse:
    """What is asked of whom, and the answer."""
    facts = [
        (_("责任方"), owner_of(row)),
        (_("时限"), dated(row.due)),
        (_("再问或撤回的原因"), row.again),
    ]
    parts: list[PagePart] = [Prose(_("事项"), row.text, [by_at(row.raised_by, row.raised_at)])]
    if row.answer:
        parts.append(Prose(_("办理情况"), row.answer, [by_at(row.answered_by, row.answered_at)]))
    about = row.sit_in or row.plan
    crumb = Link(str(about), reverse("sit-in" if row.sit_in else "plan", args=[about.pk])) if about else None
    head = PageHead(_("跟进事项"), crumb=crumb, facts=[dotted(row.get_state_display(), owner_of(row))])
    return page(request, head, *parts, Facts(_("办理"), facts), *boxes)


STEPS = Steps(
    "follow_up",
    StepForm(
        [Step("answer", follow_ups.answer_follow_up, _("答复"), _("已答复。"))], FollowUpAnswerForm,
        when=lambda row, viewer: follow_ups.is_theirs(row, list(viewer.posts)),
    ),
    StepForm(
        [Step("ask_again", follow_ups.ask_follow_up_again, _("再次提出"), _("已再次提出。"))], FollowUpAgainForm,
        fold=_("没有办结，再问一次"), initial=lambda row: {"due": clock.today()},
    ),
    StepForm(
        [Step("withdraw", follow_ups.withdraw_follow_up, _("撤回"), _("已撤回。"), look=QUIET)], FollowUpEndForm,
        fold=_("不需要办了"),
    ),
    load=seen(follow_ups_for),
    page=_page,
    table=FOLLOW_UP,
)  # fmt: skip
urlpatterns = [
    *STEPS.routes(
        "follow-ups/<int:pk>/", "follow-up", Permission.SEE_OUTREACH, act=Permission.HANDLE_DIRECTIVE
    )
]
