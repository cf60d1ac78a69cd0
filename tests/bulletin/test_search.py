"""Search: what the index answers is what stands in the texts, for those who may see it, after every act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from taizhang.bulletin import queries
from taizhang.bulletin.actions import correcting
from taizhang.bulletin.models import Article, Issue
from taizhang.bulletin.models.search import FoundKind, SearchEntry, SearchState
from taizhang.bulletin.search import Filters, Found, find, index, rebuild, store, update_index
from taizhang.bulletin.search.keys import beyond, key_of
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.core.text.search_words import highlights, parse
from taizhang.ledger.actions.records import record_activity
from taizhang.office.models import Person
from taizhang.office.roles import Role
from taizhang.office.visible import viewer_at
from taizhang.office.workflow import record_event
from tests.bulletin.cast import Cast, article_of, issue_in
from tests.bulletin.sent import correction, sealed

WORDS = "志愿服务雷锋宣讲蔬菜直通车第8场走访户ab12·，。"


def printed(cast: Cast, body: str, *, title: str = "题。", on: date = date(2026, 3, 2), **more: Any) -> Issue:
    """An issue in the archive with one article, and its event."""
    number = (Issue.objects.count() or 0) + 1
    issue = Issue.objects.create(
        office=cast.office, series=cast.series, year=on.year, annual_no=number, cumulative_no=number, date=on,
        issuer="海川市文明办", data={"column": ["文明实践"]}, saved_at=cast.at,
    )  # fmt: skip
    Article.objects.create(office=cast.office, issue=issue, position=1, title=title, body=body, **more)
    record_event(office=cast.office, by=None, at=cast.at, verb="save_reading", subject=issue)
    return issue


def ask(cast: Cast, words: str, by: Person | None = None, **given: Any) -> Found:
    update_index(cast.office)
    return find(parse(words), viewer_at(by or cast.editor, cast.at), **given)


def titles(found: Found) -> list[str]:
    keys = [entry.target for entry in found.entries if entry.kind == FoundKind.ARTICLE]
    return [Article.objects.get(pk=key).title for key in keys]


def test_two_characters_a_phrase_and_one_character_are_found(cast: Cast) -> None:
    printed(cast, "学雷锋志愿服务进社区。", title="一。")
    printed(cast, "志愿者服务社区。", title="二。")
    assert titles(ask(cast, "雷锋")) == ["一。"]
    assert titles(ask(cast, "志愿服务")) == ["一。"]
    assert titles(ask(cast, "志愿 服务")) == ["二。", "一。"]
    assert titles(ask(cast, "锋")) == ["一。"]
    assert titles(ask(cast, "服务 -雷锋")) == ["二。"]
    assert ask(cast, "").entries == ask(cast, "-雷锋").entries == ()


@given(
    texts=st.lists(st.text(WORDS, max_size=30), min_size=1, max_size=5),
    asked=st.text(WORDS, min_size=1, max_size=5),
)
@example(texts=["服务8场，走访12户"], asked="8场")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_is_what_stands_there(cast: Cast, texts: list[str], asked: str) -> None:
    query = parse(asked)
    with transaction.atomic():
        store.put(list(enumerate(texts, 1)))
        answered = sorted(store.matching(query, below=None, limit=99)) if query.wanted else []
        transaction.set_rollback(True)
    standing = [key for key, text in enumerate(texts, 1) if highlights(text, query)]
    if not query.excluded and len(query.wanted) == 1:
        assert answered == standing
    else:
        assert set(answered) <= set(standing)


def test_a_phrase_across_the_parts_of_a_long_text_is_found(cast: Cast) -> None:
    printed(cast, "走访慰问。" * 2_390 + "蔬菜直通车进小区" + "走访慰问。" * 3_000, title="长。")
    assert titles(ask(cast, "蔬菜直通车进小区")) == ["长。"]
    assert titles(ask(cast, "走访慰问")) == ["长。"]
    assert SearchEntry.objects.filter(kind="article").count() == 3


def test_newest_first_by_pages_and_the_likeliest_of_the_newest(cast: Cast) -> None:
    for day in range(1, 8):
        printed(cast, "宣讲。" * (day % 3 + 1), title=f"{day}日。", on=date(2026, 3, day))
    first = ask(cast, "宣讲", limit=3)
    assert titles(first) == ["7日。", "6日。", "5日。"]
    second = ask(cast, "宣讲", limit=3, below=first.after)
    assert titles(second) == ["4日。", "3日。", "2日。"]
    assert titles(ask(cast, "宣讲", limit=3, below=second.after)) == ["1日。"]
    assert titles(ask(cast, "宣讲", limit=2, likeliest=True)) == ["5日。", "2日。"]
    assert ask(cast, "无此词", likeliest=True).entries == ()


def test_filters_narrow_what_is_found(cast: Cast) -> None:
    printed(cast, "开展宣讲。", title="旧。", on=date(2025, 5, 1), column="理论", unit=cast.unit)
    printed(cast, "开展宣讲。", title="新。", column="实践", unit=cast.other_unit)
    for narrow, wanted in (
        ({"year": 2025}, ["旧。"]),
        ({"column": "实践"}, ["新。"]),
        ({"unit": cast.unit.pk}, ["旧。"]),
        ({"series": 0}, []),
        ({"kinds": ("project",)}, []),
    ):
        filters = Filters(**narrow)  # type: ignore[arg-type]
        assert titles(ask(cast, "宣讲", filters=filters)) == wanted
        assert titles(ask(cast, "", filters=filters)) == wanted
        assert titles(ask(cast, "-新", filters=filters)) == []


def test_what_passes_a_filter_comes_by_pages_without_a_word(cast: Cast) -> None:
    for day in range(1, 6):
        printed(cast, "开展宣讲。", title=f"{day}日。", on=date(2026, 3, day))
    articles = Filters(kinds=("article",))
    first = ask(cast, "", filters=articles, limit=3)
    assert titles(first) == ["5日。", "4日。", "3日。"]
    assert titles(ask(cast, "", filters=articles, limit=3, below=first.after)) == ["2日。", "1日。"]


def recorded(cast: Cast, words: str, amount: str, unit: str = "户") -> None:
    record_activity(
        unit=cast.unit, kind="visit", title="走访独居老人", venue=f"{words}{amount}",
        held_on=cast.at.date(), by=cast.liaison, at=cast.at, counts=[(words, amount, unit, "period")],
    )  # fmt: skip


def test_figures_are_found_by_name_and_by_value(cast: Cast) -> None:
    recorded(cast, "走访户数", "4216")
    recorded(cast, "走访户数", "500余")
    for low, high, count in ((4000, None, 1), (None, 1000, 1), (300, 5000, 2), (5000, None, 0)):
        given = Filters(
            kinds=("figure",), at_least=low and Decimal(low), at_most=high and Decimal(high), counted_in="户"
        )
        assert len(ask(cast, "走访户数", filters=given).entries) == count


def test_units_find_their_own_figures_and_readers_none(cast: Cast, person_with: Any) -> None:
    recorded(cast, "走访户数", "4216")
    printed(cast, "走访户数有增。")
    kinds = lambda by: sorted(entry.kind for entry in ask(cast, "走访户数", by).entries)  # noqa: E731
    assert kinds(cast.liaison) == kinds(cast.checker) == ["article", "figure"]
    assert kinds(cast.other_liaison) == ["article"]
    assert kinds(person_with(Role.AUDITOR)) == []


def test_an_issue_at_the_desk_is_not_found(cast: Cast) -> None:
    issue_in(cast)
    assert ask(cast, "读书").entries == ()


def test_the_index_follows_acts_and_heals_after_a_crash(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = printed(cast, "宣讲八场。")

    def dies(rows: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(index, "_put", dies)
        with pytest.raises(KeyboardInterrupt):
            update_index(cast.office)
    assert not SearchState.objects.exists()
    assert titles(ask(cast, "宣讲")) == ["题。"]
    assert update_index(cast.office) == 0
    Issue.objects.filter(pk=issue.pk).update(state="dropped")
    record_event(office=cast.office, by=None, at=cast.at, verb="drop_issue", subject=issue)
    assert titles(ask(cast, "宣讲")) == []


def test_a_rebuilt_index_is_the_same_and_forgets_what_is_gone(cast: Cast) -> None:
    issue = printed(cast, "宣讲八场。")
    recorded(cast, "走访户数", "4216")
    update_index(cast.office)
    before = sorted(SearchEntry.objects.values_list("pk", flat=True))
    told: list[int] = []
    assert rebuild(cast.office, told.append) == index.size_of(cast.office) == sum(told)
    assert sorted(SearchEntry.objects.values_list("pk", flat=True)) == before
    Issue.objects.filter(pk=issue.pk).update(state="dropped")
    rebuild(cast.office)
    assert titles(ask(cast, "宣讲")) == []


def test_acts_reach_the_figures_of_their_subjects(cast: Cast) -> None:
    touched = index.touched_by([("activity", 1), ("ledger", 1), ("person", 1), ("issue", 2)])
    assert touched[FoundKind.ISSUE] == {2}
    assert touched[FoundKind.FIGURE] == set()


@pytest.fixture
def no_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Revisions are sealed without typesetting."""
    done = Finished(b"%PDF-1.7 B", b"PK B", {"ok": True, "pages": 1})
    monkeypatch.setattr(correcting, "finish", lambda *args, **more: done)


