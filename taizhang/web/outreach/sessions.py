"""Sessions (场次): the week, one session with its venues, and what hosts state of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.outreach_life import SESSION, TAKEN
from taizhang.core.text.messages import filled
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.outreach.actions import confirming, sessions
from taizhang.outreach.models import Session, Venue
from taizhang.outreach.models.speakers import PARTS, WEEKDAYS
from taizhang.outreach.rules.links import host_url, is_open, last_day, may_open, speaker_url
from taizhang.outreach.rules.session_words import when_of
from taizhang.outreach.visible import sessions_for, venues_for
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, line, number
from taizhang.web.frame.parts import (
    Callout,
    Copy,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    Words,
    dotted,
    entries,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import day_words, say
from taizhang.web.outreach.fields import ChoosingForm, WhenForm, WordsForm
from taizhang.web.projects.forms import ReasonForm

LIST = _("场次")
SETTLED = ("scheduled", "delivered")  # while host and speaker have to reach each other


class VenueForm(ChoosingForm):
    """A 分会场."""

    rows = {"unit": lambda viewer: active_units()}
    unit: Any = forms.ModelChoiceField(label=_("单位"), queryset=None, empty_label=_("请选择"))
    place = line(_("地点"), 100, required=True)
    expected = number(_("预计人数"), 1, 100_000, required=False)


class HeadsForm(OpenForm):
    """How many came."""

    heads = number(_("实到人数"), 1, 100_000)


VENUES: Table[Venue] = Table(
    Column(_("会场"), "place", head=True, url=lambda row: reverse("venue", args=[row.pk])),
    Column(_("单位"), "unit.short_name"),
    Column(_("预计"), "expected", "number"),
    Column(_("单位确认"), "heads", "number"),
    Column(_("宣讲员所报"), "speaker_heads", "number"),
    Column(_("说明"), lambda row: row.settled or (gettext("人数有出入，请核对") if _differs(row) else "")),
    caption=_("会场和人数"),
)


def _differs(row: Venue) -> bool:
    return None not in (row.heads, row.speaker_heads) and row.heads != row.speaker_heads


@require_safe
def index(request: Request) -> HttpResponse:
    """A week as a table, and what is still open before it."""
    first = _monday(request)
    rows = sessions_for(request.viewer)
    week = rows.filter(held_on__gte=first, held_on__lt=first + timedelta(days=7), state__in=sorted(TAKEN))
    behind = rows.filter(held_on__lt=clock.today(), state__in=SETTLED).order_by("held_on", "pk")
    waiting = rows.filter(state__in=("offered", "postponed")).order_by("held_on", "pk")
    links = [
        Link(_("上一周"), f"?from={first - timedelta(days=7)}"),
        Link(_("下一周"), f"?from={first + timedelta(days=7)}"),
    ]
    last = first + timedelta(days=6)
    said = gettext("{first}至{last}").format(first=day_words(first), last=day_words(last))
    return page(
        request,
        PageHead(LIST, facts=[said], links=links),
        WEEK.whole(_by_day(week)),
        *entries(_("待答复和待改期"), waiting, entry_of),
        *entries(_("待确认人数"), behind, entry_of),
    )


def _monday(request: HttpRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        asked = clock.today()
    if not 2000 <= asked.year <= 2100:
        asked = clock.today()
    return asked - timedelta(days=asked.weekday())


def _by_day(rows: QuerySet[Session]) -> list[tuple[date, dict[str, list[Session]]]]:
    """The days that have sessions, each with its sessions by part."""
    found: dict[date, dict[str, list[Session]]] = {}
    for row in rows.order_by("held_on", "pk"):
        found.setdefault(row.held_on, {}).setdefault(row.part, []).append(row)
    return list(found.items())


def _part_column(part: str, words: Words) -> Column[tuple[date, dict[str, list[Session]]]]:
    return Column(words, lambda row: _lines(row[1].get(part, [])))


WEEK: Table[tuple[date, dict[str, list[Session]]]] = Table(
    Column(_("日期"), lambda row: dotted(day_words(row[0]), WEEKDAYS[row[0].weekday()][1]), head=True),
    *(_part_column(part, words) for part, words in PARTS),
    caption=_("一周场次"),
    empty=_("这一周没有排定的场次。"),
)


def _lines(rows: Sequence[Session]) -> SafeString:
    told = ((reverse("session", args=[row.pk]), row.speaker.name, row.title) for row in rows)
    return format_html_join("", '<div><a href="{}">{}</a> {}</div>', told)


def entry_of(row: Session) -> Entry:
    """A session as a line."""
    return Entry(
        title=row.title,
        url=reverse("session", args=[row.pk]),
        small=dotted(say(when_of(row, clock.today().year)), row.speaker.name),
        mark=dated(row.held_on),
        aside=row.get_state_display(),
    )


def phone_of(row: Session) -> str:
    """The speaker's number in full."""
    phone = row.speaker.phone
    return gettext("密钥已更换，无法显示，请重新填写") if phone is None else phone


