"""What the addresses of records, notices, changes and closing speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taizhang.ledger.models import (
    Activity,
    ChangeRequest,
    Closure,
    Complaint,
    Evidence,
    Figure,
    Notice,
    Project,
    Rectification,
    ServiceEntry,
    ServiceItem,
)
from taizhang.office.models import Person

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name, of ``project``."""
    office = {"office": project.office}
    of = {**office, "project": project}
    done = {"recorded_by": by, "recorded_at": SPRING}
    if name == "notice":
        out = {"state": "issued", "serial": 1, "issued_by": by, "issued_at": SPRING}
        return Notice.objects.create(
            **of, **out, ledger=project.ledger, colour="blue", text="请说明。", drafted_at=SPRING
        )
    if name == "change":
        asked = {"requested_by": by, "requested_at": SPRING}
        return ChangeRequest.objects.create(**of, **asked, kind="suspend", reason="汛期")
    if name in {"closure", "rectification"}:
        closure = Closure.objects.get_or_create(
            project=project, defaults={**office, "requested_by": by, "requested_at": SPRING}
        )[0]
        return (
            closure
            if name == "closure"
            else Rectification.objects.create(**office, closure=closure, text="补录")
        )
    if name in {"service", "service_entry"}:
        item = ServiceItem.objects.create(**of, title="上门理发", unit="人次")
        entry = {"done_on": SPRING.date(), "amount": 1, **done}
        return item if name == "service" else ServiceEntry.objects.create(**office, item=item, **entry)
    if name == "complaint":
        return Complaint.objects.create(**office, text="表太长", at=SPRING)
    activity = Activity.objects.create(
        **of, **done, unit=project.lead_unit, kind="talk", title="宣讲", held_on=SPRING.date()
    )
    if name == "evidence":
        return Evidence.objects.create(**of, title="宣讲", activity=activity, added_by=by, added_at=SPRING)
    if name == "figure":
        told = {"name": "听讲", "value": 5, "unit": "人", "as_of": SPRING.date(), **done}
        return Figure.objects.create(**of, **told, whose=project.lead_unit, activity=activity)
    return activity


NAMES = (
    "activity", "figure", "evidence", "service", "service_entry", "notice", "change", "closure", "rectification",
    "complaint",
)  # fmt: skip
PATHS: dict[str, list[str | int]] = {
    "activity": ["activity"], "activity-void": ["activity"], "figures": ["project"], "figures-csv": ["project"],
    "figure": ["figure"], "evidence": ["project"], "evidence-file": ["evidence"],
    "evidence-view": ["evidence"],
    "evidence-withdraw": ["evidence"], "services": ["project"], "project-fieldwork": ["project"],
    "service-entry": ["service"],
    "service-entry-void": ["service_entry"], "notice-draft": ["project"], "notice": ["notice"],
    "notice-pdf": ["notice"], "change-request": ["project"], "change-amend": ["project"], "change": ["change"],
    "closure-request": ["project"], "closure": ["closure"], "rectified": ["rectification"],
    "project-reopen": ["project"], "project-archive": ["project"], "year-turn": [2026],
    "unit-transfer": ["unit"], "complaint-answer": ["complaint"], "complaint": ["token"],
}  # fmt: skip
WRITES = {
    "activity-void", "evidence-withdraw", "service-entry-void", "rectified", "project-reopen", "project-archive",
    "complaint-answer",
}  # fmt: skip
