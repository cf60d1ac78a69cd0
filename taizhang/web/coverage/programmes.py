"""Coverage programmes: how each stands, who is missing, as of any day (覆盖计划)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.coverage.state import CoverageState
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.outreach.actions import coverage
from taizhang.outreach.models import Programme
from taizhang.outreach.queries.coverage import coverage_of, own_standing, topics_asked
from taizhang.outreach.visible import programmes_for, rolls_for, topics_for
from taizhang.web.coverage.state_parts import (
    STANDINGS,
    by_sessions,
    drawings,
    matrix,
    sentence,
    standing_lists,
    summary,
)
from taizhang.web.frame.access import load, office_of, seen
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, number
from taizhang.web.frame.parts import (
    DayAsked,
    Entries,
    Entry,
    Facts,
    Link,
    Note,
    PageHead,
    PagePart,
    dotted,
    listed,
    page,
)
from taizhang.web.frame.query_values import day_asked
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated

LIST = _("覆盖")
NAMED = 12  # uncovered units of each programme named on the list of programmes


class ProgrammeForm(OpenForm):
    """Who is to hear what, in which period."""

    topics: Any = SeveralField(
        label=_("课题"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是任何课题都算。"),
    )  # fmt: skip
    starts_on = day(_("开始日期"), required=True)
    ends_on = day(_("完成时限"), required=True)
    sessions = number(_("每个单位至少场次"), 1, 50, initial=1)
    target = number(_("目标（%）"), 1, 100, initial=100, help_text=_("应覆盖单位的百分之几，全覆盖为100。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.queryset = topics_for(self.viewer)


class NewProgrammeForm(ProgrammeForm):
    """A name and a roll, too."""

    name = line(_("计划名称"), 60, required=True)
    roll: Any = forms.ModelChoiceField(label=_("名册"), queryset=None, empty_label=_("请选择"))
    field_order = ("name", "roll")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roll: Any = self.fields["roll"]
        roll.queryset = rolls_for(self.viewer)


@require_safe
def index(request: Request) -> HttpResponse:
    """Each programme with its sentence and whom it has not reached; to a unit's people how their own unit stands."""
    viewer, on = request.viewer, clock.today()
    runs = viewer.may(Permission.RUN_OUTREACH)
    links = [
        Link(_("新的覆盖计划"), reverse("programme-new")),
        Link(_("名册"), reverse("rolls")),
        Link(_("区县方格"), reverse("tiles")),
    ]
    head = PageHead(LIST, links=links if runs else [])
    rows = [part for each in programmes_for(viewer) for part in _listed(each, on)]
    own = [_own(row) for unit in viewer.units for row in own_standing(unit, on)]
    parts = [*rows, *([Entries(_("本单位"), own)] if own else [])]
    first = _("先建名册，再定课题、期限和目标。") if runs else ""
    return page(request, head, *parts, empty=listed(_("还没有覆盖计划。"), first))


def _listed(programme: Programme, on: date) -> list[PagePart]:
    url = reverse("programme", args=[programme.pk])
    if programme.ended_at:
        return [Entries("", [Entry(programme.name, url, _("已结束"))])]
    state = coverage_of(programme, on)
    return [
        Entries("", [Entry(programme.name, url, sentence(state))]),
        *standing_lists(state, NAMED)[: 1 if state.missing else 0],
    ]


def _own(row: tuple[Programme, str, date | None]) -> Entry:
    programme, standing, when = row
    return Entry(
        programme.name,
        small=dotted(programme.roll, gettext("完成时限"), dated(programme.ends_on)),
        mark=STANDINGS[standing],
        aside=dated(when) if when else "",
    )


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    crumb = Link(LIST, reverse("coverage"))
    if not rolls_for(request.viewer).exists():
        note = Note(_("还没有名册。请先建一份应覆盖单位的名册。"))
        links = [Link(_("建名册"), reverse("roll-new"), filled=True)]
        return page(request, PageHead(_("新的覆盖计划"), crumb=crumb, links=links), note)
    return page(request, PageHead(_("新的覆盖计划"), crumb=crumb), *boxes)


