from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest

from taizhang.core.text.messages import Message
from taizhang.office.ical import calendar
from taizhang.office.tasks import Task

AT = datetime(2026, 8, 14, 0, 30, 5, 999, tzinfo=UTC)
LONG = "填报“" + "书香校园" * 30 + "”进展; 逗号, 反斜杠\\ 与\n换行"


@pytest.fixture(autouse=True)
def from_here(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = "tz@haichuan.example", "https://tz.example"


def task(title: str, due: date | None, key: str = "notice-2", args: tuple[int, ...] = (2,)) -> Task:
    return Task(key, Message("{what}", {"what": title}), Message("回复"), "notice", args, due)


def feed(*tasks: Task) -> bytes:
    return calendar("台账待办 · 林知秋", tasks, AT)


def test_a_due_date_is_a_whole_day_without_alarm() -> None:
    text = feed(task("督办单", date(2026, 8, 20))).decode()
    for line in (
        "VERSION:2.0", "DTSTART;VALUE=DATE:20260820", "DTSTAMP:20260814T003005Z", "SUMMARY:回复：督办单",
        "TRANSP:TRANSPARENT", "X-WR-CALNAME:台账待办 · 林知秋",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in text
    assert "https://tz.example/notices/2/" in text
    assert "ALARM" not in text


def test_lines_are_folded_within_their_octets_and_text_comes_back_unchanged() -> None:
    content = feed(task(LONG, date(2026, 8, 20)))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode("utf-8")  # no character is cut in two
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == f"回复：{LONG}"


def test_numbers_stay_and_differ() -> None:
    first = task("甲", date(2026, 8, 20))
    moved = task("甲", date(2026, 9, 20))
    renamed = task("丙", date(2026, 8, 21), args=(3,))
    other = task("甲", date(2026, 8, 20), key="milestone-5")

    def uid(each: Task) -> str:
        return str(icalendar.Calendar.from_ical(feed(each)).walk("VEVENT")[0]["UID"])

    assert uid(first) == uid(moved) == uid(renamed)
    assert uid(first) != uid(other)
    assert uid(first).endswith("@haichuan.example")


def test_what_has_no_date_waits_today() -> None:
    assert b"DTSTART;VALUE=DATE:20260814" in feed(task("督办单", None))
