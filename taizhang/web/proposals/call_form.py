"""Forms of a call for projects."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Ledger
from taizhang.office.queries import active_units
from taizhang.web.frame.forms import SeveralField, day, text

END_OF_DAY = time(18, 0)


class CallForm(forms.Form):
    """A call: what is asked, under which themes, until when, and what answering costs."""

    title = forms.CharField(label=_("标题"), max_length=100)
    guidance = text(_("申报要求"), 5_000, 6, help_text=_("写给各单位联络员看：报什么、不报什么、怎样写。"))
    themes: Any = SeveralField(
        label=_("类别"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选，就是全部类别。"),
    )
    units: Any = SeveralField(
        label=_("征集单位"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选，就是发给全部单位。"),
    )
    deadline = day(_("截止日期"), required=True, help_text=_("当天18时截止。"))
    minutes = forms.IntegerField(
        label=_("每单位预计用时（分钟）"),
        min_value=1,
        max_value=240,
        initial=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, ledger: Ledger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["themes"]
        themes.queryset = ledger.themes.all()
        units: Any = self.fields["units"]
        units.queryset = active_units()
        units.label_from_instance = lambda unit: unit.short_name

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        given = dict(self.cleaned_data)
        given["deadline"] = moment_of(given["deadline"])
        given |= {name: list(given[name]) for name in ("themes", "units")}
        return given


class ExtendForm(forms.Form):
    """More time."""

    deadline = day(_("延长到"), required=True)


def moment_of(day: Any) -> datetime:
    """The moment at which a day's work ends."""
    return make_aware(datetime.combine(day, END_OF_DAY))
