"""What has changed in an issue since a person last had it before them."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.bulletin.models import Article, ArticleVersion, Issue, LastLook
from taizhang.core.text.merge3 import MergeRun, compared


@dataclass(frozen=True, slots=True)
class Changed:
    """An article with the runs of its text: the same, gone, new."""

    article: Article
    fresh: bool  # not seen before
    runs: tuple[MergeRun, ...]


def changes_since(issue: Issue, seen: LastLook | None) -> list[Changed]:
    """The articles that others changed, in the order of print; none where the person never looked."""
    if seen is None:
        return []
    later = ArticleVersion.objects.filter(article__issue=issue, at__gt=seen.at)
    by_others = set(later.exclude(by=seen.person_id).values_list("article", flat=True))
    rows = []
    for article in issue.articles.all():
        before = seen.texts.get(str(article.pk))
        if article.pk not in by_others or before == [article.title, article.body]:
            continue
        old = "\n".join(before) if before else ""
        rows.append(Changed(article, before is None, tuple(compared(old, article.text))))
    return rows