def _page(request: Request, row: Session, boxes: Sequence[PagePart]) -> HttpResponse:
    """The session, its venues, the links that were given out, and what can be done."""
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    venues = list(venues_for(request.viewer).filter(session=row))
    head = PageHead(
        row.title,
        crumb=Link(LIST, reverse("sessions")),
        facts=[row.get_state_display(), say(when_of(row))],
    )
    facts = Facts(
        _("安排"),
        [
            (_("宣讲员"), dotted(row.speaker.name, row.speaker.title)),
            (_("电话"), phone_of(row) if runs or _hosts(request, row) else ""),
            (_("时间"), dotted(say(when_of(row)), gettext("{n}分钟").format(n=row.minutes))),
            (_("服务的项目"), row.project or ""),
            (_("原因"), row.reason),
        ],
    )
    parts: list[PagePart] = [facts, VENUES.whole(venues, _("会场"))]
    aside = [*_links(row, venues), *LINKS.boxes(request, row)] if runs else []
    return page(request, head, *parts, *boxes, aside=aside)


def _hosts(request: Request, row: Session) -> bool:
    """Whether one of the viewer's units is host of the session, which is settled."""
    units = {unit.pk for unit in request.viewer.units}
    return row.state in SETTLED and row.venues.filter(unit__in=units).exists()


def _links(row: Session, venues: Sequence[Venue]) -> list[PagePart]:
    if not is_open(row):
        return [Callout(_("链接已停用或过期，打不开任何内容。"))]
    until = gettext("有效至{day}").format(day=day_words(last_day(row)))
    return [
        Copy(
            filled(gettext("给{name}的链接（{until}）"), name=row.speaker.name, until=until), speaker_url(row)
        ),
        *(
            Copy(filled(gettext("给{unit}的链接"), unit=each.unit.short_name), host_url(each))
            for each in venues
        ),
    ]


def _venue_page(request: Request, row: Venue, boxes: Sequence[PagePart]) -> HttpResponse:
    """What the host has to state of its venue."""
    session = row.session
    head = PageHead(
        session.title,
        crumb=Link(_("场次"), reverse("session", args=[session.pk])),
        facts=[session.get_state_display(), say(when_of(session))],
    )
    facts = Facts(
        _("会场"),
        [
            (_("宣讲员"), session.speaker.name),
            (_("电话"), phone_of(session) if _hosts(request, session) else ""),
            (_("地点"), dotted(row.place, row.unit.short_name)),
            (_("预计人数"), row.expected),
            (_("单位确认"), row.heads),
            (_("宣讲员所报"), row.speaker_heads if row.heads is not None else None),
            (_("说明"), row.settled),
        ],
    )
    asked = []
    if _differs(row) and not row.settled and session.state != "counted":
        words = gettext(
            "本单位报{ours}人，宣讲员报{theirs}人。请核对后改填，或说明出入的原因；在此之前，人数不记入活动记录和项目数据。"
        )
        asked = [Callout(words.format(ours=row.heads, theirs=row.speaker_heads), look="warn")]
    own = boxes if row.unit_id in {unit.pk for unit in request.viewer.units} else []
    return page(request, head, *asked, facts, *own)


