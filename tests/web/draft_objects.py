"""What the addresses of the bulletin desk speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taizhang.bulletin.models import FactQuery, IssueAttachment, Remark
from taizhang.ledger.models import Project
from taizhang.office.files import store
from taizhang.office.models import Person
from tests.web import submit_objects

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("draft_issue", "attachment", "draft_article", "fact", "remark", "submission_remark", "report_remark")
PATHS: dict[str, list[str | int]] = {
    "draft": ["draft_issue"], "draft-beside": ["draft_issue"], "draft-head": ["draft_issue"],
    "draft-order": ["draft_issue"], "draft-act": ["draft_issue"], "draft-leaf": ["draft_issue"],
    "draft-attach": ["draft_issue"], "attachment": ["attachment"], "attachment-act": ["attachment"],
    "draft-fit": ["draft_issue"], "draft-word": ["draft_issue"], "draft-word-back": ["draft_issue"],
    "draft-page": ["draft_issue", 1],
    "draft-words": ["draft_issue", 1], "article-new": ["draft_issue"], "article-keep": ["draft_article"],
    "article-draw": ["draft_article"], "article-marks": ["draft_article"], "article-candidates": ["draft_article"],
    "article-link": ["draft_article"], "article-answer": ["draft_article"],
    "article-place": ["draft_article"], "article-picture": ["draft_article"],
    "article-word": ["draft_article"],
    "article-remove": ["draft_article"], "article-remark": ["draft_article"],
    "article-remarks": ["draft_article"], "article-remarks-all": ["draft_article"], "remark": ["remark"],
    "article-proofing": ["draft_article"], "article-put-aside": ["draft_article"],
    "article-versions": ["draft_article"], "article-restore": ["draft_article"],
    "draft-replace": ["draft_issue"],
    "submission-remark": ["submission_remark"], "report-remark": ["report_remark"],
    "fact": ["fact"], "fact-act": ["fact"],
}  # fmt: skip
WRITES = {
    "draft-attach", "attachment-act", "draft-new", "draft-head", "draft-order", "draft-act", "draft-fit", "draft-word-back",
    "article-new", "article-keep", "article-draw",
    "article-link", "article-place", "article-picture", "article-answer", "article-remove", "article-remark",
    "article-remarks-all",
    "article-restore", "fact-act",
}  # fmt: skip


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name; the article is of the unit that leads the project."""
    if name == "submission_remark":
        submission = submit_objects.row_of("submission", project, by)
        return Remark.objects.create(
            office=project.office,
            submission=submission,
            unit=submission.unit,
            words="请核对",
            by=by,
            at=SPRING,
        )
    if name == "report_remark":
        report = submit_objects.row_of("told_report", project, by)
        return Remark.objects.create(
            office=project.office, report=report, unit=project.lead_unit, words="请核对", by=by, at=SPRING
        )
    article = submit_objects.row_of("proof_article", project, by)
    if name == "draft_issue":
        return article.issue
    if name == "attachment":
        file = store(
            office=project.office, content=b"%PDF", name="a.pdf", media_type="application/pdf", at=SPRING
        )
        return IssueAttachment.objects.create(
            office=project.office,
            issue=article.issue,
            position=1,
            name="清单",
            file=file,
            added_by=by,
            added_at=SPRING,
        )
    if name == "draft_article":
        return article
    if name == "remark":
        return Remark.objects.create(
            office=project.office, article=article, unit=article.unit, words="请核对", by=by, at=SPRING
        )
    asked = {"surface": "4216户", "sentence": article.body, "question": "是几户？", "asked_at": SPRING}
    own = {"office": project.office, "article": article, "unit": project.lead_unit, "asked_by": by}
    return FactQuery.objects.create(**own, **asked, start=8, end=13)
