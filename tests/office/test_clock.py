from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from pytest_django import Settings

from taizhang.office import clock


def test_the_clock_is_right_unless_it_is_shifted(settings: Settings) -> None:
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()
    settings.CLOCK_SHIFT = timedelta(days=-100)
    assert clock.now() < before - timedelta(days=99)
    assert clock.today() == timezone.localdate(clock.now())
