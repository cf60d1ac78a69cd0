"""Loading issues at the desk and their articles: what these functions return, the person may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.bulletin.models import Article, FactQuery, Issue
from taizhang.core.lifecycle.bulletin_life import AT_DESK, ISSUE, FactQueryState
from taizhang.ledger.visible import units_by
from taizhang.web.frame.access import posts_of

ROW = ("series", "office", "opened_by", "edited_by", "checked_by", "signed_by")


def drafts_for(request: HttpRequest) -> QuerySet[Issue]:
    """The issues at the desk, the latest first; the guard has asked for the right to see them."""
    issues: QuerySet[Issue] = Issue.objects.filter(state__in=AT_DESK)
    return issues.select_related(*ROW).order_by("-date", "-pk")


def load_draft(request: HttpRequest, pk: int) -> Issue:
    """An issue at the desk, or 404; one that is sealed is found in the archive."""
    return get_object_or_404(drafts_for(request), pk=pk)


def load_article(request: HttpRequest, pk: int) -> Article:
    """An article of an issue at the desk, or 404."""
    rows = Article.objects.select_related("issue__series", "issue__office", "unit", "project", "office")
    return get_object_or_404(rows.filter(issue__in=drafts_for(request)), pk=pk)


def facts_for(request: HttpRequest) -> QuerySet[FactQuery]:
    """Questions about figures: a unit sees those put to it; the desk all of them."""
    rows: QuerySet[FactQuery] = FactQuery.objects.select_related(
        "article__issue", "unit", "asked_by", "office"
    )
    if verbs_of(request):
        return rows
    return rows.filter(unit__in=units_by(posts_of(request))).exclude(state=FactQueryState.WITHDRAWN)


def load_fact(request: HttpRequest, pk: int) -> FactQuery:
    """A question about a figure that the person may see, or 404."""
    return get_object_or_404(facts_for(request), pk=pk)


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The codes of the roles the person holds now."""
    return frozenset(str(post.role) for post in posts_of(request))


def verbs_of(request: HttpRequest) -> bool:
    """Whether one of the person's posts works at the desk."""
    return any(step.by & roles_of(request) for step in ISSUE.steps.values())
