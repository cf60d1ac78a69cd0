"""The operations: lists in pieces, single rows, all of them read-only."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from taizhang.bulletin.models import Issue, RenderingFormat
from taizhang.bulletin.queries import rendering_of
from taizhang.core.gongwen.model import IssueKind
from taizhang.office import files
from taizhang.web.api import reading, schemas, telling
from taizhang.web.api.paging import LARGEST, Cursor, Key, Limit, piece
from taizhang.web.frame.downloads import DOCX, attachment

router = Router()
FILE_TYPES = ("application/pdf", DOCX)
FILE_ANSWER = {
    "responses": {
        200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in FILE_TYPES}}
    }
}
Number = Annotated[int, Path(ge=1, le=LARGEST)]
Year = Annotated[int, Query(ge=1949, le=2199)]
Code = Annotated[str, Query(max_length=60, pattern=r"^[^\x00]*$")]


def one(rows: Any, pk: int) -> Any:
    """The row of that number among those that the token opens."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def chosen(**wanted: Any) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


@router.get("/series", response=schemas.ListPage[schemas.SeriesOut], url_name="api-series", summary="刊物")
def list_series(request: HttpRequest, cursor: Cursor = None, limit: Limit = 50) -> Any:
    rows, after = piece(reading.series(request), cursor, limit)
    return {"items": [telling.series_out(row) for row in rows], "next": after}


@router.get("/series/{number}", response=schemas.SeriesOut, url_name="api-series-one", summary="一种刊物")
def one_series(request: HttpRequest, number: Number) -> Any:
    return telling.series_out(one(reading.series(request), number))


@router.get(
    "/issues", response=schemas.ListPage[schemas.IssueOut], url_name="api-issues", summary="已印发的各期"
)
def list_issues(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    series: Key | None = None,
    year: Year | None = None,
    kind: IssueKind | None = None,
    since: date | None = None,
) -> Any:
    wanted = chosen(series=series, year=year, kind=kind, date__gte=since)
    issues = reading.issues(request).defer("data", "source_text", "search_text", "snapshot")
    rows, after = piece(issues.filter(**wanted), cursor, limit)
    return {"items": [telling.issue_out(row) for row in rows], "next": after}


@router.get("/issues/{number}", response=schemas.IssueWhole, url_name="api-issue", summary="一期")
def one_issue(request: HttpRequest, number: Number) -> Any:
    return telling.issue_whole(one(reading.issues(request), number))


@router.get(
    "/issues/{number}/figures",
    response=list[schemas.PrintedFigure],
    url_name="api-issue-figures",
    summary="一期封存时的数据快照",
)
def issue_figures(request: HttpRequest, number: Number) -> Any:
    row: Issue = one(reading.issues(request), number)
    return list(telling.printed_figures(row, request.api_viewer))  # type: ignore[attr-defined]


@router.get(
    "/issues/{number}/file.{ending}",
    url_name="api-issue-file",
    summary="一期的正式文件",
    description="现行版次的封存文件，pdf 或 docx，与 SHA-256 摘要所指的同一个。",
    openapi_extra=FILE_ANSWER,
)
def issue_file(request: HttpRequest, number: Number, ending: RenderingFormat) -> Any:
    row: Issue = one(reading.issues(request), number)
    made = rendering_of(row, ending)
    if made is None:
        raise Http404
    return attachment(files.read(made.file), made.file.name, made.file.media_type)


@router.get(
    "/articles",
    response=schemas.ListPage[schemas.ArticleOut],
    url_name="api-articles",
    summary="已刊发的稿件",
)
def list_articles(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    issue: Key | None = None,
    unit: Key | None = None,
    project: Key | None = None,
    theme: Code | None = None,
    year: Year | None = None,
) -> Any:
    wanted = chosen(issue=issue, unit=unit, project=project, theme__name=theme, issue__year=year)
    rows, after = piece(reading.articles(request).filter(**wanted), cursor, limit)
    return {"items": [telling.article_out(row) for row in rows], "next": after}


@router.get("/articles/{number}", response=schemas.ArticleWhole, url_name="api-article", summary="一篇稿件")
def one_article(request: HttpRequest, number: Number) -> Any:
    return telling.article_whole(one(reading.articles(request), number))


@router.get(
    "/projects", response=schemas.ListPage[schemas.ProjectOut], url_name="api-projects", summary="台账项目"
)
def list_projects(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    year: Year | None = None,
    unit: Key | None = None,
    state: Code | None = None,
) -> Any:
    wanted = chosen(ledger__year=year, lead_unit=unit, state=state)
    rows, after = piece(reading.projects(request).filter(**wanted), cursor, limit)
    return {"items": [telling.project_out(row) for row in rows], "next": after}


@router.get("/projects/{number}", response=schemas.ProjectWhole, url_name="api-project", summary="一个项目")
def one_project(request: HttpRequest, number: Number) -> Any:
    return telling.project_whole(one(reading.projects(request), number))


@router.get(
    "/figures", response=schemas.ListPage[schemas.FigureOut], url_name="api-figures", summary="台账数据"
)
def list_figures(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    project: Key | None = None,
    unit: Key | None = None,
    period: Code | None = None,
    in_force: bool = True,
) -> Any:
    wanted = chosen(project=project, whose=unit, period=period)
    figures = reading.figures(request).filter(**wanted)
    rows, after = piece(figures.filter(ended_at__isnull=True) if in_force else figures, cursor, limit)
    return {"items": [telling.figure_out(row) for row in rows], "next": after}


@router.get("/figures/{number}", response=schemas.FigureOut, url_name="api-figure", summary="一条数据")
def one_figure(request: HttpRequest, number: Number) -> Any:
    return telling.figure_out(one(reading.figures(request), number))


@router.get(
    "/reports",
    response=schemas.ListPage[schemas.ReportOut],
    url_name="api-reports",
    summary="已签报的进展报告",
)
def list_reports(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    project: Key | None = None,
    unit: Key | None = None,
    period: Code | None = None,
    state: Code | None = None,
) -> Any:
    wanted = chosen(project=project, project__lead_unit=unit, obligation__period=period, state=state)
    rows, after = piece(reading.reports(request).filter(**wanted), cursor, limit)
    return {"items": [telling.report_out(row) for row in rows], "next": after}


@router.get("/reports/{number}", response=schemas.ReportOut, url_name="api-report", summary="一份进展报告")
def one_report(request: HttpRequest, number: Number) -> Any:
    return telling.report_out(one(reading.reports(request), number))
