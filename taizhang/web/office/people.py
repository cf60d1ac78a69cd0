"""People: their accounts, the posts they hold, codes for a password, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.text.messages import N_, counted
from taizhang.office import actions, clock, lockout
from taizhang.office.actions import invitations
from taizhang.office.actions.second_factors import reset_second_factor
from taizhang.office.actions.sign_on import identities_of, unlink_identity
from taizhang.office.models import Person, Post, PostHolder
from taizhang.office.permissions import Permission
from taizhang.office.queries import all_posts, holders_of, holdings_of, people_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import (
    Callout,
    Link,
    PageHead,
    PagePart,
    PostButton,
    dotted,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say
from taizhang.web.office.pasting import PEOPLE, paste

LIST = _("人员")


def account_words(person: Person) -> str:
    """Whether somebody can log in with the account."""
    if not person.is_active:
        return gettext("停用")
    return gettext("启用") if person.has_usable_password() else gettext("未设密码")


def deputy_words(holder: PostHolder) -> str:
    """代周延平; empty for whoever holds the post themselves."""
    return gettext("代{name}").format(name=holder.deputy_for) if holder.deputy_for else ""


HOLDERS: Table[PostHolder] = Table(
    Column(_("姓名"), lambda row: row.person.name, head=True),
    Column(_("单位"), lambda row: row.post.unit or row.office.short_name),
    Column(_("岗位"), lambda row: dotted(row.post.title, deputy_words(row))),
    Column(_("登录名"), lambda row: row.person.username),
    Column(_("邮箱"), lambda row: row.person.email),
    Column(_("账号"), lambda row: account_words(row.person)),
    empty=_("还没有人员。"),
)
PEOPLE_LIST: Table[Person] = Table(
    Column(_("姓名"), "name", head=True, url=lambda person: reverse("office-person", args=[person.pk])),
    Column(_("登录名"), "username"),
    Column(_("岗位"), lambda person: "、".join(getattr(person, "titles", ()))),
    Column(_("邮箱"), "email"),
    Column(_("电话"), "phone"),
    Column(_("账号"), account_words),
    Column(_("第二因素"), lambda person: gettext("有") if person.has_second_factor else ""),
    empty=_("还没有人员。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """All people with the posts they hold now."""
    titles: dict[int, list[str]] = {}
    for holder in holders_of(request.viewer.office, clock.now()):
        titles.setdefault(holder.person_id, []).append(holder.post.title)
    people = list(people_of(request.viewer.office))
    for person in people:
        person.titles = titles.get(person.pk, [])  # type: ignore[attr-defined]
    waiting = sum(person.is_active and not person.has_usable_password() for person in people)
    said = say(counted((N_("{n}人"), len(people)), (N_("{n}人还没有设密码"), waiting)))
    links = [Link(_("添加人员"), reverse("office-people-new"), filled=True)]
    if waiting:
        links.append(Link(_("发邀请"), reverse("office-invite")))
    return page(request, PageHead(LIST, facts=[said], links=links), PEOPLE_LIST.of(request, people))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A table with more people, or with one."""
    head = PageHead(_("添加人员"), crumb=Link(LIST, reverse("office-people")))
    return paste(request, PEOPLE, head, [], [], reverse("office-people"))


def rows_for(viewer: Viewer) -> Any:
    """The people that whoever manages them sees: all of the office's."""
    return people_of(viewer.office).select_related("office")


class PersonForm(OpenForm):
    """What is known of a person."""

    name = line(_("姓名"), 30, required=True)
    username = line(_("登录名"), 60, required=True)
    email = forms.EmailField(label=_("邮箱"), required=False)
    phone = line(_("电话"), 30)


