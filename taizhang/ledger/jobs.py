"""What the ledger does by the clock."""

from __future__ import annotations

from datetime import datetime

from taizhang.ledger.actions.obligations import ask_reports
from taizhang.ledger.actions.signals import judge_ledger
from taizhang.ledger.models import Ledger
from taizhang.office.models import Office


def ask(*, office: Office, at: datetime) -> int:
    """Open the reports whose time has come."""
    return sum(ask_reports(ledger=ledger, at=at) for ledger in _running(office))


def judge(*, office: Office, at: datetime) -> int:
    """Judge the pace of every project."""
    return sum(judge_ledger(ledger=ledger, at=at) for ledger in _running(office) if ledger.rules_id)


def _running(office: Office) -> list[Ledger]:
    return list(Ledger.objects.filter(office=office, closed_at__isnull=True))
