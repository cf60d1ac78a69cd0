"""The steps of an issue: passed on, checked, returned, signed and sealed, void."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taizhang.bulletin.actions import approval, issues
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.models import Issue
from taizhang.bulletin.visible import drafts_for
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.issues.forms import ReturnIssueForm, VoidForm
from taizhang.web.issues.page import place_of_refusal
from taizhang.web.issues.views import desk, out_already


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The step that the pressed button names."""
    if there := out_already(request, pk):
        return there
    issue = load(drafts_for(viewer_of(request)), pk)
    take = ACTS.get(request.POST.get("act", ""))
    if take is None:
        raise Http404
    return take(request, issue)


def _versioned(verb: Callable[..., object], done: str) -> Callable[[HttpRequest, Issue], HttpResponse]:
    def take(request: HttpRequest, issue: Issue) -> HttpResponse:
        went = attempt(request, verb, _(done), issue=issue, version=_version(request))
        return redirect("draft", pk=issue.pk) if went else _to_what_is_open(issue)

    return take


def _to_what_is_open(issue: Issue) -> HttpResponse:
    """The desk at the place for which a step was refused."""
    return redirect(place_of_refusal(issue) or reverse("draft", args=[issue.pk]))


def _plain(
    verb: Callable[..., object], done: str, to: str = ""
) -> Callable[[HttpRequest, Issue], HttpResponse]:
    def take(request: HttpRequest, issue: Issue) -> HttpResponse:
        went = attempt(request, verb, _(done), issue=issue)
        return redirect(to) if went and to else redirect("draft", pk=issue.pk)

    return take


def _sign(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Sign, number and seal."""
    if not attempt(request, approval.sign_issue, _("已签发。"), issue=issue, version=_version(request)):
        return _to_what_is_open(issue)
    return _seal(request, issue)


def _seal(request: HttpRequest, issue: Issue) -> HttpResponse:
    try:
        seal_issue(issue=issue, **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("draft", pk=issue.pk)
    messages.success(request, _("第{n}期已封存。").format(n=issue.annual_no))
    return redirect("issue", pk=issue.pk)


def _version(request: HttpRequest) -> int:
    return number_in(request.POST.get("version", "")) or 0


def _return(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = ReturnIssueForm(request.POST, auto_id="return_form_%s")
    if not form.is_valid():
        return desk(request, issue.pk, return_form=form, status=422)
    attempt(request, approval.return_issue, _("已退回责编。"), issue=issue, **form.cleaned_data)
    return redirect("queue")


def _void(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = VoidForm(request.POST, auto_id="void_form_%s")
    if not form.is_valid():
        return desk(request, issue.pk, void_form=form, status=422)
    done = _("本期已作废，号码记入作废登记。")
    went = attempt(request, approval.void_issue, done, issue=issue, **form.cleaned_data)
    return redirect("drafts") if went else redirect("draft", pk=issue.pk)


ACTS: dict[str, Callable[[HttpRequest, Issue], HttpResponse]] = {
    "pass_on": _versioned(approval.pass_on, N_("已送核稿。")),
    "take_back": _plain(approval.take_back, N_("已取回。")),
    "check": _versioned(approval.check_issue, N_("已核稿，送签发。")),
    "return": _return,
    "sign": _sign,
    "seal": _seal,
    "void": _void,
    "drop": _plain(issues.drop_issue, N_("已放弃本期，来稿退回待用。"), "drafts"),
}
