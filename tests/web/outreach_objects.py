"""What the addresses of outreach speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.ledger.models import Project
from taizhang.office.models import Person
from taizhang.outreach.models import Order, Session, Speaker, Topic, Venue

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 12)
NAMES = ("order", "session", "venue", "speaker", "topic")
PATHS: dict[str, list[str | int]] = {
    "order": ["order"], "order-act": ["order"], "order-dispatch": ["order"], "session": ["session"],
    "session-act": ["session"], "session-links": ["session"], "venue": ["venue"], "venue-act": ["venue"],
    "speaker": ["speaker"], "speaker-act": ["speaker"], "topic": ["topic"], "topic-act": ["topic"],
    "speaker-link": ["none"], "speaker-calendar": ["none"], "host-link": ["none"],
}  # fmt: skip
WRITES = (
    "order-act", "session-act", "session-links", "venue-act", "speaker-act", "topic-act", "sessions-chase",
)  # fmt: skip


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name; orders and venues are of the project's unit."""
    office, unit = {"office": project.office}, project.lead_unit
    topic = Topic.objects.get_or_create(name="家风家教", defaults=office)[0]
    speaker = Speaker.objects.get_or_create(name="沈明川", home_unit=None, defaults=office)[0]
    if name in ("topic", "speaker"):
        return topic if name == "topic" else speaker
    wish = {"topic": topic, "wanted_from": DAY, "wanted_to": DAY, "place": "二楼会议室", "heads": 60}
    told = {"written_by": by, "written_at": SPRING, "submitted_at": SPRING}
    if name == "order":
        return Order.objects.create(**office, unit=unit, state="submitted", **wish, **told)
    n = Session.objects.count()
    session = Session.objects.create(
        **office, speaker=speaker, topic=topic, title="家风家教", held_on=date(2026, 3, 12 + n), part="morning",
        state="scheduled", offered_at=SPRING,
    )  # fmt: skip
    venue = Venue.objects.create(**office, session=session, unit=unit, is_main=True, place="二楼会议室")
    return venue if name == "venue" else session
