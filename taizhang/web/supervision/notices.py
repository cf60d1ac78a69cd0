"""Supervision notices (督办单): drafted by the system or a person, issued by a person, answered, settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.calendar import add_workdays
from taizhang.core.lifecycle.project_year import NOTICE, NoticeState
from taizhang.ledger.actions import notices
from taizhang.ledger.models import Notice, Project
from taizhang.ledger.models.signals import COLOURS
from taizhang.ledger.visible import notices_for, projects_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.permissions import Permission
from taizhang.press import PressError
from taizhang.web.frame.access import load, seen
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.forms import OpenForm, day, text
from taizhang.web.frame.parts import (
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
from taizhang.web.frame.tags_record_look import colour, moment, notice_number, stored
from taizhang.web.frame.words import say
from taizhang.web.projects.links import project_link
from taizhang.web.supervision.notice_sheet import notice_pdf

LIST, DRAFT = _("督办单"), _("督办单草稿")
OPEN = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)
REPLY_DAYS = 7  # working days: what is proposed for an answer; the officer may write another day


class NoticeForm(OpenForm):
    """A notice as long as it is a draft."""

    colour = forms.ChoiceField(label=_("督办等级"), choices=COLOURS, widget=forms.RadioSelect)
    text = text(
        _("督办事项"), 3_000, 6, required=True, help_text=_("写清要单位说明什么、做到什么。每行一段。")
    )
    reply_due = day(_("回复时限"))
    help = _("签发后编号、送达单位，并计入该单位的负担统计。")

    def clean_reply_due(self) -> date:
        given: date | None = self.cleaned_data["reply_due"]
        if given is None:
            raise forms.ValidationError(_("请填写回复时限。"))
        if given < today():
            raise forms.ValidationError(_("回复时限早于今天，请核对。"))
        return given


class ReplyForm(OpenForm):
    """The unit's answer."""

    reply = text(
        _("办理情况"), 3_000, 6, required=True,
        help_text=_("写明原因、措施和预计完成的日期即可，不需要另附材料。"),
    )  # fmt: skip


class DecisionForm(OpenForm):
    """What the office says to it; some decisions need words."""

    decision = text(_("处理意见"), 1_000, 3)
    help = _("办结可以不写；退回、升级须写明原因。")


class StopForm(DecisionForm):
    """What is said where the unit has not answered."""

    help = _("升级：拟出下一等级的督办单，签发后才会送到单位。撤销：发错了才用，编号保留。")


def reply_day() -> date:
    """The day proposed for an answer."""
    return add_workdays(today(), REPLY_DAYS)


@require_safe
def index(request: Request) -> HttpResponse:
    """Drafts to issue, answers to look at, those still open, those done."""
    rows = notices_for(request.viewer)
    over = rows.exclude(state__in=[*OPEN, NoticeState.DRAFT, NoticeState.REPLIED])
    groups = [
        *entries(_("待签发"), rows.filter(state=NoticeState.DRAFT).order_by("drafted_at", "pk"), _entry),
        *entries(
            _("已回复，待处理"), rows.filter(state=NoticeState.REPLIED).order_by("replied_at", "pk"), _entry
        ),
        *entries(_("等单位回复"), rows.filter(state__in=OPEN).order_by("reply_due", "pk"), _entry),
        *entries(_("已了结"), over.order_by("-pk"), _entry),
    ]
    head = PageHead(LIST, name=_("督办"), facts=[_("系统只拟稿，发不发由人定。")])
    return page(request, head, *groups, empty=_("没有督办单。"))


def _entry(row: Notice) -> Entry:
    when: object = row.get_state_display()
    if row.state == NoticeState.DRAFT:
        when = dotted(_("拟稿"), moment(row.drafted_at))
    elif row.state in OPEN:
        when = dotted(when, _("回复时限"), dated(row.reply_due))
    return Entry(
        title=f"{row.project.account_no} {row.project.title}",
        url=reverse("notice", args=[row.pk]),
        small=dotted(row.project.lead_unit, stored(row.reason)),
        mark=colour(row.colour),
        aside=dotted(notice_number(row), when),
    )


def _new_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    sent = _("发给 {unit}").format(unit=project.lead_unit.name)
    return page(request, PageHead(_("拟督办单"), crumb=project_link(project), facts=[sent]), *boxes)


def _page(request: Request, row: Notice, boxes: Sequence[PagePart]) -> HttpResponse:
    """One notice with what this person can do about it."""
    pdf_link = Link(_("下载正式文本（PDF）"), reverse("notice-pdf", args=[row.pk]))
    head = PageHead(
        notice_number(row) or DRAFT,
        crumb=Link(LIST, reverse("notices")),
        facts=[colour(row.colour), row.get_state_display()],
        links=[pdf_link] if row.serial else [],
    )
    return page(request, head, *_words(row, boxes), *boxes, aside=[_facts(request, row)])


