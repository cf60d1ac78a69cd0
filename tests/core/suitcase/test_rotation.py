"""Backups are thinned out: recent days, weeks and months keep their last one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from taizhang.core.suitcase import Rotation, kept

NEWEST = datetime(2026, 11, 28, 2)


def test_a_year_of_daily_backups_is_thinned_out_to_days_weeks_and_months() -> None:
    made = [NEWEST - timedelta(days=n) for n in range(400)]
    stay = kept(made, Rotation(days=7, weeks=4, months=12))
    assert {each for each in made if each > NEWEST - timedelta(days=7)} <= stay
    assert datetime(2026, 11, 15, 2) in stay  # a Sunday: the last of its week
    assert {datetime(2026, 10, 31, 2), datetime(2025, 12, 31, 2)} <= stay
    assert datetime(2025, 11, 30, 2) not in stay
    assert len(stay) <= 7 + 4 + 12


def test_the_newest_always_stays_and_days_without_one_do_not_count() -> None:
    made = [NEWEST, NEWEST - timedelta(hours=1), NEWEST - timedelta(days=300)]
    assert kept(made, Rotation(days=2, weeks=0, months=0)) == {made[0], made[2]}
    assert kept([], Rotation()) == set()


def test_a_rotation_is_read_from_three_numbers() -> None:
    assert Rotation.read("3, 2,1") == Rotation(3, 2, 1)
    for wrong in ("", "3", "0,1,1", "1,-1,1", "1,1,-1", "a,b,c"):
        with pytest.raises(ValueError):
            Rotation.read(wrong)
