"""Loading is the permission check: what these functions return, the person may see.

A foreign object answers 404, never 403: that it exists is nobody's business.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from taizhang.bulletin.models import Issue, Reading, ReadingState
from taizhang.office import queries
from taizhang.office.models import Post
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import Role


def posts_of(request: HttpRequest) -> list[Post]:
    """The posts this person holds now, asked once a request."""
    if not hasattr(request, "_posts"):
        request._posts = queries.posts_of(request.user, timezone.now())  # type: ignore[arg-type, attr-defined]
    held: list[Post] = request._posts  # type: ignore[attr-defined]
    return held


def may(request: HttpRequest, permission: Permission) -> bool:
    """Whether one of the person's posts carries the permission."""
    return allowed([Role(post.role) for post in posts_of(request)], permission)


def title_of(request: HttpRequest) -> str:
    """The person as the bar shows them: 张敏（市教委 联络员）."""
    posts = [f"{post.unit or ''} {Role(post.role).label}".strip() for post in posts_of(request)]
    return f"{request.user}（{'、'.join(posts)}）" if posts else str(request.user)


def own_readings(request: HttpRequest) -> QuerySet[Reading]:
    """The person's open readings, latest first."""
    readings: QuerySet[Reading] = Reading.objects.filter(by=request.user, state=ReadingState.OPEN)
    return readings.order_by("-changed_at")


def load_reading(request: HttpRequest, pk: int) -> Reading:
    """A reading of one's own, or 404. Discarded ones are gone."""
    readings: Any = Reading.objects.filter(by=request.user).exclude(state=ReadingState.DISCARDED)
    reading: Reading = get_object_or_404(readings, pk=pk)
    return reading


def load_issue(request: HttpRequest, pk: int) -> Issue:
    """An issue of one's own office, or 404."""
    issue: Issue = get_object_or_404(Issue.objects.select_related("series", "saved_by"), pk=pk)
    return issue
