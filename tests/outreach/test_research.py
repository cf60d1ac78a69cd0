"""Research: four questions of a project are four, and a problem found waits in the ledger with its answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import RESEARCH, ResearchState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions.blockers import answer_blocker
from taizhang.ledger.models import Blocker, Project
from taizhang.ledger.rules.checks import Objections
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import research
from taizhang.outreach.models import ResearchProblem, ResearchTopic
from taizhang.outreach.visible import research_for
from tests.matrix import surprises
from tests.web.route_objects import a_project

from .conftest import Pool
from .test_media import actors


@pytest.fixture
def project(pool: Pool) -> Project:
    return a_project(pool.office, pool.unit)


def topic(project: Project, at: datetime, question: str = "群众想听什么") -> ResearchTopic:
    return research.start_research(project=project, question=question, method="座谈", by=None, at=at)


def test_a_topic_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, project: Project, at: datetime
) -> None:
    def put(state: str, verb: str) -> ResearchTopic:
        row = topic(project, at)
        if state == "concluded":
            return research.conclude_research(topic=row, findings="想听身边事。", by=None, at=at)
        return research.drop_research(topic=row, reason="并题", by=None, at=at) if state == "dropped" else row

    acts = {
        "edit": lambda row, by: research.edit_research(topic=row, question="另一问", by=by, at=at),
        "visit": lambda row, by: research.add_visit(
            topic=row, visited_on=localdate(at), place="和平社区", learnt="晚上人多", by=by, at=at
        ),
        "raise": lambda row, by: research.raise_problem(
            topic=row, text="场地不足", wanted="市住建局", by=by, at=at
        ),
        "conclude": lambda row, by: research.conclude_research(
            topic=row, findings="想听身边事。", by=by, at=at
        ),
        "reopen": lambda row, by: research.reopen_research(topic=row, reason="补充走访", by=by, at=at),
        "drop": lambda row, by: research.drop_research(topic=row, reason="并题", by=by, at=at),
    }
    assert surprises(RESEARCH, ResearchState, acts, put, actors(pool)) == []


def test_a_problem_found_is_one_of_the_ledgers_with_owner_and_answer(
    pool: Pool, project: Project, at: datetime
) -> None:
    row = topic(project, at)
    blocker = research.raise_problem(topic=row, text="场地不足", wanted="市住建局", by=pool.liaison, at=at)
    assert (Blocker.objects.get(), ResearchProblem.objects.get().blocker) == (blocker, blocker)
    with pytest.raises(Refused, match="已经提出"):
        research.raise_problem(topic=row, text="场地不足", by=pool.liaison, at=at)
    assert ResearchProblem.objects.count() == 1
    answer_blocker(blocker=blocker, answer="由市住建局腾出一楼。", by=pool.officer, at=at)
    client = Client()
    client.force_login(pool.liaison)
    shown = client.get(reverse("research-topic", args=[row.pk])).content.decode()
    assert "市住建局" in shown
    assert "由市住建局腾出一楼。" in shown


def test_four_topics_of_a_project_are_four(pool: Pool, project: Project, at: datetime) -> None:
    for question in ("群众想听什么", "谁来讲", "在哪里讲", "讲得怎样"):
        topic(project, at, question)
    with pytest.raises(Objections, match="已有同样"):
        topic(project, at, " 谁来讲")
    client = Client()
    client.force_login(pool.liaison)
    visited = ResearchTopic.objects.get(question="谁来讲")
    research.add_visit(
        topic=visited, visited_on=at.date(), place="临港社区", learnt="退休教师愿意讲。", by=None, at=at
    )
    for asked, number in (("", 4), (f"?project={project.pk}", 4), ("?project=99999", 0)):
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse("research") + asked).content.decode()
        assert shown.count("调研中") == number
        assert len(queries) <= 6  # as many for four topics as for one
    assert set(research_for(viewer_at(pool.other_liaison, at))) == set()
    assert research_for(viewer_at(pool.dispatcher, at)).count() == 4


def test_what_cannot_be_is_refused(pool: Pool, project: Project, at: datetime) -> None:
    row = topic(project, at)
    with pytest.raises(Objections, match="日期晚于今天"):
        research.add_visit(
            topic=row, visited_on=localdate(at) + timedelta(days=1), place="社区", learnt="x", by=None, at=at
        )
    with pytest.raises(Refused, match="请写调研结论"):
        research.conclude_research(topic=row, findings=" ", by=None, at=at)
    with pytest.raises(Objections, match="请写调研课题"):
        research.edit_research(topic=row, question=" ", by=None, at=at)
    for by in (pool.officer, pool.other_liaison, pool.leader):
        with pytest.raises(Refused):
            research.start_research(project=project, question="另一问", by=by, at=at)
    Project.objects.filter(pk=project.pk).update(state="closed")
    project.refresh_from_db()
    with pytest.raises(Objections, match="不在实施中"):
        topic(project, at, "另一问")


def test_from_topic_to_findings_on_the_pages(pool: Pool, project: Project) -> None:
    client = Client()
    client.force_login(pool.liaison)
    given = {"act": "start", "project": project.pk, "question": "群众想听什么", "method": "走访"}
    made = client.post(reverse("research-new"), given, follow=True)
    assert "已立题。" in made.content.decode()
    act = reverse("research-topic-act", args=[ResearchTopic.objects.get().pk])
    for step in (
        {"act": "visit", "visited_on": "2026-03-01", "place": "和平社区", "learnt": "晚上人多"},
        {"act": "raise", "text": "场地不足", "wanted": "市住建局"},
        {"act": "conclude", "findings": "想听身边事。"},
    ):
        shown = client.post(act, step, follow=True).content.decode()
    assert all(words in shown for words in ("晚上人多", "场地不足", "想听身边事。", "已形成结论"))
