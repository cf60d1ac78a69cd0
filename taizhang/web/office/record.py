"""The record: who did what on which post, when, and what changed; filtered, and taken away as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.verbs import VERBS
from taizhang.core.text.csv_escape import protected
from taizhang.office.models import Event
from taizhang.office.permissions import Permission
from taizhang.office.queries import people_of
from taizhang.office.record import (
    RecordFilter,
    events_for,
    note_export,
    note_view,
    subject_names,
    verbs_in,
)
from taizhang.office.visible import Viewer
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.forms import day
from taizhang.web.frame.parts import Link, PageHead, dotted, page
from taizhang.web.frame.perform import who
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.office.verbs import detail_words, subject_words, verb_words, worded

OUTCOMES = {"done": _("办成"), "failed": _("失败"), "refused": _("拒绝")}
MOST_EXPORTED = 200_000


def _by(event: Event) -> str:
    """陈静（代周延平）; the keeper of the installation and the clock have no name."""
    name = str(event.by) if event.by else gettext("系统或运维")
    return (
        gettext("{name}（代{other}）").format(name=name, other=event.deputy_for) if event.deputy_for else name
    )


def _columns(viewer: Viewer) -> Table[Event]:
    names = subject_names(viewer)
    return Table(
        Column(_("时间"), lambda event: moment(event.at), look="date"),
        Column(_("操作人"), _by, head=True),
        Column(_("岗位"), lambda event: event.post or ""),
        Column(_("操作"), verb_words),
        Column(_("对象"), lambda event: subject_words(event, names)),
        Column(_("变化和详情"), detail_words),
        Column(_("结果"), lambda event: OUTCOMES.get(event.outcome, event.outcome)),
        empty=_("没有符合条件的记录。"),
    )


class RecordForm(forms.Form):
    """Which events."""

    person: Any = forms.ModelChoiceField(
        label=_("人员"), queryset=None, required=False, empty_label=_("所有人")
    )
    verb = forms.ChoiceField(label=_("操作"), required=False)
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *OUTCOMES.items()])
    since = day(_("自"))
    until = day(_("至"))

    def __init__(self, data: Any, viewer: Viewer) -> None:
        super().__init__(data)
        person: Any = self.fields["person"]
        person.queryset = people_of(viewer.office)
        verbs = [(verb, worded(VERBS, verb)) for verb in verbs_in(viewer)]
        self.fields["verb"].choices = [("", _("全部")), *verbs]  # type: ignore[attr-defined]

    def asked(self) -> RecordFilter:
        """What is asked for; a field that makes no sense limits nothing, and says so."""
        self.is_valid()
        given = self.cleaned_data
        person = given.get("person")
        return RecordFilter(
            person.pk if person else None, given.get("verb") or "", given.get("outcome") or "",
            given.get("since"), given.get("until"),
        )  # fmt: skip


@require_safe
def show(request: Request) -> HttpResponse:
    """The page of the record that is asked for."""
    form = RecordForm(request.GET, request.viewer)
    asked = form.asked()
    note_view(asked=asked, **who(request))
    rows = events_for(request.viewer, asked)
    query = request.GET.urlencode()
    head = PageHead(
        _("操作记录"),
        facts=[dotted(gettext("共{n}条").format(n=rows.count()), gettext("查看和导出也会记录"))],
        links=[Link(_("导出表格"), f"export/?{query}")],
    )
    return page(
        request, head, _columns(request.viewer).of(request, rows), template="office/record.html", form=form
    )


@require_safe
def export(request: Request) -> HttpResponse:
    """The rows as a table; cells that a spreadsheet would take for a formula are text. What is asked for and makes no
    sense is said on the page: a table that nobody asked for is not taken away.
    """
    form = RecordForm(request.GET, request.viewer)
    if not form.is_valid():
        return redirect(f"{reverse('office-record')}?{request.GET.urlencode()}")
    asked = form.asked()
    found = list(events_for(request.viewer, asked)[: MOST_EXPORTED + 1])
    rows = found[:MOST_EXPORTED]
    note_export(asked=asked, rows=len(rows), **who(request))
    out = io.StringIO()
    table, columns = csv.writer(out), _columns(request.viewer).columns
    table.writerow([str(column.heading) for column in columns])
    for event in rows:
        cells = [
            f"{localtime(event.at):%Y-%m-%d %H:%M:%S}",
            *(str(each.value(event)) for each in columns[1:]),
        ]
        table.writerow([protected(cell) for cell in cells])
    if len(found) > MOST_EXPORTED:
        words = gettext("只导出最近{n}条，更早的没有列出，请按日期分次导出。")
        table.writerow([words.format(n=MOST_EXPORTED)])
    content = "\ufeff" + out.getvalue()
    return attachment(content.encode(), f"{gettext('操作记录')}.csv", "text/csv; charset=utf-8")


urlpatterns = [
    Route("office/record/", show, "office-record", Permission.SEE_EVENTS),
    Route("office/record/export/", export, "office-record-export", Permission.SEE_EVENTS),
]
