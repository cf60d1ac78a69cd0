"""What the addresses of coverage speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.bulletin.models import AcceptedGround, PlannedTopic, PutAside
from taizhang.office.models import Person
from taizhang.outreach.models import Programme, Roll, RollEntry, RollVersion

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
PATHS: dict[str, list[str | int]] = {
    "programme": ["programme"], "programme-act": ["programme"], "programme-matrix": ["programme"],
    "programme-claims": ["programme"], "claim-settle": [9_999], "ground": ["ground"], "ground-act": ["ground"],
    "topic-planned": ["planned_topic"], "topic-planned-act": ["planned_topic"],
    "put-aside-again": ["put_aside"],
    "roll": ["roll"], "roll-act": ["roll"], "roll-entry": ["roll_entry"], "roll-entry-act": ["roll_entry"],
    "reach-withdraw": [9_999],
}  # fmt: skip
WRITES = (
    "claim-settle", "ground-act", "topic-planned-act", "put-aside-again", "proofing-act", "article-put-aside",
    "programme-act", "roll-act", "roll-entry-act", "reach-withdraw",
)  # fmt: skip


def a_roll(ask: Any, person: Person) -> Roll:
    """A roll with one line."""
    roll, fresh = Roll.objects.get_or_create(office=person.office, name="社区")
    if fresh:
        RollVersion.objects.create(
            office=person.office, roll=roll, as_of=date(2026, 3, 1), source="名录", at=SPRING
        )
        RollEntry.objects.create(
            office=person.office, roll=roll, name="和平社区", district="临港区", entered_on=date(2026, 3, 1)
        )
    return roll


def _programme(ask: Any, person: Person) -> Programme:
    given = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "started_at": SPRING}
    return Programme.objects.get_or_create(
        office=person.office, name="反诈宣讲全覆盖", defaults={"roll": a_roll(ask, person), **given}
    )[0]


def _planned_topic(ask: Any, person: Person) -> PlannedTopic:
    given = {"year": 2026, "month": 3, "title": "学雷锋志愿服务"}
    return PlannedTopic.objects.get_or_create(office=person.office, **given)[0]


def _ground(ask: Any, person: Person) -> AcceptedGround:
    given = {"claim": "全市首次开展反诈夜校", "ground": "经核实", "by": person, "at": SPRING}
    return AcceptedGround.objects.create(office=person.office, **given)


def _put_aside(ask: Any, person: Person) -> PutAside:
    given = {"rule": "word-pair", "words": "台帐", "by": person, "at": SPRING}
    return PutAside.objects.create(office=person.office, **given)


MAKERS = {
    "put_aside": _put_aside,
    "ground": _ground,
    "planned_topic": _planned_topic,
    "roll": a_roll,
    "programme": _programme,
    "roll_entry": lambda ask, person: a_roll(ask, person).entries.get(),
}
