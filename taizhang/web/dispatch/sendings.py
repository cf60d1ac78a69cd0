"""An issue's way to its recipients, and its recall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import recalling, sending
from taizhang.bulletin.models import Issue, Origin, Sending
from taizhang.bulletin.queries.printed import letter_now, with_letter
from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for, sendings_for
from taizhang.core.lifecycle.bulletin_life import SendingState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, counted, filled
from taizhang.office.mail.transport import mail_is_on
from taizhang.office.permissions import Permission
from taizhang.web.dispatch.forms import RecallForm
from taizhang.web.dispatch.page import PaperList, SendingLine, SendingList, off_imprint, paper_of, sendings_of
from taizhang.web.dispatch.public_page import After, after
from taizhang.web.dispatch.receipts import awaited
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.parts import (
    Actions,
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    Tab,
    Tabs,
    dotted,
    page,
)
from taizhang.web.frame.perform import who
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import say

LIST = gettext_lazy("分发")
SHOWN = 60
LABELS = {
    "send": gettext_lazy("发送"),
    "send_again": gettext_lazy("重发"),
    "note_receipt": gettext_lazy("记签收"),
    "stop": gettext_lazy("停发"),
    "close_link": gettext_lazy("关闭链接"),
}


@dataclass(frozen=True, slots=True)
class SendingProgress:
    """How many of all have it, as a bar and in words."""

    template: ClassVar[str] = "dispatch/_progress.html"
    list: SendingList


def _state(line: SendingLine) -> SafeString:
    shown = format_html('<span class="{}">{} {}</span>', line.look, line.shape, line.state)
    if not line.when:
        return shown
    return format_html('<span>{} <small class="quiet">{}</small></span>', shown, line.when)


def _mail(line: SendingLine) -> object:
    trouble = format_html('<span class="send-trouble">{}</span>', line.trouble) if line.trouble else ""
    closes = format_html('<span class="quiet">{}</span>', line.link) if line.link else ""
    return format_html("<span>{} {} {}</span>", line.mail or "—", trouble, closes)


def _acts(line: SendingLine) -> Actions:
    url = reverse("sending-act", args=[line.pk]) if line.pk else ""
    verbs = [verb for verb in LABELS if verb in line.verbs]
    return Actions([PostButton(LABELS[verb], url, {"act": verb}, of=line.name) for verb in verbs])


LINES: Table[SendingLine] = Table(
    Column(gettext_lazy("名称"), "name", head=True),
    Column(gettext_lazy("方式"), "way"),
    Column(gettext_lazy("份数"), "copies", "number"),
    Column(gettext_lazy("状态"), _state),
    Column(gettext_lazy("邮件"), _mail),
    Column(gettext_lazy("操作"), _acts),
)
PAPER: Table[tuple[str, str, int]] = Table(
    Column(gettext_lazy("报送发"), lambda row: row[0]),
    Column(gettext_lazy("名称"), lambda row: row[1], head=True),
    Column(gettext_lazy("份数"), lambda row: row[2], "number"),
    Column(gettext_lazy("签收"), lambda row: "", "paper-sign"),
    empty=gettext_lazy("没有用纸质接收的对象。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """The latest issues that are out, and how far each has come."""
    rows = (
        issues_for(request.viewer)
        .defer(*ISSUE_TEXTS)
        .filter(Q(origin=Origin.DESK) | Q(sendings__isnull=False))
        .distinct()
    )
    holds = Q(sendings__letter=F("letter"))
    counted = with_letter(rows).annotate(
        listed=Count("sendings", filter=holds & ~Q(sendings__state=SendingState.STOPPED), distinct=True),
        received=Count("sendings", filter=holds & Q(sendings__state=SendingState.RECEIVED), distinct=True),
    )
    lines = [_entry(issue) for issue in counted.select_related("recall")[:SHOWN]]
    edits = request.viewer.may(Permission.EDIT_BULLETIN)
    links = [Link(_("发送对象"), reverse("recipients")), Link(_("我发出的链接"), reverse("own-links"))]
    head = PageHead(LIST, links=links if edits else [])
    none = _("还没有封存的简报。签发并封存之后，在这里分发。")
    return page(request, head, Entries("", lines, empty=none))


def _entry(issue: Any) -> Entry:
    """How far the version has come that holds now."""
    listed, received = issue.listed, issue.received
    version = "" if issue.letter == "A" else _revised(issue.letter)
    recalled = hasattr(issue, "recall")
    mark = format_html('<span class="signal-red">{}</span>', _("■ 已撤回")) if recalled else ""
    come = _("已签收 {n}，共 {m}").format(n=received, m=listed) if listed else _("还没有分发")
    return Entry(
        issue_title(issue),
        reverse("issue-sendings", args=[issue.pk]),
        small=dotted(issue.get_state_display(), version, mark),
        mark=dated(issue.date),
        aside=come,
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """To whom the issue goes, each with its state."""
    issue = load(issues_for(request.viewer), pk)
    return _page(request, issue, _letter(request.GET.get("letter", ""), issue))


def _page(request: Request, issue: Issue, letter: str) -> HttpResponse:
    then, rows = after(issue), sendings_of(request, issue, letter)
    parts: list[PagePart] = [then, *_letters(then, letter), SendingProgress(rows)]
    if request.viewer.may(Permission.EDIT_BULLETIN) and not then.recall:
        parts.append(_sending_actions(issue, letter, rows))
    if words := off_imprint(issue, rows):
        parts.append(Note(words))
    parts += [LINES.whole(lines, heading=words) for words, lines in rows.groups]
    if not rows.groups:
        parts.append(Note(_("名单上还没有发送对象，请先设置。")))
    return page(request, _head(request, issue, letter, then), *parts)


def _head(request: Request, issue: Issue, letter: str, then: After) -> PageHead:
    title, pk, viewer = issue_title(issue), issue.pk, request.viewer
    paper = f"{reverse('issue-paper', args=[pk])}?letter={letter}"
    links = [Link(_("看本期"), reverse("issue", args=[pk])), Link(_("纸质名单"), paper)]
    if viewer.may(Permission.EDIT_BULLETIN):
        links.append(Link(_("更正"), reverse("correction-new", args=[pk])))
    if viewer.may(Permission.SIGN_BULLETIN) and not then.recall:
        links.append(Link(_("撤回本期"), reverse("issue-recall", args=[pk])))
    crumb = Link(LIST, reverse("sendings"))
    return PageHead(title, name=_("分发 {title}").format(title=title), crumb=crumb, links=links)


def _letters(then: After, letter: str) -> list[Tabs]:
    if not then.revisions:
        return []
    every = [("A", _("原版")), *((each.letter, _revised(each.letter)) for each in then.revisions)]
    return [Tabs(_("版次"), [Tab(words, f"?letter={key}", key == letter) for key, words in every])]


def _revised(letter: str) -> str:
    return _("修订版{letter}").format(letter=letter)


def _sending_actions(issue: Issue, letter: str, rows: SendingList) -> Actions:
    """Distribute to those who still wait; the list can be written down before."""
    url, posts = reverse("issue-send", args=[issue.pk]), []
    if rows.waiting:
        words = _("分发（{n}家）").format(n=rows.waiting)
        given = {"act": "distribute", "letter": letter}
        posts.append(PostButton(words, url, given, look="button button-main"))
        if not rows.drawn:
            posts.append(PostButton(_("先列名单"), url, {**given, "act": "list"}, look="button"))
    links = [Link(_("发送对象"), f"{reverse('recipients')}?series={issue.series_id}")]
    if awaited(issue).exists():
        links.append(Link(_("记纸质签收"), reverse("issue-receipts", args=[issue.pk])))
    return Actions(posts, links, "" if mail_is_on() else _("没有设置邮件服务器，只用邮件的对象暂不能发。"))


@require_safe
def paper(request: Request, pk: int) -> HttpResponse:
    """The paper list, to be printed and signed."""
    issue = load(issues_for(request.viewer), pk)
    letter = _letter(request.GET.get("letter", ""), issue)
    found = paper_of(issue, letter)
    title, copies = issue_title(issue), _("共 {n} 份").format(n=found.copies)
    version = "" if letter == "A" else _revised(letter)
    head = PageHead(
        _("分发签收单"),
        name=_("纸质名单 {title}").format(title=title),
        crumb=Link(LIST, _address(issue, letter)),
        facts=[dotted(title, version, dated(issue.date), copies), _print_words()],
    )
    return page(request, head, PAPER.whole(_paper_rows(found)))


def _print_words() -> SafeString:
    return format_html('<span class="no-print">{}</span>', _("用浏览器打印（A4）。"))


def _paper_rows(found: PaperList) -> list[tuple[str, str, int]]:
    rows = [(words, line.name, line.copies) for words, lines in found.groups for line in lines]
    return [*rows, ("", _("合计"), found.copies)] if rows else []


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
    told = say(counted((N_("邮件{n}封已交发"), done.mail), (N_("纸质{n}份名单已列"), done.paper)))
    messages.success(request, (told or _("没有新的发送对象，已发的不会重发")) + _("。"))
    if done.waiting:
        messages.error(request, _("没有设置邮件服务器，{n}个只用邮件的对象还没有发。").format(n=done.waiting))


def _one_page(request: Request, row: Sending, boxes: Sequence[PagePart]) -> HttpResponse:
    """The issue's page, where a step of one sending was refused."""
    return _page(request, row.issue, row.letter)


