"""An account's plan as a form: used where the office prepares it and where a change of it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
)
from taizhang.core.plan.amounts import amount_of, counts_otherwise, same_kind
from taizhang.core.text.messages import filled
from taizhang.ledger.models import Basis, Project, Schedule
from taizhang.ledger.queries.ledgers import measure_definitions
from taizhang.office.queries import active_units, posts_in
from taizhang.press import charts
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, text
from taizhang.web.frame.rows import BoundRows, RowForm, RowsForm
from taizhang.web.frame.words import say
from taizhang.web.proposals import pace_choice
from taizhang.web.proposals.forms import ProposedMilestone

MONTHS = [(f"{n:02}", gettext_lazy("{n}月")) for n in range(1, 13)]


def _key() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def _percent(n: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("{n}月").format(n=n),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class AccountHead(OpenForm):
    """All of an account but its lists."""

    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=120)
    theme: Any = forms.ModelChoiceField(
        label=gettext_lazy("类别"), queryset=None, required=False, empty_label=gettext_lazy("请选择")
    )
    goal = text(gettext_lazy("工作目标"), 2_000, 3)
    lead_post: Any = forms.ModelChoiceField(
        label=gettext_lazy("责任岗位"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("责任落在岗位上，换了人由继任者接办。"),
    )
    supporting_units: Any = SeveralField(
        label=gettext_lazy("配合单位"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    start = day(gettext_lazy("起始日期"))
    due = day(gettext_lazy("完成时限"))
    schedule = forms.ChoiceField(label=gettext_lazy("报送周期"), choices=Schedule.choices)
    waived = forms.MultipleChoiceField(
        label=gettext_lazy("免报月份"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("这些月份不向单位要进展。"),
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("进度怎样算"),
        choices=pace_choice.CHOICES,
        widget=forms.RadioSelect,
        initial=pace_choice.EVEN,
    )
    first = day(gettext_lazy("集中开始"))
    last = day(gettext_lazy("集中结束"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["theme"].queryset = project.ledger.themes.all()
        fields["lead_post"].queryset = posts_in(project.lead_unit_id)
        fields["supporting_units"].queryset = active_units().exclude(pk=project.lead_unit_id)
        fields["waived"].choices = [(month, str(words).format(n=int(month))) for month, words in MONTHS]
        for n in range(1, 13):
            fields[f"m{n}"] = _percent(n)

    @property
    def months(self) -> list[Any]:
        return [self[f"m{n}"] for n in range(1, 13)]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, due = given.get("start"), given.get("due")
        if start and due and due < start:
            self.add_error("due", _("完成时限早于起始日期，请核对。"))
        if given.get("pace") == pace_choice.CAMPAIGN and not (given.get("first") and given.get("last")):
            self.add_error("first", _("请填写集中开展的起止日期。"))
        months = [given.get(f"m{n}") for n in range(1, 13)]
        if given.get("pace") == pace_choice.MONTHS and not any(share is not None for share in months):
            self.add_error("pace", _("请在下面写明各月底应达到百分之几。"))
        return given


class IndicatorRowForm(RowForm):
    text_fields = ("name", "target_text", "unit")
    key = _key()
    name = line(gettext_lazy("指标"), 100)
    definition: Any = forms.ModelChoiceField(
        label=gettext_lazy("口径"), queryset=None, required=False, empty_label=gettext_lazy("未定口径")
    )
    unit = line(gettext_lazy("计量单位"), 20)
    target_text = line(gettext_lazy("目标值"), 60)
    basis = forms.ChoiceField(
        label=gettext_lazy("统计方式"), choices=Basis.choices, required=False, initial=Basis.CUMULATIVE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        definition: Any = self.fields["definition"]
        definition.queryset = measure_definitions().filter(in_force=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        definition = given.get("definition")
        if definition and given.get("unit") and given["unit"] != definition.unit:
            words = filled(_("口径“{name}”以“{unit}”计。"), name=definition.name, unit=definition.unit)
            self.add_error("unit", words)
        if definition:
            given["unit"], given["basis"] = definition.unit, definition.basis
        self._read_target(given)
        if given.get("name") and not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("请填写计量单位，如“场”“人次”。"))
        return given

    def _read_target(self, given: dict[str, Any]) -> None:
        words = (given.get("target_text") or "").strip()
        given["target"] = None
        if not words:
            return
        try:
            amount = amount_of(words, given.get("unit") or "")
        except Refused as refusal:
            self.add_error("target_text", say(refusal.sentence))
            return
        if amount is None:
            self.add_error("target_text", _("没有读出数目，请写成“60”“1.2万”“不少于20”这样。"))
            return
        unit = given.get("unit") or amount.unit
        if not same_kind(unit, amount.unit) and not words.endswith(unit):
            self.add_error("target_text", say(counts_otherwise(unit, amount.unit)))
            return
        given["target"], given["unit"] = amount.base, unit


class MeasureRow(RowForm):
    text_fields = ("text",)
    key = _key()
    text = line(gettext_lazy("举措"), 1_000)


class MilestoneRow(ProposedMilestone):
    key = _key()


class CriterionRow(RowForm):
    text_fields = ("text",)
    key = _key()
    text = line(gettext_lazy("销账标准"), 500)


PARTS: Mapping[str, type[RowForm]] = {
    "indicators": IndicatorRowForm,
    "measures": MeasureRow,
    "milestones": MilestoneRow,
    "criteria": CriterionRow,
}


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """The form of one project's account and what it says."""

    project: Project
    paper: BoundRows
    picture: charts.Chart | None = None

    def is_valid(self) -> bool:
        """Checks all parts, and what holds between them."""
        if not self.paper.is_valid():
            return False
        due = self.paper.head.cleaned_data["due"]
        for row in self.paper.parts["milestones"]:
            if due and row.cleaned_data.get("due") and row.cleaned_data["due"] > due:
                row.add_error("due", _("晚于项目的完成时限，请核对。"))
        try:
            pace_choice.curve_of(self.paper.head.cleaned_data, self._stones())
        except ValueError as error:
            kind = self.paper.head.cleaned_data["pace"]
            self.paper.head.add_error("first" if kind == pace_choice.CAMPAIGN else "pace", say(error.args[0]))
        return not self.paper.error_count

    def _stones(self) -> list[date]:
        return [row["due"] for row in self.paper.rows("milestones") if row.get("due")]

    def plan(self) -> AccountPlan:
        """The plan of a valid form."""
        given = self.paper.head.cleaned_data
        year = self.project.ledger.year
        return AccountPlan(
            title=given["title"],
            goal=given["goal"],
            theme=given["theme"].pk if given["theme"] else None,
            supporting_units=tuple(sorted(unit.pk for unit in given["supporting_units"])),
            lead_post=given["lead_post"].pk if given["lead_post"] else None,
            schedule=given["schedule"],
            waived_months=tuple(f"{year}-{month}" for month in sorted(given["waived"])),
            start=given["start"],
            due=given["due"],
            curve=pace_choice.to_stored(given, self._stones()),
            indicators=tuple(_indicator(row) for row in self.paper.rows("indicators")),
            measures=tuple(MeasurePlan(row["text"], row["key"]) for row in self.paper.rows("measures")),
            milestones=tuple(
                MilestonePlan(row["title"], row["due"], row["phase"], row["key"])
                for row in self.paper.rows("milestones")
            ),
            criteria=tuple(CriterionPlan(row["text"], row["key"]) for row in self.paper.rows("criteria")),
        )


