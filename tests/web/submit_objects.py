"""What the addresses of articles, requests for them and proofs speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.bulletin.models import (
    Article,
    Commission,
    Issue,
    Origin,
    Proof,
    Series,
    Submission,
    SubmittedText,
)
from taizhang.ledger.models import Obligation, ProgressReport, Project
from taizhang.office.models import Person

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("submission", "commission", "proof", "proof_article", "told_report")
PATHS: dict[str, list[str | int]] = {
    "submission": ["submission"], "submission-write": ["submission"], "submission-keep": ["submission"],
    "submission-picture": ["submission"],
    "submission-act": ["submission"], "submission-adopt": ["submission"], "submission-decide": ["submission"],
    "submission-from-report": ["told_report"], "submission-from-records": ["project", "2026-03"],
    "commission": ["commission"],
    "commission-close": ["commission"], "proof": ["proof"], "proof-ask": ["proof_article"],
    "proof-remark": ["proof"], "submission-remarked": ["submission"], "submission-remarks-all": ["submission"],
}  # fmt: skip
WRITES = {
    "submission-new", "submission-keep", "submission-picture", "submission-act", "submission-adopt", "submission-decide",
    "submission-from-report", "submission-from-records", "commission-close",
    "proof-ask", "proof-remark", "submission-remarked",
    "submission-remarks-all",
}  # fmt: skip


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name, of ``project`` and the unit that leads it."""
    own: dict[str, Any] = {"office": project.office, "unit": project.lead_unit}
    if name == "submission":
        words = {"title": "独居老人每周一访", "body": "走访4216户。"}
        row = Submission.objects.create(
            **own, **words, state="submitted", submitted_at=SPRING, written_by=by, changed_at=SPRING
        )
        SubmittedText.objects.create(
            office=project.office, submission=row, round=1, **words, signed_by=by, signed_at=SPRING
        )
        return row
    if name == "commission":
        return Commission.objects.create(**own, title="助老", due=date(2026, 4, 1), by=by, at=SPRING)
    if name == "told_report":
        return _report(project, by)
    article = _article(project, by)
    if name == "proof_article":
        return article
    shown = {"title": article.title, "body": article.body, "asked_by": by, "asked_at": SPRING}
    return Proof.objects.create(**own, article=article, **shown)


def _report(project: Project, by: Person) -> ProgressReport:
    days = {"opens_on": SPRING.date(), "due_on": SPRING.date(), "clock_from": SPRING.date()}
    owed = {"office": project.office, "project": project}
    due = Obligation.objects.create(**owed, period="2026-01", **days)
    filed = {"narrative": "走访按计划推进。", "written_by": by, "changed_at": SPRING}
    signed = {"state": "submitted", "signed_by": by, "signed_at": SPRING}
    return ProgressReport.objects.create(**owed, obligation=due, **filed, **signed)


def _article(project: Project, by: Person) -> Article:
    office = {"office": project.office}
    series = Series.objects.get_or_create(
        **office, slug="jb", defaults={"name": "简报", "issuer": "市文明办"}
    )[0]
    issue = Issue.objects.create(
        **office, series=series, origin=Origin.DESK, state="composing", year=2026, date=date(2026, 3, 2),
        data={}, saved_at=SPRING, opened_by=by,
    )  # fmt: skip
    words = {"title": "独居老人每周一访", "body": "走访4216户。"}
    return Article.objects.create(**office, **words, issue=issue, position=1, unit=project.lead_unit)
