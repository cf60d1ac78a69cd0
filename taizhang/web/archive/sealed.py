"""The figures of a sealed issue with their sources, as they stood when it was sealed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.bulletin.models import Answer, Article, Issue
from taizhang.bulletin.queries.figure_status import FigureStatus
from taizhang.bulletin.visible import sources_for
from taizhang.core.figures import Span
from taizhang.core.figures.marks import MOST_MARKS, MarkedText
from taizhang.core.text.map_spans import carry
from taizhang.office.visible import Viewer
from taizhang.web.frame.parts import link
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.issues.page import LOOKS

SURE = (FigureStatus.CONSISTENT, FigureStatus.ANSWERED)


@dataclass(frozen=True, slots=True)
class SealedFigure:
    """A figure as printed, what was said of it, and its source; ``url`` is empty for who may not open that."""

    surface: str
    stand: str
    words: str
    source: str
    url: str


def _mark(row: SealedFigure) -> SafeString:
    return format_html('<span class="mark mark-{}">{}</span>', row.stand, row.surface)


FIGURES: Table[SealedFigure] = Table(
    Column(gettext_lazy("数据"), _mark, head=True),
    Column(gettext_lazy("出处"), lambda row: link(row.source, row.url) if row.url else row.source or "—"),
    Column(gettext_lazy("封存时的情况"), "words"),
)


@dataclass(frozen=True, slots=True)
class SealedView:
    """All figures of an issue; ``sourced`` have a source in the ledger, ``answered`` somebody who answers for them by
    name, ``doubtful`` were still in question when the issue was sealed.
    """

    figures: tuple[SealedFigure, ...]
    sourced: int
    answered: int
    doubtful: int

    @property
    def table(self) -> TableView:
        """As many as a page holds."""
        return FIGURES.whole(self.figures[:MOST_MARKS])

    @property
    def more(self) -> int:
        """Those that are not shown."""
        return max(0, len(self.figures) - MOST_MARKS)


def sealed_view(issue: Issue, viewer: Viewer) -> SealedView | None:
    """None for an issue that was read in: nobody linked its figures."""
    if not issue.snapshot:
        return None
    figures = issue.snapshot["figures"]
    opened = sources_for(viewer, issue)
    rows = tuple(_figure(each, opened) for each in figures)
    sure = [each["answer"] for each in figures if each["stand"] in SURE]
    sourced = sure.count(Answer.LINKED)
    answered = sum(bool(answer) for answer in sure) - sourced
    return SealedView(rows, sourced, answered, len(rows) - sourced - answered)


def _figure(each: dict[str, Any], opened: Collection[int]) -> SealedFigure:
    source = each["source"]
    if source is None:
        words = _("{answer}（{who}）：{why}").format(
            answer=Answer(each["answer"]).label if each["answer"] else "", who=each["by"], why=each["said"]
        )
        return SealedFigure(each["figure"]["surface"], each["stand"], words, "", "")
    name = _("{name}（第{n}次修订）").format(name=source["name"], n=source["revision"])
    shown = source["name"] if source["revision"] == 1 else name
    url = reverse("figure", args=[source["figure"]]) if source["figure"] in opened else ""
    return SealedFigure(each["figure"]["surface"], each["stand"], each["reason"], shown, url)


def show_sealed(marked: MarkedText, article: Article, body: str) -> None:
    """Let the marks of an article's body look as its figures stood; ``body`` is the article's as last revised, where
    those that the revision left as they were have the place they have there.
    """
    body_at = len(article.title) + 1
    rows = [
        each for each in (article.issue.snapshot or {}).get("figures", ()) if each["article"] == article.pk
    ]
    sealed = [Span(each["figure"]["start"] - body_at, each["figure"]["end"] - body_at) for each in rows]
    places = sealed if body == article.body else carry(article.body, body, sealed)
    stands = {
        place: each["stand"]
        for each, place in zip(rows, places, strict=True)
        if place is not None and place.of(body) == each["figure"]["surface"]
    }
    for mark in marked.marks:
        if stand := stands.get(mark.span):
            mark.look = LOOKS[FigureStatus(stand)]
