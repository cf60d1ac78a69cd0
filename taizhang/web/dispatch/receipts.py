"""Several receipts at once: the list that came back signed from the printing room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.bulletin.actions import sending
from taizhang.bulletin.models import Issue, Sending, Way
from taizhang.bulletin.visible import issues_for
from taizhang.core.lifecycle.bulletin_life import SendingState
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import PickedField, PickForm
from taizhang.web.frame.parts import Link, Note, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.titles import issue_title

TITLE = gettext_lazy("记纸质签收")
PAPERS: Table[tuple[Sending, Any]] = Table(
    Column(gettext_lazy("选"), lambda row: row[1], "tight pick"),
    Column(gettext_lazy("报送发"), lambda row: row[0].get_direction_display(), "tight"),
    Column(gettext_lazy("名称"), lambda row: row[0].name, head=True),
    Column(gettext_lazy("版次"), lambda row: row[0].letter, "tight"),
    Column(gettext_lazy("份数"), lambda row: row[0].copies, "number"),
    look="picks",
)


def awaited(issue: Issue) -> QuerySet[Sending]:
    """Recipients by paper whose receipt is not noted yet."""
    rows: QuerySet[Sending] = issue.sendings.exclude(way=Way.MAIL).filter(
        state__in=(SendingState.LISTED, SendingState.UNDER_WAY)
    )
    return rows.select_related("office", "issue__series").order_by("letter", "recipient__position", "pk")


class ReceiptsForm(PickForm):
    """Who signed; all of them until told otherwise."""

    picked = "sendings"
    sendings: Any = PickedField(
        queryset=None, error_messages={"required": gettext_lazy("请勾选已签收的单位。")}
    )

    def __init__(self, *args: Any, row: Issue, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        fields: Any = self.fields
        fields["sendings"].queryset = awaited(row)

    @property
    def table(self) -> TableView:
        return PAPERS.whole([(each, self.tick(each)) for each in awaited(self.row)])


def _page(request: Request, issue: Issue, boxes: Sequence[PagePart]) -> HttpResponse:
    title = issue_title(issue)
    back = Link(title, reverse("issue-sendings", args=[issue.pk]))
    parts = boxes if awaited(issue).exists() else [Note(_("没有等待签收的纸质对象。"))]
    return page(
        request, PageHead(TITLE, name=_("记纸质签收 {title}").format(title=title), crumb=back), *parts
    )


STEPS: Steps[Issue] = Steps(
    "issue",
    StepForm(
        [
            Step(
                "note",
                sending.note_receipts,
                gettext_lazy("记为已签收"),
                lambda n: _("已记签收{n}家。").format(n=n),
            )
        ],
        ReceiptsForm,
        initial=lambda row: {"sendings": [each.pk for each in awaited(row)]},
    ),
    load=seen(issues_for),
    page=_page,
    goes=lambda _n: reverse("sendings"),
)
urlpatterns = STEPS.routes("issues/<int:pk>/receipts/", "issue-receipts", Permission.EDIT_BULLETIN)
