"""One's own posts: the hand-over sheet of each, a deputy for the time of a leave, and where one is logged in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.office import clock
from taizhang.office.actions import deputise
from taizhang.office.actions.appointments import end_deputy
from taizhang.office.models import Person, Post, PostHolder
from taizhang.office.queries import all_posts, deputies_of, people_of
from taizhang.office.sessions import sessions_of
from taizhang.office.tasks import Task, groups_for
from taizhang.office.visible import viewer_with
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, day
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    PostButton,
    dotted,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.office.security import session_columns


class LeaveForm(OpenForm):
    """Which post, who stands in, from which day to which."""

    post: Any = forms.ModelChoiceField(label=_("岗位"), queryset=None, empty_label=None)
    deputy: Any = forms.ModelChoiceField(label=_("代理人"), queryset=None, empty_label=_("请选择"))
    starts = day(_("自"), required=True)
    ends = day(_("至"), required=True, help_text=_("含当天。期满自动结束，也可以提前结束。"))
    help = _("代理期间双方都能办理；代理人办的每一件事都注明“代”谁。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        deputy: Any = self.fields["deputy"]
        own = [each.pk for each in self.viewer.posts if each.acted_for is None]
        post.queryset = all_posts(self.viewer.office).filter(pk__in=own)
        deputy.queryset = people_of(self.viewer.office).filter(is_active=True).exclude(pk=self.row.pk)


class EndDeputyForm(OpenForm):
    """Whose standing in ends."""

    holding: Any = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holding"].queryset = deputies_of(self.row, clock.now())  # type: ignore[attr-defined]


def _begin_of(given: date) -> datetime:
    return datetime.combine(given, time(), get_current_timezone())


def _deputise(
    *, person: Person, post: Post, deputy: Person, starts: date, ends: date, by: Person, at: datetime
) -> PostHolder:
    """From the beginning of the first day to the end of the last."""
    after = _begin_of(ends + timedelta(days=1))
    return deputise(post=post, deputy=deputy, starts=_begin_of(starts), ends=after, by=by, at=at)


def _end(*, person: Person, holding: PostHolder, by: Person, at: datetime) -> None:
    end_deputy(holder=holding, by=by, at=at)


def _page(request: Request, person: Person, boxes: Sequence[PagePart]) -> HttpResponse:
    posts = [
        Entry(
            post.title,
            reverse("me-handover", args=[post.pk]),
            small=_acted_for(post),
            aside=gettext("交接单"),
        )
        for post in request.viewer.posts
    ]
    deputies = [_deputy(row) for row in deputies_of(person, clock.now())]
    sessions = session_columns("me-session-end", this=request.session.session_key)
    return page(
        request,
        PageHead(_("岗位、代理和登录"), crumb=Link(_("个人设置"), reverse("me"))),
        Entries(_("我的岗位"), posts, empty=_("没有岗位。")),
        Entries(_("我不在时由谁代理"), deputies, empty=_("没有委托代理。")),
        *boxes,
        sessions.whole(sessions_of(person), _("我在哪里登录着")),
    )


def _acted_for(post: Post) -> str:
    return gettext("代{name}").format(name=post.acted_for) if post.acted_for else ""


def _deputy(row: PostHolder) -> Entry:
    times = dotted(
        row.post.title,
        format_html(gettext("自{day}"), day=dated(row.valid_from)),
        format_html(gettext("至{day}"), day=dated(row.last_day)),
    )
    end = PostButton(_("结束代理"), "", {"act": "end", "holding": row.pk}, of=str(row.person))
    return Entry(str(row.person), small=times, posts=[end])


def _oneself(request: HttpRequest) -> Person:
    person = viewer_of(request).person
    if person is None:
        raise Http404
    return person


STEPS = Steps(
    "person",
    StepForm(
        [Step("deputise", _deputise, _("委托代理"), _("已委托。"))],
        LeaveForm,
        at_field="ends",
        fold=_("请假：委托别人代理"),
        when=lambda person, viewer: any(post.acted_for is None for post in viewer.posts),
    ),
    StepForm(
        [Step("end", _end, _("结束代理"), _("代理已结束。"))],
        EndDeputyForm,
        when=lambda person, viewer: False,
    ),
    load=_oneself,
    page=_page,
)


@require_safe
def handover(request: Request, pk: int) -> HttpResponse:
    """Everything that is open on one of one's posts, to be printed: a successor finds the same in their own list."""
    post = next((each for each in request.viewer.posts if each.pk == pk), None)
    if post is None:
        raise Http404
    groups = groups_for(viewer_with(_oneself(request), [post]), clock.now())
    count = sum(group.count for group in groups)
    said = gettext("{n}项没有办完；继任者到岗后，这些事项自动转到其待办。").format(n=count)
    head = PageHead(
        gettext("交接单：{post}").format(post=post.title),
        facts=[dotted(dated(clock.today()), said)],
        crumb=Link(_("岗位、代理和登录"), reverse("me-posts")),
    )
    lists = [
        Entries(gettext(group.label), [_line(task) for task in group.tasks], group.more) for group in groups
    ]
    signatures = Facts(
        _("交接"),
        [(_("移交人"), f"{request.user}　　　　"), (_("接收人"), "　　　　"), (_("日期"), "　　　　")],
    )
    return page(request, head, *lists, signatures)


def _line(task: Task) -> Entry:
    return Entry(
        say(task.line),
        task.url,
        small=say(task.note) if task.note else "",
        aside=dated(task.due) if task.due else "",
    )


urlpatterns = [
    *STEPS.routes("me/posts/", "me-posts", Door.SIGNED_IN),
    Route("me/handover/<int:pk>/", handover, "me-handover", Door.SIGNED_IN),
]
