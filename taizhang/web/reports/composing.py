"""What an office's reports ask (月报表式): composed as rows, looked at as a liaison sees it, adopted as a version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.report_layout import (
    HINT,
    LABEL,
    PARTS,
    UNIT,
    ItemKind,
    ReportItem,
    ReportLayout,
    layout_of,
)
from taizhang.ledger.actions.report_forms import adopt_report_form
from taizhang.ledger.models import Ledger, ReportFormVersion, Theme
from taizhang.ledger.queries.ledgers import ledger_of
from taizhang.ledger.queries.report_forms import form_in_force, report_forms
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load
from taizhang.web.frame.forms import line, number
from taizhang.web.frame.parts import Callout, Entry, Link, PageHead, PagePart, by_at, entries, page
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.rows import RowForm
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.words import say
from taizhang.web.reports.forms import ReportForm
from taizhang.web.reports.page import sample_form

TITLE = _("月报表式")
ALL = _("所有类别")
KINDS = [
    ("", _("（不要这一行）")),
    (
        _("月报原有的内容"),
        [
            (ItemKind.NARRATIVE, _("进展情况")),
            (ItemKind.VALUES, _("指标数值")),
            (ItemKind.MILESTONES, _("节点完成日期")),
            (ItemKind.NEXT_STEPS, _("下步打算")),
            (ItemKind.EVIDENCE, _("佐证（可以没有）")),
        ],
    ),
    (
        _("自定义项"),
        [
            (ItemKind.TEXT, _("文字")),
            (ItemKind.NUMBER, _("整数，记为本期数据")),
            (ItemKind.YES_NO, _("是或否")),
            (ItemKind.CHOICE, _("单选")),
        ],
    ),
]
CHOICES = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class FormTarget:
    """Whose form it is: of all projects of the ledger, or of those of one theme."""

    ledger: Ledger
    theme: Theme | None

    @property
    def inherited(self) -> bool:
        """Whether a theme is asked what all are."""
        form = self.form
        return self.theme is not None and (form is None or form.theme_id is None)

    @cached_property
    def form(self) -> ReportFormVersion | None:
        return form_in_force(self.ledger, self.theme)


class ItemRow(RowForm):
    """One thing that is asked."""

    text_fields = ("kind",)
    help = _("按次序号从小到大排列。只有数字可以必填；佐证、照片等一律不作必填。")
    position = number(_("次序"), 1, 99, required=False)
    kind = forms.ChoiceField(label=_("填什么"), choices=KINDS, initial=ItemKind.TEXT, required=False)
    label = line(_("名称（自定义项）"), LABEL)
    hint = line(_("填写提示"), HINT)
    unit = line(_("计量单位（整数）"), UNIT)
    choices = line(_("选项（顿号隔开）"), 500)
    required = forms.BooleanField(label=_("必填（仅限整数）"), required=False)

    @property
    def shown(self) -> list[forms.BoundField]:
        """Of a built-in part, which has no words of its own, its place and kind alone; words typed before stay."""
        first, words = ("position", "kind"), [self[name] for name in list(self.fields)[2:]]
        bare = self["kind"].value() in PARTS and not any(each.value() for each in words)
        return [*(self[name] for name in first), *(() if bare else words)]


def _item(row: Mapping[str, Any]) -> ReportItem:
    words = {name: str(row.get(name) or "").strip() for name in ("label", "hint", "unit")}
    choices = (each.strip() for each in CHOICES.split(str(row.get("choices") or "")))
    return ReportItem(
        ItemKind(row["kind"]),
        choices=tuple(filter(None, choices)),
        required=bool(row.get("required")),
        **words,
    )


def _layout(rows: Iterable[Mapping[str, Any]]) -> ReportLayout:
    """The layout that the rows say; Refused where it is not sound."""
    kinds = frozenset(ItemKind)
    filled = [each for each in rows if each.get("kind") in kinds]
    return layout_of([_item(each) for each in sorted(filled, key=_position)])


def _position(row: Mapping[str, Any]) -> int:
    given = str(row.get("position") or "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 100


def _rows(target: FormTarget) -> dict[str, Any]:
    form = target.form
    layout = ReportLayout.from_json(form.items) if form else ReportLayout()
    rows = [
        {
            "position": k,
            "kind": each.kind,
            "label": each.label,
            "hint": each.hint,
            "unit": each.unit,
            "choices": "、".join(each.choices),
            "required": each.required,
        }
        for k, each in enumerate(layout.items, 1)
    ]
    return {"items": rows}


def _adopt(
    *, target: FormTarget, items: Sequence[Mapping[str, Any]], by: Person, at: datetime
) -> ReportFormVersion:
    asked = _layout(items).items
    return adopt_report_form(ledger=target.ledger, theme=target.theme, items=asked, by=by, at=at)


def _follow(*, target: FormTarget, by: Person, at: datetime) -> ReportFormVersion:
    return adopt_report_form(ledger=target.ledger, theme=target.theme, items=(), by=by, at=at)


def _load(request: Request, year_no: int, theme_no: int) -> FormTarget:
    ledger = ledger_of(year_no)
    key = number_in(str(theme_no))
    theme = ledger.themes.filter(pk=key).first() if ledger and key else None
    if ledger is None or (theme_no and theme is None):
        raise Http404
    return FormTarget(ledger, theme)


def _page(request: Request, target: FormTarget, boxes: Sequence[PagePart]) -> HttpResponse:
    """The rows; posted to be looked at, the form that they make below them."""
    parts: list[PagePart] = []
    if target.inherited:
        parts.append(Callout(_("这个类别现在用所有类别通用的表式；在这里采用以后，只对它生效。")))
    preview: ReportForm | None = None
    if request.POST.get("act") == "show:items":
        rows: Any = boxes[0]
        try:
            layout = _layout(row.initial for row in rows.paper.parts["items"])
        except Refused as refusal:
            parts.append(Callout(say(refusal.sentence)))
        else:
            preview = sample_form(target.ledger, target.theme, layout)
    versions = entries(
        _("采用过的表式"), report_forms().filter(ledger=target.ledger, theme=target.theme), _version
    )
    crumb = Link(_("台账设置"), reverse("ledger-settings", args=[target.ledger.year]))
    return page(
        request,
        PageHead(TITLE, facts=[str(target.ledger), target.theme or ALL], crumb=crumb),
        *parts,
        *boxes,
        *([] if preview else versions),
        template="reports/composed.html",
        form=preview,
    )


def _version(row: ReportFormVersion) -> Entry:
    address = reverse("report-form-version", args=[row.pk])
    return Entry(_("第{n}版").format(n=row.version), address, small=by_at(row.adopted_by, row.adopted_at))


@require_safe
def version(request: Request, pk: int) -> HttpResponse:
    """A version as a liaison sees it."""
    row = load(report_forms(), pk)
    layout = ReportLayout.from_json(row.items)
    back = Link(TITLE, reverse("report-form", args=[row.ledger.year, row.theme_id or 0]))
    facts = [str(row.ledger), row.theme or ALL, by_at(row.adopted_by, row.adopted_at)]
    return page(
        request,
        PageHead(_("第{n}版").format(n=row.version), facts=facts, crumb=back),
        template="reports/composed.html",
        form=sample_form(row.ledger, row.theme, layout),
    )


STEPS = Steps(
    "target",
    StepForm(
        [Step("adopt", _adopt, _("采用"), _("已采用。以后开始填的月报用这个表式，已经开始和报送的不变。"))],
        rows={"items": ItemRow},
        add=_("再加一项"),
        initial=_rows,
        as_stored=True,
        template="reports/_composing.html",
    ),
    StepForm(
        [Step("follow", _follow, _("改回通用表式"), _("这个类别改用通用表式。"), takes={}, look=QUIET)],
        when=lambda target, viewer: target.theme is not None and not target.inherited,
    ),
    load=_load,
    page=_page,
)
urlpatterns = [
    *STEPS.routes("ledger/<int:year_no>/report-forms/<int:theme_no>/", "report-form", Permission.RUN_LEDGER),
    Route("report-forms/<int:pk>/", version, "report-form-version", Permission.RUN_LEDGER),
]
