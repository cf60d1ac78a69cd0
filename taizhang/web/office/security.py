"""Who is logged in from where; accounts that are locked after too many failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from taizhang.office import clock, lockout
from taizhang.office.actions import second_factors, unlock_account
from taizhang.office.models import AskedOf, LoginSession, Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.queries import people_of
from taizhang.office.sessions import end_session, open_sessions
from taizhang.office.tokens import digest_of
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.parts import PageHead, PagePart, PostButton, page
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment


def session_columns(route: str, *first: Column[Any], this: str | None = None) -> Table[LoginSession]:
    """Sessions with a button to end each; ``this`` is the key of the one that asks."""
    return Table(
        *first,
        Column(_("来源地址"), "address"),
        Column(_("浏览器"), lambda row: browser_words(row.browser)),
        Column(_("登录时间"), lambda row: moment(row.begun_at), look="date"),
        Column(_("最近使用"), lambda row: moment(row.seen_at), look="date"),
        Column(
            _("办理"),
            lambda row: gettext("本次") if row.session_key == this else _ending(route, row),
        ),
        empty=_("现在没有人登录。"),
    )


def _ending(route: str, row: LoginSession) -> PostButton:
    # The key of a session opens it: the page names the session by its digest.
    return PostButton(_("结束"), reverse(route), {"session": handle_of(row)}, of=str(row.person))


def handle_of(row: LoginSession) -> str:
    """By what a page names a session, whose key is a secret."""
    return digest_of(row.session_key)


def browser_words(agent: str) -> str:
    """Chrome 109 · Windows: what a person recognises their computer by."""
    known = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    name = next(
        (f"{words} {agent.split(mark)[1].split('.')[0]}" for mark, words in known if mark in agent), ""
    )
    system = next((each for each in ("Windows", "Android", "iPhone", "Mac OS", "Linux") if each in agent), "")
    return " · ".join(each for each in (name, system) if each)


MOST_SESSIONS = 500


LOCKED: Table[tuple[Person, datetime]] = Table(
    Column(_("姓名"), lambda row: row[0].name, head=True),
    Column(_("锁定到"), lambda row: moment(row[1]), look="date"),
    Column(
        _("办理"),
        lambda row: PostButton(
            _("解除锁定"), reverse("office-unlock"), {"person": row[0].pk}, of=row[0].name
        ),
    ),
    empty=_("没有被锁定的账号。"),
)


class AskedForm(OpenForm):
    """Who must have a second factor."""

    asked = forms.ChoiceField(label=_("谁必须设第二因素"), choices=AskedOf.choices, widget=forms.RadioSelect)
    help = _(
        "第二因素是手机上的动态口令或安全密钥，在密码之后核对。须设而还没有登记的人，下次打开页面时先去登记；"
        "已经登记的人，每次登录都要核对。"
    )


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    """Locked accounts, then sessions."""
    now = clock.now()
    until = ((person, lockout.locked_until(person.username, now)) for person in people_of(office))
    locked = [(person, moment) for person, moment in until if moment is not None]
    who: Column[LoginSession] = Column(
        _("姓名"), lambda row: row.person.name if row.person else "", head=True
    )
    table = session_columns("office-session-end", who, this=request.session.session_key)
    found = list(open_sessions(office)[: MOST_SESSIONS + 1])
    more = (
        gettext("只列最近{n}条，更早的没有列出。").format(n=MOST_SESSIONS)
        if len(found) > MOST_SESSIONS
        else ""
    )
    return page(
        request, PageHead(_("登录安全")), LOCKED.whole(locked, _("锁定的账号")),
        *boxes, table.whole(found[:MOST_SESSIONS], _("正在登录的会话"), more),
    )  # fmt: skip


@require_POST
def unlock(request: Request) -> HttpResponse:
    """Let a person try again at once."""
    person = load(people_of(request.viewer.office), number_in(request.POST.get("person", "")) or 0)
    attempt(request, unlock_account, gettext("已解除锁定。"), person=person)
    return redirect("office-security")


@require_POST
def end(request: Request) -> HttpResponse:
    """End somebody's session."""
    _end(request, list(open_sessions(request.viewer.office)))
    return redirect("office-security")


@require_POST
def end_own(request: Request) -> HttpResponse:
    """End one of one's own sessions."""
    _end(request, [row for row in open_sessions(request.viewer.office) if row.person_id == request.user.pk])
    return redirect("me")


def _end(request: Request, rows: list[LoginSession]) -> None:
    asked = next((row for row in rows if handle_of(row) == request.POST.get("session")), None)
    if asked is None:
        messages.error(request, gettext("这次登录已经结束。"))
        return
    attempt(request, end_session, gettext("会话已结束。"), session=asked)


STEPS = Steps(
    "office",
    StepForm(
        [Step("ask", second_factors.ask_second_factor_of, _("保存"), _("已保存。"), look=SECOND)],
        AskedForm,
        initial=lambda office: {"asked": office.second_factor},
        as_stored=True,
    ),
    load=lambda request: viewer_of(request).office,
    page=_page,
)
urlpatterns = [
    *STEPS.routes("office/security/", "office-security", Permission.MANAGE_PEOPLE),
    Route("office/security/unlock/", unlock, "office-unlock", Permission.MANAGE_PEOPLE),
    Route("office/security/end/", end, "office-session-end", Permission.MANAGE_PEOPLE),
    Route("me/sessions/end/", end_own, "me-session-end", Door.SIGNED_IN),
]