def _words(row: Notice, boxes: Sequence[PagePart]) -> Iterator[PagePart]:
    """What was asked, answered and decided; a draft's text stands in its form."""
    if row.state != NoticeState.DRAFT or not boxes:
        yield Prose(_("督办事项"), row.text, official=True)
    if row.replied_at:
        yield Prose(_("办理情况"), row.reply, [by_at(row.project.lead_unit, row.replied_at)], official=True)
    if row.decision:
        yield Prose(_("处理意见"), row.decision, [moment(row.decided_at)])


def _facts(request: Request, row: Notice) -> Facts:
    project, later = row.project, row.escalated_to if sees_whole_ledger(request.viewer) else None
    address = reverse("project", args=[project.pk])
    version = row.baseline and _("第 {n} 版账目").format(n=row.baseline.version)
    return Facts(
        _("项目和依据"),
        [
            (_("项目"), link(f"{project.account_no} {project.title}", address)),
            (_("单位"), project.lead_unit.name),
            (_("完成时限"), dated(project.due)),
            (_("原因"), stored(row.reason)),
            (_("依据"), link(version, f"{address}#baselines") if version else ""),
            (_("回复时限"), dated(row.reply_due) if row.issued_at else ""),
            (_("签发"), by_at(row.issued_by, row.issued_at) if row.issued_at else ""),
            (_("签收"), moment(row.acknowledged_at) if row.acknowledged_at else ""),
            (_("升级为"), link(notice_number(later) or _("新的草稿"), _address(later)) if later else ""),
        ],
    )


def _address(row: Notice) -> str:
    return reverse("notice", args=[row.pk])


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """The official form, to print or to file."""
    notice = load(notices_for(request.viewer), pk)
    if notice.serial is None:
        raise Http404
    try:
        return attachment(notice_pdf(notice), f"{notice_number(notice)}.pdf", "application/pdf")
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("notice", pk=pk)


DRAFTING = Steps(
    "project",
    StepForm(
        [
            Step("issue", notices.draft_and_issue_notice, _("签发"), _("督办单已发出。")),
            Step("keep", notices.draft_notice, _("存为草稿")),
        ],
        NoticeForm,
        at_field="text",
        on_enter="keep",
        initial=lambda project: {"colour": "yellow", "reply_due": reply_day()},
    ),
    load=seen(projects_for),
    page=_new_page,
    goes=_address,
)
ESCALATE = Step(
    "escalate",
    notices.escalate_notice,
    _("升级督办"),
    _("已升级：下一等级的督办单已拟好，签发后才会送到单位。"),
)
REVOKE = Step("revoke", notices.revoke_notice, _("撤销这份督办单"), _("已撤销，编号保留。"), look=QUIET)
STEPS = Steps(
    "notice",
    StepForm(
        [
            Step(
                "issue",
                notices.edit_and_issue_notice,
                _("签发"),
                lambda row: _("{number}已发出。").format(number=notice_number(row)),
            ),
            Step("edit", notices.rewrite_notice, _("存为草稿"), _("草稿已保存。")),
            Step("drop", notices.drop_notice, _("不采用"), _("这份草稿不再采用。"), takes={}, look=QUIET),
        ],
        NoticeForm,
        at_field="text",
        on_enter="edit",
        initial=lambda row: {
            "colour": row.colour,
            "text": row.text,
            "reply_due": row.reply_due or reply_day(),
        },
    ),
    StepForm(
        [
            Step("reply", notices.reply_to_notice, _("回复"), _("回复已送出。")),
            Step("acknowledge", notices.acknowledge_notice, _("先签收"), _("已签收。"), takes={}),
        ],
        ReplyForm,
        initial=lambda row: {"reply": row.reply},
    ),
    StepForm(
        [
            Step("settle", notices.settle_notice, _("办结"), _("已办结。")),
            Step("return", notices.return_notice, _("退回补充"), _("已退回，请单位补充。")),
            ESCALATE,
            REVOKE,
        ],
        DecisionForm,
        when=lambda row, viewer: row.state == NoticeState.REPLIED,
    ),
    StepForm([ESCALATE, REVOKE], StopForm, fold=_("升级或撤销")),
    load=seen(notices_for),
    page=_page,
    table=NOTICE,
)
urlpatterns = [
    Route("notices/", index, "notices", Permission.SEE_LEDGER),
    *DRAFTING.routes("projects/<int:pk>/notices/new/", "notice-draft", Permission.RUN_LEDGER),
    *STEPS.routes("notices/<int:pk>/", "notice", Permission.SEE_LEDGER),
    Route("notices/<int:pk>/pdf", pdf, "notice-pdf", Permission.SEE_LEDGER),
]
