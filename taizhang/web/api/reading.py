"""Who reads, and what of the office's tables: the same questions that the pages ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest

from taizhang.bulletin.models import Article, Issue, Rendering, Series
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.ledger.models import Figure, Project
from taizhang.ledger.visible import projects_by, see_all, units_by
from taizhang.office import clock, tokens
from taizhang.office.models import ApiToken, Post
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import Role

LONGEST = 200  # characters of a secret; ours have 46


class Forbidden(Exception):
    """The token's roles do not carry what is asked."""


@dataclass(frozen=True)
class Reader:
    """A token and what it opens."""

    token: ApiToken

    @cached_property
    def posts(self) -> list[Post]:
        return tokens.posts_for(self.token)

    def need(self, permission: Permission) -> None:
        """Raise Forbidden unless one of the roles carries the permission."""
        if not allowed([Role(post.role) for post in self.posts], permission):
            raise Forbidden

    def series(self) -> QuerySet[Series]:
        self.need(Permission.READ_ARCHIVE)
        return Series.objects.all()

    def issues(self) -> QuerySet[Issue]:
        """What is sealed; drafts are nobody's but the desk's."""
        self.need(Permission.READ_ARCHIVE)
        made = Rendering.objects.select_related("file").order_by("letter", "format", "-made_at", "-pk")
        return (
            Issue.objects.filter(state__in=OUT)
            .select_related("series")
            .prefetch_related(
                Prefetch("renderings", queryset=made),
                Prefetch("articles", queryset=Article.objects.only("office_id", "issue_id", "position")),
            )
            .defer("source_text", "search_text")
        )

    def articles(self) -> QuerySet[Article]:
        self.need(Permission.READ_ARCHIVE)
        rows: QuerySet[Article] = Article.objects.filter(issue__state__in=OUT)
        return rows.select_related("issue", "unit", "theme", "project").defer(
            "issue__data", "issue__source_text", "issue__search_text", "issue__snapshot"
        )

    def projects(self) -> QuerySet[Project]:
        self.need(Permission.SEE_LEDGER)
        return projects_by(self.posts).select_related("ledger", "lead_unit", "theme")

    def figures(self) -> QuerySet[Figure]:
        """Figures in force and those they replaced."""
        self.need(Permission.SEE_LEDGER)
        rows: QuerySet[Figure] = Figure.objects.select_related("whose", "indicator", "definition")
        if see_all(self.posts):
            return rows
        own = projects_by(self.posts).values("pk")
        return rows.filter(Q(whose__in=units_by(self.posts)) | Q(project__in=own))


def reader_of(request: HttpRequest) -> Reader | None:
    """Who asks, by the Authorization header alone: cookies count for nothing here."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not 0 < len(secret) <= LONGEST:
        return None
    token = tokens.token_of(secret, clock.today())
    return Reader(token) if token else None
