"""The reading desk: a draft comes in, is read, corrected, and goes to the archive or out as a file."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.bulletin import actions
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.visible import open_readings_for, readings_for
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.press import HouseTemplate, PressError
from taizhang.web.frame.access import load, may, person_of, viewer_of
from taizhang.web.frame.downloads import as_docx, as_pdf
from taizhang.web.frame.words import say
from taizhang.web.reading.forms import DraftForm, SeriesForm
from taizhang.web.reading.incoming import REFUSALS, read_draft
from taizhang.web.reading.page import desk_of, page_asked, reading_lines, template_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty desk; a posted draft is read and shown."""
    form = DraftForm(request.POST or None, request.FILES or None) if request.method == "POST" else DraftForm()
    if request.method == "POST" and form.is_valid():
        try:
            reading, notes = read_draft(form.cleaned_data, by=person_of(request), at=clock.now())
        except REFUSALS as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", words_of(refusal))
        else:
            for note in notes:
                messages.warning(request, say(note))
            return redirect("reading", pk=reading.pk)
    context = {"form": form, "readings": reading_lines(open_readings_for(viewer_of(request)))}
    return render(request, "reading/desk_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The three panes."""
    reading = load(readings_for(viewer_of(request)), pk)
    series = SeriesForm() if may(request, Permission.SAVE_TO_ARCHIVE) and reading.issue_id is None else None
    desk = desk_of(reading, page=page_asked(request), series_form=series, check="checked" in request.GET)
    return render(request, "reading/reading.html", {"desk": desk})


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the archive of a series."""
    reading = load(readings_for(viewer_of(request)), pk)
    form = SeriesForm(request.POST)
    if form.is_valid():
        try:
            issue = actions.save_reading(
                reading=reading, series=form.cleaned_data["series"], by=person_of(request), at=clock.now()
            )
        except REFUSALS as refusal:
            form.add_error("series", words_of(refusal))
        else:
            messages.success(request, _("已存入刊物档案。"))
            return redirect("issue", pk=issue.pk)
    return render(request, "reading/reading.html", {"desk": desk_of(reading, series_form=form)}, status=422)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the desk for good."""
    reading = load(readings_for(viewer_of(request)), pk)
    try:
        actions.discard_reading(reading=reading, by=person_of(request), at=clock.now())
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("reading", pk=pk)
    messages.success(request, _("已放弃这次阅稿。"))
    return redirect("queue")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_away(request, pk, as_pdf)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_away(request, pk, as_docx)


def _take_away(
    request: HttpRequest, pk: int, make: Callable[[Bulletin, HouseTemplate], HttpResponse]
) -> HttpResponse:
    try:
        reading = load(readings_for(viewer_of(request)), pk)
        return make(bulletin_of(reading), template_of(reading))
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("reading", pk=pk)


def words_of(refusal: Exception) -> str:
    """The refusal in the person's language."""
    sentence = getattr(refusal, "sentence", None)
    return say(sentence) if isinstance(sentence, Message) else str(refusal)
