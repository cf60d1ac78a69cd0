"""The stored files of an issue: made when first asked for, kept with their form check, then only read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from taizhang.bulletin import actions, queries
from taizhang.bulletin.models import Issue, Rendering, RenderingFormat
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.typesetting.typeset_cache import docx_of, sheet_of
from taizhang.office import clock, files
from taizhang.web.frame.access import person_of
from taizhang.web.frame.downloads import DOCX, attachment, file_name
from taizhang.web.reading.page import template_of


def stored(request: HttpRequest, issue: Issue, fmt: RenderingFormat) -> HttpResponse:
    """The issue's file as a download; whoever asks first has it made and kept."""
    made = queries.rendering_of(issue, fmt) or _make(request, issue, fmt)
    name = file_name(bulletin_of(issue), fmt.value, made.letter)
    media_type = "application/pdf" if fmt is RenderingFormat.PDF else DOCX
    return attachment(files.read(made.file), name, media_type)


def original(issue: Issue) -> HttpResponse:
    """The file that an old issue was read from, as a download; 404 where none was kept."""
    if issue.original is None:
        raise Http404
    return attachment(files.read(issue.original), issue.original.name, issue.original.media_type)


def _make(request: HttpRequest, issue: Issue, fmt: RenderingFormat) -> Rendering:
    bulletin, template = bulletin_of(issue), template_of(issue)
    if fmt is RenderingFormat.PDF:
        sheet = sheet_of(bulletin, template)
        content, form = sheet.pdf, sheet.report
    else:
        content, form = docx_of(bulletin, template), {}
    return actions.store_rendering(
        issue=issue, by=person_of(request), at=clock.now(), fmt=fmt.value, content=content, form=form
    )
