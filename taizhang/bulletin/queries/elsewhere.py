"""What the same unit has said elsewhere: in this issue, in earlier issues and years."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from taizhang.bulletin.models import Article
from taizhang.core.figures import TextFigure, read_figures
from taizhang.core.figures.across import Across, Said, across
from taizhang.core.figures.excerpt import window
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.text.messages import N_, Message

NEWEST = 40  # published articles of the unit that are looked through


def contradictions(article: Article) -> list[Across[int]]:
    """What the article's figures are to be asked about, held against the unit's other texts.

    Articles without a unit's name are not compared; those of this issue and the newest published ones are.
    """
    if not article.source_unit:
        return []
    same = Article.objects.filter(source_unit=article.source_unit).exclude(pk=article.pk)
    here = same.filter(issue=article.issue_id).select_related("issue")
    printed = same.filter(issue__state__in=OUT, issue__date__lte=article.issue.date)
    others = [said for other in here for said in _said(other)]
    for other in printed.select_related("issue").order_by("-issue__date", "-pk")[:NEWEST]:
        others += _printed(other.pk, other.text, other.source_unit, other.issue.date, _label(other))
    return across(_said(article), others)


def _said(article: Article) -> tuple[Said[int], ...]:
    return _read(article.pk, article.text, article.source_unit, article.issue.date, _label(article))


def _label(article: Article) -> str:
    issue = article.issue
    number = issue.annual_no
    gaps: dict[str, str | int] = {"title": article.title[:20], "year": issue.year, "n": number or 0}
    return str(Message(N_("{year}年第{n}期《{title}》") if number else N_("本期《{title}》"), gaps))


def _read(key: int, text: str, unit: str, day: date, label: str) -> tuple[Said[int], ...]:
    """Each with the words near it: a text without full stops must not be kept once for every figure."""
    near = map(_with_words_near, read_figures(text, certain_ends=True))
    return tuple(Said(key, label, day, unit, figure, figure.sentence.of(text)) for figure in near)


def _with_words_near(figure: TextFigure) -> TextFigure:
    around = figure.surroundings
    near = around._replace(sentence=window(around.sentence, figure.span))
    return TextFigure(figure.span, figure.surface, figure.quantity, near)


# What is printed never changes: it is read once.
_printed = lru_cache(maxsize=2_000)(_read)
