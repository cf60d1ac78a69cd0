"""The clock keeps the search index up to date, and leaves no trace in the record that it follows."""

from __future__ import annotations

import pytest

from taizhang.bulletin import jobs
from taizhang.bulletin.jobs import follow_record
from taizhang.bulletin.models.search import SearchEntry, SearchState
from taizhang.bulletin.search import find, index, is_outdated, store, update_index
from taizhang.core.text.bigrams import bigrams
from taizhang.core.text.search_words import parse
from taizhang.office.models import Event
from taizhang.office.visible import viewer_at
from tests.bulletin.cast import Cast
from tests.bulletin.test_search import printed


def test_the_clock_follows_the_record_to_its_end(cast: Cast) -> None:
    printed(cast, "学雷锋志愿服务进社区。")
    events = Event.objects.count()
    assert follow_record(office=cast.office, at=cast.at) == 0
    assert SearchEntry.objects.filter(kind="article").count() == 1
    state = SearchState.objects.get()
    assert max([state.event, *state.ahead]) == Event.objects.latest("pk").pk
    assert Event.objects.count() == events


def test_an_index_made_by_an_older_version_is_made_anew_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """㎡ was kept as it is before it was folded to m2: nobody would find what was entered then."""
    printed(cast, "改造绿地300㎡。")
    with monkeypatch.context() as before:
        before.setattr(index, "entries_form", lambda: "older")
        before.setattr(store, "bigrams", lambda text: list(bigrams(text.replace("㎡", "方"))))
        update_index(cast.office)
    viewer = viewer_at(cast.editor, cast.at)
    assert is_outdated(cast.office)
    assert find(parse("300㎡"), viewer).entries == ()
    assert follow_record(office=cast.office, at=cast.at) == 0
    assert not is_outdated(cast.office)
    assert len(find(parse("300㎡"), viewer).entries) == 1
    monkeypatch.setattr(jobs, "rebuild", lambda office: pytest.fail("made anew twice"))
    follow_record(office=cast.office, at=cast.at)


def test_a_row_of_before_the_upgrade_counts_as_outdated(cast: Cast) -> None:
    update_index(cast.office)
    assert not is_outdated(cast.office)
    SearchState.objects.update(form="")
    assert is_outdated(cast.office)
