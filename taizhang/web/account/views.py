"""A person's own settings, and the calendar feed that a calendar program asks for without signing in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from taizhang.office import clock, ical
from taizhang.office.entries import FIRST_VISIT
from taizhang.office.mail import preferences
from taizhang.office.mail.transport import address_of, mail_is_on
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.tasks import tasks_for
from taizhang.web.frame.access import may, person_of
from taizhang.web.frame.forms import OpenForm, looking
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.parts import (
    Actions,
    Callout,
    Copy,
    Facts,
    Link,
    PageHead,
    PagePart,
    PostButton,
    SheetPart,
    Sheets,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps

OUTREACH_FEEDS = {
    "outreach-feed": _("宣讲和外勤的日历"),
    "outreach-atom": _("宣讲和外勤的阅读器订阅（Atom）"),
}


def _clock(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class MailWishForm(OpenForm):
    """What mail one gets, and when."""

    help = _("免打扰时段内不给您发任何邮件，过后再发。起止时间相同，就是不设免打扰。")
    beside = ("quiet_to",)

    digest = forms.BooleanField(label=_("有待办时，每天发一封邮件提醒我"), required=False)
    digest_at = looking("field-short", _clock(_("几点发")))
    quiet_from = _clock(_("免打扰从"))
    quiet_to = _clock(_("免打扰到"))


def _page(request: Request, person: Person, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, boxes, FEED.boxes(request, person))


def _feed_page(request: Request, person: Person, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, MAIL.boxes(request, person), boxes)


def _drawn(request: Request, mail: Sequence[PagePart], feed: Sequence[PagePart]) -> HttpResponse:
    """The page with the steps of the mail wishes and of the calendar feed."""
    person = request.user
    large = person.large_type
    face = PostButton(
        _("改回标准字号") if large else _("改用大字号"),
        reverse("me-large-type"),
        {"on": 0 if large else 1},
        look="button",
    )
    ways = [
        Link(_("修改密码"), reverse("account_change_password")),
        Link(_("第二因素"), reverse("me-factors")),
    ]
    facts = (
        (_("姓名"), person.name),
        (_("登录名"), person.username),
        (_("邮箱"), person.email or "—"),
        (_("岗位"), "、".join(str(post) for post in request.viewer.posts) or "—"),
    )
    feed_words = _("把待办的截止日期显示在手机或电脑的日历里，随台账自动更新。")
    type_words = _("各页现在用大字号（18像素）。") if large else _("各页现在用标准字号（16像素）。")
    sheets = Sheets(
        [
            SheetPart(_("邮件"), [*_mail_told(person), *mail]),
            SheetPart(_("日历订阅"), [*_feed_told(request, person), *feed], feed_words),
            SheetPart(_("字号"), [Actions([face])], type_words),
            SheetPart(_("账号"), [Facts("", facts), Actions([], ways)]),
        ]
    )
    head = PageHead(_("个人设置"), links=[Link(_("岗位、代理和登录"), reverse("me-posts"))])
    return page(request, head, sheets)


def _mail_told(person: Person) -> Iterator[PagePart]:
    """Why no mail comes, or the last did not."""
    if not mail_is_on():
        yield Callout(
            _("本系统没有接通邮件，不发送提醒；待办照常列在“待办”页。下面的设置先存着，接通后生效。")
        )
    elif address_of(person) is None:
        words = _("您的账号没有登记可用的邮箱，收不到邮件。请联系安全管理员登记。")
        yield Callout(words, look="warn")
    elif undelivered := preferences.undelivered(person):
        words = _("最近一封发给您的邮件没有送到：{undelivered}")
        yield Callout(words.format(undelivered=undelivered), look="warn")


def _feed_told(request: Request, person: Person) -> Iterator[PagePart]:
    open_feed = preferences.feed_of(person)
    if open_feed is not None:
        address = reverse("feed", args=[preferences.feed_secret(open_feed)])
        words = _(
            "在日历软件里选“添加订阅日历”，粘贴这个地址。谁有这个地址，谁就能看到您的截止日期，请不要转发。"
        )
        yield Copy(_("订阅地址"), request.build_absolute_uri(address), words)
        if may(request, Permission.SEE_OUTREACH):
            for name, label in OUTREACH_FEEDS.items():
                further = reverse(name, args=[preferences.feed_secret(open_feed)])
                yield Copy(label, request.build_absolute_uri(further))


@require_POST
def welcomed(request: HttpRequest) -> HttpResponse:
    """The three sentences of the first visit have been read."""
    request.session[FIRST_VISIT] = False
    return redirect("queue")


@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Write one's pages large, or as usual again."""
    person, on = person_of(request), request.POST.get("on") == "1"
    preferences.set_large_type(person=person, on=on, by=person, at=clock.now())
    messages.success(request, _("已改用大字号。") if on else _("已改回标准字号。"))
    return redirect("me")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due dates of whoever the token belongs to; 404 where it opens nothing."""
    person = preferences.person_of_feed(token)
    if person is None:
        raise Http404
    now = clock.now()
    with scope(office=person.office_id):
        tasks = tasks_for(person, now)
    name = _("台账待办 · {name}").format(name=person.name)
    headers = {"Cache-Control": KEPT_BY_NOBODY}
    return HttpResponse(ical.calendar(name, tasks, now), content_type=ical.MEDIA_TYPE, headers=headers)


MAIL: Steps[Person] = Steps(
    "person",
    StepForm(
        [Step("wish", preferences.set_mail_wish, _("保存"), _("邮件设置已保存。"), at_field="digest_at")],
        MailWishForm,
        initial=lambda person: model_to_dict(preferences.wish_of(person), MailWishForm.base_fields),
        as_stored=True,
    ),
    load=person_of,
    page=_page,
)
FEED: Steps[Person] = Steps(
    "person",
    StepForm(
        [
            Step(
                "open",
                preferences.open_feed,
                _("开通日历订阅"),
                _("日历订阅已开通，请把地址添加到日历软件里。"),
                look=SECOND,
            )
        ],
        when=lambda person, viewer: preferences.feed_of(person) is None,
    ),
    StepForm(
        [Step("close", preferences.close_feed, _("确认停用"), _("日历订阅已停用，原来的地址不再有效。"))],
        fold=_("停用这个地址"),
        help=_("停用后，订阅了它的日历不再更新；以后再开通，会是一个新地址。"),
        when=lambda person, viewer: preferences.feed_of(person) is not None,
    ),
    load=person_of,
    page=_feed_page,
    goes=lambda done: reverse("me"),
)
urlpatterns = [
    *MAIL.routes("me/", "me", Door.SIGNED_IN),
    *FEED.post("me/feed/", "me-feed", Door.SIGNED_IN),
    Route("me/welcomed/", welcomed, "me-welcomed", Door.SIGNED_IN),
    Route("me/large-type/", large_type, "me-large-type", Door.SIGNED_IN),
    Route("calendar/<str:token>.ics", calendar, "feed", Door.PUBLIC),  # its token is asked instead
]
