"""The year's plan of topics: lines are added, one is changed or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from taizhang.bulletin.models import Commission, PlannedTopic
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.topic_lines import TopicLine
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def plan_topics(
    *, office: Office, year: int, topics: Sequence[TopicLine], by: Person | None, at: datetime
) -> list[PlannedTopic]:
    """Add the topics to the plan of a year, all or none. Refused where one stands there already."""
    for each in topics:
        check_no_secret(each.title, each.note)
    with unit_of_work(office=office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        rows = []
        for each in topics:
            _check_once(year, each.month, each.title)
            given = {"year": year, "month": each.month, "title": each.title, "note": each.note}
            rows.append(PlannedTopic.objects.create(office=office, **given))
            work.record("plan_topic", rows[-1], {"year": year, "month": each.month})
    return rows


def edit_topic(
    *, topic: PlannedTopic, month: int, title: str, note: str = "", by: Person, at: datetime
) -> PlannedTopic:
    """Change a topic; what was commissioned from it stays."""
    check_no_secret(title, note)
    with unit_of_work(office=topic.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        given = {"month": month, "title": title, "note": note}
        before = {name: getattr(topic, name) for name in given if getattr(topic, name) != given[name]}
        _check_once(topic.year, month, title, but=topic.pk)
        for name in before:
            setattr(topic, name, given[name])
        topic.save(update_fields=list(given))
        work.record("edit_topic", topic, {"before": before, "after": {name: given[name] for name in before}})
    return topic


def drop_topic(*, topic: PlannedTopic, by: Person, at: datetime) -> None:
    """Take a topic out of the plan. Refused where an article was commissioned from it."""
    with unit_of_work(office=topic.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if Commission.objects.filter(topic=topic).exists():
            raise Refused(Message(N_("已经按这个选题约过稿，不能删除。")))
        work.record("drop_topic", topic, {"year": topic.year, "month": topic.month, "title": topic.title})
        topic.delete()


def _check_once(year: int, month: int, title: str, but: int = 0) -> None:
    if PlannedTopic.objects.filter(year=year, month=month, title=title).exclude(pk=but).exists():
        raise Refused(Message(N_("{month}月已有选题“{title}”。"), {"month": month, "title": title}))
