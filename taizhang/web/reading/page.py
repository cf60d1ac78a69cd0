"""What the reading desk shows of one reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Issue, Reading
from taizhang.bulletin.queries.archive import series_named
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.queries.grounds import ungrounded
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.core.figures import check_text, read_figures
from taizhang.core.figures.marks import Doubt, MarkedText, mark_text, readable
from taizhang.core.figures.model import Span, TextFigure
from taizhang.core.gongwen import (
    QuestionKind,
    WriterQuestion,
    has_certain_ends,
    raise_questions,
    read_bulletin,
)
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import DEFAULT_TEMPLATE, HouseTemplate
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import bulletin_title, day_words, headline, say
from taizhang.web.reading.forms import (
    MOST_ITEMS,
    BulletinForm,
    ItemFormSet,
    initial_items,
    initial_of,
)
from taizhang.web.reading.page_preview import Leaf, leaf_of

OPEN_SHOWN = 50  # readings that are listed
WEIGHTS = (
    QuestionKind.COVERAGE,
    QuestionKind.SESSIONS,
    QuestionKind.SCOPE,
    QuestionKind.PEOPLE,
    QuestionKind.AS_OF,
    QuestionKind.MISREAD,
    QuestionKind.VAGUE,
    QuestionKind.PUNCTUATION,
)


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A question in the list at the side; ``anchor`` is the mark it leads to."""

    words: str
    grave: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    title: str
    anchor: str


@dataclass(slots=True)
class Desk:
    """Everything the template of the desk needs."""

    pk: int
    title: str
    version: int
    saved: str
    text: str
    marked: MarkedText
    doubts: list[DoubtLine]
    items: list[ItemLine]
    form: BulletinForm
    items_form: Any
    leaf: Leaf
    series_form: Any = None
    issue_url: str = ""
    conflict: str = ""


def template_of(stored: Reading | Issue) -> HouseTemplate:
    """The house template of an issue's series; a reading goes by the series of its name, if there is one."""
    if isinstance(stored, Issue):
        return template_for(stored)
    series = series_named(bulletin_of(stored).name)
    return HouseTemplate.from_json(series.template) if series else DEFAULT_TEMPLATE


def page_asked(request: HttpRequest) -> int:
    """The page number of the address; 1 where it makes no sense."""
    return number_in(request.GET.get("page", "")) or 1


def desk_of(
    reading: Reading,
    *,
    page: int = 1,
    check: bool = False,
    series_form: Any = None,
    form: BulletinForm | None = None,
    items_form: Any = None,
    conflict: str = "",
) -> Desk:
    """Read the frozen source anew and lay it out; ``form`` and ``items_form`` bring back what was typed."""
    bulletin, text = bulletin_of(reading), reading.source_text
    read = readable(text)
    certain = has_certain_ends(text, reading.source_format)
    figures = read_figures(read, certain_ends=certain)
    doubts = doubts_of(read, read_bulletin(read, certain_ends=certain), figures)
    marked = mark_text(text, figures, doubts, unread=len(text) - len(read))
    return Desk(
        pk=reading.pk,
        title=bulletin_title(bulletin),
        version=reading.version,
        saved=saved_words(reading),
        text=text,
        marked=marked,
        doubts=[DoubtLine(doubt.words, doubt.grave, _anchor(marked, doubt)) for doubt in marked.doubts],
        items=[
            ItemLine(headline(item.title), f"items-{number}")
            for number, item in enumerate(bulletin.items[:MOST_ITEMS])
        ],
        form=form or BulletinForm(initial=initial_of(bulletin)),
        items_form=items_form or ItemFormSet(initial=initial_items(bulletin), prefix="items"),
        leaf=leaf_of(bulletin, template_of(reading), page, ("reading-page", reading.pk), check=check),
        series_form=series_form,
        issue_url=reverse("issue", args=[reading.issue_id]) if reading.issue_id else "",
        conflict=conflict,
    )


def doubts_of(text: str, bulletin: Bulletin, figures: Sequence[TextFigure]) -> list[Doubt]:
    """Contradictions inside the text, then the questions to the writer by weight, then the strong words without an
    accepted ground, each in the order of the text.

    ``bulletin`` is the one read from ``text``, not the corrected one: its places point into the text.
    """
    doubts = [
        Doubt(0, finding.span, (finding.other,) if finding.other else (), say(finding.reason), grave=True)
        for finding in check_text(text, figures)
    ]
    for question in sorted(raise_questions(text, bulletin, figures), key=_weight):
        # Mixed punctuation stands in dozens of places: the first one is enough to see what is meant.
        also = () if question.kind is QuestionKind.PUNCTUATION else question.also
        doubts.append(Doubt(0, question.span, also, say(question.sentence)))
    doubts += [Doubt(0, use.span, (), say(words)) for use, words in ungrounded(text)]
    return [replace(doubt, number=number) for number, doubt in enumerate(doubts, 1)]


def _weight(question: WriterQuestion) -> tuple[int, Span]:
    return WEIGHTS.index(question.kind), question.span


def saved_words(reading: Reading) -> str:
    """已存 14:02."""
    return _("已存 {time}").format(time=f"{localtime(reading.changed_at):%H:%M}")


def _anchor(marked: MarkedText, doubt: Doubt) -> str:
    number = marked.place_of.get(doubt.number)
    return f"m{number}" if number else ""


@dataclass(frozen=True, slots=True)
class ReadingLine:
    pk: int
    title: str
    from_words: str


def reading_lines(readings: Iterable[Reading]) -> list[ReadingLine]:
    """One line each, at most OPEN_SHOWN."""
    lines = []
    for reading in list(readings)[:OPEN_SHOWN]:
        when = localtime(reading.changed_at)
        words = _("{source} · {day} {time}").format(
            source=reading.source_name or _("粘贴的文字"), day=day_words(when.date()), time=f"{when:%H:%M}"
        )
        lines.append(ReadingLine(reading.pk, bulletin_title(bulletin_of(reading)), words))
    return lines
