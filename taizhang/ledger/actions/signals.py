"""Rules adopted, and the pace of every project judged by them; notices are drafted, never sent (督账)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.signals import PRESETS, judge_project, rules_from_json, rules_to_json
from taizhang.core.pace.signals import SignalRules as Rules
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.signal_recording import JudgingRound, drafts_of, drop, note
from taizhang.ledger.actions.state_history import counted_anew
from taizhang.ledger.models import Ledger, Project, RuleSet, Signal
from taizhang.ledger.queries.pace_facts import facts_of
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import read_again, unit_of_work

JUDGED = (ProjectState.ACTIVE,)
_waiting: ContextVar[dict[int, Project] | None] = ContextVar("waiting", default=None)


def adopt_rules(
    *,
    ledger: Ledger,
    preset: str = "",
    data: Mapping[str, Any] | None = None,
    by: Person | None,
    at: datetime,
) -> RuleSet:
    """Judge the ledger by a preset, or by rules of one's own, from now on; each change is a new version.

    ``data`` is as core.signals writes rules; its version counts for nothing.
    """
    rules = _rules(preset, data)
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        adopted = _version_of(rules, ledger, by, at)
        Ledger.objects.filter(pk=ledger.pk).update(rules=adopted)
        ledger.refresh_from_db()
        detail = {"rules": adopted.code, "version": adopted.version}
        work.record("adopt_rules", ledger, detail)
    return adopted


def _rules(preset: str, data: Mapping[str, Any] | None) -> Rules:
    if data is None:
        if preset not in PRESETS:
            raise Refused(Message(N_("请先选定督办规则。")))
        return PRESETS[preset]
    try:
        return rules_from_json({**data, "version": 1})
    except ValueError as error:
        raise Refused(error.args[0]) from error


def _version_of(rules: Rules, ledger: Ledger, by: Person | None, at: datetime) -> RuleSet:
    """The last version where it says the same, else the next."""
    last = RuleSet.objects.filter(code=rules.code).order_by("-version").first()
    if last is not None and last.data == rules_to_json(replace(rules, version=last.version)):
        return last
    version = last.version + 1 if last else 1
    return RuleSet.objects.create(
        office=ledger.office,
        code=rules.code,
        name=rules.name,
        version=version,
        data=rules_to_json(replace(rules, version=version)),
        adopted_by=by,
        adopted_at=at,
    )


def judge_ledger(*, ledger: Ledger, by: Person | None = None, at: datetime) -> int:
    """Judge every active project as of today; how many signals changed. Doing it twice changes nothing more.

    Where a level got worse, a notice is drafted: whether it is issued is for a person to decide.
    """
    with unit_of_work(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        if ledger.rules is None:
            raise Refused(Message(N_("请先选定督办规则。")))
        rows = Project.objects.filter(ledger=ledger)
        changed = _judge(rows.filter(state__in=JUDGED), ledger, at)
        _end_signals(rows.exclude(state__in=JUDGED), at)
        if changed:
            counted_anew(ledger.pk)
            detail = {"changed": changed}
            work.record("judge_ledger", ledger, detail)
    return changed


@contextmanager
def judged_together(at: datetime) -> Iterator[None]:
    """Judge once, after the acts inside and as of ``at``, all projects that they would have judged each by itself.

    Called inside a unit of work. Where an act raises, nothing is judged.
    """
    waiting: dict[int, Project] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    judge_again(list(waiting.values()), at)


def judge_again(projects: Collection[Project], at: datetime) -> None:
    """Judge these projects, because what they are judged by has just changed; called inside a unit of work.

    Nothing is done where their ledger has no rules yet or is closed. The queries are as many for one as for all.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update({project.pk: project for project in projects})
        return
    keys = [project.pk for project in projects]
    for ledger in Ledger.objects.select_related("rules").filter(pk__in={each.ledger_id for each in projects}):
        if ledger.rules is None or ledger.closed_at is not None:
            continue
        _judge_those(Project.objects.filter(ledger=ledger, pk__in=keys), ledger, at)
        read_again([project for project in projects if project.ledger_id == ledger.pk])


def _judge_those(rows: QuerySet[Project], ledger: Ledger, at: datetime) -> None:
    """Judge those of ``rows`` that are active; the others, if there are any, have no signal from now on."""
    found = list(rows)
    active = [project for project in found if project.state in JUDGED]
    if _judge(active, ledger, at):
        counted_anew(ledger.pk)
    if len(active) < len(found):
        _end_signals(rows.exclude(state__in=JUDGED), at)


def _judge(active: Iterable[Project], ledger: Ledger, at: datetime) -> int:
    """Judge these projects; how many signals are new."""
    assert ledger.rules is not None  # noqa: S101 - both callers have asked
    today, rules = localdate(at), rules_from_json(ledger.rules.data)
    projects = list(active)
    facts = facts_of(projects, today)
    judged = [
        (project, facts[project.pk], judge_project(facts[project.pk], rules))
        for project in projects
        if project.pk in facts
    ]
    return note(JudgingRound(ledger, ledger.rules, today, at), judged)


def _end_signals(others: QuerySet[Project], at: datetime) -> None:
    """Projects no longer judged have no signal from today on, and nothing is to be issued about them."""
    Signal.objects.filter(project__in=others, until__isnull=True).update(until=localdate(at))
    left = list(others.exclude(level="").values_list("pk", flat=True))
    if left:
        drop(drafts_of(left), at)
        Project.objects.filter(pk__in=left).update(level="", level_reason={}, planned=None, actual=None)
