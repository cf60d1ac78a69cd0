"""The form with which a workbook comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.queries.ledgers import open_ledgers
from taizhang.office.queries import active_units
from taizhang.web.frame.forms import file_attrs


class ImportForm(forms.Form):
    """The file, the ledger it is for, and the unit whose own list it is."""

    file = forms.FileField(
        label=_("台账表格"),
        allow_empty_file=True,
        help_text=_(
            "xlsx 或 csv。标题、多行表头、合并单元格、小计和说明行都可以照旧保留；选好文件即开始读取。"
        ),
        widget=forms.ClearableFileInput(attrs=file_attrs(accept=".xlsx,.csv,.txt")),
    )
    ledger: Any = forms.ModelChoiceField(label=_("存入台账"), queryset=None, empty_label=None)
    unit: Any = forms.ModelChoiceField(
        label=_("填报单位"),
        queryset=None,
        required=False,
        empty_label=_("见表中“牵头单位”一栏"),
        help_text=_("表中没有“牵头单位”一栏时才需要选择。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ledger: Any = self.fields["ledger"]
        ledger.queryset = open_ledgers()
        unit: Any = self.fields["unit"]
        unit.queryset = active_units()
