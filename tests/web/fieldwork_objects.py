"""What the addresses of fieldwork speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.ledger.models import Project, ServiceItem
from taizhang.office.models import Person
from taizhang.outreach.models import (
    FollowUp,
    MediaItem,
    MediaOutlet,
    PhasedPlan,
    PlanStep,
    ResearchTopic,
    ServiceSlot,
    SitIn,
)

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 1)
PATHS: dict[str, list[str | int]] = {
    "sit-in": ["sit_in"], "sit-in-act": ["sit_in"], "follow-up": ["follow_up"], "follow-up-act": ["follow_up"],
    "research-topic": ["research"], "research-topic-act": ["research"],
    "plan": ["plan"], "plan-act": ["plan"], "plan-step": ["plan_step"],
    "slot": ["slot"], "slot-act": ["slot"],
    "media-item": ["media_item"], "media-item-act": ["media_item"],
}  # fmt: skip
WRITES = (
    "slot-act",
    "plan-act",
    "plan-step",
    "research-topic-act",
    "sit-ins-act",
    "sit-in-act",
    "follow-up-act",
    "media-item-act",
    "outlets-act",
)


def _outlet(project: Project, by: Person) -> MediaOutlet:
    return MediaOutlet.objects.get_or_create(
        office=project.office, name="海川日报", defaults={"kind": "mainstream"}
    )[0]


def _media_item(project: Project, by: Person) -> MediaItem:
    given = {
        "outlet": _outlet(project, by),
        "published_on": DAY,
        "unit": project.lead_unit,
        "project": project,
    }
    title = f"板凳课堂{MediaItem.objects.count()}"
    return MediaItem.objects.create(office=project.office, title=title, listed_at=SPRING, **given)


def _sit_in(project: Project, by: Person) -> SitIn:
    given = {"unit": project.lead_unit, "subject": "支部主题党日", "planned_on": DAY, "planned_at": SPRING}
    told = {"state": "recorded", "heads": 40, "record": "讲了三个案例。", "recorded_at": SPRING}
    return SitIn.objects.create(office=project.office, **given, **told)


def _follow_up(project: Project, by: Person) -> FollowUp:
    given = {"sit_in": _sit_in(project, by), "unit": project.lead_unit, "text": "补发材料", "due": DAY}
    return FollowUp.objects.create(office=project.office, raised_at=SPRING, **given)


def _research(project: Project, by: Person) -> ResearchTopic:
    given = {"question": f"需求从哪里来{ResearchTopic.objects.count()}", "started_at": SPRING}
    return ResearchTopic.objects.create(office=project.office, project=project, **given)


def _service_slot(project: Project, by: Person) -> ServiceSlot:
    item = ServiceItem.objects.create(office=project.office, project=project, title="义务理发", unit="人次")
    given = {"every": "week", "starts_on": DAY, "started_at": SPRING}
    return ServiceSlot.objects.create(office=project.office, item=item, **given)


def _plan(project: Project, by: Person) -> PhasedPlan:
    given = {"event": "理论宣讲周", "starts_on": DAY, "ends_on": DAY, "made_at": SPRING}
    plan = PhasedPlan.objects.create(
        office=project.office, name=f"宣讲周{PhasedPlan.objects.count()}", **given
    )
    _step_of(plan, project)
    return plan


def _step_of(plan: PhasedPlan, project: Project) -> PlanStep:
    given = {"phase": "before", "days": 1, "title": "备课", "unit": project.lead_unit, "due": DAY}
    return PlanStep.objects.create(office=project.office, plan=plan, **given)


MAKERS = {
    "plan": _plan,
    "plan_step": lambda project, by: _step_of(_plan(project, by), project),
    "slot": _service_slot,
    "research": _research,
    "sit_in": _sit_in,
    "follow_up": _follow_up,
    "outlet": _outlet,
    "media_item": _media_item,
}
NAMES = tuple(MAKERS)


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name; it is of the project's unit."""
    return MAKERS[name](project, by)
