"""The turn of the year: what is carried over is chosen, decided, and begins again in the next ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.ledger.actions import changes, closing
from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.queries.carry_over import carry_overs_asked, closing_now, to_carry_over, to_turn, turned
from taizhang.ledger.queries.ledgers import ledger_of
from taizhang.office.clock import today
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.closing.changes import change_entry
from taizhang.web.frame.forms import PickedField, PickForm, line
from taizhang.web.frame.parts import Callout, Entry, Link, Note, PageHead, PagePart, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.tags_ledger_look import dated, state_seal
from taizhang.web.frame.words import say

PROJECTS: Table[tuple[Project, Any]] = Table(
    Column(gettext_lazy("选"), lambda row: row[1], "tight pick"),
    Column(gettext_lazy("编号"), lambda row: row[0].account_no, "tight"),
    Column(
        gettext_lazy("项目"),
        lambda row: row[0].title,
        head=True,
        url=lambda row: reverse("project", args=[row[0].pk]),
    ),
    Column(gettext_lazy("牵头单位"), lambda row: row[0].lead_unit),
    Column(gettext_lazy("状态"), lambda row: state_seal(row[0].state)),
    Column(gettext_lazy("完成时限"), lambda row: dated(row[0].due), "date"),
    look="picks",
)


class CarryOverForm(PickForm):
    """Which projects of a ledger (``row``) go over into the next year, and why."""

    picked = "project"
    project: Any = PickedField(
        queryset=None, error_messages={"required": gettext_lazy("请勾选要结转的项目。")}
    )
    reason = line(
        gettext_lazy("结转原因"),
        2_000,
        required=True,
        error_messages={"required": gettext_lazy("请写明结转的原因。")},
    )
    help = gettext_lazy("由另一位同志审批；结转的项目仍在本年度总数之内。")

    def __init__(self, *args: Any, row: Ledger, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        fields: Any = self.fields
        fields["project"].queryset = to_carry_over(row)

    @property
    def table(self) -> TableView:
        return PROJECTS.whole([(each, self.tick(each)) for each in to_carry_over(self.row)])


def _load(request: HttpRequest, year_no: int) -> Ledger:
    ledger = ledger_of(year_no)
    if ledger is None:
        raise Http404
    return ledger


def _page(request: Request, ledger: Ledger, boxes: Sequence[PagePart]) -> HttpResponse:
    """What is still open, what waits for a decision, what goes over."""
    following = _("{year} 年度 → {next_year} 年度").format(year=ledger.year, next_year=ledger.year + 1)
    head = PageHead(_("年度结转"), crumb=Link(str(ledger), reverse("ledger")), facts=[following])
    return page(request, head, *_told(ledger, list(boxes)))


def _told(ledger: Ledger, boxes: list[PagePart]) -> Iterator[PagePart]:
    if today().year == ledger.year and today().month < 11:
        yield Callout(_("还不到年底。可以先看，也可以先提出已经确定跨年的项目。"))
    choosing = boxes[:1] if to_carry_over(ledger).exists() else []
    yield from choosing or [Note(_("没有可以结转的项目：都已销账、撤销、并项或已提出结转。"))]
    if closing := closing_now(ledger):
        yield Callout(_("另有 {n} 个项目已申请销账，等待核验。").format(n=closing))
    yield from entries(_("二、等待审批"), carry_overs_asked(ledger), change_entry)
    yield from _turning(ledger, boxes[len(choosing) :])


def _turning(ledger: Ledger, boxes: list[PagePart]) -> Iterator[PagePart]:
    year = ledger.year + 1
    heading = _("三、转入 {year} 年度台账").format(year=year)
    ready = to_turn(ledger)
    yield from entries(heading, ready, _entry, empty=_("还没有批准结转而待转入的项目。"))
    if ready.exists() and ledger_of(year) is None:
        words = _("先建立 {year} 年度台账：").format(year=year)
        yield Callout(words, [Link(_("去建立"), reverse("ledger-settings", args=[year]))])
    yield from boxes
    if done := turned(ledger):
        yield Callout(_("已转入 {n} 个项目。").format(n=done))


def _entry(row: Project) -> Entry:
    return Entry(f"{row.account_no} {row.title}", reverse("project", args=[row.pk]), small=row.lead_unit)


def _propose(*, ledger: Ledger, project: Sequence[Project], reason: str, by: Person, at: datetime) -> str:
    """Ask for carrying over of each chosen project; somebody else decides. What was asked for, and what not and why."""
    done, refused = 0, []
    for each in project:
        try:
            changes.request_change(project=each, kind="carry_over", reason=reason, by=by, at=at)
            done += 1
        except Refused as refusal:
            refused.append(f"{each.account_no} {say(refusal.sentence)}")
    if not done:
        raise Refused(Message("{why}", {"why": " ".join(refused)}))
    words = _("已提出 {n} 个项目的结转申请，等另一位同志审批。").format(n=done)
    return " ".join([words, *([_("没有提出的：")] if refused else []), *refused])


def _turn(*, ledger: Ledger, by: Person, at: datetime) -> str:
    """Give every project carried over its successor in the next ledger."""
    made = closing.turn_year(ledger=ledger, by=by, at=at)
    return _("{n} 个项目已转入下年度台账，待建账。").format(n=len(made))


STEPS = Steps(
    "ledger",
    StepForm(
        [Step("propose", _propose, gettext_lazy("提出结转"), done=str)], CarryOverForm, at_field="reason"
    ),
    StepForm(
        [Step("turn", _turn, gettext_lazy("全部转入"), done=str)],
        when=lambda row, viewer: to_turn(row).exists() and ledger_of(row.year + 1) is not None,
    ),
    load=_load,
    page=_page,
)
urlpatterns = STEPS.routes("ledger/<int:year_no>/turn/", "year-turn", Permission.RUN_LEDGER)
