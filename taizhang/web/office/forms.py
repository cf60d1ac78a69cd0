"""Forms of a ledger's settings: its days and caps, its themes, its rules, its measures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Basis
from taizhang.web.frame.forms import line, number, text


class LedgerForm(forms.Form):
    """What holds for the whole year."""

    name = forms.CharField(label=_("台账名称"), max_length=100)
    report_due_day = number(_("月报截止日"), 1, 28, help_text=_("次月几日前报送，1至28。"))
    notice_days = number(_("最短通知天数"), 1, 60, help_text=_("向各单位要材料，至少提前这么多天。"))
    review_cap = number(_("全年督查次数上限"), 0, 12, help_text=_("每个单位一年最多被督查几次。"))


class ThemeForm(forms.Form):
    name = forms.CharField(label=_("类别名称"), max_length=60)


class RulesForm(forms.Form):
    """The numbers of the rules; an empty one leaves its rule out."""

    near_days = number(_("提前几天算临期"), 1, 366, required=False)
    behind_points = number(_("落后几个百分点算滞后"), 1, 100)
    red_points = number(_("落后几个百分点算严重（红）"), 1, 100, required=False)
    overdue_days = number(_("过期几天算逾期"), 1, 366)
    unreported_days = number(_("缺报几天算滞后"), 1, 366, required=False)
    returned_times = number(_("一期被退回几次算滞后"), 1, 99, required=False)
    red_becomes_yellow = forms.BooleanField(label=_("红的补齐以后先转黄，不直接转绿"), required=False)


class MeasureForm(forms.Form):
    """What a figure means wherever it is used."""

    name = forms.CharField(label=_("口径名称"), max_length=60)
    unit = forms.CharField(label=_("计量单位"), max_length=20)
    basis = forms.ChoiceField(label=_("统计方式"), choices=Basis.choices, initial=Basis.CUMULATIVE)
    scope = line(_("统计范围"), 200)
    counting = text(_("计算说明"), 1_000, 2)
