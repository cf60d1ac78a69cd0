"""Loading articles that have appeared, questions about them, and a person's own themes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.bulletin.models import Article, PracticeReuse, Question, ThemeSubscription
from taizhang.bulletin.queries import exchange
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import may, person_of
from taizhang.web.projects.access import own_units


def load_practice(request: HttpRequest, pk: int) -> Article:
    """An article of an issue that has appeared, or 404."""
    return get_object_or_404(exchange.published(), pk=pk)


def questions_for(request: HttpRequest) -> QuerySet[Question]:
    """The questions that the person may see, the latest first."""
    desk = may(request, Permission.EDIT_BULLETIN)
    return exchange.questions_seen(units=own_units(request), person=person_of(request), desk=desk)


def load_question(request: HttpRequest, pk: int) -> Question:
    """A question that the person may see, or 404."""
    return get_object_or_404(questions_for(request), pk=pk)


def load_own_reuse(request: HttpRequest, pk: int) -> PracticeReuse:
    """What a unit of one's own took over, or 404."""
    rows = PracticeReuse.objects.select_related("unit", "office", "article")
    return get_object_or_404(rows.filter(unit__in=own_units(request)), pk=pk)


def load_own_theme(request: HttpRequest, pk: int) -> ThemeSubscription:
    """A theme that one follows oneself, or 404."""
    return get_object_or_404(exchange.followed(person_of(request)), pk=pk)
