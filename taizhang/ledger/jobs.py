"""What the ledger does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localtime

from taizhang.ledger.actions.obligations import ask_reports
from taizhang.ledger.actions.signals import judge_ledger
from taizhang.ledger.models import Ledger
from taizhang.office.models import Office

EVERY = timedelta(hours=1)


def watch(*, office: Office, at: datetime) -> int:
    """Ask for the reports whose time has come, and judge every project; once an hour and at each new day."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Q(watched_at__isnull=True) | Q(watched_at__lt=max(midnight, at - EVERY))
    done = 0
    for ledger in Ledger.objects.filter(due, office=office, closed_at__isnull=True).select_related("rules"):
        done += ask_reports(ledger=ledger, at=at)
        done += judge_ledger(ledger=ledger, at=at) if ledger.rules else 0
        Ledger.objects.filter(pk=ledger.pk).update(watched_at=at)
    return done
