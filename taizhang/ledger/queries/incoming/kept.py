"""Workbooks that were kept to be looked at and imported."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.office.models import Event, StoredFile


def kept_books() -> QuerySet[StoredFile]:
    """The workbooks that somebody has kept for an import, the latest first."""
    kept = Event.objects.filter(verb="keep_book").values("subject_id")
    rows: QuerySet[StoredFile] = StoredFile.objects.filter(pk__in=kept)
    return rows.order_by("-stored_at", "-pk")
