"""What is asked of units is counted; what they say of it is answered; saved views."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.utils.timezone import localtime

from taizhang.ledger.models import Ask
from taizhang.office.models import Unit


def ask(
    *, unit: Unit, kind: str, fields: int, attachments: int, minutes: int, subject: Model, at: datetime
) -> Ask:
    """Count one request made of ``unit``; called inside the transaction of the act that makes it."""
    return Ask.objects.create(
        office=unit.office,
        unit=unit,
        month=f"{localtime(at):%Y-%m}",
        kind=kind,
        fields=fields,
        attachments=attachments,
        minutes=minutes,
        subject_kind=subject._meta.model_name or "",
        subject_id=subject.pk,
        asked_at=at,
    )
