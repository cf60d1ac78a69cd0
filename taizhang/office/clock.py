"""What time it is for the office. Only a demo's clock is shifted: its year stands in mid-August for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from taizhang.office.home import demo_removed


def machine_now() -> datetime:
    """What the machine says: for backups, watching, sessions and codes, which are of the installation and not of a
    demo's year.
    """
    return timezone.now()


def now() -> datetime:
    """The moment of an act or a page. The clock is right again as soon as the demo has been removed."""
    shift: timedelta = settings.CLOCK_SHIFT
    if shift and demo_removed(Path(settings.TAIZHANG_HOME)).exists():
        shift = timedelta()
    return timezone.now() + shift


def on_the_machine(at: datetime) -> datetime:
    """What the machine's clock, and every telephone, says at a moment of the office."""
    return at - (now() - timezone.now())


def today() -> date:
    """The day it is for the office."""
    return timezone.localdate(now())
