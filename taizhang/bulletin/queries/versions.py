"""The earlier texts of an article, and where words stand in an issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from taizhang.bulletin.models import Article, ArticleVersion
from taizhang.core.text.edits import words_in

STEP = timedelta(minutes=5)  # one writer's saves closer together than this count as one version
AROUND = 24  # characters shown on either side of words that were found


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words at one place of an article, with what stands around them."""

    article: Article
    before: str
    words: str
    after: str


def versions_of(article: Article) -> list[ArticleVersion]:
    """Return the versions, the newest first: of saves that follow each other the last, and the very first of all."""
    rows = article.versions.select_related("by").defer("title", "body").order_by("version")
    kept: list[ArticleVersion] = []
    begun = None
    for row in rows:
        goes_on = (
            len(kept) > 1 and kept[-1].by_id == row.by_id and begun is not None and row.at - begun < STEP
        )
        if goes_on:
            kept[-1] = row
        else:
            kept.append(row)
            begun = row.at
    return kept[::-1]


def found_in(articles: Iterable[Article], words: str) -> list[FoundWords]:
    """Return every place of the words in the articles' headlines and texts."""
    return [
        FoundWords(
            article,
            _end(article.text[max(0, span.start - AROUND) : span.start]),
            words,
            article.text[span.end : span.end + AROUND].partition("\n")[0],
        )
        for article in articles
        for span in words_in(article.text, words)
    ]


def _end(text: str) -> str:
    return text.rpartition("\n")[2]
