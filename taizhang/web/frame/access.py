"""Loading is the permission check: what these functions return, the person may see.

A foreign object answers 404, never 403: that it exists is nobody's business.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.bulletin import queries as archive
from taizhang.bulletin.models import Issue, Reading, ReadingState
from taizhang.core.lifecycle.project_year import CallState, ProposalState
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.visible import projects_by, see_all, units_by
from taizhang.office import clock, queries
from taizhang.office.models import Person, Post
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import Role


def person_of(request: HttpRequest) -> Person:
    """Who has signed in; the guard has made sure that somebody has."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def posts_of(request: HttpRequest) -> list[Post]:
    """The posts this person holds now, asked once a request."""
    if not hasattr(request, "_posts"):
        request._posts = queries.posts_of(person_of(request), clock.now())  # type: ignore[attr-defined]
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
    own: QuerySet[Reading] = Reading.objects.filter(by=person_of(request), state=ReadingState.OPEN)
    return own.defer("source_text").order_by("-changed_at", "-pk")


def load_reading(request: HttpRequest, pk: int) -> Reading:
    """A reading of one's own, or 404. Discarded ones are gone."""
    try:
        return archive.reading_for(person_of(request), pk)
    except Reading.DoesNotExist as missing:
        raise Http404 from missing


def load_issue(request: HttpRequest, pk: int) -> Issue:
    """An issue of one's own office, or 404."""
    try:
        return archive.issue_for(person_of(request).office, pk)
    except Issue.DoesNotExist as missing:
        raise Http404 from missing


def calls_for(request: HttpRequest) -> QuerySet[Call]:
    """The calls, latest first; drafts only for who runs the ledger."""
    calls: QuerySet[Call] = Call.objects.select_related("ledger").order_by("-deadline", "-pk")
    return calls if may(request, Permission.RUN_LEDGER) else calls.exclude(state=CallState.DRAFT)


def load_call(request: HttpRequest, pk: int) -> Call:
    """A call that the person may see, or 404."""
    return get_object_or_404(calls_for(request), pk=pk)


def proposals_for(request: HttpRequest) -> QuerySet[Proposal]:
    """A unit's people see their unit's proposals; the office those that were signed."""
    rows: QuerySet[Proposal] = Proposal.objects.select_related("call__ledger", "unit", "theme")
    if see_all(posts_of(request)):
        unseen = (ProposalState.DRAFT, ProposalState.UNIT_REVIEW)
        signed = Q(signed_at__isnull=False) & ~Q(state__in=unseen)
        return rows.filter(signed | Q(unit__in=units_by(posts_of(request))))
    return rows.filter(unit__in=units_by(posts_of(request)))


def load_proposal(request: HttpRequest, pk: int) -> Proposal:
    """A proposal that the person may see, or 404."""
    return get_object_or_404(proposals_for(request), pk=pk)


def load_project(request: HttpRequest, pk: int) -> Project:
    """A project that the person may see, or 404."""
    rows = projects_by(posts_of(request)).select_related("ledger", "lead_unit", "theme")
    return get_object_or_404(rows, pk=pk)
