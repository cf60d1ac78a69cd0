"""What has changed in an issue since a person last had it before them."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.bulletin.models import Article, Issue, Look
from taizhang.core.merging import Run, compared


@dataclass(frozen=True, slots=True)
class Changed:
    """An article with the runs of its text: the same, gone, new."""

    article: Article
    fresh: bool  # not seen before
    runs: tuple[Run, ...]


def changes_since(issue: Issue, seen: Look | None) -> list[Changed]:
    """The articles that changed, in the order of print; all of them where the person never looked."""
    if seen is None:
        return []
    rows = []
    for article in issue.articles.all():
        before = seen.texts.get(str(article.pk))
        if before == [article.title, article.body]:
            continue
        old = "\n".join(before) if before else ""
        rows.append(Changed(article, before is None, tuple(compared(old, article.text))))
    return rows
