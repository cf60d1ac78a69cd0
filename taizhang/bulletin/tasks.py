"""What the bulletin brings to a person's digest: questions of colleagues, and new articles of followed themes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from taizhang.bulletin.queries.exchange import news_of_day
from taizhang.bulletin.visible import questions_for
from taizhang.core.lifecycle.bulletin_life import QuestionState
from taizhang.core.text.messages import N_, Sentence
from taizhang.office.models import Person
from taizhang.office.tasks import DueLine
from taizhang.office.visible import viewer_at

MOST = 20


def due_lines(person: Person, at: datetime) -> Iterator[DueLine]:
    """Questions that wait for the person's unit; and what appeared yesterday, so that each is told once."""
    viewer = viewer_at(person, at)
    asked = questions_for(viewer).filter(unit__in=viewer.units, state=QuestionState.ASKED)
    for question in asked.order_by("asked_at", "pk")[:MOST]:
        title = Sentence(N_("同行提问：{text}"), {"text": question.text[:40]})
        yield DueLine(title, None, f"/articles/{question.article_id}/practice/", f"question:{question.pk}")
    for article in news_of_day(viewer, localdate(at) - timedelta(days=1))[:MOST]:
        gaps: dict[str, str | int] = {"series": article.issue.series.name, "title": article.title[:60]}
        title = Sentence(N_("{series}：{title}"), gaps)
        yield DueLine(title, None, f"/articles/{article.pk}/practice/", f"article:{article.pk}", news=True)