def _open(row: Venue) -> bool:
    session = row.session
    return session.state in (*SETTLED, "confirmed") and session.held_on <= clock.today()


def _chase_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return index(request)


STEPS = Steps(
    "session",
    StepForm(
        [Step("accept", sessions.accept, _("登记为已接单"), _("已登记。"))],
        help=_("宣讲员没有用链接、在电话里答应的，由调度员登记。"),
    ),
    StepForm(
        [Step("reschedule", sessions.reschedule, _("改期"), _("已改期，等待宣讲员答复。"))],
        WhenForm,
        at_field="on",
    ),
    StepForm(
        [Step("deliver", confirming.deliver, _("登记为已宣讲"), _("已登记。"), look=SECOND)],
        when=lambda row, viewer: row.held_on <= clock.today(),
    ),
    StepForm(
        [
            Step("postpone", sessions.postpone, _("延期"), _("已延期，请另定时间。")),
            Step("cancel", sessions.cancel, _("取消"), _("已取消，点单退回待派。"), look=QUIET),
            Step("refuse", sessions.refuse, _("宣讲员不能来"), _("已登记，点单退回待派。"), look=QUIET),
            Step("miss", sessions.miss, _("没有举行"), _("已登记，点单退回待派。"), look=QUIET),
        ],
        ReasonForm,
        fold=_("延期、取消、没有举行"),
    ),
    StepForm(
        [Step("arrange", sessions.add_venue, _("添加会场"), _("已添加。"))],
        VenueForm,
        fold=_("添加分会场"),
        at_field="place",
    ),
    StepForm(
        [Step("recall", confirming.recall, _("撤销这一场"), _("已撤销，活动记录和数据同时失效。"))],
        ReasonForm,
        fold=_("撤销已确认的场次"),
        help=_("已入账的只能这样更正：活动作废、数据失效，点单退回待派。"),
    ),
    load=seen(sessions_for),
    page=_page,
    table=SESSION,
)
LINKS = Steps(
    "session",
    StepForm(
        [
            Step("renew", sessions.renew_link, _("换发链接"), _("已换发，原链接失效。"), look=SECOND),
            Step("close", sessions.close_links, _("停用链接"), _("已停用。"), look=QUIET),
        ],
        when=lambda row, viewer: may_open(row, clock.today()),
    ),
    load=seen(sessions_for),
    page=_page,
    goes=lambda row: reverse("session", args=[row.pk]),
)
VENUE = Steps(
    "venue",
    StepForm(
        [Step("heads", confirming.state_heads, _("确认人数"), _("已确认。"))],
        HeadsForm,
        when=lambda row, viewer: _open(row),
        initial=lambda row: {"heads": row.heads},
        as_stored=True,
    ),
    StepForm(
        [Step("settle", confirming.settle_heads, _("说明并按本单位人数计"), _("已说明。"))],
        WordsForm,
        when=lambda row, viewer: _open(row) and _differs(row) and not row.settled,
    ),
    StepForm(
        [Step("miss", confirming.not_held, _("没有举行"), _("已登记。"))],
        ReasonForm,
        fold=_("没有举行"),
        when=lambda row, viewer: _open(row) and row.heads is None,
    ),
    load=seen(venues_for),
    page=_venue_page,
    goes=lambda row: reverse("queue"),
)
CHASE = Steps(
    "office",
    StepForm(
        [
            Step(
                "chase",
                confirming.chase_all,
                _("催办全部"),
                lambda n: gettext("已提醒{n}个会场的单位。").format(n=n),
            )
        ]
    ),
    load=office_of,
    page=_chase_page,
    goes=lambda n: reverse("queue"),
)
urlpatterns = [
    Route("sessions/", index, "sessions", Permission.SEE_OUTREACH),
    *CHASE.post("sessions/chase/", "sessions-chase", Permission.RUN_OUTREACH),
    *STEPS.routes("sessions/<int:pk>/", "session", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    *LINKS.post("sessions/<int:pk>/links/", "session-links", Permission.RUN_OUTREACH),
    *VENUE.routes("venues/<int:pk>/", "venue", Permission.SEE_OUTREACH, act=Permission.ACT_IN_OUTREACH),
]
