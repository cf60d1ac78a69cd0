"""Forms of changes to an account and of its closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.project_year import IN_COUNT, ProjectState
from taizhang.ledger.models import Criterion, Project
from taizhang.ledger.models.closing import CHANGE_KINDS
from taizhang.web.frame.forms import OpenForm, day, line, text
from taizhang.web.frame.rows import Blank, RowForm
from taizhang.web.projects.forms import project_words


class ChangeForm(OpenForm):
    """What is asked for, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("申请"), widget=forms.RadioSelect)
    forecast = day(gettext_lazy("预计完成日期"))
    into: Any = forms.ModelChoiceField(
        label=gettext_lazy("并入哪个项目"), queryset=None, required=False, empty_label=gettext_lazy("请选择")
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(
        self, *args: Any, project: Project, kinds: Sequence[str], targets: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        fields: Any = self.fields
        fields["kind"].choices = [(code, words) for code, words in CHANGE_KINDS if code in kinds]
        living = IN_COUNT["active"] | {ProjectState.SUSPENDED}
        others = targets.filter(ledger=project.ledger_id, state__in=living).exclude(pk=project.pk)
        fields["into"].queryset = others.order_by("serial")
        fields["into"].label_from_instance = project_words

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


class DecideForm(OpenForm):
    """The decision of a request; an extension's states the new date."""

    due = day(gettext_lazy("批准时限"))
    decision = text(gettext_lazy("审批意见"), 1_000, 2)


class ClosureForm(OpenForm):
    """What was done, and for each criterion what shows it, or why it is not met.

    Evidence that exists comes first ("e7"), then activities that are recorded but not evidence yet ("a12").
    """

    summary = text(gettext_lazy("完成情况"), 5_000, 4)

    def __init__(self, *args: Any, project: Project, with_activities: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria: list[Criterion] = list(project.criteria.filter(in_force=True))
        choices = _shown(project, with_activities)
        for criterion in self.criteria:
            self.fields[f"evidence{criterion.pk}"] = forms.MultipleChoiceField(
                label=gettext_lazy("已有佐证"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"words{criterion.pk}"] = text(gettext_lazy("说明"), 1_000, 2)

    def lines(self) -> list[dict[str, Any]]:
        """The criteria with their fields: evidence, activities that may become evidence, words."""
        return [self._line(each) for each in self.criteria]

    def _line(self, criterion: Criterion) -> dict[str, Any]:
        evidence = self[f"evidence{criterion.pk}"]
        boxes = list(evidence)
        held = [box for box in boxes if str(box.data["value"]).startswith("a")]
        return {
            "criterion": criterion,
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
        return given

    def activities(self) -> dict[int, list[int]]:
        """The activities chosen to become evidence, by criterion."""
        return {each.pk: self._chosen(each, "a") for each in self.criteria}

    def answers(self) -> dict[int, tuple[list[int], str]]:
        """The evidence chosen and the words typed, by criterion."""
        return {
            each.pk: (self._chosen(each, "e"), self.cleaned_data[f"words{each.pk}"]) for each in self.criteria
        }

    def _chosen(self, criterion: Criterion, kind: str) -> list[int]:
        chosen = self.cleaned_data[f"evidence{criterion.pk}"]
        return [int(value[1:]) for value in chosen if value.startswith(kind)]


def _shown(project: Project, with_activities: bool) -> list[tuple[str, str]]:
    standing = project.evidence.filter(withdrawn_at__isnull=True).order_by("-added_at", "-pk")
    shown = [(f"e{row.pk}", row.title) for row in standing]
    if with_activities:
        used = {row.activity_id for row in standing}
        held = project.activities.filter(voided_at__isnull=True).order_by("-held_on", "-pk")
        shown += [(f"a{row.pk}", f"{row.held_on:%m-%d} {row.title}") for row in held if row.pk not in used]
    return shown


class OpinionForm(OpenForm):
    """What the verifier says."""

    opinion = text(gettext_lazy("核验意见"), 2_000, 3)


class RectifyRow(RowForm):
    """One thing that must still be done."""

    text_fields = ("text", "due")
    text = line(gettext_lazy("整改事项"), 500)
    due = day(gettext_lazy("时限"))


VERIFY = Blank(OpinionForm, {"items": RectifyRow})
