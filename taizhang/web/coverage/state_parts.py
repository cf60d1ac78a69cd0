"""How a programme stands, as parts of a page: the sentence, who is missing, pictures and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.coverage.course import Outlook, Projection, course, projection
from taizhang.core.coverage.state import CoverageState, UnitCoverage, coverage_words
from taizhang.core.text.messages import N_
from taizhang.office import clock
from taizhang.outreach.models import Programme
from taizhang.outreach.queries.coverage import tiles_of
from taizhang.press import charts
from taizhang.press.charts import ChartPoint, CurveChart, DistrictCount
from taizhang.web.frame.parts import (
    MOST_LISTED,
    Callout,
    Drawing,
    Entries,
    Entry,
    PagePart,
    Prose,
    Words,
    dotted,
)
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import day_words, say

STANDINGS: dict[str, Words] = {
    "uncovered": gettext_lazy("尚未覆盖"),
    "planned": gettext_lazy("已安排、待确认"),
    "covered": gettext_lazy("已覆盖"),
}
OUTLOOKS = {
    Outlook.REACHED: N_("目标已经达到。"),
    Outlook.TOO_EARLY: N_("开展不满四周，暂不推算何时达到目标。"),
    Outlook.STANDSTILL: N_("最近{weeks}周没有新覆盖的单位，推算不出何时达到目标。"),
    Outlook.OVER: N_("期限已过，目标没有达到。"),
    Outlook.EXPECTED: N_("照最近{weeks}周的进度，预计{expected}达到目标；按其中最快、最慢的四周推算，在{range}。"),
}  # fmt: skip
SESSIONS: Table[tuple[int, int]] = Table(
    Column(gettext_lazy("已确认场次"), lambda row: _("{n}场").format(n=row[0]), head=True),
    Column(gettext_lazy("单位数"), lambda row: row[1], look="number"),
)


def sentence(state: CoverageState) -> str:
    """按3月1日名册，98个单位中已覆盖91个。目标98个，还差7个；按时间进度应达95个。"""
    words = say(coverage_words(state, clock.today().year))
    if state.gap:
        gaps = {"wanted": state.wanted, "gap": state.gap, "due": state.due}
        words += _("目标{wanted}个，还差{gap}个；按时间进度应达{due}个。").format(**gaps)
    return words


def outlook(found: Projection) -> str:
    """When the target will be reached, and how that was reckoned."""
    words = {
        "weeks": found.weeks,
        "expected": _day(found.expected),
        "range": _("{first}至{last}之间").format(
            first=_day(found.earliest),
            last=_day(found.latest) if found.latest else _("无法估计的日期"),
        ),
    }
    return _(OUTLOOKS[found.outlook]).format(**words)


def _day(day: date | None) -> str:
    return day_words(day) if day else _("五十年以后")


def summary(state: CoverageState) -> list[PagePart]:
    """The sentence and the outlook before anything else."""
    look = "good" if not state.gap and state.rows else "warn" if state.covered < state.due else ""
    return [Callout(f"{sentence(state)}{outlook(projection(state))}", look=look)]


def standing_lists(state: CoverageState, most: int = MOST_LISTED) -> list[PagePart]:
    """Who is not covered and planned, a line each; those that are covered in one paragraph, folded away."""
    parts: list[PagePart] = []
    for standing, heading in STANDINGS.items():
        rows = state.by_standing(standing)
        if rows and standing == "covered":
            words = _("{heading}（{n}个）").format(heading=heading, n=len(rows))
            parts.append(Prose(words, "、".join(row.unit.name for row in rows), folded=True))
        elif rows:
            lines = [entry(state, row) for row in rows[:most]]
            parts.append(Entries(heading, lines, max(0, len(rows) - most)))
    return parts


def entry(state: CoverageState, row: UnitCoverage) -> Entry:
    """A line of the roll that is not covered: district, sessions so far, the next one."""
    small = [row.unit.district]
    if row.sessions:
        small.append(_("已确认{n}场，不足{most}场").format(n=row.sessions, most=state.rule.sessions))
    aside: object = ""
    if row.next_on:
        aside = dotted(_("安排在") if row.next_on > state.day else _("待主办单位确认"), dated(row.next_on))
    return Entry(row.unit.name, reverse("roll-entry", args=[row.unit.key]), dotted(*small), aside=aside)


def drawings(programme: Programme, state: CoverageState) -> Iterator[PagePart]:
    """How coverage grew against the target line, and the districts as squares."""
    whole, rule = state.roll or 1, state.rule
    target = state.wanted / whole
    points = tuple(
        ChartPoint(each.on, each.covered / whole, _("{n}个").format(n=each.covered)) for each in course(state)
    )
    curve = CurveChart(
        title=_("累计覆盖与目标线"),
        start=rule.start,
        end=max(rule.end, state.day),
        planned=(ChartPoint(rule.start, 0.0), ChartPoint(rule.end, target)),
        actual=points,
        today=state.day,
        due=rule.end,
    )
    words = _("应覆盖{roll}个单位；实线为已覆盖的单位，虚线为到时限均匀推进应达到的。").format(
        roll=state.roll
    )
    yield Drawing(_("进度"), words, charts.pace_curve(curve))
    places = tiles_of()
    districts = tuple(
        DistrictCount(name, covered, roll, places.get(name))
        for name, (covered, roll) in sorted(
            state.by_district().items(), key=lambda each: (not each[0], each[0])
        )
    )
    words = _("每格一个区县，数字为已覆盖数和应覆盖数；位置是示意，不是地图。")
    yield Drawing(_("各区县"), words, charts.district_tiles(_("各区县覆盖情况"), districts))


def by_sessions(state: CoverageState) -> PagePart:
    """How many units heard how many sessions: nobody hides behind one that was reached nine times."""
    return SESSIONS.whole(state.by_sessions(), _("按场次"), _("一个单位听多少场都只算一个单位"))


def _heard(row: UnitCoverage, topic: int) -> object:
    return row.by_topic[topic] or ""


def matrix(topics: Sequence[tuple[int, str]]) -> Table[UnitCoverage]:
    """Units by topics, with the number of confirmed sessions."""
    columns: list[Column[Any]] = [
        Column(_("单位"), lambda row: row.unit.name, head=True, url=lambda row: reverse("roll-entry", args=[row.unit.key])),
        Column(_("区县"), lambda row: row.unit.district),
        Column(_("情况"), lambda row: STANDINGS[row.standing]),
    ]  # fmt: skip
    columns += [Column(name, partial(_heard, topic=key), look="number") for key, name in topics]
    return Table(*columns, empty=_("名册上没有单位。"), caption=_("单位与课题"), look="ruled-matrix")
