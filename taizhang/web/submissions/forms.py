"""Forms of articles that units send in, of what is decided of them, and of requests for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions import commissions
from taizhang.bulletin.models import Article, Issue, Submission
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.topics import topics_of
from taizhang.bulletin.queries.writing import projects_led_by, projects_of_unit, themes_now
from taizhang.bulletin.visible import sent_in
from taizhang.office.models import Office, Unit
from taizhang.office.queries import units_of
from taizhang.web.frame.forms import OpenForm, SeveralField, VersionField, day, line, text
from taizhang.web.frame.words import day_words
from taizhang.web.reading.forms import DraftForm

OTHERS_SHOWN = 30
TABLE_TOO_LARGE = _(
    "这个表格超过200行或20列，已按文字粘贴；请拆成几个表。"
)  # said by the script, where it is pasted


class ArticleDrop(DraftForm):
    """An article as a file or a pasted text; of which unit where the person works for several."""

    commission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["text"].label = _("粘贴稿件")
        self.fields["text"].help_text = _("第一行作标题，以下每行一段。")
        self.fields["text"].widget.attrs["data-tables"] = TABLE_TOO_LARGE
        self.fields["file"].label = _("或者选择文件")
        self.fields["file"].help_text = _("Word、PDF 或纯文本，选好即读入。")
        self.fields["file"].widget.attrs["accept"] = ".docx,.pdf,.txt"
        if len(self.units) > 1:
            choices = [(key, str(unit)) for key, unit in self.units.items()]
            self.fields["unit"] = forms.ChoiceField(label=_("供稿单位"), choices=choices)
            self.order_fields(["unit"])

    @property
    def may_be_empty(self) -> bool:
        """Whether the article was to be begun with nothing."""
        return "blank" in self.data

    @property
    def unit(self) -> Unit:
        """Whose article it is."""
        chosen = self.cleaned_data.get("unit") or next(iter(self.units))
        return self.units[chosen]


class ArticleForm(OpenForm):
    """Title, text, and what it belongs to. Nothing is required of a draft."""

    version = VersionField()
    title = line(_("标题"), 200)
    body = text(
        _("正文"),
        ARTICLE_LIMIT,
        18,
        help_text=_("每行一段。小标题单独成行即可。表格从Excel、WPS或网页直接粘贴。"),
    )
    body.widget.attrs["data-tables"] = TABLE_TOO_LARGE
    project: Any = forms.ModelChoiceField(
        label=_("所属项目"), queryset=None, required=False, empty_label=_("不属于哪个项目")
    )
    theme: Any = forms.ModelChoiceField(
        label=_("类别"), queryset=None, required=False, empty_label=_("未分类")
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(submission, name) for name in self.fields}
        self.fields["project"].queryset = projects_of_unit(submission.unit)  # type: ignore[attr-defined]
        self.fields["theme"].queryset = themes_now(submission.theme)  # type: ignore[attr-defined]


class SignForm(OpenForm):
    """The version that was read."""

    version = VersionField()
    help = _("审签后原文定稿，报送办公室。")


class HandBackSubmissionForm(OpenForm):
    """A word to the liaison."""

    word = line(_("退回联络员，说一句"), 500, required=True)


class UnitWithdrawForm(OpenForm):
    """Nothing is asked."""

    help = _("撤回后编辑不再采用，已报送的文字留存备查。")


class EditorWordsForm(OpenForm):
    """What the editor says to the unit."""

    reason = text(_("意见"), 500, 3, help_text=_("退改、不采用须写明原因，单位会看到；留用可以不写。"))


class DuplicateForm(OpenForm):
    """Which other article says the same."""

    of: Any = forms.ModelChoiceField(label=_("与哪一篇重复"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, row: Submission, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        others = sent_in().exclude(pk=row.pk)
        chosen: Any = self.fields["of"]
        chosen.queryset = others
        chosen.choices = [
            (each.pk, f"{each.unit}：{Truncator(each.title).chars(30)}") for each in others[:OTHERS_SHOWN]
        ]


class AdoptForm(forms.Form):
    """Into which issue, in full or not, and into which article; nothing need be chosen."""

    issue: Any = forms.ModelChoiceField(label=_("编入"), queryset=None, required=False, empty_label=None)
    mode = forms.ChoiceField(
        label=_("采用方式"), choices=[("full", _("全文")), ("excerpt", _("摘编"))], required=False
    )
    article: Any = forms.ModelChoiceField(
        label=_("综合：并入已有的一篇"), queryset=None, required=False, empty_label=_("不并入，另起一篇")
    )

    def __init__(self, *args: Any, issues: QuerySet[Issue], articles: QuerySet[Article], **kw: Any) -> None:
        super().__init__(*args, **kw)
        issue, article = cast(Any, self.fields["issue"]), cast(Any, self.fields["article"])
        issue.queryset, article.queryset = issues, articles
        issue.label_from_instance = lambda row: f"{row.name} {day_words(row.date)}"
        article.label_from_instance = lambda row: Truncator(row.title).chars(30)


class ProofAnswerForm(OpenForm):
    """What is wrong with the proof."""

    words = text(_("有意见，请写明"), 500, 4)


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
    topic: Any = forms.ModelChoiceField(
        label=_("选题"), queryset=None, required=False, empty_label=_("不在选题计划内")
    )
    units: Any = SeveralField(label=_("约稿单位"), queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, row: Office, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        units = units_of(row)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects_led_by(units)  # type: ignore[attr-defined]
        self.fields["topic"].queryset = topics_of(row)  # type: ignore[attr-defined]

    @property
    def help(self) -> SafeString:
        """What it costs all of them, said by the script, and where it appears."""
        words = format_html(
            '<span class="cost-sum" data-cost data-words="{}"></span>', gettext("{n}个单位 × {minutes}分钟")
        )
        return format_html("{} {}", words, gettext("发出后出现在各单位待办里，并计入负担统计。"))
