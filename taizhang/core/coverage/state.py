"""Coverage of a roll on a day: who is covered, planned and not covered, each by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from taizhang.core.calendar.day_words import day_words
from taizhang.core.text.messages import N_, Message, verbatim

NAMED = 5  # names told in a sentence; how many more there are is told as a number


@dataclass(frozen=True, slots=True)
class RollUnit:
    """A line of a roll: whom to reach, from when to before when (None: still)."""

    key: int
    name: str
    district: str
    entered: date
    left: date | None = None

    def stands(self, day: date) -> bool:
        return self.entered <= day and (self.left is None or day < self.left)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A session as one line of the roll hears it. ``known``: from when it was set, to before ``dropped``.

    ``confirmed``: the day on which the host said that it took place; None: not yet.
    """

    unit: int
    topic: int | None
    held_on: date
    known: date
    confirmed: date | None = None
    dropped: date | None = None


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """At least ``sessions`` confirmed sessions of one of the topics (none named: any) from ``start`` to ``end``.

    ``target``: the share of the roll that is to be covered by ``end``, in percent.
    """

    start: date
    end: date
    topics: frozenset[int] = frozenset()
    sessions: int = 1
    target: int = 100

    def covers_as(self, other: CoverageRule) -> bool:
        """Whether both cover the same units; the target covers nobody."""
        return replace(self, target=0) == replace(other, target=0)

    def asks_for(self, hearing: Hearing) -> bool:
        in_time = self.start <= hearing.held_on <= self.end
        return in_time and (not self.topics or hearing.topic in self.topics)


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """How a line of the roll stands: confirmed sessions by topic, since when it is covered, the next session set."""

    unit: RollUnit
    by_topic: Counter[int | None]
    since: date | None
    next_on: date | None

    @property
    def sessions(self) -> int:
        return self.by_topic.total()

    @property
    def standing(self) -> str:
        """covered, planned or uncovered."""
        return "covered" if self.since else "planned" if self.next_on else "uncovered"


@dataclass(frozen=True, slots=True)
class CoverageState:
    """The roll as it stood at the end of ``day``. ``roll_day``: the day of its last change until then."""

    rule: CoverageRule
    day: date
    roll_day: date
    rows: tuple[UnitCoverage, ...]

    def by_standing(self, standing: str) -> list[UnitCoverage]:
        return [row for row in self.rows if row.standing == standing]

    @property
    def roll(self) -> int:
        return len(self.rows)

    @property
    def covered(self) -> int:
        return len(self.by_standing("covered"))

    @property
    def missing(self) -> list[UnitCoverage]:
        """Those that are not covered, planned ones last."""
        return [*self.by_standing("uncovered"), *self.by_standing("planned")]

    @property
    def wanted(self) -> int:
        """How many are to be covered by the end."""
        return -(-self.roll * self.rule.target // 100)

    @property
    def gap(self) -> int:
        return max(0, self.wanted - self.covered)

    @property
    def due(self) -> int:
        """How many would be covered by now if the target were reached evenly from the first to the last day."""
        whole = (self.rule.end - self.rule.start).days + 1
        gone = min(max((self.day - self.rule.start).days + 1, 0), whole)
        return self.wanted * gone // whole

    @property
    def share(self) -> Fraction | None:
        """None for an empty roll."""
        return Fraction(self.covered, self.roll) if self.roll else None

    @property
    def is_full(self) -> bool:
        """Whether 全覆盖 is true: each of the roll, and somebody on it."""
        return bool(self.rows) and self.covered == self.roll

    def by_sessions(self) -> list[tuple[int, int]]:
        """How many lines of the roll have heard how many sessions, none first."""
        return sorted(Counter(row.sessions for row in self.rows).items())

    def by_district(self) -> dict[str, tuple[int, int]]:
        """Covered and all of each district, as the roll has them."""
        found: dict[str, tuple[int, int]] = {}
        for row in self.rows:
            covered, whole = found.get(row.unit.district, (0, 0))
            found[row.unit.district] = covered + (row.since is not None), whole + 1
        return found


def coverage_on(
    roll: Iterable[RollUnit], hearings: Iterable[Hearing], rule: CoverageRule, day: date, roll_day: date
) -> CoverageState:
    """Return the coverage at the end of ``day``; ``roll_day`` is the day as of which the roll was drawn up."""
    lines = list(roll)
    heard: dict[int, list[Hearing]] = defaultdict(list)
    for each in hearings:
        if rule.asks_for(each) and each.known <= day and (each.dropped is None or day < each.dropped):
            heard[each.unit].append(each)
    changes = [change for line in lines for change in (line.entered, line.left) if change and change <= day]
    rows = [_row(line, heard[line.key], rule, day) for line in lines if line.stands(day)]
    return CoverageState(rule, day, max([min(roll_day, day), *changes]), tuple(rows))


def _row(line: RollUnit, heard: Sequence[Hearing], rule: CoverageRule, day: date) -> UnitCoverage:
    counted = sorted(
        (max(each.confirmed, each.held_on), each.topic)
        for each in heard
        if each.confirmed is not None and max(each.confirmed, each.held_on) <= day
    )
    topics = Counter(topic for _, topic in counted)
    since = counted[rule.sessions - 1][0] if len(counted) >= rule.sessions else None
    ahead = [each.held_on for each in heard if each.confirmed is None or each.confirmed > day]
    return UnitCoverage(line, topics, max(since, line.entered) if since else None, min(ahead, default=None))


def coverage_words(state: CoverageState, year: int | None = None) -> Message:
    """按2026年3月1日名册，98个单位中已覆盖98个. The claim in figures, with the roll it holds of."""
    gaps: dict[str, Message | str | int] = {
        "roll_day": day_words(state.roll_day, year),
        "roll": state.roll,
        "covered": state.covered,
    }
    if not state.rows:
        return Message(N_("{roll_day}的名册上没有单位。"), gaps)
    return Message(N_("按{roll_day}名册，{roll}个单位中已覆盖{covered}个。"), gaps)


def missing_words(state: CoverageState) -> Message | None:
    """尚未覆盖：甲、乙等7个. None where nobody is missing."""
    missing = state.missing
    if not missing:
        return None
    names = verbatim("、".join(row.unit.name for row in missing[:NAMED]))
    if len(missing) <= NAMED:
        return Message(N_("尚未覆盖：{names}。"), {"names": names})
    return Message(N_("尚未覆盖：{names}等{n}个。"), {"names": names, "n": len(missing)})
