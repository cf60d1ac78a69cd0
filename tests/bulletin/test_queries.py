from __future__ import annotations

from datetime import datetime

import pytest
from django_scopes import scope
from pytest_django import DjangoAssertNumQueries

from taizhang.bulletin import actions, queries
from taizhang.bulletin.models import Reading, Series
from taizhang.bulletin.queries import Gap, gaps
from taizhang.bulletin.visible import open_readings_for, readings_for
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from taizhang.office.visible import keeper_of, viewer_at
from tests.bulletin.conftest import Archived, Opened
from tests.conftest import PersonWith


def test_the_desk_shows_the_own_open_readings_latest_first(
    opened: Opened, editor: Person, person_with: PersonWith, at: datetime
) -> None:
    first, second, gone = opened(), opened(), opened()
    actions.discard_reading(reading=gone, by=editor, at=at)
    opened(by=person_with(Role.EDITOR))
    with scope(office=editor.office_id):
        assert list(open_readings_for(viewer_at(editor, at))) == [second, first]


def test_anothers_reading_is_not_found(
    opened: Opened, editor: Person, other_office: Office, person_with: PersonWith, at: datetime
) -> None:
    def seen(person: Person) -> list[Reading]:
        with scope(office=person.office_id):
            return list(readings_for(viewer_at(person, at)))

    reading = opened()
    assert seen(editor) == [reading]
    assert seen(person_with(Role.EDITOR)) == []
    assert seen(person_with(Role.EDITOR, of=other_office)) == []
    actions.discard_reading(reading=reading, by=editor, at=at)
    assert seen(editor) == []


def test_the_archive_is_the_own_offices_newest_first(
    archived: Archived, office: Office, other_office: Office, series: Series
) -> None:
    old, new = archived(), archived(annual=1, cumulative=319, year=2025)
    assert list(queries.archive(keeper_of(office))) == [new, old]
    assert list(queries.archive(keeper_of(office), series=series, year=2024)) == [old]
    assert list(queries.archive(keeper_of(other_office))) == []
    assert queries.years_of(office) == [2025, 2024]
    assert list(queries.series_of(office)) == [series]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("推荐1张书单", True),
        ("读后感，由教师", True),  # the source breaks the line between the two
        ("亲子 独居老人", True),
        ("ＧＤＰ", False),
        ("亲子 讲座", False),
        ("100%", False),
        ("6.3万户", True),
        ("６.３万户", True),
        ("\x00", True),
        ("", True),
    ],
)
def test_every_word_asked_for_is_in_what_is_found(
    archived: Archived, office: Office, words: str, found: bool
) -> None:
    archived()
    assert queries.archive(keeper_of(office), words=words).exists() is found


def test_questions_do_not_grow_with_the_archive(
    archived: Archived, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 5):
        archived(annual=number, cumulative=number)
        with django_assert_num_queries(2):
            rows = [
                (str(issue), [a.title for a in issue.articles.all()])
                for issue in queries.archive(keeper_of(office))
            ]
        assert len(rows) == number


def test_missing_numbers_are_named(archived: Archived, series: Series) -> None:
    assert queries.missing_numbers(series) == []
    for annual, cumulative in ((1, 3), (2, 4), (5, 7)):
        archived(annual=annual, cumulative=cumulative)
    assert queries.missing_numbers(series) == [Gap(1, 2), Gap(5, 6)]
    assert queries.missing_annual_numbers(series, 2024) == [Gap(3, 4)]
    assert queries.missing_annual_numbers(series, 2023) == []


def test_gaps_begin_at_the_start_number() -> None:
    assert gaps([], 1) == []
    assert gaps([352, 353], 352) == []
    assert gaps([355], 352) == [Gap(352, 354)]
