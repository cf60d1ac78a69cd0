"""The attachments of an issue as lines of a page, and each as a download."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.models import IssueAttachment
from taizhang.bulletin.queries.attachments import content_of
from taizhang.bulletin.visible import attachments_for
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.press import attached_rows
from taizhang.web.frame import downloads
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.parts import Entries, Entry, PagePart, PostButton, dotted
from taizhang.web.frame.words import say

Posts = Callable[[int], Sequence[PostButton]]


def attached_part(
    rows: Sequence[IssueAttachment], url: Callable[[IssueAttachment], str], posts: Posts = lambda place: ()
) -> list[PagePart]:
    """The attachments as they are printed, each opened by ``url``, with the buttons ``posts`` of its place; no part where
    there is none.
    """
    printed = attached_rows([row.name for row in rows])
    entries = [
        Entry(f"{number}{name}", url(row), _size(row), posts=posts(place))
        for place, (row, (_word, number, name)) in enumerate(zip(rows, printed, strict=True))
    ]
    return [Entries(_("附件"), entries)] if entries else []


def _size(row: IssueAttachment) -> str:
    return dotted(row.file.name.rpartition(".")[2].upper(), filesizeformat(row.file.size))


def url_of(row: IssueAttachment) -> str:
    """Where it is downloaded by those who may see its issue."""
    return reverse("attachment", args=[row.pk])


def answer(row: IssueAttachment) -> HttpResponse:
    """The file; no browser opens it in place. Raises Refused where it is not what was sealed."""
    return downloads.attachment(content_of(row), row.file.name, row.file.media_type)


@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as a download; what is wrong with it is said on the issue's page."""
    row = load(attachments_for(viewer_of(request)), pk)
    try:
        return answer(row)
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("issue" if row.issue.state in OUT else "draft", pk=row.issue_id)
