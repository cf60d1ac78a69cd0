"""Technical settings of a series: its name, issuer, and how its pages are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions.series import set_series
from taizhang.bulletin.models import Series
from taizhang.bulletin.queries.archive import series_by_name
from taizhang.core.gongwen.copyfit import FitBounds
from taizhang.core.gongwen.lengths import LONGEST, MOST_PAGES, UsualLength
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.press import HouseTemplate
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, line, number
from taizhang.web.frame.parts import Entry, Link, PageHead, PagePart, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.office.issue_templates import templates_of

LIST = _("刊物设置")


def rows_for(viewer: Viewer) -> Any:
    """The series, for whoever sets them up: their names and looks, not their issues."""
    return series_by_name()


@require_safe
def index(request: Request) -> HttpResponse:
    """All series."""
    rows = rows_for(request.viewer)
    found = entries(
        LIST,
        rows,
        lambda each: Entry(each.name, reverse("office-series-one", args=[each.pk]), small=each.issuer),
    )
    return page(request, PageHead(LIST), *found, empty=_("还没有刊物，由责编在阅稿存档时建立。"))


class SeriesSettingsForm(OpenForm):
    """Masthead, grid and binding."""

    name = line(_("刊名"), 60, required=True)
    issuer = line(_("编发单位"), 60, required=True)
    masthead = line(_("报头文字"), 40, help_text=_("报头印的名称与刊名不同时填写。"))
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label=_("报头颜色"), widget=forms.TextInput(attrs={"type": "color"})
    )
    lines = number(_("每页行数"), 20, 26)
    cells = number(_("每行字数"), 25, 31)
    note_label = line(_("按语标签"), 40, help_text=_("例如：编者按"))
    shortest = number(_("每篇最少字数"), 1, LONGEST)
    longest = number(_("每篇最多字数"), 1, LONGEST, help_text=_("供撰稿和编辑参考，写长写短都能报送。"))
    fewest_pages = number(_("每期最少页数"), 1, MOST_PAGES)
    most_pages = number(_("每期最多页数"), 1, MOST_PAGES)
    most_lines = number(_("自动排版每页最多行数"), 20, 26)
    fewest_cells = number(_("自动排版每行最少字数"), 25, 31)
    most_cells = number(
        _("自动排版每行最多字数"),
        25,
        31,
        help_text=_("末页排不好时，在此范围内自动调整；与通常行数、字数相同即不调整。"),
    )
    tight_titles = forms.BooleanField(label=_("自动排版可以省去标题下的空行"), required=False)
    small_imprint = forms.BooleanField(label=_("自动排版可以用小四号字排版记"), required=False)
    imprint_on_even_page = forms.BooleanField(
        label=_("版记尽量排在双数页"), required=False, help_text=_("不会为此留出空白页。")
    )
    contents = forms.BooleanField(label=_("三篇以上时印本期要目"), required=False)
    contents_pages = forms.BooleanField(label=_("本期要目标注页码"), required=False)
    left_mark = line(_("报头左上角文字"), 40, help_text=_("例如：内部资料"))
    right_mark = line(_("报头右上角文字"), 40, help_text=_("例如：编号：#，其中#印为期号。"))
    mirrored = forms.BooleanField(label=_("双面打印：装订边左右对调"), required=False)
    folded = (
        *asdict(FitBounds()),
        "imprint_on_even_page",
        "contents",
        "contents_pages",
        "left_mark",
        "right_mark",
    )
    fold = _("自动排版与首页")
    help = _("只影响以后的期次；已经封存的各期不变。")


def _initial(series: Series) -> dict[str, Any]:
    look = HouseTemplate.from_json(series.template)
    return {
        "name": series.name, "issuer": series.issuer, "masthead": look.name, "colour": look.colour,
        "lines": look.grid.lines, "cells": look.grid.cells, "note_label": look.note_label, "mirrored": look.mirrored,
        "imprint_on_even_page": look.imprint_on_even_page, "contents": look.contents,
        "contents_pages": look.contents_pages,
        "left_mark": look.left_mark, "right_mark": look.right_mark,
        **asdict(look.bounds), **series.usual.to_json(),
    }  # fmt: skip


def _set(
    *, series: Series, name: str, issuer: str, masthead: str, lines: int, cells: int, by: Person, at: datetime,
    **look: Any,
) -> Series:  # fmt: skip
    grid = HouseTemplate.from_json(series.template).to_json()["grid"] | {"lines": lines, "cells": cells}
    lengths = UsualLength.from_json({name: look.pop(name) for name in UsualLength().to_json()})
    bounds = {name: look.pop(name) for name in asdict(FitBounds())}
    template = {**look, "name": masthead, "grid": grid, "bounds": bounds}
    return set_series(
        series=series, name=name, issuer=issuer, template=template, lengths=lengths, by=by, at=at
    )


def _page(request: Request, series: Series, boxes: Sequence[PagePart]) -> HttpResponse:
    pushing = Link(_("签发推送"), reverse("office-series-webhooks", args=[series.pk]))
    head = PageHead(series.name, crumb=Link(LIST, reverse("office-series")), links=[pushing])
    return page(request, head, *boxes, aside=[templates_of(series)])


STEPS = Steps(
    "series",
    StepForm(
        [Step("set", _set, _("保存"), _("已保存。"))], SeriesSettingsForm, initial=_initial, as_stored=True
    ),
    load=seen(rows_for),
    page=_page,
)
urlpatterns = [
    Route("office/series/", index, "office-series", Permission.MANAGE_UNITS),
    *STEPS.routes("office/series/<int:pk>/", "office-series-one", Permission.MANAGE_UNITS),
]
