"""Whom the talks reach: a programme over a hundred that goes on, one that is done, and what the desk says of both."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.utils.timezone import localdate

from taizhang.bulletin.actions import citations, issues
from taizhang.bulletin.models import Series
from taizhang.bulletin.queries.figure_status import standing_of
from taizhang.core.roster.roll import RollRow
from taizhang.demo.year.cast import Cast
from taizhang.demo.year.outreach import DISTRICTS
from taizhang.office.models import Person, Post, PostHolder, Unit, UnitKind
from taizhang.office.roles import Role
from taizhang.outreach.actions import coverage, rolls
from taizhang.outreach.models import Programme, Roll, RollEntry, Venue

STARTS, ENDS = date(2026, 5, 20), date(2026, 12, 20)
COMMUNITIES = ("新民社区", "和平社区", "河东社区", "春晖社区", "长桥社区")
PLACES = ((1, 2), (2, 3), (1, 1), (2, 2), (3, 2), (2, 1), (3, 1), (1, 3))  # of the districts, in their order
GUESTS = 4  # lines of the roll that each session reached beside its host
LEFT = 21  # that nobody has reached yet
TITLE = "宣讲骨干培训覆盖各区县。"
BODY = (
    "宣讲骨干培训在{n}家区县文明办全部开展，实现全覆盖，全市首次组织跨区县联训。\n"
    "理论宣讲进基层活动同步推进，各单位积极点单，实现全覆盖。"
)


def cover_the_roll(cast: Cast, now: datetime) -> None:
    """Draw up the rolls, start the programmes, say who heard what, and write of it at the desk."""
    at = now - timedelta(days=84)
    own: dict[str, Any] = {"office": cast.office, "by": cast.dispatcher, "at": at}
    units = [
        RollRow(n, unit.name, unit.district or DISTRICTS[n % len(DISTRICTS)])
        for n, unit in enumerate(Unit.objects.filter(active=True).order_by("pk"))
    ]
    communities = [
        RollRow(0, f"{district}{name}", district) for district in DISTRICTS for name in COMMUNITIES
    ]
    of_districts = set(
        Unit.objects.filter(active=True, kind=UnitKind.DISTRICT).values_list("name", flat=True)
    )
    districts = [row for row in units if row.name in of_districts]
    everybody = rolls.make_roll(
        name="宣讲应覆盖单位",
        as_of=STARTS,
        source="成员单位登记和区县报来的社区名录",
        rows=[*units, *communities],
        **own,
    )
    trained = rolls.make_roll(name="区县文明办", as_of=STARTS, source="成员单位登记", rows=districts, **own)
    whole = _programme("理论宣讲进基层", everybody, own)
    training = _programme("宣讲骨干培训", trained, own)
    coverage.place_tiles(places=dict(zip(DISTRICTS, PLACES, strict=True)), **own)
    venues = list(Venue.objects.filter(heads__gte=1).select_related("session").order_by("heads_at"))
    if venues:
        _say_who_came(cast, whole, training, venues, now)
    _write_of_it(training, now)


def _programme(name: str, roll: Roll, own: dict[str, Any]) -> Programme:
    given: dict[str, object] = {"topics": [], "starts_on": STARTS, "ends_on": ENDS, **own}
    return coverage.start_programme(name=name, roll=roll, **given)  # type: ignore[arg-type]


def _say_who_came(
    cast: Cast, whole: Programme, training: Programme, venues: list[Venue], now: datetime
) -> None:
    """Guests of each session by turns; the districts' offices all came to the first one."""
    for entry in RollEntry.objects.filter(roll=training.roll):
        _came(cast, entry, venues[0], now)
    hosts = {venue.unit_id for venue in venues}
    entries = RollEntry.objects.filter(roll=whole.roll).order_by("code", "pk")
    others = [entry for entry in entries if entry.unit_id not in hosts]
    guests = islice(others, max(0, len(others) - LEFT))
    turns = (venue for venue in cycle(venues) for _ in range(GUESTS))
    for entry, venue in zip(guests, turns, strict=False):
        _came(cast, entry, venue, now)


def _came(cast: Cast, entry: RollEntry, venue: Venue, now: datetime) -> None:
    evening = (venue.heads_at or now) + timedelta(hours=8)
    rolls.record_reach(entry=entry, venue=venue, by=cast.dispatcher, at=min(evening, now))


def _write_of_it(training: Programme, now: datetime) -> None:
    """A draft with a claim that the programme backs, one that it does not, and a strong word without a ground."""
    editor = _editor()
    on = localdate(now) + timedelta(days=20)
    issue = issues.open_issue(series=Series.objects.get(), on=on, by=editor, at=now)
    body = BODY.format(n=training.roll.entries.count())
    article = issues.add_article(issue=issue, title=TITLE, body=body, by=editor, at=now)
    first = body.partition("\n")[0]
    for each in standing_of(article):
        if each.figure.span.end <= len(TITLE) + 1 + len(first):
            citations.cite_programme(
                article=article,
                version=article.version,
                span=each.figure.span,
                programme=training,
                by=editor,
                at=now,
            )


def _editor() -> Person:
    rows = PostHolder.objects.filter(post__in=Post.objects.filter(role=Role.EDITOR))
    return rows.order_by("pk")[0].person
