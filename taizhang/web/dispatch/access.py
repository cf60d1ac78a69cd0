"""Loading recipients, sendings and corrections: what these functions return, the person may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.bulletin.models import Correction, Issue, Printed, Recipient, Sending, Series
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.web.frame.query_values import number_in


def out_issues() -> QuerySet[Issue]:
    """The issues that are out, the newest first, without their texts."""
    rows: QuerySet[Issue] = Issue.objects.filter(state__in=OUT)
    light = rows.defer("data", "source_text", "search_text", "snapshot")
    return light.select_related("series", "office").order_by("-date", "-pk")


def load_out(request: HttpRequest, pk: int) -> Issue:
    """An issue that is out, or 404."""
    return get_object_or_404(out_issues(), pk=pk)


def series_asked(request: HttpRequest) -> Series:
    """The series that the address names, or the first; 404 where there is none."""
    rows = Series.objects.select_related("office").order_by("name")
    key = number_in(request.GET.get("series", ""))
    return get_object_or_404(rows, pk=key) if key else get_object_or_404(rows[:1])


def load_recipient(request: HttpRequest, pk: int) -> Recipient:
    """A recipient that is on a list, or 404."""
    return get_object_or_404(Recipient.objects.select_related("series", "office", "unit"), pk=pk, active=True)


def load_sending(request: HttpRequest, pk: int) -> Sending:
    """An issue's sending to one recipient, or 404."""
    rows = Sending.objects.select_related("issue__series", "issue__office", "office", "recipient", "message")
    return get_object_or_404(rows, pk=pk)


def corrections_for(request: HttpRequest) -> QuerySet[Correction]:
    """All corrections, the newest first; the guard has asked for the right to see them."""
    rows: QuerySet[Correction] = Correction.objects.select_related(
        "issue__series", "issue__office", "article__issue", "office", "figure", "by", "issued_by", "runs_in"
    )
    return rows.order_by("-at", "-pk")


def load_correction(request: HttpRequest, pk: int) -> Correction:
    """A correction, or 404."""
    return get_object_or_404(corrections_for(request), pk=pk)


def load_place(request: HttpRequest, pk: int) -> Printed:
    """A place where something was printed, or 404."""
    return get_object_or_404(Printed.objects.select_related("correction", "office"), pk=pk)
