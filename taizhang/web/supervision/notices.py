"""Supervision notices (督办单): drafted by the system or a person, issued by a person, answered, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.project_year import NOTICE, NoticeState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_
from taizhang.ledger.actions import notices
from taizhang.ledger.models import Notice
from taizhang.ledger.visible import notices_for, projects_for, sees_whole_ledger
from taizhang.press import PressError
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.tags_record_look import notice_number
from taizhang.web.frame.words import say
from taizhang.web.supervision.forms import DecisionForm, NoticeForm, ReplyForm, reply_day
from taizhang.web.supervision.notice_sheet import notice_pdf

OPEN = (NoticeState.ISSUED, NoticeState.ACKNOWLEDGED, NoticeState.RETURNED)
OVER_SHOWN = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Drafts to issue, answers to look at, those still open, those done."""
    rows = notices_for(viewer_of(request))
    groups = [
        (_("待签发"), rows.filter(state=NoticeState.DRAFT).order_by("drafted_at", "pk")),
        (_("已回复，待处理"), rows.filter(state=NoticeState.REPLIED).order_by("replied_at", "pk")),
        (_("等单位回复"), rows.filter(state__in=OPEN).order_by("reply_due", "pk")),
        (_("已了结"), rows.exclude(state__in=[*OPEN, "draft", "replied"]).order_by("-pk")[:OVER_SHOWN]),
    ]
    shown = [(words, list(found)) for words, found in groups]
    return render(request, "supervision/notices.html", {"groups": [each for each in shown if each[1]]})


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A person drafts one, and may issue it at once."""
    project = load(projects_for(viewer_of(request)), pk)
    form = NoticeForm(request.POST or None, initial={"colour": "yellow", "reply_due": reply_day()})
    if form.is_bound and form.is_valid():
        try:
            notice = notices.draft_notice(project=project, **form.cleaned_data, **who(request))
        except Refused as refusal:
            form.add_error("text", say(refusal.sentence))
        else:
            if request.POST.get("act") == "issue":
                attempt(request, notices.issue_notice, _("督办单已发出。"), notice=notice)
            return redirect("notice", pk=notice.pk)
    context = {"project": project, "form": form}
    return render(request, "supervision/notice_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice with what this person can do about it; posted, that is done."""
    notice = load(notices_for(viewer_of(request)), pk)
    if request.method != "POST":
        return _page(request, notice, {})
    act = request.POST.get("act", "")
    if act not in _ACTS or act not in offered(request, NOTICE, notice.state, notice.project.lead_unit):
        messages.error(request, _("状态已经变化，此操作不再适用。请刷新页面后再看。"))
        return redirect("notice", pk=pk)
    forms = _ACTS[act](request, notice)
    if forms is None:
        return redirect("notice", pk=pk)
    return _page(request, load(notices_for(viewer_of(request)), pk), forms, 422)


def _page(request: HttpRequest, notice: Notice, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    verbs = offered(request, NOTICE, notice.state, notice.project.lead_unit)
    first = {"colour": notice.colour, "text": notice.text, "reply_due": notice.reply_due or reply_day()}
    context = {
        "notice": notice,
        "verbs": verbs,
        "draft": NoticeForm(initial=first) if "edit" in verbs else None,
        "reply": ReplyForm(initial={"reply": notice.reply}) if "reply" in verbs else None,
        "decision": DecisionForm() if {"settle", "escalate"} & verbs else None,
        "office": sees_whole_ledger(viewer_of(request)),
        **forms,
    }
    return render(request, "supervision/notice.html", context, status=status)


Left = dict[str, Any] | None  # forms to show again with what is wrong; None: done


def _edit(request: HttpRequest, notice: Notice) -> Left:
    """Keep the draft; with 签发 it goes out as it now stands."""
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            if request.POST.get("act") == "issue":
                notices.edit_and_issue_notice(notice=notice, **form.cleaned_data, **who(request))
                done = _("{number}已发出。").format(number=notice_number(notice))
            else:
                notices.edit_notice(notice=notice, **form.cleaned_data, **who(request))
                done = _("草稿已保存。")
            messages.success(request, done)
            return None
        except Refused as refusal:
            form.add_error("text", say(refusal.sentence))
    return {"draft": form}


def _drop(request: HttpRequest, notice: Notice) -> Left:
    attempt(request, notices.drop_notice, _("这份草稿不再采用。"), notice=notice)
    return None


def _acknowledge(request: HttpRequest, notice: Notice) -> Left:
    attempt(request, notices.acknowledge_notice, _("已签收。"), notice=notice)
    return None


def _reply(request: HttpRequest, notice: Notice) -> Left:
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            notices.reply_to_notice(notice=notice, reply=form.cleaned_data["reply"], **who(request))
            messages.success(request, _("回复已送出。"))
            return None
        except Refused as refusal:
            form.add_error("reply", say(refusal.sentence))
    return {"reply": form}


def _decide(act: Callable[..., object], done: str) -> Callable[[HttpRequest, Notice], Left]:
    def decide(request: HttpRequest, notice: Notice) -> Left:
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                act(notice=notice, decision=form.cleaned_data["decision"], **who(request))
                messages.success(request, _(done))
                return None
            except Refused as refusal:
                form.add_error("decision", say(refusal.sentence))
        return {"decision": form}

    return decide


_ACTS: dict[str, Callable[[HttpRequest, Notice], Left]] = {
    "edit": _edit,
    "issue": _edit,
    "drop": _drop,
    "acknowledge": _acknowledge,
    "reply": _reply,
    "settle": _decide(notices.settle_notice, N_("已办结。")),
    "return": _decide(notices.return_notice, N_("已退回，请单位补充。")),
    "escalate": _decide(notices.escalate_notice, N_("已升级：下一等级的督办单已拟好，签发后才会送到单位。")),
    "revoke": _decide(notices.revoke_notice, N_("已撤销，编号保留。")),
}


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The official form, to print or to file."""
    notice = load(notices_for(viewer_of(request)), pk)
    if notice.serial is None:
        raise Http404
    try:
        name = f"{notice_number(notice)}.pdf"
        return attachment(notice_pdf(notice), name, "application/pdf")
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("notice", pk=pk)
