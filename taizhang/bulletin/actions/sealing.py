"""Sealing: what was signed becomes files that never change, with the figures as they stood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.bulletin.actions.pushing import announce
from taizhang.bulletin.actions.readings import MEDIA_TYPES
from taizhang.bulletin.actions.sending import write_register
from taizhang.bulletin.models import Issue, PushedEvent, Rendering, RenderingFormat
from taizhang.bulletin.queries.attachments import ATTACHMENTS, frozen_attachments
from taizhang.bulletin.queries.composing import bulletin_of, composed
from taizhang.bulletin.queries.figure_status import JudgedFigure, articles_of, standing_of
from taizhang.bulletin.queries.readiness import check_remarks_closed
from taizhang.bulletin.rules.checks import words_of
from taizhang.bulletin.typesetting.rendering import Finished, finish, kept_setting, template_for
from taizhang.core.figures import figure_to_json
from taizhang.core.lifecycle.bulletin_life import ISSUE, SUBMISSION, SubmissionState
from taizhang.core.text.folding import comparison_key
from taizhang.office import files
from taizhang.office.models import Person
from taizhang.office.workflow import move, transition


def seal_issue(*, issue: Issue, by: Person | None, at: datetime) -> Issue:
    """Render the signed issue and freeze it. Refused, and it stays signed, where the form check fails.

    The press works before the transaction; the files are written inside it, then the issue moves.
    """
    with transition(ISSUE, "seal", issue, by=by, at=at):
        check_remarks_closed(issue)  # whoever may not seal need not wait for the press
    done = finish(bulletin_of(issue), template_for(issue), office=issue.office, at=at)
    with transition(ISSUE, "seal", issue, by=by, at=at) as act:
        articles = articles_of(issue)
        whole = {**composed(issue), **kept_setting(done)}
        act.move(
            version=issue.version,
            data=whole,
            snapshot={
                "figures": [_frozen(a.pk, each) for a in articles for each in standing_of(a)],
                ATTACHMENTS: frozen_attachments(issue),
            },
            search_text=comparison_key(words_of(bulletin_of(issue))),
            saved_by=by,
            saved_at=at,
        )
        store_files(issue, "A", done, at)
        write_register(issue, "A")  # to whom and in how many copies, as the imprint says
        announce(issue, PushedEvent.SEALED, at)
        for article in articles:
            for adoption in article.adoptions.select_related("submission", "submission__office"):
                if adoption.submission.state == SubmissionState.ADOPTED:
                    move(adoption.submission, SUBMISSION.step("publish", adoption.submission.state), at=at)
        detail = {"annual_no": issue.annual_no, "year": issue.year}
        act.record("seal_issue", detail=detail)
    return issue


def store_files(issue: Issue, letter: str, done: Finished, at: datetime) -> None:
    """Keep both files of a version. The form was checked of the PDF: it says nothing of the Word file."""
    store_file(issue, letter, RenderingFormat.PDF, done.pdf, done.form, at)
    store_file(issue, letter, RenderingFormat.DOCX, done.docx, {}, at)


def store_file(
    issue: Issue, letter: str, kind: RenderingFormat, content: bytes, form: dict[str, Any], at: datetime
) -> Rendering:
    """Keep one finished file of an issue, in the caller's transaction."""
    version = "" if letter == "A" else f"-{letter}"
    series = "-".join(filter(None, (issue.series.slug, issue.template)))
    name = f"{series}-{issue.year}-{issue.annual_no}{version}.{kind.value}"
    file = files.store(office=issue.office, content=content, name=name, media_type=MEDIA_TYPES[kind], at=at)
    return Rendering.objects.create(
        office=issue.office, issue=issue, letter=letter, format=kind, file=file, form=form, made_at=at
    )


def _frozen(article: int, each: JudgedFigure) -> dict[str, Any]:
    """One figure as it stood when the issue was sealed."""
    citation, source = each.citation, each.source
    return {
        "article": article,
        "figure": figure_to_json(each.figure),
        "stand": each.stand.value,
        "reason": str(each.reason),
        "answer": citation.answer if citation else "",
        "said": citation.reason if citation else "",
        "by": citation.by.name if citation else "",
        "source": _source(source) if source else None,
    }


def _source(source: Any) -> dict[str, Any]:
    number = {
        name: str(value) for name in ("value", "low", "high") if (value := getattr(source, name)) is not None
    }
    return {
        "figure": source.pk,
        "name": source.name,
        **number,
        "unit": source.unit,
        "as_of": source.as_of.isoformat(),
        "revision": source.revision,
        "report": source.report_id,
        "activity": source.activity_id,
        "service": source.service_id,
        "imported_from": source.imported_from,
    }
