"""Rows of outreach and fieldwork as the API tells them to a viewer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from taizhang.ledger.models import ServiceItem
from taizhang.office.models import Unit
from taizhang.office.visible import Viewer
from taizhang.outreach.models import MediaItem, Order, PhasedPlan, ResearchTopic, Session, SitIn
from taizhang.outreach.visible import plan_steps_for
from taizhang.web.api import outreach_schemas as schemas
from taizhang.web.api.schemas import UnitName
from taizhang.web.api.telling import decimal, unit_name

MOST_INSIDE = 200  # rows told inside of one


def _unit(unit: Unit | None) -> UnitName | None:
    return unit_name(unit) if unit else None


def _same(row: Any, *names: str) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def session_out(row: Session) -> schemas.SessionOut:
    """``row.told``: the venues that the viewer sees."""
    venues = [
        schemas.VenueOut(**_same(each, "place", "is_main", "expected", "heads"), unit=unit_name(each.unit))
        for each in row.told  # type: ignore[attr-defined]
    ]
    told = _same(row, "title", "held_on", "part", "starts_at", "minutes", "state", "confirmed_at")
    topic = row.topic.name if row.topic else None
    return schemas.SessionOut(
        **told, topic=topic, speaker=row.speaker.name, project=row.project_id, venues=venues
    )


def order_out(row: Order) -> schemas.OrderOut:
    told = _same(row, "topic_guessed", "wish", "wanted_from", "wanted_to", "place", "heads", "state")
    told |= {"session": row.session_id, "project": row.project_id}
    return schemas.OrderOut(**told, unit=unit_name(row.unit), topic=row.topic.name if row.topic else None)


def media_out(row: MediaItem, seen: Collection[int]) -> schemas.MediaOut:
    """``seen``: the keys of the originals that the viewer sees."""
    return schemas.MediaOut(
        **_same(row, "title", "episode", "published_on", "link", "state"),
        outlet=row.outlet.name,
        kind=row.outlet.kind,
        column=row.column.name if row.column else None,
        original=row.original_id if row.original_id in seen else None,
        unit=_unit(row.unit),
        project=row.project_id,
    )


def sit_in_out(row: SitIn) -> schemas.SitInOut:
    told = _same(row, "subject", "planned_on", "place", "state", "heads", "record", "reply")
    return schemas.SitInOut(**told, unit=unit_name(row.unit), project=row.project_id)


def research_out(row: ResearchTopic) -> schemas.ResearchOut:
    return schemas.ResearchOut(**_research(row))


def research_whole(row: ResearchTopic) -> schemas.ResearchWhole:
    visits = row.visits.order_by("-visited_on", "-pk")[:MOST_INSIDE]
    return schemas.ResearchWhole(
        **_research(row),
        findings=row.findings,
        visits=[schemas.VisitOut(visited_on=v.visited_on, place=v.place, learnt=v.learnt) for v in visits],
        problems=list(row.problems.values_list("blocker", flat=True)[:MOST_INSIDE]),
    )


def _research(row: ResearchTopic) -> dict[str, Any]:
    return {**_same(row, "question", "method", "state"), "project": row.project_id}


def service_out(row: ServiceItem, totals: Mapping[int, Decimal]) -> schemas.ServiceOut:
    slot = getattr(row, "slot", None)
    names = ("every", "starts_on", "ends_on", "place", "state")
    return schemas.ServiceOut(
        **_same(row, "title", "unit"),
        project=row.project_id,
        total=decimal(totals.get(row.pk, Decimal(0))) or "0",
        target=decimal(row.target),
        slot=schemas.SlotOut(**{name: getattr(slot, name) for name in names}) if slot else None,
    )


def plan_out(row: PhasedPlan) -> schemas.PlanOut:
    return schemas.PlanOut(**_plan(row))


def plan_whole(row: PhasedPlan, viewer: Viewer) -> schemas.PlanWhole:
    steps = [
        schemas.PlanStepOut(
            title=each.title,
            phase=each.phase,
            unit=_unit(each.unit),
            due=each.due,
            state=each.state,
            done_on=each.done_on,
        )
        for each in plan_steps_for(viewer).filter(plan=row)[:MOST_INSIDE]
    ]
    return schemas.PlanWhole(**_plan(row), steps=steps)


def _plan(row: PhasedPlan) -> dict[str, Any]:
    return {**_same(row, "name", "event", "starts_on", "ends_on", "state"), "project": row.project_id}