class AppointForm(OpenForm):
    """A post that the person takes over."""

    post: Any = forms.ModelChoiceField(label=_("岗位"), queryset=None, empty_label=_("请选择"))
    help = _("原任者同时免去；岗位上没有办完的事由继任者接续。三员须先让继任者设好密码。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        post.queryset = all_posts(self.row.office).filter(closed_at=None)
        holders = {row.post_id: row.person.name for row in holders_of(self.row.office, clock.now())}
        post.label_from_instance = lambda each: f"{each.title}（{holders.get(each.pk) or gettext('空缺')}）"


def _page(request: Request, person: Person, boxes: Sequence[PagePart]) -> HttpResponse:
    now = clock.now()
    links = [Link(_("发一次性码"), f"{reverse('office-invite')}?person={person.pk}")]
    head = PageHead(
        person.name, crumb=Link(LIST, reverse("office-people")), facts=_facts(person), links=links
    )
    parts: list[PagePart] = []
    if until := lockout.locked_until(person.username, now):
        parts.append(
            Callout(format_html(gettext("登录失败过多，锁定到{time}。"), time=moment(until)), look="warn")
        )
    if open_one := invitations.open_invitation(person, now):
        words = format_html(
            gettext("一次性码已发出，尚未使用，有效期至{time}。"), time=moment(open_one.expires_at)
        )
        parts.append(Callout(words))
    holdings = _holdings(now).whole(holdings_of(person), _("任职"))
    return page(request, head, *parts, holdings, *boxes)


def _facts(person: Person) -> list[str]:
    facts = [account_words(person)]
    facts += [gettext("已登记第二因素")] if person.has_second_factor else []
    return facts + [gettext("已关联统一身份") for _one in identities_of(person)]


def _holdings(now: datetime) -> Table[PostHolder]:
    """Posts with their dates; one that is held has a button to end it."""
    return Table(
        Column(_("岗位"), lambda row: dotted(row.post.title, deputy_words(row)), head=True),
        Column(_("任职起"), lambda row: moment(row.valid_from), look="date"),
        Column(_("任职止"), lambda row: moment(row.valid_to) if row.valid_to else "", look="date"),
        Column(
            _("办理"),
            lambda row: [_ending(row)] if row.valid_to is None or row.valid_to > now else [],
            boxes=True,
        ),
        empty=_("没有岗位。"),
    )


def _ending(row: PostHolder) -> PostButton:
    words = _("结束代理") if row.deputy_for_id else _("免去")
    return PostButton(
        words,
        reverse("office-person", args=[row.person_id]),
        {"act": "end", "holding": row.pk},
        of=row.post.title,
    )


class EndForm(OpenForm):
    """Which holding ends."""

    holding: Any = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holding: Any = self.fields["holding"]
        holding.queryset = holdings_of(self.row)


def _appoint(*, person: Person, post: Post, by: Person, at: datetime) -> PostHolder:
    return actions.appoint(post=post, person=person, by=by, at=at)


def _end(*, person: Person, holding: PostHolder, by: Person, at: datetime) -> None:
    actions.end_appointment(holder=holding, by=by, at=at)


def _open(person: Person, viewer: Viewer) -> bool:
    return person.is_active


STEPS = Steps(
    "person",
    StepForm(
        [Step("change", actions.change_person, _("保存"), _("已保存。"))], PersonForm, at_field="username",
        initial=lambda person: {name: getattr(person, name) for name in PersonForm.base_fields},
        as_stored=True,
    ),
    StepForm([Step("appoint", _appoint, _("任命"), _("已任命。"), look=SECOND)], AppointForm, when=_open),
    StepForm([Step("end", _end, _("免去"), _("已免去。"))], EndForm, when=lambda person, viewer: False),
    StepForm(
        [
            Step("revoke", invitations.revoke_invitations, _("作废一次性码"), _("已作废。"), look=QUIET, takes={}),
            Step("unlock", actions.unlock_account, _("解除锁定"), _("已解除锁定。"), look=QUIET, takes={}),
            Step("reset", reset_second_factor, _("重置第二因素"), _("已重置，登录已结束。"), look=QUIET, takes={}),
            Step("unlink", unlink_identity, _("解除统一身份"), _("已解除。"), look=QUIET, takes={}),
            Step("close", actions.close_account, _("停用账号"), _("账号已停用，登录已结束。"), look=QUIET, takes={}),
        ],
        fold=_("一次性码、锁定、第二因素、统一身份和停用"), when=_open,
    ),
    StepForm(
        [Step("open", actions.open_account, _("重新启用账号"), _("账号已启用。"), look=QUIET)],
        when=lambda person, viewer: not person.is_active,
    ),
    load=seen(rows_for),
    page=_page,
)  # fmt: skip
urlpatterns = [
    Route("office/people/", index, "office-people", Permission.MANAGE_PEOPLE),
    Route("office/people/new/", new, "office-people-new", Permission.MANAGE_PEOPLE),
    *STEPS.routes("office/people/<int:pk>/", "office-person", Permission.MANAGE_PEOPLE),
]
