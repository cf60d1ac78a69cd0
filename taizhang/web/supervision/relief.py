"""What is asked of the units, and what anybody says is too much (减负)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.core.text.messages import N_, Message, counted
from taizhang.ledger.actions import relief
from taizhang.ledger.models import Complaint
from taizhang.ledger.queries.burden import Burden, burden, burden_of_all, latest_month
from taizhang.ledger.visible import complaint_of, complaints_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.press import charts
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, text
from taizhang.web.frame.parts import (
    Choose,
    Copy,
    Drawing,
    Link,
    PageHead,
    PagePart,
    Prose,
    by_at,
    dotted,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_frame import place_words
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say

TITLE = gettext_lazy("减负意见")
SALT = "complaint"  # of the address under which its writer finds the answer
ASKED: tuple[Column[Any], ...] = (
    Column(gettext_lazy("要求次数"), lambda row: row[1].requests, "number"),
    Column(gettext_lazy("填写项数"), lambda row: row[1].fields, "number"),
    Column(gettext_lazy("要求附件"), lambda row: row[1].attachments, "number"),
    Column(gettext_lazy("预计分钟"), lambda row: row[1].minutes, "number"),
)
BY_UNIT: Table[tuple[Unit, Burden]] = Table(
    Column(
        gettext_lazy("单位（按名册顺序）"),
        lambda row: row[0].name,
        head=True,
        url=lambda row: reverse("unit", args=[row[0].pk]),
    ),
    *ASKED,
    caption=gettext_lazy("各单位按名册排列，不作比较"),
    empty=gettext_lazy("这个月没有向任何单位提出要求。"),
    look="ruled-close",
)
BY_MONTH: Table[tuple[str, Burden]] = Table(
    Column(gettext_lazy("月份"), lambda row: row[0], head=True), *ASKED
)


class ComplaintForm(OpenForm):
    """What is too much."""

    text = text(gettext_lazy("哪里给您添了负担？"), 2_000, 5, required=True)
    anonymous = forms.BooleanField(
        label=gettext_lazy("匿名（不记录我的姓名，我也就看不到答复）"), required=False
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def help(self) -> str:
        """On which page it was written; nothing where that is not known."""
        where = place_words(self["page"].value() or "")
        return say(Message(N_("会注明是在“{page}”页面提出的。"), {"page": where})) if where else ""

    def clean_page(self) -> str:
        """The address the link came from, which nobody typed; one longer than its column is none."""
        where: str = self.cleaned_data["page"]
        return where if len(where) <= 200 else ""


class AnswerForm(OpenForm):
    """The office's answer to it."""

    answer = text(gettext_lazy("答复"), 2_000, 3, required=True)


def _months(until: str, count: int = 12) -> list[str]:
    """The last ``count`` months, the oldest first: 2025-09 … 2026-08."""
    year, month = map(int, until.split("-"))
    serial = year * 12 + month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(serial - count + 1, serial + 1)]


def _month_asked(request: HttpRequest) -> str:
    """The month of the address, else the last one in which anything was asked."""
    now = f"{today():%Y-%m}"
    known = _months(now, 24)
    asked, latest = request.GET.get("month", ""), latest_month() or now
    return asked if asked in known else latest if latest in known else now


@require_safe
def meter(request: Request) -> HttpResponse:
    """A unit sees its own months; the office a month of all units, in the register's order, compared with nobody."""
    month, heading = _month_asked(request), _("负担统计")
    if not sees_whole_ledger(request.viewer):
        said = _("办公室向本单位提过多少要求，在这里都算得出来。")
        head = PageHead(heading, facts=[said], links=[Link(_("提减负意见"), reverse("complain"))])
        parts = [part for unit in request.viewer.units for part in _of_unit(unit, f"{today():%Y-%m}")]
        return page(request, head, *parts)
    rows = burden_of_all(month)
    total = _sum(each for _unit, each in rows)
    said = _("{month}，本办公室向各单位提出要求 {n} 次，预计占用 {minutes} 分钟。").format(
        month=_month_words(month), n=total.requests, minutes=total.minutes
    )
    months = [(each, _month_words(each)) for each in reversed(_months(f"{today():%Y-%m}"))]
    choose = Choose(_("月份"), "month", months, month, [Link(TITLE, reverse("complaints"))])
    asked = [row for row in rows if row[1].requests]
    spared = _("、").join(unit.name for unit, each in rows if not each.requests)
    rest = [Prose(_("没有提出要求的单位"), spared, folded=True)] if asked and spared else []
    return page(request, PageHead(heading, facts=[said]), choose, BY_UNIT.whole(asked), *rest)


