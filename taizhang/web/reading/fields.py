"""Correcting the fields of a reading: by autosave, or by a button where there are no scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from taizhang.bulletin import actions
from taizhang.bulletin.models import Reading
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.visible import readings_for
from taizhang.core.gongwen import bulletin_to_json
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.web.frame.access import load, person_of, viewer_of
from taizhang.web.frame.query_values import number_in
from taizhang.web.reading import forms
from taizhang.web.reading.page import desk_of
from taizhang.web.reading.views import words_of


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the fields; a stale version or a mistake leaves everything as typed and says why."""
    reading = load(readings_for(viewer_of(request)), pk)
    form = forms.BulletinForm(request.POST)
    items = forms.ItemFormSet(request.POST, prefix="items")
    conflict, stored = "", False
    if form.is_valid() and items.is_valid():
        wanted = forms.bulletin_of(
            form.cleaned_data, _ordered(items, request.POST.get("act", "")), bulletin_of(reading)
        )
        conflict = _store(request, reading, wanted)
        stored = not conflict
        if stored and not request.htmx:  # type: ignore[attr-defined]
            return redirect(f"{reverse('reading', args=[pk])}#fields")
    context: dict[str, Any] = {"desk": desk_of(reading, form=form, items_form=items, conflict=conflict)}
    context["failed"] = not stored
    if request.htmx:  # type: ignore[attr-defined]
        status = 200 if stored else 409 if conflict else 422
        return render(request, "reading/_saved.html", context, status=status)
    return render(request, "reading/reading.html", context, status=422)


def _store(request: HttpRequest, reading: Reading, wanted: Bulletin) -> str:
    """Keep the corrected bulletin; the words of a refusal where another window was faster."""
    version = number_in(request.POST.get("version", "")) or 0
    if request.POST.get("act") == "overwrite":
        version = reading.version
    try:
        actions.correct_reading(
            reading=reading,
            by=person_of(request),
            at=clock.now(),
            version=version,
            data=bulletin_to_json(wanted),
        )
    except Refused as refusal:
        return words_of(refusal)
    return ""


def _ordered(items: Any, act: str) -> list[dict[str, Any]]:
    """The articles as the pressed button wants them: add, up-2, down-0, drop-1; else as they stand."""
    rows = [form.cleaned_data for form in items if form.cleaned_data]
    verb, _dash, digits = act.partition("-")
    if verb == "add":
        return [*rows, {"title": "", "body": "", "source_unit": "", "run_in": True, "column": ""}]
    at = number_in(digits)
    if at is None or at >= len(rows):
        return rows
    moved = rows.pop(at)
    to = {"up": at - 1, "down": at + 1}.get(verb, at)
    if verb != "drop":
        rows.insert(max(0, to), moved)
    return rows
