"""Pages that show marks stay small whatever text they show, and say how much they leave out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions import issues, submissions
from taizhang.core.figures import Span, read_figures
from taizhang.core.figures.marks import (
    MOST_DOUBTS,
    MOST_MARKS,
    MOST_NUMERALS,
    Doubt,
    Room,
    mark_text,
    readable,
)
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office.clock import now, today
from taizhang.office.models import Office
from taizhang.web.frame.parts import MOST_LISTED
from tests.bulletin.cast import Cast, cast_of, issue_in, put_issue, submission_in
from tests.replaying import STARTED

from .conftest import Lay

pytestmark = pytest.mark.one_engine

MOST_BYTES = 2_000_000
HOSTILE = {
    "percentages": "8%、",
    "no full stop": "参加{n}人，",
    "claims": "实现全覆盖，举办多场活动，",
    "parts": "共3场，其中2场、4场。\n",
    "places": "在{n}个小区开展{n}场，",
    "sums": "累计{n}人次，",
    "short lines": "8场\n\n",
    "signs": "'\"&<，,",
    "vague": "多家单位、几十名干部。",
    "headings": "一、走访8户\n",
    "slips": "部份，",
    "numeral without end": "三十二",
}


def hostile(kind: str, length: int) -> str:
    pieces, size = [], 0
    while size < length:
        pieces.append(HOSTILE[kind].replace("{n}", str(len(pieces) + 2)))
        size += len(pieces[-1])
    return "".join(pieces)[:length].strip()


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


def as_(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def page(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES
    return str(answer.content.decode())


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_reading_desk_is_bounded(desk: Client, lay: Lay, kind: str) -> None:
    html = page(desk, "reading", lay(hostile(kind, 180_000)).pk)
    assert "未在此显示" in html


@pytest.mark.parametrize("kind", ["places", "short lines"])
def test_the_pages_of_a_submission_are_bounded(cast: Cast, kind: str) -> None:
    body = hostile(kind, 39_000)
    row = submissions.start_submission(unit=cast.unit, title="走访", body=body, by=cast.liaison, at=now())
    page(as_(cast.liaison), "submission-write", row.pk)
    page(as_(cast.editor), "submission", submission_in(cast, body=body).pk)


@pytest.mark.parametrize("kind", ["percentages", "claims", "numeral without end"])
def test_an_article_at_the_desk_is_bounded(cast: Cast, kind: str) -> None:
    issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    row = issues.add_article(issue=issue, title="走访", body=hostile(kind, 39_000), by=cast.editor, at=now())
    page(as_(cast.editor), "draft", issue.pk)
    page(as_(cast.editor), "draft-beside", issue.pk)
    page(as_(cast.editor), "article-marks", row.pk)


def test_the_questions_of_proofreading_are_bounded(cast: Cast) -> None:
    issue = issues.open_issue(series=cast.series, on=today(), by=cast.editor, at=now())
    row = issues.add_article(
        issue=issue, title="走访", body=hostile("slips", 39_000), by=cast.editor, at=now()
    )
    html = page(as_(cast.editor), "article-proofing", row.pk)
    assert html.count("本篇忽略") == MOST_LISTED
    page(as_(cast.editor), "draft", issue.pk)


def test_an_archived_issue_is_bounded(cast: Cast) -> None:
    issue = issue_in(cast, articles=4)
    issue.articles.update(body=hostile("no full stop", 30_000))
    put_issue(cast, issue, IssueState.SEALED)
    html = page(as_(cast.editor), "issue", issue.pk)
    assert html.count(" data-mark>") == MOST_MARKS
    assert "处标注未列出" in html
    assert "没有核对数据和疑问" in html


def test_a_usual_text_is_shown_whole() -> None:
    text = "全市开展宣讲8场，参加500人次。\n" * 200
    figures = read_figures(readable(text))
    marked = mark_text(text, figures)
    assert len(figures) == 400
    assert readable(text) == text
    assert (marked.more_marks, marked.more_characters, marked.unread) == (0, 0, 0)


def test_reading_ends_with_a_sentence_where_there_are_too_many_numerals() -> None:
    text = "走访8户。" * (MOST_NUMERALS + 500)
    assert len(read_figures(readable(text))) == MOST_NUMERALS
    assert readable(text).endswith("。")
    assert len(readable("8%、" * (MOST_NUMERALS + 500))) == 3 * MOST_NUMERALS


def test_the_card_of_a_figure_shows_the_words_around_it_only(desk: Client, lay: Lay) -> None:
    html = page(desk, "reading", lay("甲" * 3_000 + "宣讲8场，" + "乙" * 3_000).pk)
    assert html.count("甲" * 3_000) == html.count("乙" * 3_000)
    assert "…" + "甲" * 78 + "宣讲8场，" in html


def test_marks_and_questions_beyond_the_page_are_counted() -> None:
    text = "8场，" * 900
    figures = read_figures(text)
    doubts = [Doubt(n, figure.span, (), "疑问") for n, figure in enumerate(figures, 1)]
    room = Room(characters=500)
    marked = mark_text(text, figures, doubts, room=room)
    assert (len(marked.marks), marked.more_marks, marked.figure_count) == (MOST_MARKS, 500, 900)
    assert (len(marked.doubts), marked.more_doubts, marked.doubt_count) == (MOST_DOUBTS, 800, 900)
    assert marked.more_characters == len(text) - 500
    assert (room.marks, room.characters) == (0, 0)
    assert "".join(p.text for paragraph in marked.paragraphs for p in paragraph) == text[:500]


def test_a_text_for_which_there_is_no_room_is_counted_only() -> None:
    marked = mark_text("宣讲8场", [], room=Room(characters=0))
    assert (marked.paragraphs, marked.more_characters) == ((), 4)


def test_a_mark_shows_the_words_of_its_first_questions() -> None:
    doubts = [Doubt(n, Span(0, 2), (), f"疑问{n}") for n in range(1, 40)]
    marked = mark_text("8场", read_figures("8场"), doubts)
    assert [doubt.words for doubt in marked.marks[0].doubts] == ["疑问1", "疑问2", "疑问3", "疑问4", "疑问5"]
