"""What is typed in the exchange: a question, what was taken over, a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Project
from taizhang.office.models import Unit


class QuestionForm(forms.Form):
    """A question to the unit; its answer is everybody's."""

    text = forms.CharField(
        label=_("想问什么"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("答复后，本办公室的读者都能看到问题和答复。"),
    )


class ReuseForm(forms.Form):
    """Only the unit is needed, and where there is one only it is not asked."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("借鉴单位"), queryset=None, empty_label=None
    )
    project: forms.ModelChoiceField[Project] = forms.ModelChoiceField(
        label=_("用在哪个项目（可不选）"), queryset=None, required=False, empty_label=_("不指定")
    )
    note = forms.CharField(
        label=_("怎样借鉴的（可不写）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], projects: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        mine: Any = self.fields["unit"]
        mine.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        used: Any = self.fields["project"]
        used.queryset = projects
        if len(units) == 1:
            mine.initial, mine.widget = units[0].pk, forms.HiddenInput()


class FollowForm(forms.Form):
    """One of the themes and columns that there are."""

    theme = forms.ChoiceField(label=_("主题或栏目"))

    def __init__(self, *args: Any, names: Sequence[str], **given: Any) -> None:
        super().__init__(*args, **given)
        chosen: Any = self.fields["theme"]
        chosen.choices = [(name, name) for name in names]