def _indicator(row: Mapping[str, Any]) -> IndicatorPlan:
    return IndicatorPlan(
        name=row["name"],
        unit=row["unit"],
        basis=row["basis"] or Basis.CUMULATIVE,
        target=row["target"],
        target_text=row["target_text"],
        definition=row["definition"].pk if row["definition"] else None,
        key=row["key"],
    )


def desk_of(project: Project, plan: AccountPlan, today: date) -> AccountDesk:
    """The form as ``plan`` fills it."""
    stones = [stone.due for stone in plan.milestones]
    head = {
        **{name: getattr(plan, name) for name in ("title", "theme", "goal", "lead_post", "start", "due")},
        "supporting_units": list(plan.supporting_units),
        "schedule": plan.schedule,
        "waived": [month[-2:] for month in plan.waived_months],
        **pace_choice.initial_of(plan.curve, plan.start, plan.due, stones),
    }
    rows = {name: [asdict(row) for row in getattr(plan, name)] for name in PARTS}
    for row in rows["indicators"]:
        row["target_text"] = row["target_text"] or _plain(row["target"])
    paper = _blank(project).filled(head, rows)
    picture = pace_choice.picture_of(pace_choice.curve_of(head, stones), plan.start, plan.due, today)
    return AccountDesk(project, paper, picture)


def _plain(target: Any) -> str:
    return "" if target is None else f"{target.normalize():f}"


def posted_desk(project: Project, data: QueryDict) -> AccountDesk:
    """The form as posted, to be checked."""
    return AccountDesk(project, _blank(project).posted(data))


def typed_desk(project: Project, data: QueryDict, act: str, today: date) -> AccountDesk:
    """The form as typed, after a row came or went; with the picture of the pace where it can be drawn."""
    paper = _blank(project).typed(data, act)
    return AccountDesk(project, paper, _picture(_blank(project).posted(data), today))


def _picture(paper: BoundRows, today: date) -> charts.Chart | None:
    """Drawn of whatever can be read; mistakes are named when the form is saved."""
    paper.is_valid()
    given = paper.head.cleaned_data
    if paper.head.errors.keys() & {"start", "due", "pace", "first", "last"}:
        return None
    stones = [row.cleaned_data["due"] for row in paper.parts["milestones"] if row.cleaned_data.get("due")]
    try:
        curve = pace_choice.curve_of(given, stones)
    except ValueError:
        return None
    return pace_choice.picture_of(curve, given.get("start"), given.get("due"), today)


def _blank(project: Project) -> RowsForm:
    return RowsForm(partial(AccountHead, project=project), PARTS)