def _of_unit(unit: Unit, month: str) -> Iterator[PagePart]:
    """The last twelve months of a unit: this month in a sentence, all as bars and as a table."""
    rows = burden(unit, _months(month))
    bars = charts.BurdenBars(
        title=_("近十二个月要求本单位做的事"),
        months=tuple(
            charts.BurdenMonth(
                _("{n}月").format(n=int(key[-2:])), minutes=each.minutes, requests=each.requests
            )
            for key, each in rows
        ),
    )
    now = rows[-1][1]
    said = say(
        counted(
            (N_("本月 {n} 次"), now.requests),
            (N_("填写 {n} 项"), now.fields),
            (N_("要求附件 {n} 个"), now.attachments),
            (N_("预计 {n} 分钟"), now.minutes),
        )
    )
    yield Drawing(unit.name, said or _("本月没有要求。"), charts.burden_bars(bars))
    yield BY_MONTH.whole([(_month_words(key), each) for key, each in reversed(rows)])


def _month_words(month: str) -> str:
    return _("{year}年{month}月").format(year=int(month[:4]), month=int(month[5:]))


def _sum(parts: Iterable[Burden]) -> Burden:
    rows = list(parts)
    return Burden(
        sum(each.requests for each in rows),
        sum(each.fields for each in rows),
        sum(each.attachments for each in rows),
        sum(each.minutes for each in rows),
    )


def _complain(*, text: str, anonymous: bool, page: str, by: Person, at: datetime) -> Complaint:
    return relief.complain(office=by.office, text=text, anonymous=anonymous, page=page, by=by, at=at)


def _form_page(request: Request, row: None, boxes: Sequence[PagePart]) -> HttpResponse:
    """Say what is too much; the name is kept only if one wishes."""
    said = _("重复要数、要照片、时限太紧、表太长，都请直说。")
    own = Link(_("我提过的意见"), reverse("complaints"))
    return page(request, PageHead(TITLE, facts=[said], links=[own]), *boxes)


@require_safe
def complaint(request: Request, token: str) -> HttpResponse:
    """One's own words and the answer: whoever has the address may look, so an anonymous writer can, too."""
    try:
        found = complaint_of(signing.loads(token, salt=SALT))
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    if found is None:
        raise Http404
    answered = [by_at(found.answered_by, found.answered_at)] if found.answered_at else []
    parts: list[PagePart] = [
        Prose(_("意见"), found.text, [found.by or _("匿名")]),
        Prose(_("答复"), found.answer or _("还没有答复。"), answered),
    ]
    if not found.by:
        address = request.build_absolute_uri(reverse("complaint", args=[token]))
        parts.append(Copy(_("看答复的地址（系统没有记您的名字，请自己留好）"), address))
    return page(request, PageHead(TITLE, facts=[moment(found.at)]), *parts)


@require_safe
def complaints(request: Request) -> HttpResponse:
    """One's own; whoever decides for the office sees all, those without an answer first."""
    return _list_page(request)


def _list_page(
    request: Request, asked: Complaint | None = None, boxes: Sequence[PagePart] = ()
) -> HttpResponse:
    """``boxes``: the answer to ``asked`` as it was typed."""
    decides = request.viewer.may(Permission.DECIDE_CHANGE)
    parts: list[PagePart] = []
    for row in sorted(complaints_for(request.viewer), key=lambda each: each.answered_at is not None):
        said = dotted(row.by or _("匿名"), moment(row.at), place_words(row.page))
        below: object = ""
        if row.answered_at:
            below = dotted(_("答复"), row.answered_by, moment(row.answered_at))
        elif not decides:
            below = _("还没有答复。")
        parts.append(Prose("", row.text, [said], answer=row.answer, below=below))
        if decides and not row.answered_at:
            parts += boxes if row == asked else ANSWER.boxes(request, row)
    head = PageHead(TITLE, links=[Link(_("提意见"), reverse("complain"))])
    return page(request, head, *parts, empty=_("还没有意见。"))


COMPLAIN: Steps[None] = Steps(
    "",
    StepForm(
        [Step("send", _complain, gettext_lazy("送出意见"), gettext_lazy("意见已送到，办公室会答复。"))],
        ComplaintForm,
    ),
    load=lambda request: None,
    page=_form_page,
    asked=("page",),
    goes=lambda row: reverse("complaint", args=[signing.dumps(row.pk, salt=SALT)]),
)
ANSWER = Steps(
    "complaint",
    StepForm(
        [Step("answer", relief.answer_complaint, gettext_lazy("答复"), gettext_lazy("已答复。"))], AnswerForm
    ),
    load=seen(complaints_for),
    page=_list_page,
    goes=lambda row: reverse("complaints"),
)
urlpatterns = [
    Route("burden/", meter, "burden", Permission.SEE_LEDGER),
    *COMPLAIN.routes("complain/", "complain", Door.SIGNED_IN),
    Route("complaints/", complaints, "complaints", Door.SIGNED_IN),
    *ANSWER.post("complaints/<int:pk>/answer/", "complaint-answer", Permission.DECIDE_CHANGE),
    Route("complaints/<str:token>/", complaint, "complaint", Door.SIGNED_IN),
]
