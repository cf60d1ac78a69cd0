"""An issue's way to its recipients, and its recall."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin.actions import recalling, sending
from taizhang.bulletin.models import Issue, Origin
from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for, sendings_for
from taizhang.core.lifecycle.bulletin_life import SendingState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.permissions import Permission
from taizhang.web.dispatch.forms import RecallForm
from taizhang.web.dispatch.page import paper_of, sheet_of
from taizhang.web.dispatch.public_page import after
from taizhang.web.frame.access import load, may, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say
from taizhang.web.frame.words_of_issues import issue_title

SHOWN = 60


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The latest issues that are out, and how far each has come."""
    rows = (
        issues_for(viewer_of(request))
        .defer(*ISSUE_TEXTS)
        .filter(Q(origin=Origin.DESK) | Q(sendings__isnull=False))
        .distinct()
    )
    counted = rows.annotate(
        listed=Count("sendings", filter=~Q(sendings__state=SendingState.STOPPED), distinct=True),
        received=Count("sendings", filter=Q(sendings__state=SendingState.RECEIVED), distinct=True),
    )
    issues = [(issue, issue_title(issue)) for issue in counted.select_related("recall")[:SHOWN]]
    context = {"issues": issues, "may_edit": may(request, Permission.EDIT_BULLETIN)}
    return render(request, "dispatch/index.html", context)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom the issue goes, each with its state."""
    issue = load(issues_for(viewer_of(request)), pk)
    letter = _letter(request.GET.get("letter", ""), issue)
    context = {
        "issue": issue,
        "title": issue_title(issue),
        "letter": letter,
        "after": after(issue),
        "sheet": sheet_of(request, issue, letter),
        "may_send": may(request, Permission.EDIT_BULLETIN),
        "may_recall": may(request, Permission.SIGN_BULLETIN),
        "mail_is_on": mail_is_on(),
    }
    return render(request, "dispatch/show.html", context)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper list, to be printed and signed."""
    issue = load(issues_for(viewer_of(request)), pk)
    letter = _letter(request.GET.get("letter", ""), issue)
    context = {
        "issue": issue,
        "title": issue_title(issue),
        "letter": letter,
        "paper": paper_of(issue, letter),
    }
    return render(request, "dispatch/paper.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Distribute, or only write the list down."""
    issue = load(issues_for(viewer_of(request)), pk)
    letter = _letter(request.POST.get("letter", ""), issue)
    given = {"issue": issue, "letter": letter, **who(request)}
    try:
        if request.POST.get("act") == "list":
            sending.list_recipients(**given)
            messages.success(request, _("名单已列出，可以先停发个别对象，再分发。"))
        else:
            _said(request, sending.distribute(**given))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
    return redirect(_address(issue, letter))


def _said(request: HttpRequest, done: sending.Distributed) -> None:
    words = _("邮件{mail}封已交发，纸质{paper}份名单已列。").format(mail=done.mail, paper=done.paper)
    if not done.mail and not done.paper:
        words = _("没有新的发送对象，已发的不会重发。")
    messages.success(request, words)
    if done.waiting:
        messages.error(request, _("没有设置邮件服务器，{n}个只用邮件的对象还没有发。").format(n=done.waiting))


@require_POST
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Send to one, send again, stop, close its link, note its receipt."""
    row = load(sendings_for(viewer_of(request)), pk)
    verbs = {
        "send": (sending.send, _("已发送给“{name}”。")),
        "send_again": (sending.send_again, _("已重新发送给“{name}”。")),
        "stop": (sending.stop, _("已停发“{name}”。")),
        "close_link": (sending.close_link, _("发给“{name}”的链接已关闭。")),
        "note_receipt": (sending.note_receipt, _("“{name}”已记为签收。")),
    }
    verb, done = verbs.get(request.POST.get("act", ""), verbs["note_receipt"])
    attempt(request, verb, done.format(name=row.name), sending=row)
    return redirect(_address(row.issue, row.letter))


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the issue back, after its consequences have been read."""
    issue = load(issues_for(viewer_of(request)), pk)
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recalling.recall_issue(issue=issue, reason=form.cleaned_data["reason"], **who(request))
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, _("本期已撤回，收到的单位正在逐一通知。"))
            return redirect(_address(issue, "A"))
    context = {
        "issue": issue,
        "title": issue_title(issue),
        "form": form,
        "have_it": issue.sendings.filter(sending.got(issue)).values("recipient").distinct().count(),
    }
    return render(request, "dispatch/recall.html", context, status=422 if form.is_bound else 200)


def _letter(asked: str, issue: Issue) -> str:
    """The version asked for, where there is one."""
    return asked if issue.revisions.filter(letter=asked[:1]).exists() else "A"


def _address(issue: Issue, letter: str) -> str:
    query = "" if letter == "A" else f"?letter={letter}"
    return f"{reverse('issue-sendings', args=[issue.pk])}{query}"
