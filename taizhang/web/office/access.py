"""Requests for access: somebody whom the provider of single sign-on knows, and the office does not yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.office.actions.sign_on import access_requests, decline_access, grant_access
from taizhang.office.models import AccessRequest, AccessState, LinkedIdentity, Person
from taizhang.office.permissions import Permission
from taizhang.office.queries import people_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.parts import Facts, Link, PageHead, PagePart, Prose, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment

LIST = _("开通申请")
REQUESTS: Table[AccessRequest] = Table(
    Column(_("姓名"), "name", head=True, url=lambda row: reverse("office-access-one", args=[row.pk])),
    Column(_("单位"), "unit"),
    Column(_("申请时间"), lambda row: moment(row.asked_at), look="date"),
    Column(_("状态"), lambda row: row.get_state_display()),
    empty=_("没有申请。启用统一身份以后，没有账号的人可以在登录时申请开通。"),
)


def rows_for(viewer: Viewer) -> Any:
    """The requests that whoever manages the people sees."""
    return access_requests(viewer.office)


@require_safe
def index(request: Request) -> HttpResponse:
    """All requests, those that wait first."""
    return page(request, PageHead(LIST), REQUESTS.of(request, rows_for(request.viewer)))


class GrantForm(OpenForm):
    """Whose account it is."""

    person: Any = forms.ModelChoiceField(label=_("账号"), queryset=None, empty_label=_("请选择"))
    help = _("请先向本人核实：关联以后，对方就以这个账号登录。还没有账号的，先到“人员”页添加。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people_of(self.row.office).filter(is_active=True)
        person.label_from_instance = lambda each: f"{each.name}（{each.username}）"


def _grant(*, request: AccessRequest, person: Person, by: Person, at: datetime) -> LinkedIdentity:
    return grant_access(request=request, person=person, by=by, at=at)


def _page(request: Request, row: AccessRequest, boxes: Sequence[PagePart]) -> HttpResponse:
    told = Facts(_("申请"), [
        (_("单位"), row.unit), (_("申请时间"), moment(row.asked_at)), (_("状态"), row.get_state_display()),
        (_("主体标识"), row.subject), (_("签发者地址"), row.issuer),
    ])  # fmt: skip
    words = [Prose(_("说明"), row.words)] if row.words else []
    head = PageHead(
        row.name,
        crumb=Link(LIST, reverse("office-access")),
        links=[Link(_("添加人员"), reverse("office-people-new"))],
    )
    return page(request, head, told, *words, *boxes)


def _waits(row: AccessRequest, viewer: Viewer) -> bool:
    return row.state == AccessState.ASKED


STEPS = Steps(
    "request",
    StepForm(
        [Step("grant", _grant, _("关联并开通"), _("已开通。"))], GrantForm, when=_waits, at_field="person"
    ),
    StepForm(
        [Step("decline", decline_access, _("不予开通"), _("已不予开通。"), look=QUIET)],
        fold=_("不予开通"),
        when=_waits,
    ),
    load=seen(rows_for),
    page=_page,
)
urlpatterns = [
    Route("office/access/", index, "office-access", Permission.MANAGE_PEOPLE),
    *STEPS.routes("office/access/<int:pk>/", "office-access-one", Permission.MANAGE_PEOPLE),
]
