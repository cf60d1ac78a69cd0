"""Which version of an issue holds: what its last revision prints, and whether it is recalled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from taizhang.bulletin.models import Article, Issue, Recall, Revision
from taizhang.core.gongwen import bulletin_from_json


@dataclass(frozen=True, slots=True)
class VersionsNow:
    """The versions that hold of some issues: the last revisions by issue, headline and body of each article as those
    print them, and which of the issues are recalled.
    """

    revisions: Mapping[int, Revision]
    texts: Mapping[int, tuple[str, str]]
    recalled: Collection[int]

    @classmethod
    def of(cls, issues: Collection[int] | None) -> VersionsNow:
        """Return those of the issues with these keys, or of all (None); three queries."""
        among = {} if issues is None else {"issue__in": issues}
        last = {row.issue_id: row for row in Revision.objects.filter(**among).order_by("letter")}
        keys: dict[int, list[int]] = {issue: [] for issue in last}
        articles = Article.objects.filter(issue__in=last).order_by("position")
        for issue, key in articles.values_list("issue_id", "pk"):
            keys[issue].append(key)
        texts = {
            key: (item.title, "\n".join(paragraph.text for paragraph in item.body))
            for issue, row in last.items()
            for key, item in zip(keys[issue], bulletin_from_json(row.data).items, strict=False)
        }
        return cls(last, texts, set(Recall.objects.filter(**among).values_list("issue_id", flat=True)))

    def letter(self, issue: int) -> str:
        """The letter of the issue's last revision; empty where there is none."""
        return self.revisions[issue].letter if issue in self.revisions else ""

    def data(self, issue: Issue) -> dict[str, Any]:
        """The bulletin as plain values."""
        data: dict[str, Any] = self.revisions.get(issue.pk, issue).data
        return data

    def text(self, article: Article) -> tuple[str, str]:
        """Headline and body of an article."""
        return self.texts.get(article.pk) or (article.title, article.body)

    def title(self, article: Article) -> str:
        """Headline of an article; its body need not be loaded."""
        return self.texts[article.pk][0] if article.pk in self.texts else article.title


def text_now(article: Article) -> tuple[str, str]:
    """Headline and body of the article as the last version of its issue prints them."""
    return VersionsNow.of([article.issue_id]).text(article)
