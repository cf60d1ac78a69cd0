from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from taizhang.bulletin import actions, queries
from taizhang.bulletin.models import Issue, Reading, Series
from taizhang.bulletin.queries import Gap, gaps
from taizhang.office.models import Office, Person
from taizhang.office.roles import Role
from tests.bulletin.conftest import Archived, Opened
from tests.conftest import PersonWith


def test_the_desk_shows_the_own_open_readings_latest_first(
    opened: Opened, editor: Person, person_with: PersonWith, at: datetime
) -> None:
    first, second, gone = opened(), opened(), opened()
    actions.discard_reading(reading=gone, by=editor, at=at)
    opened(by=person_with(Role.EDITOR))
    assert list(queries.readings_of(editor)) == [second, first]


def test_anothers_reading_is_not_found(
    opened: Opened, editor: Person, other_office: Office, person_with: PersonWith, at: datetime
) -> None:
    reading = opened()
    assert queries.reading_for(editor, reading.pk) == reading
    for person in (person_with(Role.EDITOR), person_with(Role.EDITOR, of=other_office)):
        with pytest.raises(Reading.DoesNotExist):
            queries.reading_for(person, reading.pk)
    actions.discard_reading(reading=reading, by=editor, at=at)
    with pytest.raises(Reading.DoesNotExist):
        queries.reading_for(editor, reading.pk)


def test_the_archive_is_the_own_offices_newest_first(
    archived: Archived, office: Office, other_office: Office, series: Series
) -> None:
    old, new = archived(), archived(annual=1, cumulative=319, year=2025)
    assert list(queries.archive(office)) == [new, old]
    assert list(queries.archive(office, series=series, year=2024)) == [old]
    assert list(queries.archive(other_office)) == []
    assert queries.years_of(office) == [2025, 2024]
    assert list(queries.series_of(office)) == [series]
    assert queries.issue_for(office, old.pk) == old
    with pytest.raises(Issue.DoesNotExist):
        queries.issue_for(other_office, old.pk)


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
    assert queries.archive(office, words=words).exists() is found


def test_questions_do_not_grow_with_the_archive(
    archived: Archived, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 5):
        archived(annual=number, cumulative=number)
        with django_assert_num_queries(2):
            rows = [
                (str(issue), [a.title for a in issue.articles.all()]) for issue in queries.archive(office)
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
