"""Which of a unit's open projects another unit leads from now on: after a split, or where a task moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.actions.unit_end import open_projects_of, transfer_projects
from taizhang.ledger.models import Project
from taizhang.ledger.visible import units_for
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.parts import Link, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps


class TransferForm(OpenForm):
    """For each open project the unit that leads it from now on; those split off stand first."""

    help = _("从现在起由选定的单位牵头，待办和报送随之转去；截至以前日期的台账仍在原单位名下。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(
            active_units().exclude(pk=self.row.pk), key=lambda each: each.split_from_id != self.row.pk
        )
        choices = [("", _("仍由本单位牵头")), *((str(each.pk), str(each)) for each in others)]
        self.units = {str(each.pk): each for each in others}
        self.projects = {f"project_{each.pk}": each for each in open_projects_of(self.row)}
        for name, project in self.projects.items():
            label = f"{project.account_no} {project.title}".strip()
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """The unit chosen for each project that moves."""
        given = super().clean()
        chosen = {name: given[name] for name in self.projects if given.get(name)}
        return {"into": {self.projects[name]: self.units[key] for name, key in chosen.items()}}


def _transfer(*, unit: Unit, into: dict[Project, Unit], by: Person, at: datetime) -> Unit:
    transfer_projects(unit=unit, into=into, by=by, at=at)
    return unit


def _page(request: Request, unit: Unit, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(_("项目划转"), facts=[unit.name], crumb=Link(str(unit), reverse("unit", args=[unit.pk])))
    shown = boxes if open_projects_of(unit).exists() else []
    return page(request, head, *shown, empty=_("没有未办结的项目，不需要划转。"))


STEPS = Steps(
    "unit",
    StepForm([Step("transfer", _transfer, _("划转"), _("已划转。"))], TransferForm),
    load=seen(units_for),
    page=_page,
)
urlpatterns = STEPS.routes("units/<int:pk>/transfer/", "unit-transfer", Permission.RUN_LEDGER)
