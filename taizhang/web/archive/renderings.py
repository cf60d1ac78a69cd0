"""The stored files of an issue: made when first asked for, kept with their form check, then only read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from taizhang.bulletin import actions, queries
from taizhang.bulletin.models import Issue, Rendering, RenderingFormat
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.queries.pictures import pictures_of
from taizhang.bulletin.queries.printed import current, letter_now
from taizhang.bulletin.typesetting.typeset_cache import docx_of, sheet_of
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import clock, files
from taizhang.press import booklet, write_article
from taizhang.web.frame.access import person_of
from taizhang.web.frame.downloads import DOCX, attachment, file_name
from taizhang.web.reading.page import template_of


def stored(request: HttpRequest, issue: Issue, fmt: RenderingFormat, *, fold: bool = False) -> HttpResponse:
    """The issue's file as a download, with ``fold`` its sheets of A3; whoever asks first has it made and kept."""
    made = queries.rendering_of(issue, fmt) or _make(request, issue, fmt)
    if fold:
        name = file_name(bulletin_of(issue), "A3.pdf", made.letter)
        return attachment(booklet(files.read(made.file)), name, "application/pdf")
    name = file_name(bulletin_of(issue), fmt.value, made.letter)
    media_type = "application/pdf" if fmt is RenderingFormat.PDF else DOCX
    return attachment(files.read(made.file), name, media_type)


def account(issue: Issue) -> HttpResponse:
    """The issue as its last version has it, as an article for a public account; Refused once it is called back."""
    if hasattr(issue, "recall"):
        raise Refused(Message(N_("本期已经撤回，不能再公开发布。")))
    bulletin = current(issue)
    whole = write_article(bulletin, template_of(issue), pictures_of(bulletin))
    return attachment(
        whole.encode(), file_name(bulletin, "html", letter_now(issue)), "text/html; charset=utf-8"
    )


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
