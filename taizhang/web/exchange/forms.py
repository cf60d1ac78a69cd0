"""What is typed in the exchange: a question and its answer, what was taken over, a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.queries.exchange import themes_offered
from taizhang.bulletin.visible import themes_for
from taizhang.ledger.models import Project
from taizhang.office.models import Unit
from taizhang.office.queries import units_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.forms import OpenForm, text


class QuestionForm(OpenForm):
    """A question to the unit; its answer is everybody's."""

    text = text(
        _("想问什么"), 500, 3, required=True, help_text=_("答复后，本办公室的读者都能看到问题和答复。")
    )


class QuestionAnswerForm(OpenForm):
    """The unit's answer."""

    text = text(_("答复"), 1_000, 3, required=True, help_text=_("愿意就答，没有期限；答复后读者都能看到。"))


class MoreForm(OpenForm):
    """What is added to an answer."""

    text = text(_("补充"), 500, 2, required=True)


class CloseForm(OpenForm):
    """Nothing is asked."""

    help = _("与刊物无关的问题可以关闭，单位不必再答。")


class ReuseForm(OpenForm):
    """Only the unit is needed, and where there is one only it is not asked. ``row``: for whom it may be said."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("借鉴单位"), queryset=None, empty_label=None
    )
    project: forms.ModelChoiceField[Project] = forms.ModelChoiceField(
        label=_("用在哪个项目（可不选）"), queryset=None, required=False, empty_label=_("不指定")
    )
    note = text(_("怎样借鉴的（可不写）"), 500, 2)
    help = _("自愿登记，不作要求，也不统计。")

    def __init__(self, *args: Any, row: Any, **given: Any) -> None:
        super().__init__(*args, row=row, **given)
        units: Sequence[Unit] = row.units
        mine: Any = self.fields["unit"]
        mine.queryset = units_of(row.viewer.office).filter(pk__in=[unit.pk for unit in units])
        used: Any = self.fields["project"]
        used.queryset = row.projects
        if len(units) == 1:
            mine.initial, mine.widget = units[0].pk, forms.HiddenInput()


class FollowForm(OpenForm):
    """One of the themes and columns that the person does not follow yet."""

    theme = forms.ChoiceField(label=_("主题或栏目"))

    def __init__(self, *args: Any, row: Viewer, **given: Any) -> None:
        super().__init__(*args, row=row, **given)
        followed = set(themes_for(row).values_list("theme", flat=True))
        chosen: Any = self.fields["theme"]
        chosen.choices = [(name, name) for name in themes_offered() if name not in followed]
