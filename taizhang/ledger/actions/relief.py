"""What is asked of units is counted; what they say of it is answered; saved views."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localtime
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Ask, Complaint, SavedView
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.rules import in_words
from taizhang.office.workflow import record_event, unit_of_work


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


def complain(
    *, office: Office, text: str, page: str = "", anonymous: bool, by: Person, at: datetime
) -> Complaint:
    """Say what is too much. Anonymous means that nobody's name is stored, not in the record either."""
    if by.office_id != office.pk:
        raise Refused(Message(N_("此人不属于本办公室。")))
    check_no_secret(text)
    if not text.strip():
        raise Refused(Message(N_("请写明您的意见。")))
    who = None if anonymous else by
    with in_words(), transaction.atomic(), scope(office=office.pk):
        complaint = Complaint.objects.create(office=office, text=text, page=page[:200], by=who, at=at)
        record_event(office=office, by=who, at=at, verb="complain", subject=complaint)
    return complaint


def answer_complaint(*, complaint: Complaint, answer: str, by: Person, at: datetime) -> Complaint:
    """The office answers; whoever gave their name sees it."""
    with unit_of_work(office=complaint.office, by=by, at=at, needs=Permission.DECIDE_CHANGE) as work:
        check_reason(answer)
        check_no_secret(answer)
        Complaint.objects.filter(pk=complaint.pk).update(answer=answer, answered_by=by, answered_at=at)
        complaint.refresh_from_db()
        work.record("answer_complaint", complaint)
    return complaint


def save_view(*, name: str, query: str, by: Person, at: datetime) -> SavedView:
    """Keep a filter of the grid under a name of one's own."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.SEE_LEDGER) as work:
        if not name.strip():
            raise Refused(Message(N_("请给这个视图起个名字。")))
        view = SavedView.objects.create(office=by.office, owner=by, name=name.strip(), query=query)
        work.record("save_view", view)
    return view


def remove_view(*, view: SavedView, by: Person, at: datetime) -> None:
    """Forget it."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.SEE_LEDGER) as work:
        if not SavedView.objects.filter(pk=view.pk, owner=by, removed_at__isnull=True).update(removed_at=at):
            raise Refused(Message(N_("这个视图已经移除。")))
        work.record("remove_view", view)
