"""Activities that are not typed but follow from something confirmed elsewhere, each from its origin once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.ledger.actions.records import Count, end_activity, write_count
from taizhang.ledger.models import Activity, Project
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person, Unit
from taizhang.office.workflow import unit_of_work


def derive_activity(
    *,
    origin: str,
    unit: Unit,
    project: Project | None,
    counts: Sequence[Count],
    by: Person | None,
    at: datetime,
    **fields: Any,
) -> Activity:
    """Record the activity that ``origin`` has become, with its counts as figures. It serves ``project`` where the
    project still takes records; the activity is the unit's where the unit leads or supports the project, else the
    leading unit's. The database refuses a second one of the same origin.
    """
    with unit_of_work(office=unit.office, by=by, at=at, needs=None) as work:
        check_no_secret(fields)
        if project is not None and project.state not in PROJECT.steps["record"].before:
            project = None
        whose = unit if project is None or _takes_part(unit, project) else project.lead_unit
        activity = Activity.objects.create(
            office=unit.office, unit=whose, project=project, origin=origin, recorded_by=by, recorded_at=at,
            **fields,
        )  # fmt: skip
        for count in counts:
            write_count(activity, count, by, at)
        work.record("record_activity", activity, {"origin": origin})
    return activity


def end_derived(*, office: Office, activity: Activity, reason: str, by: Person | None, at: datetime) -> None:
    """What it became of has been recalled: it stays, marked, and its figures end."""
    with unit_of_work(office=office, by=by, at=at, needs=None) as work:
        end_activity(activity, reason, at)
        work.record("void_activity", activity, {"reason": reason})


def _takes_part(unit: Unit, project: Project) -> bool:
    return project.lead_unit_id == unit.pk or project.supporting_units.filter(pk=unit.pk).exists()
