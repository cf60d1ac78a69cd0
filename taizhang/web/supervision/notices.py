"""Supervision notices (督办单): drafted by the system or a person, issued by a person, answered, settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import NOTICE, NoticeState
from taizhang.ledger.actions import notices as actions
from taizhang.ledger.models import DirectiveSubject, Notice, Project
from taizhang.ledger.models.signals import COLOURS
from taizhang.ledger.queries.notices import drafts_in, signal_of, words_for
from taizhang.ledger.visible import notices_for, projects_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.office.workdays import workdays_after
from taizhang.press import PressError
from taizhang.web.directives.writing import directive_parts
from taizhang.web.frame.access import load, seen
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.forms import OpenForm, PickedField, PickForm, day, looking, text
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
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import colour, moment, notice_number, stored
from taizhang.web.frame.words import say
from taizhang.web.projects.links import project_link
from taizhang.web.supervision.notice_sheet import notice_pdf

LIST, DRAFT = _("督办单"), _("督办单草稿")
OPEN = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)
REPLY_DAYS = 7  # working days: what is proposed for an answer; the officer may write another day


def clean_reply_due(form: OpenForm) -> date:
    """The day until which an answer is asked for: today or later."""
    given: date | None = form.cleaned_data["reply_due"]
    if given is None:
        raise forms.ValidationError(_("请填写回复时限。"))
    if given < today():
        raise forms.ValidationError(_("回复时限早于今天，请核对。"))
    return given


class NoticeForm(OpenForm):
    """A notice as long as it is a draft."""

    colour = forms.ChoiceField(label=_("督办等级"), choices=COLOURS, widget=forms.RadioSelect)
    text = text(
        _("督办事项"), 3_000, 6, required=True, help_text=_("写清要单位说明什么、做到什么。每行一段。")
    )
    reply_due = day(_("回复时限"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    help = _("签发后编号、送达单位，并计入该单位的负担统计。")

    clean_reply_due = clean_reply_due


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
    return workdays_after(today(), REPLY_DAYS)


DRAFTS: Table[tuple[Notice, object]] = Table(
    Column(_("选"), lambda row: row[1], "tight pick"),
    Column(_("等级"), lambda row: colour(row[0].colour), "tight"),
    Column(
        _("项目"), lambda row: _title(row[0]), head=True, url=lambda row: reverse("notice", args=[row[0].pk])
    ),
    Column(_("牵头单位"), lambda row: row[0].project.lead_unit),
    Column(_("督办事项"), lambda row: row[0].text),
    Column(_("拟稿"), lambda row: moment(row[0].drafted_at), "date"),
    look="picks",
)


class DraftsForm(PickForm):
    """Drafts that are issued as they stand, or not used."""

    picked = "notices"
    notices: Any = PickedField(queryset=None, error_messages={"required": _("请勾选督办单草稿。")})
    reply_due = looking("field-short", day(_("回复时限")))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    help = _("勾选的草稿按现有文字签发，一并编号、送达单位；要改文字的，点项目名称进去改。")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        fields: Any = self.fields
        fields["notices"].queryset = drafts_in(notices_for(viewer))
        self.drafts = list(fields["notices"].queryset)
        self.initial.setdefault("reply_due", reply_day())
        latest = max((each.drafted_at for each in self.drafts), default=None)
        self.initial.setdefault("seen", latest.isoformat() if latest else "")

    clean_reply_due = clean_reply_due

    @property
    def table(self) -> TableView:
        return DRAFTS.whole([(each, self.tick(each)) for each in self.drafts], _("待签发"))


def _index(request: Request, _row: None, boxes: Sequence[PagePart]) -> HttpResponse:
    """Drafts to issue, the reddest and newest first; answers to look at, those still open, those done."""
    rows = notices_for(request.viewer)
    over = rows.exclude(state__in=[*OPEN, NoticeState.DRAFT, NoticeState.REPLIED])
    replied = rows.filter(state=NoticeState.REPLIED).order_by("replied_at", "pk")
    groups = [
        *entries(_("等单位回复"), rows.filter(state__in=OPEN).order_by("reply_due", "pk"), _entry),
        *entries(_("已了结"), over.order_by("-pk"), _entry),
    ]
    head = PageHead(LIST, name=_("督办"), facts=[_("系统只拟稿，发不发由人定。")])
    drafts = boxes if drafts_in(rows).exists() else []
    first = entries(_("已回复，待处理"), replied, _entry)
    return page(request, head, *first, *drafts, *groups, empty=_("没有督办单。"))


def _title(row: Notice) -> str:
    return f"{row.project.account_no} {row.project.title}"


def _entry(row: Notice) -> Entry:
    when: object = row.get_state_display()
    if row.state in OPEN:
        when = dotted(when, _("回复时限"), dated(row.reply_due))
    return Entry(
        title=_title(row),
        url=reverse("notice", args=[row.pk]),
        small=dotted(row.project.lead_unit, stored(row.reason)),
        mark=colour(row.colour),
        aside=dotted(notice_number(row), when),
    )


def _new_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    """The form; where a draft about the project lies already, that one."""
    draft = notices_for(request.viewer).filter(project=project, state=NoticeState.DRAFT).first()
    if draft is not None and request.method != "POST":
        return redirect(_address(draft))
    sent = _("发给 {unit}").format(unit=project.lead_unit.name)
    return page(request, PageHead(_("拟督办单"), crumb=project_link(project), facts=[sent]), *boxes)


def _first_words(project: Project) -> dict[str, Any]:
    """What the system would draft by the signal of now; yellow where there is no cause."""
    signal = signal_of(project)
    drafted = (signal and words_for(signal)) or {"colour": "yellow"}
    return {**drafted, "reply_due": reply_day()}


def _page(request: Request, row: Notice, boxes: Sequence[PagePart]) -> HttpResponse:
    """One notice with what this person can do about it."""
    pdf_link = Link(_("下载正式文本（PDF）"), reverse("notice-pdf", args=[row.pk]))
    head = PageHead(
        notice_number(row) or DRAFT,
        crumb=Link(LIST, reverse("notices")),
        facts=[colour(row.colour), row.get_state_display()],
        links=[pdf_link] if row.serial else [],
    )
    said = directive_parts(request, DirectiveSubject.NOTICE, row) if row.serial else []
    return page(request, head, *_words(row, boxes), *boxes, *said, aside=[_facts(request, row)])


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


def _issue_all(*, notices: Sequence[Notice], **given: Any) -> str:
    return _("已签发 {n} 份督办单。").format(n=len(actions.issue_notices(notices=notices, **given)))


def _drop_all(*, notices: Sequence[Notice], by: Person, at: datetime) -> str:
    return _("{n} 份草稿不再采用。").format(n=len(actions.drop_notices(notices=notices, by=by, at=at)))


LISTING = Steps(
    "",
    StepForm(
        [
            Step("issue", _issue_all, _("签发所选"), str),
            Step("drop", _drop_all, _("所选不采用"), str, takes={"notices": "notices"}, look=QUIET),
        ],
        DraftsForm,
        at_field="reply_due",
        when=lambda row, viewer: viewer.may(Permission.RUN_LEDGER),
    ),
    load=lambda request: None,
    page=_index,
    goes=lambda result: reverse("notices"),
)
DRAFTING = Steps(
    "project",
    StepForm(
        [
            Step("issue", actions.draft_and_issue_notice, _("签发"), _("督办单已发出。")),
            Step("keep", actions.draft_notice, _("存为草稿")),
        ],
        NoticeForm,
        at_field="text",
        on_enter="keep",
        initial=_first_words,
    ),
    load=seen(projects_for),
    page=_new_page,
    goes=_address,
)
ESCALATE = Step(
    "escalate",
    actions.escalate_notice,
    _("升级督办"),
    _("已升级：下一等级的督办单已拟好，签发后才会送到单位。"),
)
REVOKE = Step("revoke", actions.revoke_notice, _("撤销这份督办单"), _("已撤销，编号保留。"), look=QUIET)
STEPS = Steps(
    "notice",
    StepForm(
        [
            Step(
                "issue",
                actions.edit_and_issue_notice,
                _("签发"),
                lambda row: _("{number}已发出。").format(number=notice_number(row)),
            ),
            Step("edit", actions.rewrite_notice, _("存为草稿"), _("草稿已保存。")),
            Step("drop", actions.drop_notice, _("不采用"), _("这份草稿不再采用。"), takes={}, look=QUIET),
        ],
        NoticeForm,
        at_field="text",
        on_enter="edit",
        initial=lambda row: {
            "colour": row.colour,
            "text": row.text,
            "reply_due": row.reply_due or reply_day(),
            "seen": row.drafted_at.isoformat(),
        },
    ),
    StepForm(
        [
            Step("reply", actions.reply_to_notice, _("回复"), _("回复已送出。")),
            Step("acknowledge", actions.acknowledge_notice, _("先签收"), _("已签收。"), takes={}),
        ],
        ReplyForm,
        initial=lambda row: {"reply": row.reply},
        as_stored=True,
    ),
    StepForm(
        [
            Step("settle", actions.settle_notice, _("办结"), _("已办结。")),
            Step("return", actions.return_notice, _("退回补充"), _("已退回，请单位补充。")),
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
    *LISTING.routes("notices/", "notices", Permission.SEE_LEDGER, act=Permission.RUN_LEDGER),
    *DRAFTING.routes("projects/<int:pk>/notices/new/", "notice-draft", Permission.RUN_LEDGER),
    *STEPS.routes("notices/<int:pk>/", "notice", Permission.SEE_LEDGER),
    Route("notices/<int:pk>/pdf", pdf, "notice-pdf", Permission.SEE_LEDGER),
]
