"""Rolls: who should be reached, drawn up from a pasted list, a workbook or the register (名册)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.roster.roll import named_twice, read_roll
from taizhang.core.roster.table import pasted_cells, sheet_cells
from taizhang.intake import IntakeRefused, read_sheets
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.rosters import unit_names
from taizhang.outreach.actions import rolls
from taizhang.outreach.models import Roll, RollEntry, VenueReach
from taizhang.outreach.queries.coverage import heard_by, venues_to_choose
from taizhang.outreach.visible import entries_for, reaches_for, rolls_for
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line, table_file, text
from taizhang.web.frame.parts import Entries, Entry, Link, PageHead, PagePart, dotted, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say

LIST = _("名册")
LONGEST = 400_000
MOST_MISTAKES = 10
ENTRIES: Table[RollEntry] = Table(
    Column(_("名称"), "name", head=True, url=lambda row: reverse("roll-entry", args=[row.pk]), sort="name"),
    Column(_("所属区县"), "district", sort="district"),
    Column(_("编码"), "code"),
    Column(_("成员单位"), lambda row: row.unit or ""),
    Column(_("列入"), lambda row: dated(row.entered_on), look="date", sort="entered_on"),
    Column(_("移出"), lambda row: dated(row.left_on) if row.left_on else "", look="date", sort="left_on"),
    empty=_("名册上没有单位。"),
)


class RenewForm(OpenForm):
    """The list as of a day: pasted, from a file, or the register of member units."""

    as_of = day(_("名册日期"), required=True, help_text=_("这份名单是哪一天的。"))
    source = line(_("来源"), 200, required=True, help_text=_("如：区民政局社区名录、成员单位登记。"))
    lines = text(
        _("粘贴名单"), LONGEST, 8,
        help_text=_("一行一个；可以带表头：单位名称、所属区县、编码。留空又不选文件，就用现在在用的成员单位。"),
    )  # fmt: skip
    file = table_file(_("或者选择文件"), _("xlsx 或 csv。"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        lines, file = given.pop("lines", ""), given.pop("file", None)
        given["rows"] = []
        if not (lines.strip() or file) or self.errors:
            return given
        try:
            cells = sheet_cells(read_sheets(file.read(), file.name)) if file else pasted_cells(lines)
        except IntakeRefused as refusal:
            self.add_error("file", say(refusal.sentence))
            return given
        given["rows"], mistakes = read_roll(cells)
        mistakes += named_twice(given["rows"], unit_names())
        for each in mistakes[:MOST_MISTAKES]:
            self.add_error("file" if file else "lines", say(each.message))
        if not given["rows"] and not mistakes:
            self.add_error("file" if file else "lines", gettext("没有读到名称。"))
        return given


class RollForm(RenewForm):
    """A new roll has a name."""

    name = line(_("名册名称"), 60, required=True)
    field_order = ("name",)


class ReachForm(OpenForm):
    """Which session a line of the roll heard elsewhere."""

    venue: Any = forms.ModelChoiceField(label=_("在哪一场听的"), queryset=None, empty_label=_("请选择"))
    help = _("只登记确实参加了的；会场的主办单位确认到场人数后才算覆盖。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = venues_to_choose(self.row)
        venue.label_from_instance = _venue_words


def _venue_words(venue: Any) -> str:
    session = venue.session
    return f"{session.held_on} {session.title}（{venue.unit}，{venue.place}）"


@require_safe
def index(request: Request) -> HttpResponse:
    """All rolls with the day and source of their last drawing up."""
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    links = [Link(_("建名册"), reverse("roll-new"), filled=True)] if runs else []
    head = PageHead(LIST, crumb=Link(_("覆盖"), reverse("coverage")), links=links)
    return page(
        request,
        head,
        *entries("", rolls_for(request.viewer).order_by("name"), _entry),
        empty=_("还没有名册。名册写明应当覆盖谁，是覆盖率的分母。"),
    )


def _entry(roll: Roll) -> Entry:
    last = list(roll.versions.all())[-1]
    return Entry(roll.name, reverse("roll", args=[roll.pk]), dotted(dated(last.as_of), last.source))


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("建名册"), crumb=Link(LIST, reverse("rolls"))), *boxes)


def _page(request: Request, roll: Roll, boxes: Sequence[PagePart]) -> HttpResponse:
    """Its lines with their history, and how it was drawn up."""
    rows = entries_for(request.viewer).filter(roll=roll)
    standing = rows.filter(left_on__isnull=True).count()
    head = PageHead(
        roll.name, crumb=Link(LIST, reverse("rolls")), facts=[gettext("现有{n}个").format(n=standing)]
    )
    versions = [
        Entry(_("名册版本"), small=each.source, mark=dated(each.as_of), aside=each.by or "")
        for each in roll.versions.all()
    ]
    return page(request, head, *boxes, ENTRIES.of(request, rows), aside=[Entries(_("历次名册"), versions)])


def _entry_page(request: Request, entry: RollEntry, boxes: Sequence[PagePart]) -> HttpResponse:
    """The sessions that a line of a roll heard, as host or elsewhere."""
    head = PageHead(
        entry.name,
        crumb=Link(entry.roll.name, reverse("roll", args=[entry.roll_id])),
        facts=[entry.district, dotted(gettext("列入"), dated(entry.entered_on))],
    )
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    lines = [
        Entry(
            venue.session.title,
            small=dotted(venue.session.get_state_display(), venue.unit, venue.place),
            mark=dated(venue.session.held_on),
            aside=gettext("{n}人").format(n=venue.heads)
            if venue.heads is not None
            else gettext("待确认人数"),
            boxes=WITHDRAW.boxes(request, reach) if reach and runs else (),
        )
        for venue, reach in heard_by(entry)
    ]
    empty = _("还没有听过宣讲，也没有安排。")
    return page(request, head, Entries(_("听过和安排的场次"), lines, empty=empty), *boxes)


def _nowhere(request: HttpRequest, reach: VenueReach, boxes: Sequence[PagePart]) -> HttpResponse:
    """What could not be taken back is told on the page of the line."""
    return _entry_page(request, reach.entry, boxes)  # type: ignore[arg-type]


MAKE = Steps(
    "office",
    StepForm([Step("make", rolls.make_roll, _("建名册"), _("名册已建。"))], RollForm),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("roll", args=[row.pk]),
)
STEPS = Steps(
    "roll",
    StepForm(
        [Step("renew", rolls.renew_roll, _("更新名册"), _("名册已更新，移出的单位留在历史里。"))],
        RenewForm, fold=_("用新的名单更新"), when=lambda roll, viewer: viewer.may(Permission.RUN_OUTREACH),
    ),
    load=seen(rolls_for),
    page=_page,
)  # fmt: skip
REACH = Steps(
    "entry",
    StepForm(
        [Step("reach", rolls.record_reach, _("登记"), _("已登记。"))], ReachForm, fold=_("在别处听的，登记一场"),
        when=lambda entry, viewer: viewer.may(Permission.RUN_OUTREACH) and entry.left_on is None,
    ),
    load=seen(entries_for),
    page=_entry_page,
)  # fmt: skip
WITHDRAW = Steps(
    "reach",
    StepForm(
        [Step("withdraw", rolls.withdraw_reach, _("撤回登记"), _("已撤回。"))],
        template="frame/parts/inline_steps.html",
    ),
    load=seen(reaches_for),
    page=_nowhere,
    goes=lambda row: reverse("roll-entry", args=[row.entry_id]),
)  # fmt: skip
urlpatterns = [
    Route("coverage/rolls/", index, "rolls", Permission.SEE_OUTREACH),
    *MAKE.routes("coverage/rolls/new/", "roll-new", Permission.RUN_OUTREACH),
    *STEPS.routes("coverage/rolls/<int:pk>/", "roll", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    *REACH.routes(
        "coverage/entries/<int:pk>/", "roll-entry", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH
    ),
    *WITHDRAW.post("coverage/reaches/<int:pk>/", "reach-withdraw", Permission.RUN_OUTREACH),
]
