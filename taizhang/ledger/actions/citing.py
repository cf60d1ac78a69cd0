"""The recorded activities that a report points to; nobody has to point to any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from taizhang.core.lifecycle.project_year import REPORT
from taizhang.ledger.actions.records import add_evidence, withdraw_evidence
from taizhang.ledger.models import Activity, ProgressReport
from taizhang.ledger.queries.reports import cited_by, cited_evidence
from taizhang.office.models import Person
from taizhang.office.workflow import transition


def cite_activities(
    *, report: ProgressReport, activities: Collection[Activity], by: Person, at: datetime
) -> ProgressReport:
    """Make them the activities that the report points to: new ones are added, the others taken down."""
    wanted = {each.pk: each for each in activities}
    if set(cited_by(report)) == wanted.keys():
        return report
    project = report.project
    with transition(REPORT, "write", report, by=by, at=at):
        cited = cited_evidence(report.office_id, report.pk).select_related("office", "project__lead_unit")
        before = {each.activity_id: each for each in cited}
        for pk in before.keys() - wanted.keys():
            withdraw_evidence(evidence=before[pk], by=by, at=at)
        for pk in wanted.keys() - before.keys():
            add_evidence(project=project, activity=wanted[pk], report=report, by=by, at=at)
    return report
