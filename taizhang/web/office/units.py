"""Member units: the list, a pasted table with more, and what is changed of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.office import actions
from taizhang.office.models import Unit, UnitKind
from taizhang.office.permissions import Permission
from taizhang.office.queries import units_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, line, text
from taizhang.web.frame.parts import Facts, Link, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.office.pasting import UNITS, paste

LIST = _("单位")


def _state(unit: Unit) -> str:
    if unit.active:
        return gettext("在用")
    return gettext("已并入{unit}").format(unit=unit.merged_into) if unit.merged_into else gettext("已撤销")


def _columns(**first: Any) -> Table[Unit]:
    return Table(
        Column(_("单位名称"), "name", head=True, **first),
        Column(_("简称"), "short_name"),
        Column(_("类别"), "get_kind_display"),
        Column(_("所属区县"), "district"),
        Column(_("别名"), lambda unit: "、".join(unit.aliases)),
        Column(_("状态"), _state),
        empty=_("还没有单位。"),
    )


UNIT_LIST = _columns()
LINKED = _columns(url=lambda unit: reverse("office-unit", args=[unit.pk]))


def rows_for(viewer: Viewer) -> Any:
    """The units that whoever manages them sees: all of the office's."""
    return units_of(viewer.office)


@require_safe
def index(request: Request) -> HttpResponse:
    """All units, those in use first."""
    rows = rows_for(request.viewer)
    said = gettext("在用{n}个").format(n=sum(unit.active for unit in rows))
    head = PageHead(LIST, facts=[said], links=[Link(_("添加单位"), reverse("office-units-new"), filled=True)])
    return page(request, head, LINKED.of(request, rows))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A table with more units, or with one."""
    head = PageHead(_("添加单位"), crumb=Link(LIST, reverse("office-units")))
    return paste(request, UNITS, head, [], [], reverse("office-units"))


class UnitForm(OpenForm):
    """What is known of a unit beside its name."""

    aliases = text(_("别名"), 1_000, 3, help_text=_("每行一个。导入表格、登记来稿时按这些名称也认得出来。"))
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    district = line(_("所属区县"), 30)

    def clean_aliases(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["aliases"].splitlines() if each.strip()]


class RenameForm(OpenForm):
    """Another name, from now on."""

    name = line(_("新的名称"), 100, required=True)
    short_name = line(_("新的简称"), 30, required=True)
    help = _("从现在起用新名称；以前的期次、文件和截至过去日期的台账仍按原名称。")


class MergeForm(OpenForm):
    """Which unit takes over."""

    into: Any = forms.ModelChoiceField(label=_("并入"), queryset=None, empty_label=_("请选择"))
    help = _("没有办结的项目由并入的单位接续；原单位的岗位撤销，人员由安全管理员另行任命。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = units_of(self.row.office).filter(active=True).exclude(pk=self.row.pk)


class SplitForm(OpenForm):
    """The unit that is set up out of this one."""

    name = line(_("新单位名称"), 100, required=True)
    short_name = line(_("新单位简称"), 30, help_text=_("不填则同名称。"))
    help = _(
        "拆出几个单位就办几次；原单位不再保留的，项目划完后再撤销。哪些没办结的项目归哪个单位，由督账员在“台账”的"
        "单位页上选定；以前的记录仍在原单位名下。"
    )


class CloseUnitForm(OpenForm):
    """What closing means."""

    help = _("撤销后不再向它征集和催报，岗位一并撤销；历史记录保留。还有没办结的项目时不能撤销。")


def _page(request: Request, unit: Unit, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(unit.name, crumb=Link(LIST, reverse("office-units")), facts=[_state(unit)])
    former = [
        (format_html(gettext("用到{day}"), day=moment(each.until)), each.name)
        for each in unit.former_names.all()
    ]
    parts = [Facts(_("曾用名"), former)] if former else []
    split = [(_("拆分自"), unit.split_from), (_("拆出"), "、".join(map(str, unit.split_off.all())))]
    parts += [Facts(_("拆分"), split)] if unit.split_from or unit.split_off.exists() else []
    return page(request, head, *parts, *boxes)


def _initial(unit: Unit) -> dict[str, Any]:
    return {"aliases": "\n".join(unit.aliases), "kind": unit.kind, "district": unit.district}


def _in_use(unit: Unit, viewer: Viewer) -> bool:
    return unit.active


STEPS = Steps(
    "unit",
    StepForm(
        [Step("change", actions.change_unit, _("保存"), _("已保存。"))], UnitForm, initial=_initial, as_stored=True,
        when=_in_use,
    ),
    StepForm(
        [Step("rename", actions.rename_unit, _("改名"), _("已改名，原名称留在历史里。"))], RenameForm,
        fold=_("单位改名"), initial=lambda unit: {"name": unit.name, "short_name": unit.short_name}, when=_in_use,
        as_stored=True,
    ),
    StepForm(
        [Step("merge", actions.merge_unit, _("并入"), _("已合并。"))], MergeForm, fold=_("并入另一个单位"), when=_in_use
    ),
    StepForm(
        [Step("split", actions.split_unit, _("拆分"), _("已拆出新单位，请添加其人员；项目由督账员划转。"))], SplitForm,
        fold=_("拆分出新单位"), at_field="name", when=_in_use,
    ),
    StepForm([Step("close", actions.close_unit, _("撤销单位"), _("已撤销。"))], CloseUnitForm, fold=_("撤销"), when=_in_use),
    StepForm(
        [Step("reopen", actions.reopen_unit, _("恢复使用"), _("已恢复。"), look=QUIET)],
        when=lambda unit, viewer: not unit.active,
    ),
    load=seen(rows_for),
    page=_page,
)  # fmt: skip
urlpatterns = [
    Route("office/units/", index, "office-units", Permission.MANAGE_UNITS),
    Route("office/units/new/", new, "office-units-new", Permission.MANAGE_UNITS),
    *STEPS.routes("office/units/<int:pk>/", "office-unit", Permission.MANAGE_UNITS),
]
