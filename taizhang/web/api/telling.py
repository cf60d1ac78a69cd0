"""Rows as the API tells them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from taizhang.bulletin.models import Article, Issue, Series
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.rules.versions import text_now
from taizhang.bulletin.visible import sources_for
from taizhang.core.plan.report_layout import ReportLayout
from taizhang.ledger.models import Figure, Indicator, ProgressReport, Project
from taizhang.ledger.queries.report_words import answer_words
from taizhang.office.models import StoredFile, Unit
from taizhang.office.visible import Viewer
from taizhang.web.api import schemas
from taizhang.web.frame.words import say


def unit_name(unit: Unit) -> schemas.UnitName:
    return schemas.UnitName(id=unit.pk, name=unit.name, short_name=unit.short_name)


def series_out(row: Series) -> schemas.SeriesOut:
    return schemas.SeriesOut(id=row.pk, slug=row.slug, name=row.name, issuer=row.issuer)


def issue_out(row: Issue) -> schemas.IssueOut:
    return schemas.IssueOut(**_issue(row))


def issue_whole(row: Issue) -> schemas.IssueWhole:
    bulletin = bulletin_of(row)
    note = [paragraph.text for paragraph in bulletin.note]
    return schemas.IssueWhole(**_issue(row), columns=list(bulletin.columns), note=note)


def _issue(row: Issue) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "key": str(row.key),
        "series": row.series_id,
        "kind": row.kind,
        "origin": row.origin,
        "state": row.state,
        "year": row.year,
        "annual_no": row.annual_no,
        "cumulative_no": row.cumulative_no,
        "date": row.date,
        "issuer": row.issuer,
        "recalled": row.recall.at if hasattr(row, "recall") else None,
        "revised_by": max((each.letter for each in row.revisions.all()), default=None),
        "articles": [
            article.pk for article in sorted(row.articles.all(), key=lambda article: article.position)
        ],
        "files": [_file(made.file, made.letter, made.format, made.made_at) for made in row.renderings.all()],
        "original": _file(row.original, "A", "original", row.saved_at) if row.original else None,
    }


def _file(file: StoredFile, letter: str, kind: str, at: datetime) -> schemas.FileOut:
    told: dict[str, Any] = {"name": file.name, "size": file.size, "sha256": file.sha256}
    return schemas.FileOut(letter=letter, format=kind, made_at=at, **told)


def article_out(row: Article) -> schemas.ArticleOut:
    return schemas.ArticleOut(**_article(row))


def article_whole(row: Article) -> schemas.ArticleWhole:
    title, body = text_now(row) if row.issue.revisions.exists() else (None, None)
    return schemas.ArticleWhole(**_article(row), body=row.body, revised_title=title, revised_body=body)


def _article(row: Article) -> dict[str, Any]:
    return {
        "id": row.pk,
        "issue": row.issue_id,
        "position": row.position,
        "title": row.title,
        "column": row.column,
        "source_unit": row.source_unit,
        "unit": unit_name(row.unit) if row.unit else None,
        "theme": row.theme.name if row.theme else None,
        "project": row.project_id,
    }


def printed_figures(issue: Issue, viewer: Viewer) -> Iterator[schemas.PrintedFigure]:
    """The figures of a sealed issue's snapshot; one read in has none. Of a source that the viewer may not open only
    the name is told, as on the issue's page.
    """
    opened = sources_for(viewer, issue)
    for each in issue.snapshot.get("figures", ()):
        figure, source = each["figure"], each.get("source")
        yield schemas.PrintedFigure(
            article=each["article"],
            surface=figure["surface"],
            relation=figure["relation"],
            value=figure.get("value"),
            unit=figure["unit"],
            start=figure["start"],
            end=figure["end"],
            stand=each["stand"],
            reason=each["reason"],
            answer=each["answer"],
            accepted_by=each["by"],
            source=_source(source, opened) if source else None,
        )


def _source(source: dict[str, Any], opened: Collection[int]) -> schemas.SourceOut:
    if source["figure"] not in opened:
        source = {"name": source["name"], "unit": ""}
    numbers = {name: source.get(name) for name in ("figure", "value", "low", "high", "as_of")}
    return schemas.SourceOut(**numbers, name=source["name"], unit=source["unit"])


def project_out(row: Project) -> schemas.ProjectOut:
    return schemas.ProjectOut(**_project(row))


def project_whole(row: Project) -> schemas.ProjectWhole:
    counted = [_indicator(each) for each in row.indicators.filter(in_force=True)]
    return schemas.ProjectWhole(**_project(row), goal=row.goal, indicators=counted)


def _project(row: Project) -> dict[str, Any]:
    return {
        "id": row.pk,
        "year": row.ledger.year,
        "account_no": row.account_no,
        "title": row.title,
        "state": row.state,
        "theme": row.theme.name if row.theme else None,
        "lead_unit": unit_name(row.lead_unit),
        "start": row.start,
        "due": row.due,
        "level": row.level,
        "changed_at": row.changed_at,
    }


def _indicator(row: Indicator) -> schemas.IndicatorOut:
    target = decimal(row.target)
    return schemas.IndicatorOut(id=row.pk, name=row.name, unit=row.unit, basis=row.basis, target=target)


def figure_out(row: Figure) -> schemas.FigureOut:
    return schemas.FigureOut(
        id=row.pk,
        name=row.name,
        project=row.project_id,
        whose=unit_name(row.whose),
        indicator=row.indicator_id,
        value=decimal(row.value),
        low=decimal(row.low),
        high=decimal(row.high),
        unit=row.unit,
        surface=row.surface,
        basis=row.basis,
        period=row.period,
        as_of=row.as_of,
        scope=row.scope,
        source=_kind(row),
        revision=row.revision,
        replaces=row.replaces_id,
        in_force=row.ended_at is None,
    )


def report_out(row: ProgressReport) -> schemas.ReportOut:
    milestone = row.obligation.milestone
    return schemas.ReportOut(
        id=row.pk,
        project=row.project_id,
        period=row.obligation.period,
        milestone=milestone.title if milestone else "",
        state=row.state,
        no_change=row.no_change,
        narrative=row.narrative,
        next_steps=row.next_steps,
        form_version=row.form.version if row.form else None,
        answers=list(_answers(row)),
        signed_at=row.signed_at,
        decided_at=row.decided_at,
    )


def _answers(row: ProgressReport) -> Iterator[schemas.AnswerOut]:
    fields = ReportLayout.from_json(row.form.items).fields if row.form else {}
    for label, words in answer_words(row):
        stored, asked = row.answers[label], fields[label]
        yield schemas.AnswerOut(
            label=label,
            kind=asked.kind,
            text=stored["text"],
            words=say(words),
            value=stored.get("value"),
            unit=asked.unit,
        )


def _kind(row: Figure) -> str:
    sources = {"report": row.report_id, "activity": row.activity_id, "service": row.service_id}
    return next((kind for kind, key in sources.items() if key), "import")


def decimal(value: Decimal | None) -> str | None:
    """Exactly, without trailing zeros: 4216, 0.5."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"
