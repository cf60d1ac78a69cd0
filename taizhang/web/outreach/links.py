"""Pages without an account: a speaker answers and says how many came, a host states how many came.

The link itself is the right: no cookie is needed, nothing beyond this one session is shown, no cache keeps the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.ical import MEDIA_TYPE
from taizhang.outreach.actions import confirming, sessions
from taizhang.outreach.models import Session, Venue
from taizhang.outreach.queries.calendar_file import calendar_file
from taizhang.outreach.rules.links import session_of, venue_of
from taizhang.outreach.rules.session_words import when_of
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.links import by_link
from taizhang.web.frame.parts import Callout, Facts, PagePart, dotted
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words import say
from taizhang.web.outreach.sessions import HeadsForm
from taizhang.web.projects.forms import ReasonForm

SETTLED = ("scheduled", "delivered")
AWAITING = (*SETTLED, "confirmed")


@dataclass(frozen=True, slots=True)
class LinkAct:
    """What one button of such a page does: the action, its form (None: no field), what stands on the button."""

    verb: str
    label: Any
    action: Callable[..., object]
    form: type[OpenForm] | None = None
    fold: Any = ""


@dataclass(frozen=True, slots=True)
class LinkBox:
    """An act as it stands on the page."""

    act: LinkAct
    form: forms.Form | None
    typed: bool = False


def _answered(
    request: HttpRequest,
    acts: Sequence[LinkAct],
    given: Mapping[str, object],
    again: Callable[[], HttpResponse],
) -> tuple[HttpResponse | None, list[LinkBox], str]:
    """Take the posted act; else the boxes of the page, with what was typed and refused in its place."""
    boxes = [LinkBox(each, each.form() if each.form else None) for each in acts]
    if request.method != "POST":
        return None, boxes, ""
    asked = next((each for each in acts if each.verb == request.POST.get("act")), None)
    if asked is None:
        return None, boxes, gettext("状态已经变化，此操作不再适用。请刷新页面后再看。")
    form = asked.form(request.POST) if asked.form else None
    refused = _take(asked, form, given)
    if refused is None:
        return again(), [], ""
    return None, [LinkBox(asked, form, True) if each.act is asked else each for each in boxes], refused


def _take(act: LinkAct, form: forms.Form | None, given: Mapping[str, object]) -> str | None:
    """Take the act; return None where it is done, else why not (empty: the form says it at its fields)."""
    if form is not None and not form.is_valid():
        return ""
    try:
        act.action(**given, **(form.cleaned_data if form else {}), at=clock.now())
    except Refused as refusal:
        return say(refusal.sentence)
    return None


def _shown(
    request: HttpRequest,
    row: Session,
    parts: Sequence[PagePart],
    boxes: Sequence[LinkBox],
    refused: str,
    **more: Any,
) -> HttpResponse:
    context = {"session": row, "when": say(when_of(row)), "parts": parts, "boxes": boxes, "refused": refused}
    status = 200 if request.method != "POST" else 422
    return render(request, "outreach/link.html", {**context, **more}, status=status)


ACCEPT = LinkAct("accept", _("接单"), lambda session, at: sessions.accept(session=session, by=None, at=at))
REFUSE = LinkAct(
    "refuse",
    _("不能来"),
    lambda session, reason, at: sessions.refuse(session=session, reason=reason, by=None, at=at),
    ReasonForm,
    _("不能承接"),
)
SAY = LinkAct("heads", _("报人数"), confirming.speaker_says, HeadsForm)
HEADS = LinkAct(
    "heads",
    _("确认人数"),
    lambda venue, heads, at: confirming.state_heads(venue=venue, heads=heads, by=None, at=at),
    HeadsForm,
)
NOT_HELD = LinkAct(
    "miss",
    _("没有举行"),
    lambda venue, reason, at: confirming.not_held(venue=venue, reason=reason, by=None, at=at),
    ReasonForm,
    _("没有举行"),
)


def _speaker_acts(row: Session) -> list[LinkAct]:
    past = row.held_on <= clock.today()
    if row.state == "offered":
        return [ACCEPT, REFUSE]
    if row.state in AWAITING and past:
        return [SAY]
    return [REFUSE] if row.state == "scheduled" else []


@csrf_exempt  # the link is the secret; a browser that keeps no cookies can answer, too
@require_http_methods(["GET", "HEAD", "POST"])
@by_link(session_of)
def speaker(request: HttpRequest, row: Session, token: str) -> HttpResponse:
    """The session as its speaker sees it: accept, refuse, and afterwards say how many came."""

    def back() -> HttpResponse:
        return redirect("speaker-link", token=token) if session_of(token) else _gone(request, row)

    answer, boxes, refused = _answered(request, _speaker_acts(row), {"session": row}, back)
    if answer is not None:
        return answer
    parts = [_venue_facts(row, each) for each in row.venues.select_related("unit", "order")]
    ahead = row.state in SETTLED and row.held_on >= clock.today()
    return _shown(
        request, row, parts, boxes, refused, asked=_question(row), calendar=token if ahead else "",
        who=row.speaker.name,
    )  # fmt: skip


def _gone(request: HttpRequest, row: Session) -> HttpResponse:
    """After a refusal the link opens nothing more: that is said once."""
    return render(request, "outreach/link_done.html", {"session": row})


def _question(row: Session) -> list[PagePart]:
    venue = row.venues.filter(is_main=True).first()
    if venue is None or venue.heads is None or venue.speaker_heads in (None, venue.heads) or venue.settled:
        return []
    words = gettext("您报{mine}人，主办单位报{theirs}人。请核对；报错了的，可以改填。")
    return [Callout(words.format(mine=venue.speaker_heads, theirs=venue.heads), look="warn")]


def _venue_facts(row: Session, venue: Venue) -> Facts:
    """The place; the contact's number once the session is settled."""
    order = venue.order
    contact = dotted(order.contact, order.contact_phone) if order and row.state in SETTLED else ""
    return Facts(
        venue.unit.name,
        [
            (_("地点"), dotted(venue.place, venue.district)),
            (_("预计人数"), venue.expected),
            (_("听众"), order.audience if order else ""),
            (_("现场联系人"), contact),
            (_("说明"), order.note if order else ""),
        ],
    )


