from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from pytest_django import Settings

from taizhang.office import clock
from taizhang.office.home import demo_removed


def test_the_clock_is_right_unless_it_is_shifted(settings: Settings) -> None:
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()
    settings.CLOCK_SHIFT = timedelta(days=-100)
    assert clock.now() < before - timedelta(days=99)
    assert clock.today() == timezone.localdate(clock.now())


def test_the_clock_is_right_again_when_the_demo_is_removed(settings: Settings, tmp_path: Path) -> None:
    settings.CLOCK_SHIFT, settings.TAIZHANG_HOME = timedelta(days=-100), tmp_path
    assert clock.now() < timezone.now() - timedelta(days=99)
    demo_removed(tmp_path).touch()
    assert clock.machine_now() <= clock.now() <= timezone.now()
