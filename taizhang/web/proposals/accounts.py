"""Accounts: prepared by the office, opened in bulk, confirmed by the unit (建账)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROJECT, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import accounts
from taizhang.ledger.models import Project
from taizhang.ledger.queries.accounts import lacking, to_confirm, to_open
from taizhang.ledger.queries.ledgers import open_ledgers
from taizhang.ledger.rules.account_plans import missing_in, missing_of, plan_of
from taizhang.ledger.visible import projects_for
from taizhang.office import clock
from taizhang.office.queries import only_leaders
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.proposals.account_form import AccountDesk, desk_of, posted_desk, typed_desk

UNSAVED = {"add", "drop", "draw"}
LISTS = ("indicators", "measures", "milestones", "criteria")


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """What each account still lacks; those that are complete are opened at once."""
    if request.method == "POST":
        if request.POST.get("act") == "posts":
            _give_posts(request)
        else:
            _open(request)
        return redirect("opening")
    rows = [(project, [say(each) for each in lacking(project)]) for project in to_open()]
    context = {
        "ready": [project for project, missing in rows if not missing],
        "lacking": [(project, missing) for project, missing in rows if missing],
        "postless": sum(1 for project, _missing in rows if project.lead_post_id is None),
        "confirming": to_confirm(),
        "ledgers": open_ledgers(),
    }
    return render(request, "proposals/opening.html", context)


def _give_posts(request: HttpRequest) -> None:
    """Where a unit has one leader's post and the account names none, that post answers for it."""
    leaders, count = only_leaders(), 0
    for project in to_open().filter(lead_post__isnull=True):
        if project.lead_unit_id in leaders:
            plan = replace(plan_of(project), lead_post=leaders[project.lead_unit_id])
            accounts.prepare_account(project=project, version=project.version, plan=plan, **who(request))
            count += 1
    if count:
        messages.success(request, _("已为{n}个项目定下责任岗位。").format(n=count))
    else:
        messages.error(request, _("这些单位没有负责人岗位，或者不止一个，请逐个选定。"))


def _open(request: HttpRequest) -> None:
    chosen = {given for given in request.POST.getlist("project") if number_in(given)}
    rows = [project for project in to_open() if str(project.pk) in chosen]
    if not rows:
        messages.error(request, _("请先勾选要建账的项目。"))
        return
    try:
        done = accounts.open_accounts(projects=rows, **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return
    words = _("已建账{n}个，编号{first}至{last}。请各单位确认。")
    gaps = {"n": len(done), "first": done[0].account_no, "last": done[-1].account_no}
    messages.success(request, words.format(**gaps))


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's form; rows come and go, the pace is drawn, a mistake leaves everything as typed."""
    project = load(projects_for(viewer_of(request)), pk)
    if project.state != ProjectState.ADMITTED:
        return redirect("account-confirm", pk=pk)
    today, act = clock.today(), request.POST.get("act", "save")
    if request.method != "POST":
        return _form(request, project, desk_of(project, plan_of(project), today))
    if act.partition(":")[0] in UNSAVED:
        return _form(request, project, typed_desk(project, request.POST, act, today))
    account = posted_desk(project, request.POST)
    if account.is_valid() and _keep(request, project, account):
        return _after(project, act)
    return _form(request, project, account, status=422)


def _keep(request: HttpRequest, project: Project, account: AccountDesk) -> bool:
    version = number_in(request.POST.get("version", "")) or 0
    plan = account.plan()
    try:
        accounts.prepare_account(project=project, version=version, plan=plan, **who(request))
    except Refused as refusal:
        account.paper.head.add_error(None, say(refusal.sentence))
        return False
    missing = "、".join(say(each) for each in missing_in(plan))
    words = (
        _("已保存，还不能建账：{missing}。").format(missing=missing) if missing else _("已保存，可以建账。")
    )
    messages.success(request, words)
    return True


def _after(project: Project, act: str) -> HttpResponse:
    """The same form again; with 保存并看下一个, the next account that is not complete."""
    following = None
    if act == "next":
        rows = [row for row in to_open() if row.pk != project.pk and lacking(row)]
        following = rows[0] if rows else None
        if following is None:
            return redirect("opening")
    return redirect("account", pk=(following or project).pk)


def _form(request: HttpRequest, project: Project, account: AccountDesk, status: int = 200) -> HttpResponse:
    context = {
        "project": project,
        "account": account,
        "missing": [say(each) for each in missing_of(project)],
        "version": request.POST.get("version") or project.version,
    }
    return render(request, "proposals/account.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The account as it was opened; the unit takes it on."""
    project = load(projects_for(viewer_of(request)), pk)
    if request.method == "POST":
        done = attempt(request, accounts.confirm_account, _("已确认。从现在起按此督账。"), project=project)
        home = request.POST.get("next") == "queue" and done
        return redirect("queue") if home else redirect("account-confirm", pk=pk)
    return render(request, "proposals/confirm.html", _account(request, project))


def _account(request: HttpRequest, project: Project) -> dict[str, Any]:
    step = PROJECT.steps["confirm"]
    posts = [post for post in viewer_of(request).posts if post.unit_id == project.lead_unit_id]
    desk = desk_of(project, plan_of(project), clock.today())
    return {
        "project": project,
        "parts": {name: getattr(project, name).filter(in_force=True) for name in LISTS},
        "supporting": project.supporting_units.all(),
        "waived": [_("{n}月").format(n=int(month[-2:])) for month in project.waived_months],
        "picture": desk.picture,
        "can_confirm": project.state in step.before and any(post.role in step.by for post in posts),
    }
