"""What the addresses of the daily work speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.ledger.models import (
    Blocker,
    Directive,
    Obligation,
    ProgressReport,
    Project,
    ReportFormVersion,
    Review,
)
from taizhang.office.models import Person, Post

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("obligation", "report", "report_form", "blocker", "review", "directive")
PATHS: dict[str, list[str | int]] = {
    "report-write": ["obligation"], "report-keep": ["obligation"], "waive": ["obligation"],
    "report": ["report"], "report-act": ["report"], "report-remarked": ["report"],
    "report-remarks-all": ["report"], "blocker-raise": ["project"],
    "directive": ["directive"], "directive-on-project": ["project"], "directive-on-issue": ["issue"],
    "directive-on-notice": ["notice"], "directive-on-sheet": ["ledger"],
    "blocker": ["blocker"], "blocker-act": ["blocker"], "review": ["review"], "review-act": ["review"],
    "report-form-version": ["report_form"],
}  # fmt: skip
WRITES = (
    "report-keep", "report-act", "report-remarked", "report-remarks-all",
    "report-sign", "no-change", "accept-unchanged", "remind", "waive",
    "blocker-act", "review-act",
)  # fmt: skip


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name, of ``project``."""
    own: dict[str, Any] = {"office": project.office, "project": project}
    if name == "blocker":
        return Blocker.objects.create(**own, text="缺场地", raised_by=by, raised_at=SPRING)
    if name == "directive":
        post = (
            Post.objects.filter(holders__person=by).first()
            or Post.objects.get_or_create(office=project.office, role="ledger_officer", title="督账员")[0]
        )
        given: dict[str, Any] = {
            "kind": "project",
            "subject": project.pk,
            "title": project.title,
            "text": "请抓紧。",
        }
        given |= {
            "due": date(2026, 3, 20),
            "post": post,
            "given_on": post,
            "written_by": by,
            "written_at": SPRING,
        }
        return Directive.objects.create(**own, **given)
    if name == "report_form":
        version = {"version": 1, "items": [], "adopted_by": by, "adopted_at": SPRING}
        return ReportFormVersion.objects.create(office=project.office, ledger=project.ledger, **version)
    if name == "review":
        round_ = {"title": "年中督查", "planned_on": date(2026, 6, 24), "planned_by": by}
        review = Review.objects.create(office=project.office, ledger=project.ledger, **round_)
        review.units.add(project.lead_unit)
        return review
    days = {"opens_on": date(2026, 2, 22), "due_on": date(2026, 3, 5), "clock_from": date(2026, 2, 22)}
    obligation = Obligation.objects.get_or_create(
        project=project, period="2026-02", defaults={**own, **days}
    )[0]
    if name == "obligation":
        return obligation
    filed = {"state": "submitted", "narrative": "走访按计划推进。", "written_by": by, "changed_at": SPRING}
    signed = {"signed_by": by, "signed_at": SPRING}
    return ProgressReport.objects.get_or_create(obligation=obligation, defaults={**own, **filed, **signed})[0]
