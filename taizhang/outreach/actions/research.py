"""Research topics (调查研究): begun, visited, concluded; the problems found go to the ledger's list of problems."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import RESEARCH
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.blockers import raise_blocker
from taizhang.ledger.models import Blocker, Project
from taizhang.ledger.rules.checks import Objections, check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, transition, unit_of_work
from taizhang.outreach.models import ResearchProblem, ResearchTopic, ResearchVisit


def start_research(
    *, project: Project, question: str, method: str = "", by: Person | None, at: datetime
) -> ResearchTopic:
    """Begin to look into a question of a project under way."""
    with unit_of_work(office=project.office, by=by, at=at, needs=Permission.ACT_IN_OUTREACH) as work:
        check_actor(RESEARCH.steps["edit"], project.lead_unit_id, by, at)
        if project.state != "active":
            raise Objections({"project": Message(N_("项目不在实施中，不能再加调研课题。"))})
        _check_question(project, question, None)
        topic = ResearchTopic.objects.create(
            office=project.office, project=project, question=question.strip(), method=method, started_by=by,
            started_at=at,
        )  # fmt: skip
        work.record("start_research", topic, {"project": project.pk})
    return topic


def edit_research(
    *, topic: ResearchTopic, question: str, method: str = "", by: Person | None, at: datetime
) -> ResearchTopic:
    """Put question and method in other words."""
    with transition(RESEARCH, "edit", topic, by=by, at=at) as act:
        _check_question(topic.project, question, topic)
        before = {"question": topic.question, "method": topic.method}
        act.move(question=question.strip(), method=method)
        act.record("edit_research", detail=before)
    return topic


def add_visit(
    *, topic: ResearchTopic, visited_on: date, place: str, learnt: str, by: Person | None, at: datetime
) -> ResearchVisit:
    """Say where one went and what one learnt there."""
    with transition(RESEARCH, "visit", topic, by=by, at=at) as act:
        check_no_secret(place, learnt)
        if visited_on > localdate(at):
            raise Objections({"visited_on": Message(N_("日期晚于今天，请在走访以后登记。"))})
        visit = ResearchVisit.objects.create(
            office=topic.office, topic=topic, visited_on=visited_on, place=place.strip(), learnt=learnt.strip(),
            by=by, at=at,
        )  # fmt: skip
        act.record("add_research_visit", visit)
    return visit


def raise_problem(*, topic: ResearchTopic, text: str, wanted: str = "", by: Person, at: datetime) -> Blocker:
    """Bring a problem to the office: it waits there, is answered and settled as any other of the project."""
    with transition(RESEARCH, "raise", topic, by=by, at=at):
        blocker = raise_blocker(project=topic.project, text=text, wanted=wanted, by=by, at=at)
        ResearchProblem.objects.create(office=topic.office, topic=topic, blocker=blocker)
    return blocker


def conclude_research(
    *, topic: ResearchTopic, findings: str, by: Person | None, at: datetime
) -> ResearchTopic:
    """Say what was found."""
    with transition(RESEARCH, "conclude", topic, by=by, at=at) as act:
        check_no_secret(findings)
        if not findings.strip():
            raise Refused(Message(N_("请写调研结论。")))
        before = {"findings": topic.findings} if topic.findings else None
        act.move(findings=findings.strip(), concluded_at=at)
        act.record("conclude_research", detail=before)
    return topic


def reopen_research(*, topic: ResearchTopic, reason: str, by: Person | None, at: datetime) -> ResearchTopic:
    """Look into it again; what was found stands until it is written anew."""
    return _leave(topic, "reopen", reason, by, at)


def drop_research(*, topic: ResearchTopic, reason: str, by: Person | None, at: datetime) -> ResearchTopic:
    """Look into it no more."""
    return _leave(topic, "drop", reason, by, at)


def _leave(topic: ResearchTopic, verb: str, reason: str, by: Person | None, at: datetime) -> ResearchTopic:
    with transition(RESEARCH, verb, topic, by=by, at=at) as act:
        check_reason(reason)
        act.move(reason=reason)
        act.record(f"{verb}_research", detail={"reason": reason})
    return topic


def _check_question(project: Project, question: str, row: ResearchTopic | None) -> None:
    check_no_secret(question)
    if not question.strip():
        raise Objections({"question": Message(N_("请写调研课题。"))})
    if project.research.filter(question=question.strip()).exclude(pk=row.pk if row else 0).exists():
        raise Objections({"question": Message(N_("这个项目已有同样的调研课题。"))})
