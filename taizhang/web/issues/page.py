"""What the page of an issue at the desk shows: its articles, the one that is open, and how its figures stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Answer, Article, Issue
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries import titles
from taizhang.bulletin.queries.composing import as_printed, numbers_of
from taizhang.bulletin.queries.elsewhere import contradictions
from taizhang.bulletin.queries.figure_status import (
    FigureStatus,
    JudgedFigure,
    Share,
    articles_of,
    share_of,
    standing_of,
)
from taizhang.bulletin.queries.grounds import ungrounded
from taizhang.bulletin.queries.media_claims import MediaSources
from taizhang.bulletin.queries.proofreading import questions_of
from taizhang.bulletin.queries.readiness import first_open_point
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.core.figures import Span
from taizhang.core.figures.marks import MOST_MARKS, Doubt, MarkedText, MarkLook, Room, mark_text
from taizhang.core.gongwen import Item, raise_questions
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.gongwen.questions import QuestionKind
from taizhang.core.lifecycle.bulletin_life import ISSUE, RemarkState
from taizhang.core.text.messages import filled, sentences
from taizhang.core.text.pictures import printed_length
from taizhang.office import clock
from taizhang.web.frame.access import offered
from taizhang.web.frame.sources import source_of
from taizhang.web.frame.words import headline, say
from taizhang.web.issues.page_fit import page_steps
from taizhang.web.reading.page_preview import Leaf, leaf_of

ANSWERS = (Answer.SCOPE, Answer.ESTIMATE, Answer.CORRECTED, Answer.UNSOURCED, Answer.NOT_A_CLAIM)
ASKED_OF_THE_WHOLE = ("half-width", "half-width-throughout")  # there by raise_questions, once
MOST_TO_LINK = 2_000  # marks of one article; the card of each is fetched when it is opened
LOOKS = {
    FigureStatus.CONSISTENT: MarkLook.CONSISTENT,
    FigureStatus.ANSWERED: MarkLook.ANSWERED,
    FigureStatus.QUESTION: MarkLook.QUESTION,
    FigureStatus.CONTRADICT: MarkLook.CONTRADICT,
    FigureStatus.UNLINKED: MarkLook.UNLINKED,
}
UNVERIFIED_FIRST = {
    stand: place
    for place, stand in enumerate(
        (
            FigureStatus.CONTRADICT,
            FigureStatus.UNLINKED,
            FigureStatus.QUESTION,
            FigureStatus.ANSWERED,
            FigureStatus.CONSISTENT,
        )
    )
}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the list at the side."""

    pk: int
    number: int
    title: str
    unit: str
    length: int
    open: int  # figures that are not in order yet
    remarks: int  # open ones
    here: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in the list of figures, with its source in words."""

    number: int
    surface: str
    stand: str
    words: str
    counted: str
    source: str
    source_url: str
    place: str = ""  # start and end in the article's text, while it is to be answered for


@dataclass(slots=True)
class OpenArticle:
    """The article one works on."""

    article: Article
    standings: list[JudgedFigure]
    marked: MarkedText
    share: Share

    @property
    def questions(self) -> list[tuple[Doubt, int | None]]:
        """The questions, each with the number of the mark it is about."""
        return [(doubt, self.marked.place_of.get(doubt.number)) for doubt in self.marked.doubts]

    @property
    def length(self) -> int:
        """Characters without blanks."""
        return printed_length(self.article.body)

    @property
    def unconfirmed(self) -> int:
        """Figures that the office wrote into the unit's text and the unit has not confirmed."""
        return sum(each.unconfirmed for each in self.standings)

    @property
    def unverified_first(self) -> list[FigureLine]:
        """The figures for whoever checks them: those without source first, then as they stand in the text."""
        ordered = sorted(self.standings, key=lambda each: UNVERIFIED_FIRST[each.stand])
        return [_line(each) for each in ordered[:MOST_MARKS]]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What may be said of several figures at once. Figures may yet be typed: it does not depend on those there."""
        told = (
            (Answer.VERIFIED, *ANSWERS)
            if any(each.unconfirmed or each.asked for each in self.standings)
            else ANSWERS
        )
        return [(answer.value, str(answer.label)) for answer in told]

    @property
    def more_figures(self) -> int:
        """Figures that are not in that list."""
        return max(0, len(self.standings) - MOST_MARKS)


@dataclass(slots=True)
class DraftPage:
    """Everything the template of the desk needs."""

    issue: Issue
    title: str
    numbers: tuple[int | None, int | None]
    saved: str
    lines: list[ArticleLine]
    open: OpenArticle | None
    share: Share
    verbs: frozenset[str]
    leaf: Leaf


def draft_leaf(issue: Issue, page: int, verbs: frozenset[str], *, check: bool) -> Leaf:
    """One page of the issue in official form, with the steps to fit its text for who may compose."""
    leaf = leaf_of(as_printed(issue), template_for(issue), page, ("draft-page", issue.pk), check=check)
    said = issue.usual.issue(leaf.pages) if leaf.pages else None
    leaf.notes.extend([say(said)] if said else [])
    return replace(leaf, steps=page_steps(issue, leaf.fit)) if "compose" in verbs else leaf


def draft_page(request: HttpRequest, issue: Issue, chosen: int | None, page: int = 1) -> DraftPage:
    """The page with the article ``chosen`` (its key), or the first one, open."""
    articles = articles_of(issue)
    stands = {article.pk: standing_of(article) for article in articles}
    here = next((each for each in articles if each.pk == chosen), articles[0] if articles else None)
    lines = [
        ArticleLine(
            article.pk,
            number,
            headline(article.title) or _("（无标题）"),
            article.source_unit,
            printed_length(article.body),
            sum(not each.in_order for each in stands[article.pk]),
            sum(each.state == RemarkState.OPEN for each in article.remarks.all()),
            article is here,
        )
        for number, article in enumerate(articles, 1)
    ]
    return DraftPage(
        issue=issue,
        title=draft_title(issue),
        numbers=numbers_of(issue),
        saved=saved_words(here),
        lines=lines,
        open=opened(here, stands[here.pk]) if here else None,
        share=share_of([each for rows in stands.values() for each in rows]),
        verbs=(verbs := offered(request, ISSUE, issue.state, None)),
        leaf=draft_leaf(issue, page, verbs, check=False),
    )


def _line(each: JudgedFigure) -> FigureLine:
    source, url = _source_words(each)
    return FigureLine(
        each.number, each.figure.surface, each.stand.value, say(each.reason), each.figure.counted, source, url,
        "" if each.in_order else f"{each.figure.span.start}-{each.figure.span.end}",
    )  # fmt: skip


def _source_words(each: JudgedFigure) -> tuple[str, str]:
    """Where the figure comes from and the address of it; empty where it has no source."""
    programme = each.citation.programme if each.citation else None
    if programme is not None:
        words = _("覆盖计划：{name}").format(name=programme.name)
        return words, reverse("programme", args=[programme.pk])
    if each.citation is not None and each.citation.answer == Answer.MEDIA:
        project = each.citation.article.project_id
        return _("媒体报道登记"), reverse("media") + (f"?project={project}" if project else "")
    if each.source is None:
        return "", ""
    kind, name, url = source_of(each.source)
    return _("{figure}（{kind}：{name}）").format(figure=each.source.name, kind=kind, name=name), url


def opened(article: Article, standings: list[JudgedFigure]) -> OpenArticle:
    """The article with its marks and its questions."""
    doubts = doubts_of(article, standings)
    room = Room(marks=MOST_TO_LINK, characters=ARTICLE_LIMIT * 2)
    marked = mark_text(article.text, [each.figure for each in standings], doubts, room=room)
    _show_standing(marked, standings)
    return OpenArticle(article, standings, marked, share_of(standings))


def place_of_refusal(issue: Issue) -> str:
    """The address of the first place for which the issue may not go on; empty where there is none."""
    blank = next(
        (each for each in issue.articles.all() if not each.title.strip() or not each.body.strip()), None
    )
    if blank is not None:
        return _address(blank)
    point = first_open_point(issue)
    if point is None:
        return ""
    article = point.article
    if point.remark is not None:
        return f"{_address(article)}#remark-{point.remark}"
    marks = opened(article, standing_of(article)).marked.marks if point.span else ()
    place = next((mark.number for mark in marks if point.span and mark.span.start == point.span.start), None)
    return _address(article) + (f"#fm{place}" if place else "")


def _address(article: Article) -> str:
    return f"{reverse('draft', args=[article.issue_id])}?article={article.pk}"


def _show_standing(marked: MarkedText, standings: Sequence[JudgedFigure]) -> None:
    """A mark looks as its figure stands; where nobody has answered for it, a question on it shows."""
    stand_of = {each.figure.span: each for each in standings}
    for mark in marked.marks:
        each = stand_of.get(mark.span)
        if each is None:
            continue
        if (
            each.stand in (FigureStatus.UNLINKED, FigureStatus.CONSISTENT)
            and mark.look is not MarkLook.UNLINKED
        ):
            continue
        mark.look = LOOKS[each.stand]


def doubts_of(article: Article, standings: Sequence[JudgedFigure]) -> list[Doubt]:
    """Questions to the writer about the article, in the order of its text."""
    text = article.text
    alone = Bulletin(
        items=(Item(title=article.title, body=(), start=0, end=len(text)),), date=article.issue.date
    )
    found = raise_questions(text, alone, [each.figure for each in standings])
    backed = {each.figure.span for each in standings if each.citation and each.citation.covered_on}
    rows = [
        Doubt(0, each.span, each.also, say(each.sentence))
        for each in found
        if each.kind is not QuestionKind.COVERAGE or not backed.issuperset((each.span, *each.also))
    ]
    media = MediaSources(article, clock.today())
    rows += [Doubt(0, use.span, (), say(words)) for use, words in ungrounded(text, media.back_many)]
    rows += [
        Doubt(0, each.figure.span, (), say(each.reason), grave=True)
        for each in standings
        if each.stand is FigureStatus.CONTRADICT
    ]
    rows += [Doubt(0, each.mine.figure.span, (), say(each.sentence)) for each in contradictions(article)]
    mixed = any(each.kind is QuestionKind.PUNCTUATION for each in found)
    whole = ASKED_OF_THE_WHOLE if mixed else ()
    rows += [
        Doubt(0, each.span, (), say(each.sentence), of_wording=True)
        for each in questions_of(article, clock.today())
        if each.rule.id not in whole
    ]
    asked = {doubt.span for doubt in rows}
    rows += [
        Doubt(
            0,
            each.figure.span,
            (),
            filled(_("“{surface}”：{words}"), surface=each.figure.surface, words=say(each.reason)),
        )
        for each in standings
        if each.stand is FigureStatus.QUESTION and each.figure.span not in asked
    ]
    ordered = sorted(rows, key=lambda doubt: (not doubt.grave, doubt.span))
    return [replace(doubt, number=n) for n, doubt in enumerate(ordered, 1)]


def marks_json(opened_article: OpenArticle) -> list[dict[str, Any]]:
    """The marks as the editor takes them: places in title or body, counted in UTF-16 units as browsers count."""
    article = opened_article.article
    words = {each.figure.span: say(each.reason) for each in opened_article.standings}
    body_at = len(article.title) + 1
    in_title, in_body = units_before(article.title), units_before(article.body)
    rows = []
    for mark in opened_article.marked.marks:
        name, before, offset = (
            ("body", in_body, body_at) if mark.span.start >= body_at else ("title", in_title, 0)
        )
        start, end = mark.span.start - offset, min(mark.span.end - offset, len(before) - 1)
        rows.append(
            {
                "start": before[start],
                "end": before[end],
                "look": mark.look.value,
                "number": mark.number,
                "words": sentences([words.get(mark.span, ""), *(d.words for d in mark.doubts)]),
                "field": name,
            }
        )
    return rows


def units_before(text: str) -> list[int]:
    """UTF-16 units before each code point offset of a text, its end included."""
    return list(accumulate((1 + (sign > "\uffff") for sign in text), initial=0))


def points(text: str, offset: int) -> int:
    """Code points before an offset in UTF-16 units; a half character counts as none."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "ignore"))


def span_in(article: Article, where: str, start: int, end: int) -> Span:
    """The place in the article's text of a place in its title or body, in UTF-16 units as the browser says."""
    text, offset = (article.title, 0) if where == "title" else (article.body, len(article.title) + 1)
    return Span(offset + points(text, start), offset + points(text, end))


def draft_title(issue: Issue) -> str:
    """海川文明简报 第10期（拟）."""
    return say(titles.draft_title(issue))


def saved_words(article: Article | None) -> str:
    """已存 14:02."""
    if article is None or article.changed_at is None:
        return ""
    return _("已存 {time}").format(time=f"{localtime(article.changed_at):%H:%M}")
