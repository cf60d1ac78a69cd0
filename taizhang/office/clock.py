"""What time it is for the office. Only a demo's clock is shifted: its year stands in mid-August for ever."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def machine_now() -> datetime:
    """What the machine says: for backups and watching, which are of the installation and not of a demo's year."""
    return timezone.now()


def now() -> datetime:
    """The moment of an act or a page."""
    return timezone.now() + settings.CLOCK_SHIFT


def today() -> date:
    """The day it is for the office."""
    return timezone.localdate(now())
