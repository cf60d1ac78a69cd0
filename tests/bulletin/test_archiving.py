"""Old issues in bulk: whatever the order and however often, the archive is the same."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.bulletin.actions.archiving import ReadFile, archive_file, read_text
from taizhang.bulletin.actions.readings import correct_reading, discard_reading, open_reading, save_reading
from taizhang.bulletin.models import ArchivedFile, Article, FileOutcome, Issue, Reading
from taizhang.office import files
from taizhang.office.models import Office, Person, StoredFile
from taizhang.office.storage import contents
from tests.bulletin.cast import Cast
from tests.bulletin.conftest import text_of


def read(text: str, name: str = "a.txt", content: bytes = b"") -> ReadFile:
    return read_text(name, sha256(text.encode()).hexdigest(), "txt", text, (), content)


def archive(cast: Cast, text: str, by: Any = None, name: str = "a.txt") -> ArchivedFile:
    return archive_file(series=cast.series, read=read(text, name), by=by, at=cast.at)


def test_a_clean_file_becomes_an_issue_with_its_articles(cast: Cast) -> None:
    file = archive(cast, text_of())
    assert (file.outcome, file.doubts) == (FileOutcome.ARCHIVED, [])
    assert file.issue is not None
    assert (file.issue.annual_no, file.issue.cumulative_no) == (6, 318)
    assert Article.objects.filter(issue=file.issue).count() == 2


def test_the_file_that_was_brought_is_kept_as_it_was(cast: Cast) -> None:
    brought = read(text_of(), "2024年第6期.pdf", b"%PDF-1.4 scanned")
    row = archive_file(series=cast.series, read=brought, by=None, at=cast.at)
    assert row.issue is not None
    original = row.issue.original
    assert original is not None
    assert (original.name, files.read(original)) == ("2024年第6期.pdf", b"%PDF-1.4 scanned")


def test_an_issue_whose_file_was_not_kept_gets_it_when_it_is_brought_again(cast: Cast) -> None:
    first = archive(cast, text_of())
    assert first.issue is not None
    assert first.issue.original is None
    for again in (read(text_of(), "a.txt", b"one"), read(text_of() + "\n\n", "b.docx", b"two")):
        archive_file(series=cast.series, read=again, by=None, at=cast.at)
    original = Issue.objects.get(pk=first.issue.pk).original
    assert original is not None
    assert (original.name, files.read(original)) == ("a.txt", b"one")


def test_what_waits_at_the_desk_takes_its_file_along_into_the_archive(cast: Cast) -> None:
    undated = read(text_of().replace("2024年6月18日", ""), "甲.docx", b"PK")
    row = archive_file(series=cast.series, read=undated, by=cast.editor, at=cast.at)
    reading = row.reading
    assert reading is not None
    dated = {**reading.data, "date": "2024-06-18"}
    correct_reading(reading=reading, by=cast.editor, at=cast.at, version=reading.version, data=dated)
    issue = save_reading(reading=reading, series=cast.series, by=cast.editor, at=cast.at)
    assert issue.original is not None
    assert files.read(issue.original) == b"PK"


def test_a_secret_file_is_not_kept(cast: Cast) -> None:
    secret = read("机密★1年\n" + text_of(), "密.txt", b"secret")
    archive_file(series=cast.series, read=secret, by=cast.editor, at=cast.at)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_is_discarded_leaves_no_file_behind(
    office: Office, editor: Person, at: datetime
) -> None:
    kept: dict[str, Any] = {"office": office, "by": editor, "at": at, "name": "a.txt", "source_format": "txt"}
    with scope(office=office.pk):
        one = open_reading(text=text_of(), content=b"one", **kept)
        two = open_reading(text=text_of(annual=7), content=b"two", **kept)
        also = open_reading(text=text_of(annual=8), content=b"two", **kept)
        paths = [contents().path_of(row.source_file.sha256) for row in (one, two) if row.source_file]
        for row in (one, two):
            discard_reading(reading=row, by=editor, at=at)
        assert [path.exists() for path in paths] == [False, True]  # the second is the third's, too
        assert also.source_file is not None
        assert files.read(also.source_file) == b"two"


def test_the_same_content_is_read_once(cast: Cast) -> None:
    first = archive(cast, text_of())
    assert archive(cast, text_of(), name="b.txt").pk == first.pk
    assert Issue.objects.count() == 1


def test_the_same_issue_in_other_dress_is_a_duplicate(cast: Cast) -> None:
    first = archive(cast, text_of())
    again = archive(cast, text_of() + "\n\n")
    assert (again.outcome, again.issue) == (FileOutcome.DUPLICATE, first.issue)


def test_a_taken_number_or_a_missing_date_waits_at_the_desk(cast: Cast) -> None:
    archive(cast, text_of())
    taken = archive(cast, text_of().replace("阅读课", "读书会"), by=cast.editor)
    undated = archive(cast, text_of(annual=7, cumulative=319).replace("2024年6月18日", ""), by=cast.editor)
    assert {taken.outcome, undated.outcome} == {FileOutcome.DOUBT}
    assert taken.doubts[0]["values"]["number"] in (6, 318)
    assert set(Reading.objects.values_list("by", flat=True)) == {cast.editor.pk}
    assert taken.reading is not None
    assert archive(cast, "没有日期的一期", by=None).reading is None


@pytest.mark.parametrize("text", ["机密★1年\n" + text_of(), "   ", "长" * 200_001])
def test_secret_empty_and_endless_texts_leave_nothing_but_their_name(cast: Cast, text: str) -> None:
    file = archive(cast, text)
    assert (file.outcome, file.issue, file.reading) == (FileOutcome.REFUSED, None, None)
    assert file.doubts


def test_what_an_issue_usually_has_is_missed_in_words(cast: Cast) -> None:
    file = archive(cast, text_of().replace("（总第318期）", "").replace("（市民政局）", ""))
    assert [each["pattern"] for each in file.doubts] == ["没有读到总期号。", "有的稿件没有读到供稿单位。"]


@given(order=st.permutations(range(4)), again=st.lists(st.integers(0, 3), max_size=3))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_repetition_gives_the_same_archive(
    cast: Cast, order: list[int], again: list[int]
) -> None:
    texts = [text_of(annual=n, cumulative=300 + n) for n in (1, 2, 4)] + ["扫描件没有文字"]
    with transaction.atomic():
        for number in [*order, *again]:
            archive(cast, texts[number])
        kept = sorted(Issue.objects.values_list("cumulative_no", flat=True))
        files = ArchivedFile.objects.count()
        transaction.set_rollback(True)
    assert kept == [301, 302, 304]
    assert files == 4
