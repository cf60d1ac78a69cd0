"""A programme covers a roll with host-confirmed sessions, and shows any past day as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.roll import RollRow
from taizhang.office import actions as office_actions
from taizhang.office.models import Event
from taizhang.office.visible import viewer_at
from taizhang.office.workflow import record_event
from taizhang.outreach.actions import confirming, coverage, rolls, sessions
from taizhang.outreach.models import Programme, Roll, RollEntry
from taizhang.outreach.queries.coverage import (
    another_rule,
    coverage_of,
    heard_by,
    own_standing,
    tiles_of,
    venues_to_choose,
)
from taizhang.outreach.visible import entries_for, programmes_for, rolls_for

from .conftest import AFTER, DAY, Pool, SessionIn

FIRST = date(2026, 1, 5)
END = date(2026, 12, 31)


def listed(*names: str) -> list[RollRow]:
    return [RollRow(n, name, "临港区") for n, name in enumerate(names, 1)]


@pytest.fixture
def roll(pool: Pool, at: datetime) -> Roll:
    """The register of member units."""
    return rolls.make_roll(
        office=pool.office,
        name="成员单位",
        as_of=FIRST,
        source="成员单位登记",
        rows=[],
        by=pool.dispatcher,
        at=at,
    )


@pytest.fixture
def programme(pool: Pool, roll: Roll, at: datetime) -> Programme:
    return coverage.start_programme(
        office=pool.office, name="反诈宣讲全覆盖", roll=roll, topics=[pool.topic], starts_on=FIRST, ends_on=END,
        by=pool.dispatcher, at=at,
    )  # fmt: skip


def standing(programme: Programme, day: date) -> dict[str, str]:
    return {row.unit.name: row.standing for row in coverage_of(programme, day).rows}


def test_only_what_the_host_confirmed_covers(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("scheduled", also=True)
    today, after = localdate(at), localdate(at + AFTER)
    one, two = pool.unit.name, pool.other.name
    assert standing(programme, today) == {one: "planned", two: "planned"}
    confirming.speaker_says(session=session, heads=58, at=at + AFTER)
    first, second = session.venues.all()
    confirming.state_heads(venue=first, heads=58, by=pool.liaison, at=at + AFTER)
    assert coverage_of(programme, after).covered == 0
    confirming.state_heads(venue=second, heads=30, by=pool.other_liaison, at=at + AFTER + timedelta(days=2))
    later = after + timedelta(days=2)
    assert standing(programme, later) == {one: "covered", two: "covered"}
    assert standing(programme, later - timedelta(days=1)) == {one: "planned", two: "planned"}
    assert coverage_of(programme, later).is_full


def test_what_is_recalled_or_cancelled_covers_no_more(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session_in("recalled")
    assert standing(programme, localdate(at + AFTER)) == {
        pool.unit.name: "uncovered",
        pool.other.name: "uncovered",
    }
    session_in("cancelled")
    assert coverage_of(programme, localdate(at + AFTER)).by_standing("planned") == []


def test_a_number_put_right_later_covers_since_it_was_first_stated(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("scheduled")
    confirming.speaker_says(session=session, heads=90, at=at + AFTER)
    venue, first = session.venues.get(), at + AFTER
    confirming.state_heads(venue=venue, heads=40, by=pool.liaison, at=first)
    assert coverage_of(programme, localdate(first)).covered == 1
    confirming.state_heads(venue=venue, heads=45, by=pool.liaison, at=first + timedelta(days=3))
    assert [coverage_of(programme, localdate(first) + timedelta(days=n)).covered for n in (-1, 0, 3)] == [
        0,
        1,
        1,
    ]


def test_another_topic_or_another_period_does_not_count(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session_in("counted")
    day = localdate(at + AFTER)
    rule = {"sessions": 1, "target": 100, "by": pool.dispatcher, "at": at}
    for change in (
        {"topics": [pool.other_topic], "starts_on": FIRST, "ends_on": END},
        {"topics": [], "starts_on": DAY + timedelta(days=1), "ends_on": END},
    ):
        coverage.change_programme(programme=programme, **change, **rule)
        assert coverage_of(Programme.objects.get(pk=programme.pk), day).covered == 0
    coverage.change_programme(programme=programme, topics=[], starts_on=FIRST, ends_on=END, **rule)
    assert coverage_of(Programme.objects.get(pk=programme.pk), day).covered == 1


def test_a_changed_rule_leaves_past_days_as_they_were(
    client: Client, pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session_in("counted")
    heard, later = localdate(at + AFTER), at + AFTER + timedelta(days=6)
    rule = {"starts_on": FIRST, "ends_on": END, "by": pool.dispatcher}
    coverage.change_programme(
        programme=programme, topics=[pool.other_topic], sessions=2, target=90, at=later, **rule
    )
    programme = Programme.objects.get(pk=programme.pk)
    before, now = (
        coverage_of(programme, localdate(later) - timedelta(days=1)),
        coverage_of(programme, localdate(later)),
    )
    assert [(each.covered, each.rule.sessions, each.rule.target) for each in (before, now)] == [
        (1, 1, 100),
        (0, 2, 90),
    ]
    assert another_rule(programme, heard)
    assert not another_rule(programme, localdate(later))
    client.force_login(pool.dispatcher)
    for route in ("programme", "programme-matrix"):
        page = client.get(f"{reverse(route, args=[programme.pk])}?on={heard}").content.decode()
        assert pool.topic.name in page
        assert pool.other_topic.name not in page
    coverage.change_programme(
        programme=programme, topics=[pool.topic], sessions=1, target=80, at=later + timedelta(days=9), **rule
    )
    programme = Programme.objects.get(pk=programme.pk)
    assert not another_rule(programme, heard)  # targets apart


@pytest.mark.parametrize(("topics", "covered"), [(["防范电信网络诈骗"], 1), ([], 1), (["改过名的课题"], 0)])
def test_a_rule_that_the_record_tells_by_names_alone(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime, topics: list[str], covered: int
) -> None:
    session_in("counted")
    told = {"starts_on": str(FIRST), "ends_on": str(END), "sessions": 1, "target": 100, "topics": topics}
    record_event(
        office=pool.office,
        by=None,
        at=at + timedelta(days=99),
        verb="change_programme",
        subject=programme,
        detail=told,
    )
    assert coverage_of(programme, localdate(at + AFTER)).covered == covered


def test_a_renewed_roll_keeps_its_past(pool: Pool, programme: Programme, roll: Roll, at: datetime) -> None:
    spring = date(2026, 3, 1)
    given = {"source": "区民政局社区名录", "by": pool.dispatcher, "at": at}
    rolls.renew_roll(roll=roll, as_of=spring, rows=listed("海川市临港街道", "和平社区"), **given)
    before, now = coverage_of(programme, date(2026, 2, 28)), coverage_of(programme, spring)
    assert [row.unit.name for row in before.rows] == [pool.other.name, pool.unit.name]
    assert {row.unit.name for row in now.rows} == {pool.unit.name, "和平社区"}
    assert (before.roll_day, now.roll_day) == (FIRST, spring)
    kept = RollEntry.objects.get(name=pool.unit.name)
    assert (kept.unit, kept.entered_on, kept.left_on) == (pool.unit, FIRST, None)
    assert Event.objects.get(verb="renew_roll").detail == {"as_of": "2026-03-01", "entered": 1, "left": 1}
    with pytest.raises(Refused, match="晚于这一天"):
        rolls.renew_roll(roll=roll, as_of=spring, rows=[], **given)
    with pytest.raises(Refused, match="同名的名册"):
        rolls.make_roll(office=pool.office, name="成员单位", as_of=spring, rows=[], **given)


def test_who_heard_elsewhere_is_covered_when_somebody_says_so(
    pool: Pool, programme: Programme, roll: Roll, session_in: SessionIn, at: datetime
) -> None:
    later = at + AFTER + timedelta(days=1)
    rolls.renew_roll(
        roll=roll, as_of=date(2026, 2, 1), source="名录", rows=listed("海川市临港街道", "和平社区"),
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    session = session_in("counted")
    entry = RollEntry.objects.get(name="和平社区")
    venue = venues_to_choose(entry).get()
    assert venue.session == session
    assert not venues_to_choose(RollEntry.objects.get(unit=pool.unit, left_on=None)).exists()
    reach = rolls.record_reach(entry=entry, venue=venue, by=pool.dispatcher, at=later)
    assert heard_by(entry) == [(venue, reach)]
    assert not venues_to_choose(entry).exists()
    assert standing(programme, localdate(later))["和平社区"] == "covered"
    assert standing(programme, localdate(at + AFTER))["和平社区"] == "uncovered"
    with pytest.raises(Refused, match="已经登记过"):
        rolls.record_reach(entry=entry, venue=venue, by=pool.dispatcher, at=later)
    rolls.withdraw_reach(reach=reach, by=pool.dispatcher, at=later)
    assert standing(programme, localdate(later))["和平社区"] == "uncovered"
    with pytest.raises(Refused, match="已经撤回"):
        rolls.withdraw_reach(reach=reach, by=pool.dispatcher, at=later)


def test_what_was_stated_and_taken_back_held_until_then(
    pool: Pool, programme: Programme, roll: Roll, session_in: SessionIn, at: datetime
) -> None:
    rolls.renew_roll(
        roll=roll, as_of=date(2026, 2, 1), source="名录", rows=listed("海川市临港街道", "和平社区"),
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    stated, back, again = (at + AFTER + timedelta(days=n) for n in (2, 5, 9))
    session_in("counted")
    entry = RollEntry.objects.get(name="和平社区")
    venue = venues_to_choose(entry).get()
    reach = rolls.record_reach(entry=entry, venue=venue, by=pool.dispatcher, at=stated)
    rolls.withdraw_reach(reach=reach, by=pool.dispatcher, at=back)
    rolls.record_reach(entry=entry, venue=venue, by=pool.dispatcher, at=again)
    days = [localdate(each) for each in (at + AFTER, stated, back - timedelta(days=1), back, again)]
    found = [standing(programme, day)["和平社区"] for day in days]
    assert found == ["uncovered", "covered", "covered", "uncovered", "covered"]
    assert coverage_of(programme, days[-1]).covered == 2


def test_new_links_do_not_bring_a_postponed_session_back(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("postponed")
    before = standing(programme, localdate(at))
    sessions.renew_link(session=session, by=pool.dispatcher, at=at + timedelta(days=3))
    assert standing(programme, localdate(at)) == before
    assert "planned" not in standing(programme, localdate(at + timedelta(days=1))).values()


def test_a_unit_sees_how_it_stands_itself_and_nobody_else(
    pool: Pool, programme: Programme, session_in: SessionIn, at: datetime
) -> None:
    session_in("counted")
    day = localdate(at + AFTER)
    assert own_standing(pool.unit, day) == [(programme, "covered", day)]
    assert own_standing(pool.other, day) == [(programme, "uncovered", None)]
    unit, office = viewer_at(pool.liaison, at), viewer_at(pool.officer, at)
    for rows in (programmes_for, rolls_for, entries_for):
        assert not rows(unit).exists()
        assert rows(office).exists()


def test_a_programme_is_refused_in_words(pool: Pool, programme: Programme, roll: Roll, at: datetime) -> None:
    given = {"topics": [], "roll": roll, "starts_on": FIRST, "by": pool.dispatcher, "at": at}
    with pytest.raises(Refused, match="同名"):
        coverage.start_programme(office=pool.office, name=programme.name, ends_on=END, **given)
    with pytest.raises(Refused, match="早于"):
        coverage.start_programme(office=pool.office, name="另一个", ends_on=date(2025, 1, 1), **given)
    with pytest.raises(Refused):
        coverage.start_programme(
            office=pool.office, name="另一个", ends_on=END, **given | {"by": pool.liaison}
        )
    coverage.end_programme(programme=programme, by=pool.dispatcher, at=at)
    with pytest.raises(Refused, match="已经结束"):
        coverage.end_programme(programme=programme, by=pool.dispatcher, at=at)
    with pytest.raises(Refused, match="已经结束"):
        coverage.change_programme(
            programme=programme, topics=[], starts_on=FIRST, ends_on=END, sessions=1, target=90,
            by=pool.dispatcher, at=at,
        )  # fmt: skip


def test_districts_are_placed_once_each(pool: Pool, at: datetime) -> None:
    def place(**places: tuple[int, int]) -> None:
        coverage.place_tiles(office=pool.office, places=places, by=pool.dispatcher, at=at)

    place(东城区=(1, 2), 临港区=(2, 1))
    place(东城区=(1, 1), 临港区=(2, 1))
    assert tiles_of() == {"东城区": (1, 1), "临港区": (2, 1)}
    with pytest.raises(Refused, match="同一格"):
        place(东城区=(1, 1), 临港区=(1, 1))
    with pytest.raises(Refused, match="1到20"):
        place(东城区=(0, 1))


def test_names_of_the_register_are_recognised_under_any_of_their_names(pool: Pool, at: datetime) -> None:
    office_actions.change_unit(
        unit=pool.unit, aliases=["临港街道办事处"], kind="other", district="临港区", by=None, at=at
    )
    rolls.make_roll(
        office=pool.office, name="街道", as_of=FIRST, source="名录",
        rows=listed("临港街道办事处", "临港街道", "和平社区"), by=pool.dispatcher, at=at,
    )  # fmt: skip
    found = dict(RollEntry.objects.values_list("name", "unit"))
    assert found == {"临港街道办事处": pool.unit.pk, "临港街道": None, "和平社区": None}


@pytest.mark.parametrize("other", ["临港街道", "海川市 临港街道\u200b"])
def test_a_unit_pasted_under_two_names_is_asked(client: Client, pool: Pool, other: str, at: datetime) -> None:
    lines = f"和平社区\n海川市临港街道\n{other}"
    client.force_login(pool.dispatcher)
    given = {"act": "make", "name": "街道", "as_of": "2026-01-01", "source": "名录", "lines": lines}
    answer = client.post(reverse("roll-new"), given)
    assert answer.status_code == 422
    assert "在上面已有一行" in answer.content.decode() or "是同一个单位" in answer.content.decode()
    assert not Roll.objects.filter(name="街道").exists()


def test_a_roll_of_another_century_is_asked(pool: Pool, at: datetime) -> None:
    with pytest.raises(Refused, match="核对年份"):
        rolls.make_roll(
            office=pool.office, name="下一份", as_of=date(2062, 3, 1), source="登记", rows=[],
            by=pool.dispatcher, at=at,
        )  # fmt: skip
