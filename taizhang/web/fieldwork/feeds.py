"""Outreach and fieldwork for programs that ask without signing in: iCalendar (RFC 5545) and Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope
from icalendar import Event

from taizhang.office import clock, ical
from taizhang.office.mail import preferences
from taizhang.office.mail.digest_text import address
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer, viewer_at
from taizhang.outreach.queries.calendar import CalendarEntry, calendar_of
from taizhang.web.fieldwork.calendar import KINDS
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.parts import Words
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words import say

BEFORE, AHEAD = timedelta(days=30), timedelta(days=180)  # days of the calendar
LATEST = 50  # entries of the Atom feed
Made = Callable[[Viewer, datetime, str], bytes]


def calendar_feed(viewer: Viewer, now: datetime, url: str) -> bytes:
    """What the viewer sees in the calendar around the day, as events: sessions with their hours, all else whole days."""
    feed = ical.empty_calendar("outreach")
    feed.add("x-wr-calname", _("宣讲和外勤 · {office}").format(office=viewer.office.short_name))
    feed.add("refresh-interval", ical.ASK_AGAIN, parameters={"value": "DURATION"})
    today = localdate(now)
    for each in calendar_of(viewer, today - BEFORE, today + AHEAD):
        feed.add_component(_event(each, now))
    content: bytes = feed.to_ical()
    return content


def _event(each: CalendarEntry, now: datetime) -> Event:
    event = ical.event_of(sha256(_key(each).encode()).hexdigest()[:32], now)
    if each.starts is None:
        event.add("dtstart", each.on)
        event.add("transp", "TRANSPARENT")  # that day, not busy all day
    else:
        begin = _moment(each.on, each.starts)
        event.add("dtstart", begin.astimezone(UTC))
        event.add("dtend", begin.astimezone(UTC) + timedelta(minutes=each.minutes))
    event.add("summary", _titled(each))
    event.add("description", say(each.note))
    event.add("url", address(reverse(each.route, args=[each.key])))
    return event


def atom_feed(viewer: Viewer, now: datetime, url: str) -> bytes:
    """What has been on the calendar last, the latest first."""
    name = _("宣讲和外勤 · {office}").format(office=viewer.office.short_name)
    feed = Atom1Feed(
        title=name,
        link=address(reverse("calendar")),
        description="",
        language="zh-CN",
        feed_url=url,
        feed_guid=f"urn:taizhang:outreach:{viewer.office.slug}",
    )
    today = localdate(now)
    for each in reversed(calendar_of(viewer, today - BEFORE, today)[-LATEST:]):
        on = _moment(each.on, each.starts or time.min)
        feed.add_item(
            title=_titled(each),
            link=address(reverse(each.route, args=[each.key])),
            description=say(each.note),
            unique_id=f"urn:taizhang:outreach:{viewer.office.slug}:{_key(each)}",
            pubdate=on,
            updateddate=on,
        )
    written: str = feed.writeString("utf-8")
    return written.encode()


def _key(each: CalendarEntry) -> str:
    """What tells the entry from every other for good: a session that is put off stays the same one."""
    return (
        f"{each.kind}-{each.key}"
        if each.kind == "session"
        else f"{each.kind}-{each.key}-{each.on}-{each.title}"
    )


def _titled(each: CalendarEntry) -> str:
    kind: Words = KINDS[each.kind]
    return _("{kind}：{title}").format(kind=kind, title=each.title)


def _moment(on: date, at: time) -> datetime:
    return datetime.combine(on, at, get_default_timezone())


def _answered(made: Made, media_type: str) -> Callable[..., HttpResponse]:
    """The feed of whoever the token belongs to; 404 where it opens nothing, and where its holder sees no outreach."""

    @require_safe
    def view(request: HttpRequest, token: str) -> HttpResponse:
        person, now = preferences.person_of_feed(token), clock.now()
        if person is None:
            raise Http404
        with scope(office=person.office_id):
            viewer = viewer_at(person, now)
            if not viewer.may(Permission.SEE_OUTREACH):
                raise Http404
            content = made(viewer, now, request.build_absolute_uri())
        return HttpResponse(content, content_type=media_type, headers={"Cache-Control": KEPT_BY_NOBODY})

    return view


urlpatterns = [  # their token is asked instead
    Route(
        "calendar/<str:token>/outreach.ics",
        _answered(calendar_feed, ical.MEDIA_TYPE),
        "outreach-feed",
        Door.PUBLIC,
    ),
    Route(
        "calendar/<str:token>/outreach.atom",
        _answered(atom_feed, "application/atom+xml; charset=utf-8"),
        "outreach-atom",
        Door.PUBLIC,
    ),
]
