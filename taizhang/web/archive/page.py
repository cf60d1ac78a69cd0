"""What the archive shows: the list of issues with the gaps in its numbering, and one issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.bulletin import queries
from taizhang.bulletin.models import Article, Issue, Origin, Rendering, RenderingFormat, Series
from taizhang.bulletin.models.text import TEXT_LIMIT
from taizhang.bulletin.queries.attachments import attachments_of
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.queries.printed import current, letter_now
from taizhang.bulletin.rules.versions import VersionsNow
from taizhang.bulletin.typesetting.typeset_cache import sealed_sheet
from taizhang.core.figures import read_figures
from taizhang.core.figures.marks import MarkedText, Room, mark_text, readable
from taizhang.core.gongwen.model import Bulletin
from taizhang.office.models import StoredFile
from taizhang.office.visible import Viewer
from taizhang.press import verdict_of
from taizhang.web.archive.sealed import SealedView, sealed_view, show_sealed
from taizhang.web.dispatch.public_page import attachment_words, version_words
from taizhang.web.frame.parts import Filter, Note, PageHead, PagePart, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.titles import issue_title, number_words, year_words
from taizhang.web.frame.words import day_words, headline, say
from taizhang.web.reading.attached import attached_part, url_of
from taizhang.web.reading.forms import ArchiveForm
from taizhang.web.reading.page import template_of
from taizhang.web.reading.page_preview import Leaf, leaf_of, leaf_of_sheet

PAGE = 50


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue; ``gap`` says which numbers are missing before it."""

    issue: Issue
    title: str
    gap: str


ISSUES: Table[IssueRow] = Table(
    Column(gettext_lazy("期号"), lambda row: number_words(row.issue), "number"),
    Column(gettext_lazy("总期号"), "issue.cumulative_no", "number"),
    Column(gettext_lazy("日期"), lambda row: day_words(row.issue.date), "date"),
    Column(
        gettext_lazy("首篇标题"),
        "title",
        head=True,
        url=lambda row: reverse("issue", args=[row.issue.pk]),
    ),
    Column(gettext_lazy("刊物"), "issue.name"),
    Column(gettext_lazy("篇数"), lambda row: len(row.issue.articles.all()), "number"),
    below=lambda row: row.gap,
)


@dataclass(slots=True)
class ArticleView:
    title: str
    source_unit: str
    text: str
    marked: MarkedText
    prefix: str
    position: int
    exchange: Any = None  # of an issue that has appeared: practice_page.Exchange


@dataclass(slots=True)
class StoredLine:
    words: str
    digest: str


@dataclass(slots=True)
class IssueView:
    pk: int
    title: str
    facts: list[tuple[str, str]]
    articles: list[ArticleView]
    leaf: Leaf
    attached: list[PagePart] = field(default_factory=list)
    stored: list[StoredLine] = field(default_factory=list)
    sealed: SealedView | None = None
    letter: str = ""  # of the revision that holds
    original: StoredFile | None = None
    reset: bool = False  # an old issue, whose official page is set here anew


def archive_page(request: Request) -> HttpResponse:
    """One page of the list; what makes no sense in the address is left aside."""
    form = ArchiveForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    issues = queries.archive(request.viewer, wanted.get("series"), wanted.get("year"), wanted.get("words"))
    shown = Paginator(issues, PAGE).get_page(request.GET.get("page"))
    table = replace(ISSUES.whole(_rows(list(shown), with_gaps=not wanted.get("words"))), page=shown)
    narrowed = any(wanted.values())
    empty = _("档案还是空的：在阅稿台读入一份稿件，存入刊物档案。")
    return page(
        request,
        PageHead(_("简报档案"), facts=[_("共 {n} 期").format(n=shown.paginator.count)], name=_("简报")),
        Filter(form, reverse("issues") if narrowed else ""),
        table if shown.object_list else Note(_("没有符合条件的简报。") if narrowed else empty),
    )


def _rows(issues: list[Issue], *, with_gaps: bool) -> Iterator[IssueRow]:
    gaps = {series: _gaps(series) for series in {issue.series for issue in issues}} if with_gaps else {}
    versions = VersionsNow.of([issue.pk for issue in issues])
    for issue in issues:
        articles = list(issue.articles.all())
        title = headline(versions.title(articles[0])) if articles else issue_title(issue)
        gap = None if issue.count else gaps.get(issue.series, {}).get((issue.cumulative_no or 0) - 1)
        yield IssueRow(issue, title, _gap(issue.series.name, gap.first, gap.last) if gap else "")


