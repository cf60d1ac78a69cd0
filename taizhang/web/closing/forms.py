"""Forms of changes to an account and of its closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import IN_COUNT, PROJECT, ChangeState, ProjectState
from taizhang.core.plan.criteria import CriterionFigure
from taizhang.ledger.models import ChangeRequest, Criterion, Project
from taizhang.ledger.models.closing import CHANGE_KINDS
from taizhang.ledger.queries.closing import criterion_figures, shortfall
from taizhang.ledger.visible import projects_for
from taizhang.office.clock import today
from taizhang.office.visible import Viewer
from taizhang.press.charts.signals import signal_look
from taizhang.web.frame.forms import OpenForm, day, line, looking, text
from taizhang.web.frame.parts import listed
from taizhang.web.frame.rows import RowForm
from taizhang.web.frame.words import day_words, say
from taizhang.web.projects.forms import project_words


class ChangeForm(OpenForm):
    """What is asked for of a project (``row``), and why."""

    kind = forms.ChoiceField(label=_("申请"), widget=forms.RadioSelect)
    forecast = looking("when-extend field-short", day(_("预计完成日期")))
    into: Any = looking(
        "when-merge",
        forms.ModelChoiceField(
            label=_("并入哪个项目"), queryset=None, required=False, empty_label=_("请选择")
        ),
    )
    reason = text(_("原因"), 2_000, 4, required=True)
    help = _("同意后形成新一版账目，原来的一版留存对照；项目始终在总数之内。")

    def __init__(self, *args: Any, row: Project, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, row=row, viewer=viewer, **kwargs)
        self.project = row
        kinds = [kind for kind in kinds_open(viewer, row) if kind != "amend"]
        if self.initial.get("kind") not in kinds:
            self.initial["kind"] = next(iter(kinds), "")
        fields: Any = self.fields
        fields["kind"].choices = [(code, words) for code, words in CHANGE_KINDS if code in kinds]
        living = IN_COUNT["active"] | {ProjectState.SUSPENDED}
        others = projects_for(viewer).filter(ledger=row.ledger_id, state__in=living).exclude(pk=row.pk)
        fields["into"].queryset = others.order_by("serial")
        fields["into"].label_from_instance = project_words
        for kind, name in (("extend", "forecast"), ("merge", "into")):
            if kind not in kinds:
                del fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        kind = given.get("kind")
        if kind == "extend":
            self._check_forecast(given)
        if kind == "merge" and not given.get("into") and "into" not in self.errors:
            self.add_error("into", _("请选择并入哪个项目。"))
        given["forecast"] = given.get("forecast") if kind == "extend" else None
        given["into"] = given.get("into") if kind == "merge" else None
        return given

    def _check_forecast(self, given: dict[str, Any]) -> None:
        forecast, due = given.get("forecast"), self.project.due
        if "forecast" in self.errors:
            return
        if forecast is None:
            self.add_error("forecast", _("请填写预计完成日期。"))
        elif due is not None and forecast <= due:
            self.add_error("forecast", _("预计完成日期须晚于原时限。"))


def kinds_open(viewer: Viewer, project: Project) -> list[str]:
    """What this viewer may ask for of the project now."""
    if "request_change" not in PROJECT.verbs(project.state, viewer.roles_for(project.lead_unit_id)):
        return []
    open_ones = set(project.changes.filter(state=ChangeState.REQUESTED).values_list("kind", flat=True))
    late = project.due is not None and project.due < today()
    return [
        str(code)
        for code, _words in CHANGE_KINDS
        if project.state in PROJECT.steps[code].before
        and code not in open_ones
        and not (code == "extend" and late)
    ]


class DecideForm(OpenForm):
    """The decision of a request (``row``); an extension's states the new date."""

    due = looking("field-short", day(_("批准时限")))
    decision = text(_("审批意见"), 1_000, 2)
    help = _("同意可以不写意见；不同意须写明原因。")

    def __init__(self, *args: Any, row: ChangeRequest, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row.kind != "extend":
            del self.fields["due"]


class ClosureForm(OpenForm):
    """What was done, and for each criterion what shows it, or why it is not met.

    Evidence that exists comes first ("e7"), then activities that are recorded but not evidence yet ("a12").
    """

    summary = text(_("完成情况"), 5_000, 4)

    def __init__(self, *args: Any, row: Project, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, row=row, viewer=viewer, **kwargs)
        self.criteria: list[Criterion] = list(row.criteria.filter(in_force=True))
        self.figures = criterion_figures(row, today())
        records_too = "record" in PROJECT.verbs(row.state, viewer.roles_for(row.lead_unit_id))
        choices = _shown(row, records_too)
        for criterion in self.criteria:
            self.fields[f"evidence{criterion.pk}"] = forms.MultipleChoiceField(
                label=_("已有佐证"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            short = any(each.falls_short for each in self.figures[criterion.pk])
            label = _("说明（尚未达到，请写明原因和下一步安排）") if short else _("说明")
            self.fields[f"words{criterion.pk}"] = text(label, 1_000, 2)

    def lines(self) -> list[dict[str, Any]]:
        """The criteria with their fields: evidence, activities that may become evidence, words."""
        return [self._line(each) for each in self.criteria]

    def _line(self, criterion: Criterion) -> dict[str, Any]:
        evidence = self[f"evidence{criterion.pk}"]
        boxes = list(evidence)
        held = [box for box in boxes if str(box.data["value"]).startswith("a")]
        return {
            "criterion": criterion,
            "figures": figure_words(self.figures[criterion.pk]),
            "evidence": evidence,
            "shown": [box for box in boxes if box not in held],
            "held": held,
            "held_chosen": any(box.data["selected"] for box in held),
            "words": self[f"words{criterion.pk}"],
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for each in self.criteria:
            words, evidence = given.get(f"words{each.pk}"), given.get(f"evidence{each.pk}")
            if not words and not evidence and f"words{each.pk}" not in self.errors:
                self.add_error(f"words{each.pk}", _("请勾选已有佐证，或者说明完成（未完成）的情况。"))
        if self.errors:
            return given
        return {
            "summary": given["summary"],
            "answers": {
                each.pk: (_chosen(given, each, "e"), given[f"words{each.pk}"]) for each in self.criteria
            },
            "activities": {each.pk: _chosen(given, each, "a") for each in self.criteria},
        }


def figure_words(figures: Sequence[CriterionFigure]) -> SafeString:
    """What a criterion is measured by, each figure with what it asks; those that fall short are marked."""
    return listed(*(_figure(each) for each in figures))


def _figure(figure: CriterionFigure) -> SafeString:
    level, verdict = ("yellow", _("未达到")) if figure.falls_short else ("green", _("已达到"))
    return format_html(
        '<span class="nowrap">{} <span class="signal signal-{}"><span aria-hidden="true">{}</span> {}</span></span>',
        say(shortfall(figure)),
        level,
        signal_look(level).shape,
        verdict,
    )


def _chosen(given: Mapping[str, Any], criterion: Criterion, kind: str) -> list[int]:
    return [int(value[1:]) for value in given[f"evidence{criterion.pk}"] if value.startswith(kind)]


def _shown(project: Project, with_activities: bool) -> list[tuple[str, str]]:
    standing = project.evidence.filter(withdrawn_at__isnull=True).order_by("-added_at", "-pk")
    shown = [(f"e{row.pk}", row.title) for row in standing]
    if with_activities:
        used = {row.activity_id for row in standing}
        held = project.activities.filter(voided_at__isnull=True).order_by("-held_on", "-pk")
        shown += [
            (f"a{row.pk}", f"{day_words(row.held_on)} {row.title}") for row in held if row.pk not in used
        ]
    return shown


class ClosureReturnForm(OpenForm):
    """What the unit's leader wants changed."""

    words = line(_("退回意见"), 500)


class OpinionForm(OpenForm):
    """What the verifier says."""

    opinion = text(_("核验意见"), 2_000, 3)


class RectifyRow(RowForm):
    """One thing that must still be done."""

    text_fields = ("text", "due")
    text = line(_("整改事项"), 500)
    due = day(_("时限"))


class RectifiedForm(OpenForm):
    """How an item of the list was done."""

    note = line(_("完成说明（可不填）"), 200)


class ReopenForm(OpenForm):
    """Why an account goes back to supervision."""

    reason = line(_("原因"), 200)
    help = _("项目回到督账中，并一直带有“曾恢复督账”的标记。")
