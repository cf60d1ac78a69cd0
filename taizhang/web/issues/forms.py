"""Forms of the bulletin desk: a new issue, and an issue's masthead and imprint."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.archive import series_by_name
from taizhang.bulletin.queries.composing import composed
from taizhang.core.gongwen import bulletin_from_json, bulletin_to_json
from taizhang.web.frame.forms import day
from taizhang.web.reading.forms import KINDS, BulletinForm, bulletin_of, initial_of

NOT_HERE = ("name", "year", "annual_no", "cumulative_no")


class NewIssueForm(forms.Form):
    """Which series, what kind, of what day."""

    series: Any = forms.ModelChoiceField(label=_("刊物"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, initial=KINDS[0][0])
    on = day(_("日期"), required=True)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        series: Any = self.fields["series"]
        series.queryset = series_by_name()


class HeadForm(BulletinForm):
    """Masthead, note and imprint. Name and numbers come from the series and from the signature."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_HERE:
            del self.fields[name]
        self.fields["date"].required = True


def head_initial(issue: Issue) -> dict[str, Any]:
    """The issue's head as values of the form's fields."""
    head = bulletin_from_json({**composed(issue), "items": []})
    columns = "\n".join(issue.data.get("column") or [])
    return {**initial_of(head), "columns": columns, "version": issue.version}


def head_json(given: dict[str, Any]) -> dict[str, Any]:
    """The cleaned values as core.gongwen writes a bulletin, without articles and numbers."""
    nothing = dict.fromkeys(NOT_HERE)
    head = bulletin_of({**given, **nothing, "name": ""}, [], bulletin_from_json({}))
    return {key: value for key, value in bulletin_to_json(head).items() if key not in ("items", *NOT_HERE)}
