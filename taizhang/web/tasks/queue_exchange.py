"""Lines of the landing page: what colleagues ask the unit. Nothing is late here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Question
from taizhang.core.lifecycle.bulletin_life import QuestionState
from taizhang.office.models import Unit
from taizhang.web.tasks.queue_lines import Group, Line

SHOWN = 30


def exchange_groups(units: list[Unit]) -> list[Group]:
    """Questions to these units; an empty group is left to the caller."""
    if not units:
        return []
    rows = Question.objects.filter(unit__in=units, state=QuestionState.ASKED).select_related(
        "asker", "asked_by", "article"
    )
    lines = [
        Line(
            title=row.text,
            small=_("{who}问：{title}").format(who=row.asker or row.asked_by, title=row.article.title[:40]),
            url=f"{reverse('practice', args=[row.article_id])}#q{row.pk}",
            act=_("答复"),
        )
        for row in rows.order_by("asked_at", "pk")[:SHOWN]
    ]
    return [Group(_("同行的提问"), lines)]
