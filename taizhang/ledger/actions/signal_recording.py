"""What was judged is written down: a signal where something changed, and drafts of notices that follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from taizhang.core.lifecycle.project_year import NoticeState
from taizhang.core.pace.curves import actual_pace, planned_pace
from taizhang.core.pace.signals import Judgement, Level, ProjectFacts
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Baseline, Ledger, Notice, Project, RuleSet, Signal
from taizhang.ledger.queries.notices import words_for

SHOWN = ("level", "level_reason", "planned", "actual")
DRAFTED = ("colour", "signal", "baseline", "reason", "text", "drafted_at")
RENEWED = ("reason", "planned", "actual")
BATCH = 100


@dataclass(frozen=True, slots=True)
class JudgingRound:
    """One judging of a ledger's projects, and what stood before it."""

    ledger: Ledger
    rules: RuleSet
    today: date
    at: datetime


def note(round_: JudgingRound, judged: Iterable[tuple[Project, ProjectFacts, Judgement]]) -> int:
    """Write the judgements down, a handful of queries however many they are; how many signals are new."""
    rows = list(judged)
    keys = [project.pk for project, _facts, _judgement in rows]
    before = {each.project_id: each for each in Signal.objects.filter(project__in=keys, until__isnull=True)}
    baselines = {
        each.project_id: each for each in Baseline.objects.filter(project__in=keys, until__isnull=True)
    }
    shown, kept, ended, new, on = [], [], [], [], []
    now = dict(before)
    for project, facts, judgement in rows:
        signal = _signal(round_, project, facts, judgement, baselines[project.pk])
        if _show(project, signal):
            shown.append(project)
        old = before.get(project.pk)
        if old is None or _says(old) != _says(signal):
            ended += [old.pk] if old else []
            new.append(signal)
        elif old.since < round_.today and _worded(old) != _worded(signal):
            ended.append(old.pk)
            on.append(signal)
        elif _renew(old, signal):
            kept.append(old)
    _update(Project, shown, SHOWN)
    _update(Signal, kept, RENEWED)
    _end(ended, round_.today)
    now |= {each.project_id: each for each in Signal.objects.bulk_create([*new, *on], BATCH)}
    _follow(round_, now, before)
    return len(new)


def _update(model: type[Project] | type[Signal], rows: Sequence[Any], columns: Sequence[str]) -> None:
    """As bulk_update, in less than half its time: the rows are there, only ``columns`` are written."""
    rows_of: Any = model._default_manager
    rows_of.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(columns))


def _end(signals: Sequence[int], today: date) -> None:
    if signals:
        Signal.objects.filter(pk__in=signals).update(until=today)


def _signal(
    round_: JudgingRound, project: Project, facts: ProjectFacts, judgement: Judgement, baseline: Baseline
) -> Signal:
    return Signal(
        office_id=project.office_id,
        project=project,
        ledger=round_.ledger,
        period=f"{round_.today:%Y-%m}",
        level=judgement.level,
        rule=judgement.rule,
        reason=judgement.reason.to_json(),
        planned=_share(planned_pace(facts.curve, round_.today)),
        actual=_share(actual_pace(facts.indicators)),
        baseline=baseline,
        rules=round_.rules,
        since=round_.today,
        judged_at=round_.at,
    )


def _share(share: Fraction | None) -> Decimal | None:
    if share is None:
        return None
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001"))


def _says(signal: Signal) -> tuple[Any, ...]:
    """What makes a signal a new one, to be counted and followed; the sentence alone changes every day."""
    return signal.period, signal.level, signal.rule, signal.baseline_id, signal.rules_id


def _worded(signal: Signal) -> tuple[Any, ...]:
    """What is shown of it: another day's words and shares stand in a row of their own, as of that day."""
    return signal.reason, signal.planned, signal.actual


def _show(project: Project, signal: Signal) -> bool:
    """Put the signal into the project's own row; whether that changes anything."""
    values = (signal.level, signal.reason, signal.planned, signal.actual)
    if tuple(getattr(project, name) for name in SHOWN) == values:
        return False
    for name, value in zip(SHOWN, values, strict=True):
        setattr(project, name, value)
    return True


def _renew(old: Signal, signal: Signal) -> bool:
    """Put the latest sentence into today's signal; whether that changes anything."""
    if _worded(old) == _worded(signal):
        return False
    old.reason, old.planned, old.actual = signal.reason, signal.planned, signal.actual
    return True


def _follow(round_: JudgingRound, now: Mapping[int, Signal], before: Mapping[int, Signal]) -> None:
    """Drafts say what is so now, or are dropped; one is drafted where a level got worse and none lies there.

    The words of a draft that a person has edited stay as they are. What a person drafted for a reason of their own
    (without a signal) is not touched.
    """
    words = {key: words_for(signal) for key, signal in now.items()}
    drafts = list(drafts_of(now))
    followed = [each for each in drafts if each.signal_id is not None]
    drop([each for each in followed if words[each.project_id] is None], round_.at)
    renewed = []
    for draft in followed:
        said = words[draft.project_id]
        if (
            said is not None
            and draft.drafted_by_id is None
            and _renew_draft(draft, _draft(round_, now[draft.project_id], said))
        ):
            renewed.append(draft)
    Notice.objects.bulk_update(renewed, DRAFTED, BATCH)
    there = {each.project_id for each in drafts}
    fresh = [
        Notice(
            office_id=signal.office_id, project_id=key, ledger=round_.ledger, **_draft(round_, signal, said)
        )
        for key, signal in now.items()
        if (said := words[key]) is not None
        and key not in there
        and _severity(signal) > _severity(before.get(key))
    ]
    Notice.objects.bulk_create(fresh, BATCH)


def _renew_draft(draft: Notice, written: dict[str, Any]) -> bool:
    """Put what would be drafted now into the draft; whether that changes anything. What says the same is no newer."""
    if (draft.colour, draft.text) == (written["colour"], written["text"]):
        written = {**written, "drafted_at": draft.drafted_at}
    if all(getattr(draft, name) == value for name, value in written.items()):
        return False
    for name, value in written.items():
        setattr(draft, name, value)
    return True


def drafts_of(projects: Iterable[int]) -> QuerySet[Notice]:
    """The drafts about these projects."""
    return Notice.objects.filter(project__in=list(projects), state=NoticeState.DRAFT).select_related("signal")


def drop(drafts: Iterable[Notice], at: datetime) -> None:
    """There is no more cause for them."""
    keys = [each.pk for each in drafts]
    if keys:
        Notice.objects.filter(pk__in=keys).update(
            state=NoticeState.DROPPED, decision=str(Message(N_("情况已变化，不再需要督办。"))), decided_at=at
        )


def _draft(round_: JudgingRound, signal: Signal, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        **words,
        "signal": signal,
        "baseline_id": signal.baseline_id,
        "reason": signal.reason,
        "drafted_at": round_.at,
    }


def _severity(signal: Signal | None) -> int:
    return 0 if signal is None else Level(signal.level).severity
