"""A process of its own that archives readings while others do the same: see test_races."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django

django.setup()

from django_scopes import scope  # noqa: E402

from taizhang.bulletin import actions, queries  # noqa: E402
from taizhang.bulletin.models import Article, Issue, Reading  # noqa: E402
from taizhang.core.lifecycle.workflow import Refused  # noqa: E402
from taizhang.office import actions as office_actions  # noqa: E402
from taizhang.office.models import Event, Office, Person  # noqa: E402
from taizhang.office.roles import Role  # noqa: E402

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
NUMBERS = range(1, 13)
TEXT = """海川简报

第{n}期

（总第{n}期）

海川市文明办

2026年3月{n}日

市教育局开展阅读活动。走访80户家庭。

（市教育局）
"""


def prepare(racers: int) -> None:
    office = office_actions.found_office(name="海川市文明办", short_name="文明办", slug="h", at=AT)
    editor = office_actions.register_person(office=office, username="e", name="林知远", by=None, at=AT)
    post = office_actions.add_post(office=office, role=Role.EDITOR, title="责编", by=None, at=AT)
    office_actions.appoint(post=post, person=editor, by=None, at=AT)
    actions.add_series(office=office, name="海川简报", slug="h", issuer="海川市文明办", by=None, at=AT)
    for racer in range(racers):
        for n in NUMBERS:
            actions.open_reading(
                office=office, by=editor, at=AT, name=str(racer), source_format="txt", text=TEXT.format(n=n)
            )


def race(racer: str) -> int:
    office, editor = Office.objects.get(), Person.objects.get()
    series = queries.series_of(office).get()
    with scope(office=office.pk):
        mine = list(Reading.objects.filter(source_name=racer).order_by("pk"))
    won = 0
    for reading in mine:
        try:
            actions.save_reading(reading=reading, series=series, by=editor, at=AT)
        except Refused:
            continue
        won += 1
    return won


def tell() -> list[int]:
    with scope(office=Office.objects.get().pk):
        saved = Event.objects.filter(verb="save_reading").count()
        return [
            Issue.objects.count(),
            Article.objects.count(),
            saved,
            Reading.objects.filter(state="saved").count(),
        ]


if __name__ == "__main__":
    verb, word = sys.argv[1:]
    if verb == "prepare":
        prepare(int(word))
    else:
        print(*(tell() if verb == "tell" else [race(word)]))
