"""Accounts: prepared by the office, opened in bulk, confirmed by the unit (建账)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROJECT, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message, counted
from taizhang.ledger.actions import accounts
from taizhang.ledger.models import Project
from taizhang.ledger.queries.accounts import lacking, to_confirm, to_open
from taizhang.ledger.queries.ledgers import open_ledgers
from taizhang.ledger.rules.account_plans import missing_in, missing_of, plan_of
from taizhang.ledger.visible import projects_for
from taizhang.office import clock
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.queries import only_leaders
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.forms import PickedField, PickForm
from taizhang.web.frame.parts import (
    Callout,
    Entries,
    Entry,
    Link,
    PageHead,
    PagePart,
    dotted,
    entries,
    listed,
    page,
)
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepBox, StepForm, Steps
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.proposals.account_form import AccountDesk, desk_of, posted_desk, typed_desk

UNSAVED = {"add", "drop", "draw"}
LISTS = ("indicators", "measures", "milestones", "criteria")
TO_OPEN: Table[tuple[Project, Any]] = Table(
    Column(_("选"), lambda row: row[1], "tight pick"),
    Column(_("项目"), lambda row: row[0].title, head=True, url=lambda row: _address(row[0])),
    Column(_("牵头单位"), lambda row: row[0].lead_unit),
    Column(_("责任岗位"), lambda row: row[0].lead_post),
    Column(_("类别"), lambda row: row[0].theme),
    Column(_("时限"), lambda row: dated(row[0].due), "date"),
    look="picks",
)


class OpeningForm(PickForm):
    """Which of the accounts that are complete are opened; all of them are ticked."""

    picked = "project"
    project: Any = PickedField(queryset=None, error_messages={"required": _("请先勾选要建账的项目。")})
    help = _("按上面的次序连续编号，形成第一版基线，再请各单位确认。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = [row for row in to_open() if not lacking(row)]
        fields: Any = self.fields
        fields["project"].queryset = to_open()
        fields["project"].initial = [row.pk for row in self.ready]

    @property
    def table(self) -> TableView:
        return TO_OPEN.whole([(row, self.tick(row)) for row in self.ready])


def _address(project: Project) -> str:
    return reverse("account", args=[project.pk])


def _opening_page(request: Request, row: None, boxes: Sequence[PagePart]) -> HttpResponse:
    """What each account still lacks; those that are complete are opened at once."""
    rows = list(to_open())
    incomplete = [row for row in rows if lacking(row)]
    confirming = to_confirm()
    counts = say(
        counted(
            (N_("{n} 个可以建账"), len(rows) - len(incomplete)),
            (N_("{n} 个还缺内容"), len(incomplete)),
            (N_("{n} 个待单位确认"), confirming.count()),
        )
    )
    settings = [
        Link(_("{year} 台账设置").format(year=each.year), reverse("ledger-settings", args=[each.year]))
        for each in open_ledgers()
    ]
    opening, posts = (each for each in boxes if isinstance(each, StepBox))
    postless = sum(row.lead_post_id is None for row in rows)
    told: list[PagePart] = []
    if incomplete:
        told.append(Entries(_("还缺内容"), [_lacking_entry(row) for row in incomplete]))
    if postless:
        told += [Callout(_("{n} 个项目没有定责任岗位。").format(n=postless)), posts]
    if len(rows) > len(incomplete) or opening.typed:
        told.append(opening)
    told += entries(_("待单位确认"), confirming, _confirming_entry)
    empty = _("没有待建账的项目。申报受理立项后，会列在这里。")
    return page(request, PageHead(_("建账"), facts=[counts], links=settings), *told, empty=empty)


def _lacking_entry(row: Project) -> Entry:
    missing = format_html_join(" ", '<span class="lacks">{}</span>', ((say(each),) for each in lacking(row)))
    return Entry(row.title, _address(row), small=dotted(row.lead_unit, row.theme), aside=missing)


def _confirming_entry(row: Project) -> Entry:
    return Entry(
        row.title,
        reverse("account-confirm", args=[row.pk]),
        mark=row.account_no,
        small=row.lead_unit,
        aside=listed(_("建账"), dated(row.opened_at)),
    )


def _open(*, project: Iterable[Project], by: Person, at: datetime) -> str:
    done = accounts.open_accounts(projects=list(project), by=by, at=at)
    first, last = done[0].account_no, done[-1].account_no
    return _("已建账{n}个，编号{first}至{last}。请各单位确认。").format(n=len(done), first=first, last=last)


def _give_posts(*, by: Person, at: datetime) -> str:
    """Where a unit has one leader's post and the account names none, that post answers for it."""
    leaders = only_leaders()
    rows = [row for row in to_open().filter(lead_post=None) if row.lead_unit_id in leaders]
    for row in rows:
        plan = replace(plan_of(row), lead_post=leaders[row.lead_unit_id])
        accounts.prepare_account(project=row, version=row.version, plan=plan, by=by, at=at)
    if not rows:
        raise Refused(Message(N_("这些单位没有负责人岗位，或者不止一个，请逐个选定。")))
    return _("已为{n}个项目定下责任岗位。").format(n=len(rows))


OPENING = Steps(
    "",
    StepForm([Step("open", _open, _("勾选的全部建账"), str)], OpeningForm),
    StepForm(
        [Step("posts", _give_posts, _("责任岗位都用单位负责人"), str, look=SECOND)],
        help=_("单位只有一个负责人岗位的，一次补上。"),
    ),
    load=lambda request: None,
    page=_opening_page,
)


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


def _confirm_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    """The account as it was opened; the unit takes it on."""
    facts = [dotted(project.account_no, project.lead_unit, project.get_state_display(), project.ledger)]
    return page(
        request,
        PageHead(project.title, facts=facts),
        *boxes,
        template="proposals/confirm.html",
        project=project,
        rows={name: getattr(project, name).filter(in_force=True) for name in LISTS},
        supporting=project.supporting_units.all(),
        waived=[_("{n}月").format(n=int(month[-2:])) for month in project.waived_months],
        picture=desk_of(project, plan_of(project), clock.today()).picture,
    )


CONFIRM = Steps(
    "project",
    StepForm(
        [Step("confirm", accounts.confirm_account, _("确认，按此督账"), _("已确认。从现在起按此督账。"))],
        help=_("这是办公室为贵单位建的账。没有出入就请确认；有出入，请提出变更申请或与办公室联系。"),
    ),
    load=seen(projects_for),
    page=_confirm_page,
    table=PROJECT,
)
urlpatterns = [
    *OPENING.routes("accounts/", "opening", Permission.RUN_LEDGER),
    Route("projects/<int:pk>/account/", prepare, "account", Permission.RUN_LEDGER),
    *CONFIRM.routes("projects/<int:pk>/confirm/", "account-confirm", Permission.SEE_LEDGER),
]
