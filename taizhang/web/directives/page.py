"""Directives as a list, and one of them with what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import DIRECTIVE, DirectiveState
from taizhang.ledger.actions import directives
from taizhang.ledger.models import Directive, DirectiveEntry
from taizhang.ledger.queries.directives import UNDER_WAY, under_way
from taizhang.ledger.rules.directives import has, next_posts, wrote
from taizhang.ledger.visible import directives_for
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.directives.writing import SUBJECTS, PostField, entry, post_words
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, day, line, looking, text
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
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
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import moment

LIST = _("领导批示")


class HandleForm(OpenForm):
    """What was done."""

    words = text(_("办理情况"), 2_000, 4)


class PassOnForm(OpenForm):
    """Whose task it becomes."""

    post: Any = PostField(label=_("转给"), queryset=None, empty_label=_("请选择"))
    words = line(_("交代"), 200)
    help = _("转交会记在批示的办理经过里；时限不变。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = next_posts(self.row, self.viewer.posts)  # type: ignore[attr-defined]


class JudgeForm(OpenForm):
    """What the leader says to the reply."""

    words = text(_("意见"), 500, 2)
    due: Any = looking("field-short", day(_("新的时限"), help_text=_("退回再办时可以改；不填则不变。")))


class EndDirectiveForm(OpenForm):
    """Why it needs no reply."""

    words = text(_("说明"), 500, 2)
    help = _("办结：已经口头回复或不必再办。撤回：批示有误，须写明原因；这句批示仍留在记录里。")


@require_safe
def index(request: Request) -> HttpResponse:
    """Those under way, the most urgent first, and those that are over."""
    rows, viewer = directives_for(request.viewer), request.viewer
    replied = under_way(viewer).filter(state=DirectiveState.REPLIED)
    groups = [
        *entries(_("待办"), under_way(viewer).filter(state=DirectiveState.OPEN), entry),
        *entries(_("已回复"), replied, entry),
        *entries(_("已办结"), rows.exclude(state__in=UNDER_WAY), entry),
    ]
    empty = _("没有批示。办领导在项目、督办单、简报和总览页上写的批示列在这里。")
    return page(request, PageHead(LIST), *groups, empty=empty)


def _page(request: Request, row: Directive, boxes: Sequence[PagePart]) -> HttpResponse:
    """The sentence, what was done about it, and what this person can do."""
    subject = SUBJECTS[row.kind]  # type: ignore[index]
    about = subject.rows(request.viewer).filter(pk=row.subject).first()
    title = f"{row.get_kind_display()}：{row.title}"
    facts = Facts(
        _("办理"),
        [
            (_("关于"), link(title, subject.url(about)) if about is not None else title),
            (_("承办"), post_words(row.post)),
            (_("时限"), dated(row.due)),
            (_("状态"), row.get_state_display()),
        ],
    )
    said = [Prose(_("批示"), row.text, [by_at(row.written_by, row.written_at)], official=True)]
    done = [_line(each) for each in row.entries.select_related("by", "to", "post", "deputy_for")]
    story = [Entries(_("办理经过"), done)] if done else []
    head = PageHead(_("领导批示"), facts=[row.get_state_display()], crumb=Link(LIST, reverse("directives")))
    return page(request, head, *said, *story, *boxes, aside=[facts])


def _line(each: DirectiveEntry) -> Entry:
    words = gettext("{name}（代{other}）")
    who = words.format(name=each.by, other=each.deputy_for) if each.deputy_for else str(each.by)
    to = gettext("转交{post}").format(post=each.to.title) if each.to else each.get_verb_display()
    return Entry(to, words=each.text, small=dotted(who, each.post.title), aside=moment(each.at))


def _theirs(row: Directive, viewer: Viewer) -> bool:
    return has(row, viewer.posts)


def _leads(row: Directive, viewer: Viewer) -> bool:
    return wrote(row, viewer.posts)


def _either(row: Directive, viewer: Viewer) -> bool:
    return _theirs(row, viewer) or _leads(row, viewer)


END = Step("end", directives.end_directive, _("办结"), _("已办结。"), takes={"words": "words"})
STEPS = Steps(
    "directive",
    StepForm(
        [Step("reply", directives.reply_to_directive, _("回复"), _("已回复，等领导审阅。"))],
        HandleForm,
        when=_theirs,
    ),
    StepForm(
        [Step("pass_on", directives.pass_on_directive, _("转交"), _("已转交。"), at_field="post")],
        PassOnForm,
        fold=_("转交别的岗位"),
        when=_either,
    ),
    StepForm(
        [END, Step("return", directives.return_directive, _("退回再办"), _("已退回，请再办。"))],
        JudgeForm,
        when=lambda row, viewer: row.state == DirectiveState.REPLIED and _leads(row, viewer),
    ),
    StepForm(
        [END, Step("withdraw", directives.withdraw_directive, _("撤回"), _("已撤回。"), look=QUIET)],
        EndDirectiveForm,
        fold=_("办结或撤回"),
        when=_leads,
    ),
    load=seen(directives_for),
    page=_page,
    table=DIRECTIVE,
)
urlpatterns = [
    Route("directives/", index, "directives", Permission.HANDLE_DIRECTIVE),
    *STEPS.routes("directives/<int:pk>/", "directive", Permission.HANDLE_DIRECTIVE),
]