def _page(request: Request, programme: Programme, boxes: Sequence[PagePart]) -> HttpResponse:
    """How the programme stands on the day asked: the sentence, who is missing, pictures, the rule, and its steps."""
    on = day_asked(request)
    state = coverage_of(programme, on or clock.today())
    query = f"?on={on}" if on else ""
    invites = _runs(programme, request.viewer) and bool(state.missing)
    head = PageHead(
        programme.name,
        crumb=Link(LIST, reverse("coverage")),
        facts=[gettext("已结束")] if programme.ended_at else [],
        links=[
            Link(_("单位与课题"), reverse("programme-matrix", args=[programme.pk]) + query),
            Link(_("简报里的说法"), reverse("programme-claims", args=[programme.pk])),
            *([Link(_("邀请单位点单"), reverse("order-offer"))] if invites else []),
        ],
    )
    return page(
        request,
        head,
        DayAsked(clock.today(), on),
        *summary(state),
        *standing_lists(state),
        *(boxes if on is None else []),
        aside=[*drawings(programme, state), by_sessions(state), _rule(programme, state)],
    )


def _rule(programme: Programme, state: CoverageState) -> PagePart:
    """As it was on the day that is shown."""
    asked = state.rule
    topics = "、".join(topic.name for topic in topics_asked(asked)) or gettext("任何课题")
    rule = gettext("期内至少有{n}场经主办单位确认的宣讲").format(n=asked.sessions)
    last = programme.roll.versions.last()
    return Facts(
        _("怎样算覆盖"),
        [
            (_("规则"), rule),
            (_("课题"), topics),
            (_("期限"), dotted(dated(asked.start), dated(asked.end))),
            (_("目标"), f"{asked.target}%"),
            (_("名册"), dotted(programme.roll, dated(last.as_of), last.source) if last else programme.roll),
        ],
    )


@require_safe
def matrix_page(request: Request, pk: int) -> HttpResponse:
    """Units by topics."""
    programme = load(programmes_for(request.viewer), pk)
    on = day_asked(request)
    state = coverage_of(programme, on or clock.today())
    asked = state.rule.topics
    offered = topics_asked(state.rule) if asked else topics_for(request.viewer)
    names = {topic.pk: topic.name for topic in offered}
    heard = {key for row in state.rows for key in row.by_topic}
    topics = [(key, name) for key, name in names.items() if asked or key in heard]
    crumb = Link(programme.name, reverse("programme", args=[pk]) + (f"?on={on}" if on else ""))
    head = PageHead(_("单位与课题"), crumb=crumb, facts=[gettext("数字为已确认场次")])
    return page(request, head, DayAsked(clock.today(), on), matrix(topics).of(request, state.rows))


def _runs(programme: Programme, viewer: Viewer) -> bool:
    return viewer.may(Permission.RUN_OUTREACH) and programme.ended_at is None


def _initial(programme: Programme) -> dict[str, Any]:
    names = ("starts_on", "ends_on", "sessions", "target")
    return {name: getattr(programme, name) for name in names} | {"topics": list(programme.topics.all())}


START = Steps(
    "office",
    StepForm([Step("start", coverage.start_programme, _("制定计划"), _("计划已制定。"))], NewProgrammeForm),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("programme", args=[row.pk]),
)
STEPS = Steps(
    "programme",
    StepForm(
        [Step("change", coverage.change_programme, _("保存"), _("已保存。"))], ProgrammeForm,
        fold=_("调整计划"), initial=_initial, when=_runs,
        as_stored=True,
    ),
    StepForm(
        [Step("end", coverage.end_programme, _("结束计划"), _("计划已结束。"))],
        fold=_("结束"), help=_("结束后不再推算和提示；已经覆盖的情况保留。"), when=_runs,
    ),
    load=seen(programmes_for),
    page=_page,
)  # fmt: skip
urlpatterns = [
    Route("coverage/", index, "coverage", Permission.SEE_OUTREACH),
    *START.routes("coverage/new/", "programme-new", Permission.RUN_OUTREACH),
    *STEPS.routes("coverage/<int:pk>/", "programme", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    Route("coverage/<int:pk>/matrix/", matrix_page, "programme-matrix", Permission.SEE_OUTREACH),
]
