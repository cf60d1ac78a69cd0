"""What the addresses of the exchange and of tokens speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.bulletin.models import (
    Article,
    Issue,
    Origin,
    PracticeReuse,
    Question,
    Series,
    ThemeSubscription,
)
from taizhang.ledger.models import Project
from taizhang.office.models import ApiToken, Person

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("api_token", "published", "question", "own_reuse", "own_theme")
PATHS: dict[str, list[str | int]] = {
    "token-revoke": ["api_token"],
    "office-fonts-page": ["own"],
    "practice": ["published"],
    "question-ask": ["published"],
    "reuse": ["published"],
    "question-act": ["question"],
    "reuse-withdraw": ["own_reuse"],
    "theme-unfollow": ["own_theme"],
    "adopted": [2026],
    "theme-feed": ["nobodys"],
    **{
        f"api-{name}": [1]
        for name in (
            "series-one", "issue", "issue-figures", "article", "project", "figure", "report", "session", "order",
            "media-item", "sit-in", "research-topic", "service", "plan",
        )
    },
    "api-issue-file": [1, "pdf"],
    "api-unknown": [0],
}  # fmt: skip
WRITES = {
    "token-revoke", "question-ask", "reuse", "question-act", "reuse-withdraw", "theme-follow",
    "theme-unfollow", "theme-feed-set",
}  # fmt: skip


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name, of ``project`` and the unit that leads it."""
    own: dict[str, Any] = {"office": project.office}
    if name == "api_token":
        until = date(2027, 3, 1)
        return ApiToken.objects.create(
            **own, name="门户网站", digest="0" * 64, roles=["reader"], made_at=SPRING, expires_on=until
        )
    if name == "own_theme":
        return ThemeSubscription.objects.create(**own, person=by, theme="聚力共建", at=SPRING)
    article = published(project, by)
    if name == "question":
        asked = {"text": "钱从哪里来？", "asked_by": by, "asked_at": SPRING}
        return Question.objects.create(**own, article=article, unit=project.lead_unit, **asked)
    if name == "own_reuse":
        return PracticeReuse.objects.create(**own, article=article, unit=project.lead_unit, by=by, at=SPRING)
    return article


def published(project: Project, by: Person) -> Article:
    """An article of the unit that leads the project, in an issue read in."""
    office: dict[str, Any] = {"office": project.office}
    new = {"name": "简报", "issuer": "市文明办"}
    series = Series.objects.get_or_create(**office, slug="jb", defaults=new)[0]
    kept = {"year": 2026, "date": date(2026, 3, 2), "data": {}, "saved_at": SPRING, "saved_by": by}
    issue = Issue.objects.create(**office, series=series, origin=Origin.READ, **kept)
    words = {"title": "独居老人每周一访", "body": "走访4216户。", "unit": project.lead_unit}
    return Article.objects.create(**office, **words, issue=issue, position=1)