def _gaps(series: Series) -> dict[int, queries.Gap]:
    """The missing runs of numbers, by their last one: they are shown under the issue that follows."""
    return {gap.last: gap for gap in queries.missing_numbers(series)}


def _gap(series: str, first: int, last: int) -> str:
    if first == last:
        return _("{series}缺总第{n}期").format(series=series, n=first)
    return _("{series}缺总第{first}至{last}期，共{n}期").format(
        series=series, first=first, last=last, n=last - first + 1
    )


def issue_view(issue: Issue, page_no: int, viewer: Viewer) -> IssueView:
    """One issue as its last version prints it: articles with their figures, the official page, facts, stored files."""
    bulletin, letter = current(issue), letter_now(issue)
    articles = list(issue.articles.select_related("issue").order_by("position"))
    versions, room = VersionsNow.of([issue.pk]), Room(characters=TEXT_LIMIT)
    attached = attachments_of(issue)
    return IssueView(
        pk=issue.pk,
        title=issue_title(issue),
        facts=[(term, words) for term, words in _facts(issue) if words],
        articles=[_article(article, versions, room) for article in articles],
        leaf=_leaf(issue, bulletin, page_no),
        sealed=sealed_view(issue, viewer),
        attached=attached_part(attached, url_of),
        stored=[_stored(issue, made, letter) for made in _renderings(issue)]
        + [StoredLine(attachment_words(row), row.file.sha256) for row in attached],
        letter="" if letter == "A" else letter,
        original=issue.original,
        reset=issue.origin == Origin.READ,
    )


def _leaf(issue: Issue, bulletin: Bulletin, page_no: int) -> Leaf:
    place = ("issue-page", issue.pk)
    if sheet := sealed_sheet(issue):
        return leaf_of_sheet(bulletin, sheet, page_no, place)
    return leaf_of(bulletin, template_of(issue), page_no, place, check=False)


def _renderings(issue: Issue) -> QuerySet[Rendering]:
    made: QuerySet[Rendering] = issue.renderings.select_related("file").order_by(
        "-letter", "-format", "-made_at", "-pk"
    )
    return made


def _article(article: Article, versions: VersionsNow, room: Room) -> ArticleView:
    title, body = versions.text(article)
    read = readable(body, room.numerals)
    figures = read_figures(read, certain_ends=True)
    room.numerals = max(0, room.numerals - len(figures))
    marked = mark_text(body, figures, unread=len(body) - len(read), room=room)
    show_sealed(marked, article, body)
    prefix = f"a{article.position}-"
    return ArticleView(headline(title), article.source_unit, body, marked, prefix, article.position)


def _facts(issue: Issue) -> Iterator[tuple[str, str]]:
    bulletin = bulletin_of(issue)
    yield _("刊物"), issue.name
    yield _("期号"), f"{year_words(issue.year)}{number_words(issue)}"
    yield _("总期号"), _("总第{n}期").format(n=issue.cumulative_no) if issue.cumulative_no else ""
    yield _("编印单位"), issue.issuer
    yield _("日期"), day_words(issue.date)
    yield _("栏目"), _("、").join(bulletin.columns)
    yield _("责编"), bulletin.editor
    yield _("核稿"), bulletin.checker
    yield _("签发"), bulletin.signer or _signed(issue)
    yield _("报"), _("，").join(bulletin.recipients.up)
    yield _("送"), _("，").join(bulletin.recipients.peer)
    yield _("发"), _("，").join(bulletin.recipients.down)
    yield _("来源"), issue.source_name
    yield _("封存") if issue.origin == Origin.DESK else _("归档"), _moment(issue.saved_at, issue.saved_by)


def _signed(issue: Issue) -> str:
    return _moment(issue.signed_at, issue.signed_by) if issue.signed_at else ""


def _moment(at: datetime, who: object) -> str:
    moment = localtime(at)
    return f"{day_words(moment.date())} {moment:%H:%M} {who or ''}".strip()


def _stored(issue: Issue, rendering: Rendering, letter: str) -> StoredLine:
    form = rendering.form or {}
    if rendering.format != RenderingFormat.PDF:
        check = _("供编辑，未作版式核验，以 PDF 为准")
    else:
        check = say(verdict_of(form)) if "ok" in form else ""
    version = version_words(issue, rendering.letter, letter)
    words = dotted(rendering.get_format_display(), version, rendering.file.name, check)
    return StoredLine(words, rendering.file.sha256)
