"""Rules adopted, and the pace of every project judged by them; notices are drafted, never sent (督账)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.pace import actual_pace, planned_pace
from taizhang.core.project_year import NoticeState, ProjectState
from taizhang.core.signals import (
    PRESETS,
    Judgement,
    Level,
    ProjectFacts,
    judge_project,
    notice_level,
    rules_from_json,
    rules_to_json,
)
from taizhang.core.words import N_, Sentence
from taizhang.core.workflow import Refused
from taizhang.ledger.acts import counted_anew
from taizhang.ledger.judging import facts_of
from taizhang.ledger.models import Baseline, Ledger, Notice, Project, RuleSet, Signal
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, record_event

JUDGED = (ProjectState.ACTIVE,)


def adopt_rules(
    *,
    ledger: Ledger,
    preset: str = "",
    data: Mapping[str, Any] | None = None,
    by: Person | None,
    at: datetime,
) -> RuleSet:
    """Judge the ledger by a preset, or by rules of one's own, from now on; each change is a new version."""
    try:
        rules = rules_from_json(data) if data is not None else PRESETS[preset]
    except ValueError as error:
        raise Refused(error.args[0]) from error
    with acting(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER):
        last = RuleSet.objects.filter(code=rules.code).order_by("-version").first()
        version = last.version if last else 0
        written = rules_to_json(replace(rules, version=version))
        if last is None or last.data != written:
            last = RuleSet.objects.create(
                office=ledger.office,
                code=rules.code,
                name=rules.name,
                version=version + 1,
                data=rules_to_json(replace(rules, version=version + 1)),
                adopted_by=by,
                adopted_at=at,
            )
        Ledger.objects.filter(pk=ledger.pk).update(rules=last)
        ledger.refresh_from_db()
        detail = {"rules": last.code, "version": last.version}
        record_event(office=ledger.office, by=by, at=at, verb="adopt_rules", subject=ledger, detail=detail)
    return last


def judge_ledger(*, ledger: Ledger, by: Person | None = None, at: datetime) -> int:
    """Judge every active project as of today; how many signals changed. Doing it twice changes nothing more.

    Where a level got worse, a notice is drafted: whether it is issued is for a person to decide.
    """
    with acting(office=ledger.office, by=by, at=at, needs=Permission.RUN_LEDGER):
        if ledger.rules is None:
            raise Refused(Sentence(N_("请先选定督办规则。")))
        today = localdate(at)
        rules = rules_from_json(ledger.rules.data)
        projects = list(Project.objects.filter(ledger=ledger, state__in=JUDGED))
        facts = facts_of(projects, today)
        bench = _Bench(ledger, ledger.rules, projects, today, at)
        changed = sum(
            bench.note(project, facts[project.pk], judge_project(facts[project.pk], rules))
            for project in projects
            if project.pk in facts
        )
        _end_signals(ledger, today)
        if changed:
            counted_anew(ledger.pk)
            detail = {"changed": changed}
            record_event(
                office=ledger.office, by=by, at=at, verb="judge_ledger", subject=ledger, detail=detail
            )
    return changed


class _Bench:
    """What judging many projects needs to know of each."""

    def __init__(
        self, ledger: Ledger, rules: RuleSet, projects: list[Project], today: date, at: datetime
    ) -> None:
        self.ledger, self.rules, self.today, self.at = ledger, rules, today, at
        keys = [project.pk for project in projects]
        signals = Signal.objects.filter(project__in=keys, until__isnull=True)
        self.signals = {signal.project_id: signal for signal in signals}
        baselines = Baseline.objects.filter(project__in=keys, until__isnull=True)
        self.baselines = {baseline.project_id: baseline for baseline in baselines}

    def note(self, project: Project, facts: ProjectFacts, judgement: Judgement) -> bool:
        """Keep the judgement if it says something new; whether it does."""
        reason = {"pattern": judgement.reason.pattern, "values": dict(judgement.reason.values)}
        planned, actual = planned_pace(facts.curve, self.today), actual_pace(facts.indicators)
        before, period = self.signals.get(project.pk), f"{self.today:%Y-%m}"
        baseline = self.baselines[project.pk]
        Project.objects.filter(pk=project.pk).update(
            level=judgement.level, level_reason=reason, planned=_share(planned), actual=_share(actual)
        )
        now = (period, judgement.level, judgement.rule, baseline.pk, self.rules.pk)
        if before and now == (before.period, before.level, before.rule, before.baseline_id, before.rules_id):
            Signal.objects.filter(pk=before.pk).update(
                reason=reason, planned=_share(planned), actual=_share(actual)
            )
            return False
        if before:  # one judged earlier the same day has then held for no day at all
            Signal.objects.filter(pk=before.pk).update(until=self.today)
        signal = Signal.objects.create(
            office=project.office,
            project=project,
            ledger=self.ledger,
            period=period,
            level=judgement.level,
            rule=judgement.rule,
            reason=reason,
            planned=_share(planned),
            actual=_share(actual),
            baseline=baseline,
            rules=self.rules,
            since=self.today,
            judged_at=self.at,
        )
        self._draft(project, signal, before)
        return True

    def _draft(self, project: Project, signal: Signal, before: Signal | None) -> None:
        colour = notice_level(Level(signal.level))
        worse = before is None or Level(signal.level).severity > Level(before.level).severity
        if colour is None or not worse:
            return
        drafts = Notice.objects.filter(project=project, state=NoticeState.DRAFT, drafted_by__isnull=True)
        reason = str(Sentence(signal.reason["pattern"], signal.reason["values"]))
        values: dict[str, Any] = {
            "colour": colour,
            "signal": signal,
            "baseline": signal.baseline,
            "reason": signal.reason,
            "text": f"{reason}请抓紧推进，并回复原因、措施和预计完成时间。",
            "drafted_at": self.at,
        }
        if not drafts.update(**values):
            Notice.objects.create(office=project.office, project=project, ledger=self.ledger, **values)


def _end_signals(ledger: Ledger, today: date) -> None:
    """Projects no longer judged have no signal from today on."""
    others = Project.objects.filter(ledger=ledger).exclude(state__in=JUDGED)
    Signal.objects.filter(project__in=others, until__isnull=True).update(until=today)
    others.exclude(level="").update(level="", level_reason={})


def _share(share: Fraction | None) -> Decimal | None:
    if share is None:
        return None
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001"))
