"""Forms of articles that units send in, and of requests for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions import commissions
from taizhang.bulletin.models import Submission
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.writing import projects_of_unit, themes_now
from taizhang.ledger.models import Project
from taizhang.office.models import Unit
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, text
from taizhang.web.reading.forms import DraftForm


class ArticleDrop(DraftForm):
    """An article as a file or a pasted text; of which unit where the person works for several."""

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["text"].label = _("粘贴稿件")
        self.fields["text"].help_text = _("第一行作标题，以下每行一段。")
        self.fields["file"].label = _("或者选择文件")
        self.fields["file"].help_text = _("Word、PDF 或纯文本，选好即读入。")
        self.fields["file"].widget.attrs["accept"] = ".docx,.pdf,.txt"
        if len(self.units) > 1:
            choices = [(key, str(unit)) for key, unit in self.units.items()]
            self.fields["unit"] = forms.ChoiceField(label=_("供稿单位"), choices=choices)

    @property
    def unit(self) -> Unit:
        """Whose article it is."""
        chosen = self.cleaned_data.get("unit") or next(iter(self.units))
        return self.units[chosen]


class ArticleForm(OpenForm):
    """Title, text, and what it belongs to. Nothing is required of a draft."""

    title = line(_("标题"), 200)
    body = text(_("正文"), ARTICLE_LIMIT, 18, help_text=_("每行一段。小标题单独成行即可。"))
    project: Any = forms.ModelChoiceField(
        label=_("所属项目"), queryset=None, required=False, empty_label=_("不属于哪个项目")
    )
    theme: Any = forms.ModelChoiceField(
        label=_("类别"), queryset=None, required=False, empty_label=_("未分类")
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(submission, name) for name in ("title", "body", "project", "theme")}
        self.fields["project"].queryset = projects_of_unit(submission.unit)  # type: ignore[attr-defined]
        self.fields["theme"].queryset = themes_now(submission.theme)  # type: ignore[attr-defined]


class CommissionForm(OpenForm):
    """What is asked, of whom, and what it costs them."""

    title = line(_("约稿题目"), 100, required=True)
    brief = text(_("编辑要求"), 2_000, 4, help_text=_("写清要什么、不要什么，单位就不用猜。"))
    due = day(_("截稿日期"), required=True)
    minutes = forms.IntegerField(
        label=_("每家预计用时（分钟）"),
        min_value=1,
        max_value=commissions.LONGEST,
        initial=commissions.MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    project: Any = forms.ModelChoiceField(
        label=_("就哪个项目约稿"), queryset=None, required=False, empty_label=_("不限项目")
    )
    units: Any = SeveralField(label=_("约稿单位"), queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        own = Project.objects.filter(lead_unit__in=units).select_related("lead_unit")
        self.fields["project"].queryset = own.order_by("-ledger__year", "serial", "pk")  # type: ignore[attr-defined]
