"""The Word file of an issue at the desk: as what its articles go out, and what they were when a file went out."""

from __future__ import annotations

from taizhang.bulletin.models import Article, ArticleVersion, Issue
from taizhang.bulletin.queries.composing import item_of
from taizhang.core.gongwen.punctuation import normalise
from taizhang.core.text.printed_article import PrintedArticle, printed_article
from taizhang.core.text.word_regions import SentArticle
from taizhang.intake.plain import without_hidden
from taizhang.press.typeset.bounds import clean


def issue_mark(issue: Issue) -> str:
    """By what a file knows its issue."""
    return issue.key.hex[:8]


def sent_now(article: Article) -> SentArticle:
    """The article as it would go out now."""
    return SentArticle(issue_mark(article.issue), article.pk, article.version, item_of(article).run_in)


def text_sent(article: Article, sent: SentArticle) -> str:
    """Headline and text in the version that went out; as they are now where that version is not kept."""
    row = ArticleVersion.objects.filter(article=article, version=sent.version).first()
    return f"{row.title}\n{row.body}" if row else article.text


def lines_sent(article: Article, sent: SentArticle) -> PrintedArticle:
    """The lines of the article in the file that went out."""
    return printed_article(text_sent(article, sent), printed_line, run_in=sent.run_in)


def printed_line(line: str) -> str:
    """What a Word file holds of a line, once it was read back."""
    words: str = clean(normalise(line))
    return without_hidden(words).strip()
