"""The year in order, told through the same actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django_scopes import scope

from taizhang.demo.year.cast import cast_of
from taizhang.demo.year.covering import cover_the_roll
from taizhang.demo.year.data import YEAR, stories
from taizhang.demo.year.events import by_month, month_by_month
from taizhang.demo.year.fieldwork import work_outside
from taizhang.demo.year.months import LAST, supervise
from taizhang.demo.year.opening import open_the_year
from taizhang.demo.year.outreach import send_the_speakers
from taizhang.demo.year.printing import print_the_bulletin
from taizhang.ledger.actions import signals
from taizhang.office.models import Office

NOW = datetime(YEAR, 8, 14, 1, 30, tzinfo=UTC)  # a Friday morning in mid-August
STEPS = 3 + (LAST - 1)


def live_the_year(office: Office, told: Callable[[int, int], None]) -> None:
    """Live the year until NOW; ``told`` hears how many of how many steps are done."""
    with scope(office=office.pk):
        cast = cast_of(office)
        projects = open_the_year(cast, stories())
        told(1, STEPS)
        ledger = projects[0].ledger
        for month in range(2, LAST + 1):
            by_month(cast, ledger, projects, month)
            month_by_month(cast, projects, month)
            supervise(cast, ledger, projects, month)
            signals.judge_ledger(ledger=ledger, at=datetime(YEAR, month + 1, 8, 1, tzinfo=UTC))
            told(month, STEPS)
        signals.judge_ledger(ledger=ledger, at=NOW)
        print_the_bulletin(cast, NOW)
        told(STEPS - 1, STEPS)
        send_the_speakers(cast, projects, NOW)
        cover_the_roll(cast, NOW)
        work_outside(cast, projects, NOW)
        told(STEPS, STEPS)
