"""Fields that several pages of outreach share: topics, parts of the day, the time of a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from taizhang.ledger.models import Project
from taizhang.office.visible import Viewer
from taizhang.outreach.models import Topic
from taizhang.outreach.models.speakers import PARTS
from taizhang.outreach.visible import projects_served, topics_for
from taizhang.web.frame.forms import OpenForm, day, line, looking


class ChoosingForm(OpenForm):
    """A form with choices among rows; ``rows`` names for each such field what its viewer may choose."""

    rows: ClassVar[Mapping[str, Callable[[Viewer], QuerySet[Any]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in self.rows.items():
            field: Any = self.fields[name]
            field.queryset = offered(self.viewer)


def menu(viewer: Viewer) -> QuerySet[Topic]:
    """The topics that can be ordered."""
    return topics_for(viewer).filter(active=True)


def own_projects(viewer: Viewer) -> QuerySet[Project]:
    """The projects under way that a talk may serve."""
    return projects_served(viewer)


def part_field(*, required: bool = True) -> forms.ChoiceField:
    """上午, 下午, 晚上; where it need not be said, 不限 first."""
    anyway = [] if required else [("", _("不限"))]
    return forms.ChoiceField(
        label=_("时段"), choices=[*anyway, *PARTS], required=required, widget=forms.RadioSelect
    )


def time_field() -> Any:
    """When it begins."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return looking(
        "field-short",
        forms.TimeField(
            label=_("开始时间（可不填）"), required=False, widget=widget, input_formats=["%H:%M"]
        ),
    )


class WhenForm(OpenForm):
    """Another time."""

    on = day(_("日期"), required=True)
    part = part_field()
    starts_at = time_field()


class WordsForm(OpenForm):
    """One line of fact."""

    words = line(_("一句话"), 200, required=True)