def _recall_page(request: Request, issue: Issue, boxes: Sequence[PagePart]) -> HttpResponse:
    title, back = issue_title(issue), _address(issue, "A")
    head = PageHead(
        _("撤回 {title}").format(title=title),
        name=_("撤回本期"),
        crumb=Link(LIST, back),
        links=[Link(_("不撤回"), back)],
    )
    return page(request, head, *boxes)


def _letter(asked: str, issue: Issue) -> str:
    """The version asked for, where there is one; else the one that holds now."""
    return asked if asked in {"A", *(each.letter for each in issue.revisions.all())} else letter_now(issue)


def _address(issue: Issue, letter: str) -> str:
    query = "" if letter == letter_now(issue) else f"?letter={letter}"
    return f"{reverse('issue-sendings', args=[issue.pk])}{query}"


ONE: Steps[Sending] = Steps(
    "sending",
    StepForm(
        [
            Step(
                "send",
                sending.send,
                LABELS["send"],
                lambda row: filled(_("已发送给“{name}”。"), name=row.name),
            ),
            Step(
                "send_again",
                sending.send_again,
                LABELS["send_again"],
                lambda row: filled(_("已重新发送给“{name}”。"), name=row.name),
            ),
            Step(
                "note_receipt",
                sending.note_receipt,
                LABELS["note_receipt"],
                lambda row: filled(_("“{name}”已记为签收。"), name=row.name),
            ),
            Step(
                "stop", sending.stop, LABELS["stop"], lambda row: filled(_("已停发“{name}”。"), name=row.name)
            ),
            Step(
                "close_link",
                sending.close_link,
                LABELS["close_link"],
                lambda row: filled(_("发给“{name}”的链接已关闭。"), name=row.name),
            ),
        ]
    ),
    load=seen(sendings_for),
    page=_one_page,
    goes=lambda row: _address(row.issue, row.letter),
)
RECALL: Steps[Issue] = Steps(
    "issue",
    StepForm(
        [
            Step(
                "recall",
                recalling.recall_issue,
                gettext_lazy("撤回本期"),
                gettext_lazy("本期已撤回，收到的单位正在逐一通知。"),
            )
        ],
        RecallForm,
    ),
    load=seen(issues_for),
    page=_recall_page,
    goes=lambda recall: _address(recall.issue, "A"),
)
urlpatterns = [
    Route("sendings/", index, "sendings", Permission.SEE_ISSUES),
    *ONE.post("sendings/<int:pk>/act/", "sending-act", Permission.EDIT_BULLETIN),
    Route("issues/<int:pk>/sendings/", show, "issue-sendings", Permission.SEE_ISSUES),
    Route("issues/<int:pk>/sendings/paper/", paper, "issue-paper", Permission.SEE_ISSUES),
    Route("issues/<int:pk>/sendings/act/", act, "issue-send", Permission.EDIT_BULLETIN),
    *RECALL.routes("issues/<int:pk>/recall/", "issue-recall", Permission.SIGN_BULLETIN),
]
