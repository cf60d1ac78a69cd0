"""The form with which a workbook comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.text.messages import filled
from taizhang.ledger.actions.importing import NEW
from taizhang.ledger.queries.incoming import SKIP, UnknownUnit
from taizhang.ledger.queries.ledgers import open_ledgers
from taizhang.office.queries import active_units
from taizhang.web.frame.forms import table_file
from taizhang.web.frame.query_values import number_in


class ImportForm(forms.Form):
    """The file, the ledger it is for, and the unit whose own list it is."""

    file = table_file(
        _("台账表格"),
        _("xlsx 或 csv。标题、多行表头、合并单元格、小计和说明行都可以照旧保留；选好文件即开始读取。"),
        required=True,
        allow_empty_file=True,
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


class UnitsForm(forms.Form):
    """What each name is that no unit bears: one of the units, the likeliest first; a new one, for who may add units; or
    left out.
    """

    def __init__(self, unknown: Sequence[UnknownUnit], *args: Any, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [each.name for each in unknown]
        every = [(unit.pk, unit.name) for unit in active_units()]
        other = [(NEW, _("新增为单位"))] if may_add else []
        other.append((SKIP, _("跳过，不写入台账")))
        for n, each in enumerate(unknown):
            near = [(unit.pk, filled(gettext("就是“{unit}”"), unit=unit.name)) for unit in each.nearest]
            first = each.likely.pk if each.likely else "" if near else other[0][0]
            self.fields[f"unit{n}"] = forms.ChoiceField(
                label=filled(gettext("“{name}”（{n} 处）"), name=each.name, n=each.count),
                choices=[*([] if first else [("", _("请选择"))]), *near, *other, (_("就是别的单位"), every)],
                initial=first,
                error_messages={"required": _("请选择这是哪个单位。")},
            )

    @property
    def choices(self) -> dict[str, int | str]:
        """By name: the key of a unit, NEW or SKIP."""
        given = (self.cleaned_data[f"unit{n}"] for n in range(len(self.names)))
        return {name: number_in(choice) or choice for name, choice in zip(self.names, given, strict=True)}