@require_safe
@by_link(session_of)
def calendar(request: HttpRequest, row: Session, token: str) -> HttpResponse:
    """The session as a file for the speaker's calendar."""
    if row.state not in SETTLED:
        raise Http404
    answer = HttpResponse(calendar_file(row, clock.now()), content_type=MEDIA_TYPE)
    name = content_disposition_header(True, f"{row.title}.ics")
    answer.headers["Content-Disposition"] = name or "attachment"
    return answer


def _host_acts(venue: Venue) -> list[LinkAct]:
    row = venue.session
    if row.state not in AWAITING or row.held_on > clock.today():
        return []
    return [HEADS] if venue.heads is not None else [HEADS, NOT_HELD]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_link(venue_of)
def host(request: HttpRequest, venue: Venue, token: str) -> HttpResponse:
    """The session as the host of one venue sees it: one fact, how many came."""
    row = venue.session

    def back() -> HttpResponse:
        return redirect("host-link", token=token) if venue_of(token) else _gone(request, row)

    answer, boxes, refused = _answered(request, _host_acts(venue), {"venue": venue}, back)
    if answer is not None:
        return answer
    phone = row.speaker.phone if row.state in SETTLED else ""
    facts = Facts(
        venue.unit.name,
        [
            (_("宣讲员"), dotted(row.speaker.name, phone)),
            (_("地点"), venue.place),
            (_("预计人数"), venue.expected),
            (_("本单位确认"), venue.heads),
        ],
    )
    asked: list[PagePart] = []
    if (
        None not in (venue.heads, venue.speaker_heads)
        and venue.heads != venue.speaker_heads
        and not venue.settled
    ):
        words = gettext("您报{mine}人，宣讲员报{theirs}人。请核对；报错了的，可以改填。")
        asked = [Callout(words.format(mine=venue.heads, theirs=venue.speaker_heads), look="warn")]
    return _shown(request, row, [facts], boxes, refused, asked=asked, who=venue.unit.short_name)


urlpatterns = [
    Route("s/<str:token>/", speaker, "speaker-link", Door.PUBLIC),  # its signed token is asked instead
    Route("s/<str:token>/calendar.ics", calendar, "speaker-calendar", Door.PUBLIC),
    Route("h/<str:token>/", host, "host-link", Door.PUBLIC),
]
