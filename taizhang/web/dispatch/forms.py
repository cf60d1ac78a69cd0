"""Forms of recipients, corrections and recalls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions.correcting import LONGEST, Erratum
from taizhang.bulletin.actions.recipients import MOST_COPIES, Told
from taizhang.bulletin.models import Article, Correction, Direction, Issue, Recipient, Way
from taizhang.web.frame.forms import OpenForm, line, text

PASTED = 60_000


class RecipientForm(OpenForm):
    """An office on the list."""

    direction = forms.ChoiceField(label=_("报送发"), choices=Direction.choices)
    name = line(_("名称"), 100, required=True)
    way = forms.ChoiceField(label=_("方式"), choices=Way.choices, initial=Way.MAIL)
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("用邮件接收的必填。"))
    copies = forms.IntegerField(
        label=_("份数"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit: Any = forms.ModelChoiceField(
        label=_("成员单位"), queryset=None, required=False, empty_label=_("不是成员单位")
    )

    def __init__(self, *args: Any, units: Any, recipient: Recipient | None = None, **kwargs: Any) -> None:
        if recipient is not None:
            names = ("direction", "name", "way", "email", "copies", "unit")
            kwargs["initial"] = {name: getattr(recipient, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def told(self) -> Told:
        """What was said, for the action."""
        return Told(**self.cleaned_data)


class PasteForm(OpenForm):
    """Many lines from a table at once."""

    direction = forms.ChoiceField(label=_("报送发"), choices=Direction.choices, initial=Direction.DOWN)
    lines = text(
        _("粘贴名单"), PASTED, 8, required=True, help_text=_("每行一个：名称、邮箱、份数，从表格复制即可。")
    )


class CorrectionForm(OpenForm):
    """What is wrong, what is right."""

    article: Any = forms.ModelChoiceField(label=_("稿件"), queryset=None, empty_label=None)
    wrong = line(
        _("原文"), LONGEST, required=True, help_text=_("照印出的文字填写，能找到原处即可，如“8场”。")
    )
    right = line(_("更正为"), LONGEST, required=True)
    which = forms.IntegerField(
        label=_("第几处"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("原文在稿件中不止一处时填写。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason = line(_("原因"), 200, required=True)
    notice = text(_("更正说明"), 2_000, 3, help_text=_("留空则由系统拟稿。"))
    as_revision = forms.BooleanField(label=_("另出修订版（原版不变）"), required=False)

    def __init__(self, *args: Any, issue: Issue, correction: Correction | None = None, **kwargs: Any) -> None:
        if correction is not None:
            names = ("article", "wrong", "right", "reason", "notice", "as_revision")
            kwargs["initial"] = {name: getattr(correction, name) for name in names}
            kwargs["initial"]["which"] = correction.which or None
        super().__init__(*args, **kwargs)
        rows = issue.articles.select_related("issue__series", "office").order_by("position")
        self.fields["article"].queryset = rows  # type: ignore[attr-defined]

    @property
    def article_chosen(self) -> Article:
        """The article in which the words stand."""
        article: Article = self.cleaned_data["article"]
        return article

    @property
    def erratum(self) -> Erratum:
        """What was said, for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "article"}
        return Erratum(**{**given, "which": given["which"] or 0})


class RecallForm(OpenForm):
    """Why an issue is called back."""

    reason = line(_("撤回原因"), 200, required=True, help_text=_("写入通知，收到的单位都能看到。"))