def revise(cast: Cast, issue: Issue, wrong: str, right: str) -> None:
    row = correction(cast, issue, wrong=wrong, right=right, as_revision=True)
    correcting.issue_correction(correction=row, by=cast.signer, at=cast.at)


def found_of(cast: Cast, words: str) -> list[tuple[str, int]]:
    return sorted((entry.kind, entry.target) for entry in ask(cast, words).entries)


@pytest.mark.usefixtures("no_press")
def test_a_revised_issue_is_found_by_what_its_revision_says(cast: Cast) -> None:
    issue = sealed(cast)
    record_event(office=cast.office, by=None, at=cast.at, verb="seal_issue", subject=issue)
    article = article_of(issue).pk
    assert found_of(cast, "4216户") == [("article", article)]
    revise(cast, issue, "4216户", "4261户")
    # By the words put right the issue's note is found: it says what is in their place.
    assert found_of(cast, "4216户") == [("issue", issue.pk)]
    assert found_of(cast, "4261户") == [("article", article), ("issue", issue.pk)]
    assert list(queries.archive(viewer_at(cast.editor, cast.at), words="4261户")) == [issue]
    revise(cast, issue, "暖冬行动", "暖春行动")
    assert ("article", article) in found_of(cast, "暖春行动走访")
    assert found_of(cast, "暖冬行动走访") == [("issue", issue.pk)]
    before = [found_of(cast, words) for words in ("4216户", "4261户", "暖春行动走访")]
    rebuild(cast.office)
    assert [found_of(cast, words) for words in ("4216户", "4261户", "暖春行动走访")] == before


@pytest.mark.usefixtures("no_press")
def test_the_likeliest_are_weighed_by_the_revised_words(cast: Cast) -> None:
    first, second = sealed(cast, number=6), sealed(cast)
    for issue in (first, second):
        record_event(office=cast.office, by=None, at=cast.at, verb="seal_issue", subject=issue)
    revise(cast, first, "暖冬行动", "义诊行动")
    articles = [
        entry.target for entry in ask(cast, "义诊", likeliest=True).entries if entry.kind == "article"
    ]
    assert articles == [article_of(first).pk, article_of(second).pk]


def test_keys_grow_with_the_day_and_fit(cast: Cast) -> None:
    early, late = key_of(date(2026, 3, 1), "figure", 99, 63), key_of(date(2026, 3, 2), "issue", 1)
    assert early < beyond(date(2026, 3, 1)) <= late < 1 << 63
    key_of(date(2026, 3, 1), "issue", (1 << 23) - 1)
    with pytest.raises(ValueError):
        key_of(date(2026, 3, 1), "issue", 1 << 23)
