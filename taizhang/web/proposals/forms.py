"""A unit's proposal as a form: its head, its indicators and its milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Basis, Call, Proposal
from taizhang.ledger.models.account import Phase
from taizhang.office.models import Unit
from taizhang.office.queries import active_units
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, text
from taizhang.web.frame.rows import BoundRows, RowForm, RowsForm
from taizhang.web.frame.words import day_words


class ProposalHead(OpenForm):
    """What is proposed; all may be left for later until it is sent."""

    title = line(_("项目名称"), 120)
    theme: Any = forms.ModelChoiceField(
        label=_("类别"), queryset=None, required=False, empty_label=_("请选择")
    )
    goal = text(_("工作目标"), 2_000, 3, help_text=_("年底做成什么样，一两句话说清楚。"))
    measures = text(_("主要举措"), 5_000, 4, help_text=_("每行一条。"))
    due = day(_("完成时限"))
    supporting_units: Any = SeveralField(
        label=_("配合单位"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, call: Call, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.queryset = call.themes.all() if call.themes.exists() else call.ledger.themes.all()
        units: Any = self.fields["supporting_units"]
        units.queryset = active_units().exclude(pk=unit.pk)


class ProposedIndicator(RowForm):
    text_fields = ("name", "target", "unit")
    name = line(_("指标"), 100)
    target = line(_("目标值"), 60, widget=forms.TextInput(attrs={"placeholder": _("如 60、1.2万")}))
    unit = line(_("计量单位"), 20, widget=forms.TextInput(attrs={"placeholder": _("如 场、人次")}))
    basis = forms.ChoiceField(
        label=_("统计方式"), choices=Basis.choices, required=False, initial=Basis.CUMULATIVE
    )


class ProposedMilestone(RowForm):
    text_fields = ("title", "due")
    title = line(_("节点"), 200)
    due = day(_("时限"))
    phase = forms.ChoiceField(label=_("阶段"), choices=Phase.choices, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("title") and not given.get("due") and "due" not in self.errors:
            self.add_error("due", _("请填写日期。"))
        return given


def blank_of(call: Call, unit: Unit) -> RowsForm:
    """The empty form of a unit's proposal."""
    head = partial(ProposalHead, call=call, unit=unit)
    return RowsForm(head, {"indicators": ProposedIndicator, "milestones": ProposedMilestone})


def paper_of(proposal: Proposal) -> BoundRows:
    """The form as the proposal stands."""
    head = {name: getattr(proposal, name) for name in ("title", "goal", "measures", "due")}
    head["theme"] = proposal.theme_id
    head["supporting_units"] = list(proposal.supporting_units.values_list("pk", flat=True))
    rows = {"indicators": proposal.indicators, "milestones": proposal.milestones}
    return blank_of(proposal.call, proposal.unit).filled(head, rows)


def values_of(paper: BoundRows) -> dict[str, Any]:
    """As edit_proposal takes them."""
    given = dict(paper.head.cleaned_data)
    given["supporting_units"] = list(given["supporting_units"])
    given["indicators"] = [_plain(row) for row in paper.rows("indicators")]
    given["milestones"] = [_plain(row) for row in paper.rows("milestones")]
    return given


def _plain(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as JSON keeps it."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def iso_day(words: str) -> str:
    """8月15日 for 2026-08-15; whatever else stands there as it stands."""
    try:
        return day_words(date.fromisoformat(words))
    except ValueError:
        return words
