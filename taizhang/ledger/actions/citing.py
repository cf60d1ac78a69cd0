"""The recorded activities that a report points to; nobody has to point to any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from taizhang.core.lifecycle.project_year import REPORT
from taizhang.ledger.actions.records import add_evidence, withdraw_evidence
from taizhang.ledger.models import Activity, Evidence, ProgressReport
from taizhang.office.models import Person
from taizhang.office.workflow import transition


def cite_activities(
    *, report: ProgressReport, activities: Collection[Activity], by: Person, at: datetime
) -> ProgressReport:
    """Make them the activities that the report points to: new ones are added, the others taken down."""
    cited = Evidence.objects.filter(report=report, activity__isnull=False, withdrawn_at__isnull=True)
    before = {each.activity_id: each for each in cited.select_related("office", "project__lead_unit")}
    wanted = {each.pk: each for each in activities}
    if before.keys() == wanted.keys():
        return report
    project = report.project
    with transition(REPORT, "write", report, by=by, at=at):
        for pk in before.keys() - wanted.keys():
            withdraw_evidence(evidence=before[pk], by=by, at=at)
        for pk in wanted.keys() - before.keys():
            add_evidence(project=project, activity=wanted[pk], report=report, by=by, at=at)
    return report
