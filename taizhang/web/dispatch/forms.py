"""Forms of recipients, corrections and recalls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions.correcting import LONGEST
from taizhang.bulletin.actions.recipients import MOST_COPIES, PastedRecipients, read_pasted
from taizhang.bulletin.actions.sending import how_many_have
from taizhang.bulletin.models import Correction, Direction, Issue, Recipient, Series, Way
from taizhang.office.queries import units_of
from taizhang.web.frame.forms import OpenForm, line, text
from taizhang.web.frame.words import say

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

    def __init__(self, *args: Any, row: Series | Recipient, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["unit"].queryset = units_of(row.office)  # type: ignore[attr-defined]


class PasteForm(OpenForm):
    """Many lines from a table at once: all of them or none, and what is wrong is said line by line."""

    direction = forms.ChoiceField(label=_("报送发"), choices=Direction.choices, initial=Direction.DOWN)
    lines = text(
        _("粘贴名单"), PASTED, 8, required=True, help_text=_("每行一个：名称、邮箱、份数，从表格复制即可。")
    )

    def clean_lines(self) -> list[PastedRecipients]:
        """The recipients that the lines name."""
        rows, mistakes = read_pasted(self.cleaned_data["lines"], self.cleaned_data.get("direction", ""))
        if mistakes:
            words = gettext("第{n}行：{words}")
            raise forms.ValidationError(
                [words.format(n=each.line, words=say(each.words)) for each in mistakes]
            )
        return rows


class CorrectionForm(OpenForm):
    """What is wrong in an issue, what is right."""

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

    def __init__(self, *args: Any, row: Issue | Correction, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        drafted = isinstance(row, Correction)
        issue = row.issue if isinstance(row, Correction) else row
        rows = issue.articles.select_related("issue__series", "office").order_by("position")
        article: Any = self.fields["article"]
        article.queryset, article.disabled = rows, drafted
        if isinstance(row, Correction):
            article.initial = row.article_id

    def clean_which(self) -> int:
        """0: the words stand in one place."""
        return self.cleaned_data["which"] or 0


class RecallForm(OpenForm):
    """Why an issue is called back."""

    reason = line(_("撤回原因"), 200, required=True, help_text=_("写入通知，收到的单位都能看到。"))

    @property
    def help(self) -> str:
        """Who will be told, and that it cannot be undone."""
        return gettext(
            "将通知已收到本期的 {n} 家单位停止使用；还没有发出的邮件一并停发。撤回后不能恢复，本期原文留存备查。"
        ).format(n=how_many_have(self.row))
