"""The editor's inbox: what units sent in, by state, unit, theme and project."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.models import Submission
from taizhang.bulletin.queries.submissions import WAITING
from taizhang.office.permissions import Permission
from taizhang.web.frame.parts import Entries, Entry, Link, PageHead, PostButton, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.submissions.inbox_filter import asked, narrowed
from taizhang.web.submissions.parts import length_shown

A_PAGE = 50


@require_safe
def index(request: Request) -> HttpResponse:
    """What waits, or what the sentence above asks for."""
    wanted = asked(request.GET, request.viewer)
    shown = Paginator(narrowed(wanted), A_PAGE).get_page(request.GET.get("page"))
    head = PageHead(
        _("来稿"),
        facts=[_("{n} 篇").format(n=shown.paginator.count)],
        links=[Link(_("约稿"), reverse("commissions"))],
    )
    rows = Entries("", [_entry(row) for row in shown], empty=_("没有这样的来稿。"), page=shown)
    return page(request, head, wanted, rows)


def _entry(row: Submission) -> Entry:
    given = {"next": "inbox"}
    adopt = PostButton(_("采用"), reverse("submission-adopt", args=[row.pk]), given, of=row.title)
    return Entry(
        row.title,
        reverse("submission", args=[row.pk]),
        small=dotted(
            row.unit,
            row.theme and row.theme.name,
            row.project and row.project.title,
            _("约稿") if row.commission else "",
            length_shown(row),
            moment(row.submitted_at),
        ),
        aside=row.get_state_display(),
        posts=[adopt] if row.state in WAITING else [],
    )


urlpatterns = [Route("inbox/", index, "inbox", Permission.EDIT_BULLETIN)]
