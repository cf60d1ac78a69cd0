"""Judging a project: every rule that applies is tried, and the worst level stands with its reason.

Percentages are cut to a tenth and judged as they are shown, so that a reader can do the sum again, and
nothing short of its target reads 100%.
A date in a sentence goes without its year: the days counted beside it leave no doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from taizhang.core.pace.curves import actual_pace, planned_pace
from taizhang.core.pace.signals.model import Judgement, Level, ProjectFacts
from taizhang.core.pace.signals.rules import SignalRules
from taizhang.core.text.messages import N_, Message

_OVERDUE = {
    "project": N_("项目应于{month}月{day}日完成，已逾期{days}天。"),
    "milestone": N_("节点“{title}”应于{month}月{day}日完成，已逾期{days}天。"),
}
_PAST = {
    "project": N_("项目应于{month}月{day}日完成，已过{days}天。"),
    "milestone": N_("节点“{title}”应于{month}月{day}日完成，已过{days}天。"),
}
_AHEAD = {
    "project": N_("项目应于{month}月{day}日完成，还有{days}天。"),
    "milestone": N_("节点“{title}”应于{month}月{day}日完成，还有{days}天。"),
}
_TODAY = {
    "project": N_("项目应于{month}月{day}日（今天）完成。"),
    "milestone": N_("节点“{title}”应于{month}月{day}日（今天）完成。"),
}


def judge_project(facts: ProjectFacts, rules: SignalRules) -> Judgement:
    """The worst level that any rule gives, with the reason of the first rule that gives it.

    Whether a project is judged at all (it is neither suspended nor closed) is for the caller to know.
    """
    found = [
        *_late(facts, rules),
        *_pace(facts, rules),
        *_reports(facts, rules),
        *_made_good(facts, rules),
        *_near(facts, rules),
        _on_pace(facts),
    ]
    return max(found, key=lambda judgement: judgement.level.severity)


def _late(facts: ProjectFacts, rules: SignalRules) -> Iterator[Judgement]:
    """The project itself first, then the milestone that is open longest."""
    for goal in sorted(_open_goals(facts), key=lambda goal: goal.kind == "milestone"):
        days = (facts.day - goal.due).days
        if days >= rules.overdue_days:
            yield Judgement(Level.OVERDUE, goal.words(_OVERDUE, days), f"{goal.kind}_overdue")
        elif days > 0:
            yield Judgement(Level.BEHIND, goal.words(_PAST, days), f"{goal.kind}_late")


def _pace(facts: ProjectFacts, rules: SignalRules) -> Iterator[Judgement]:
    actual, planned = _percentages(facts)
    if actual is None:
        return
    gap = planned - actual
    far = rules.red_points is not None and gap >= 10 * rules.red_points
    if far or gap >= 10 * rules.behind_points:
        reason = _dated(
            N_("截至{month}月{day}日累计完成{actual}%，按序时进度应为{planned}%，相差{gap}个百分点。"),
            facts.day,
            actual=_tenths(actual),
            planned=_tenths(planned),
            gap=_tenths(gap),
        )
        yield Judgement(
            Level.OVERDUE if far else Level.BEHIND, reason, "far_behind" if far else "behind_pace"
        )


def _reports(facts: ProjectFacts, rules: SignalRules) -> Iterator[Judgement]:
    if facts.unreported and rules.unreported_days is not None:
        due = min(facts.unreported)
        days = (facts.day - due).days
        if days >= rules.unreported_days:
            pattern = N_("应于{month}月{day}日报送的进展已逾{days}天未报，共缺{count}期。")
            reason = _dated(pattern, due, days=days, count=len(facts.unreported))
            yield Judgement(Level.BEHIND, reason, "unreported")
    if rules.returned_times is not None and facts.returned >= rules.returned_times:
        pattern = N_("本期报送的进展因质量问题被退回{count}次，规则以{limit}次为限。")
        gaps = {"count": facts.returned, "limit": rules.returned_times}
        yield Judgement(Level.BEHIND, Message(pattern, gaps), "returned")


def _made_good(facts: ProjectFacts, rules: SignalRules) -> Iterator[Judgement]:
    if not (rules.red_becomes_yellow and facts.red_repaired and facts.worst_before is Level.OVERDUE):
        return
    late = [m for m in facts.milestones if m.is_done(facts.day) and m.days_late(facts.day)]
    if late:
        milestone = max(late, key=lambda m: m.days_late(facts.day))
        pattern = N_("节点“{title}”应于{month}月{day}日完成，迟{days}天补齐，由逾期转为滞后。")
        reason = _dated(pattern, milestone.due, title=milestone.title, days=milestone.days_late(facts.day))
    else:
        reason = Message(N_("此前逾期的事项已经补齐，由逾期转为滞后。"))
    yield Judgement(Level.BEHIND, reason, "made_good")


def _near(facts: ProjectFacts, rules: SignalRules) -> Iterator[Judgement]:
    for goal in _open_goals(facts):
        days = (goal.due - facts.day).days
        if rules.near_days is not None and 0 <= days <= rules.near_days:
            yield Judgement(Level.NEAR, goal.words(_AHEAD if days else _TODAY, days), f"{goal.kind}_near")


def _on_pace(facts: ProjectFacts) -> Judgement:
    actual, planned = _percentages(facts)
    goals = _open_goals(facts)
    if actual is not None:
        pattern = N_("截至{month}月{day}日累计完成{actual}%，按序时进度应为{planned}%。")
        reason = _dated(pattern, facts.day, actual=_tenths(actual), planned=_tenths(planned))
        return Judgement(Level.NORMAL, reason, "on_pace")
    if goals:
        days = (goals[0].due - facts.day).days
        return Judgement(Level.NORMAL, goals[0].words(_AHEAD if days else _TODAY, days), "nothing_due")
    pattern = N_("节点已全部完成（{count}个），项目应于{month}月{day}日完成。")
    return Judgement(Level.NORMAL, _dated(pattern, facts.due, count=len(facts.milestones)), "all_done")


class _Goal(NamedTuple):
    """Something to be done by a date: a milestone, or the project itself."""

    due: date
    kind: str
    title: str = ""

    def words(self, patterns: Mapping[str, str], days: int) -> Message:
        gaps: dict[str, str | int] = {"title": self.title} if self.kind == "milestone" else {}
        return _dated(patterns[self.kind], self.due, days=days, **gaps)


def _open_goals(facts: ProjectFacts) -> list[_Goal]:
    """What is still to be done on the day: milestones, the earliest first, and at the end the project.

    A project that has reached its targets and milestones only waits to be closed; its date no longer presses.
    """
    rows = [m for m in facts.milestones if not m.is_done(facts.day)]
    goals = [_Goal(m.due, "milestone", m.title) for m in sorted(rows, key=lambda m: m.due)]
    actual, _ = _percentages(facts)
    reached = actual == 1000 or (actual is None and facts.milestones)
    return goals if reached and not goals else [*goals, _Goal(facts.due, "project")]


def _percentages(facts: ProjectFacts) -> tuple[int | None, int]:
    """What is done and what is planned, in tenths of a percent."""
    actual, planned = actual_pace(facts.indicators), planned_pace(facts.curve, facts.day)
    return None if actual is None else int(actual * 1000), int(planned * 1000)


def _tenths(tenths: int) -> str:
    """415 → 41.5, 410 → 41."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def _dated(pattern: str, due: date, **gaps: str | int) -> Message:
    return Message(pattern, {"month": due.month, "day": due.day, **gaps})
