"""The clock keeps the search index up to date, and leaves no trace in the record that it follows."""

from __future__ import annotations

from taizhang.bulletin.jobs import follow_record
from taizhang.bulletin.models.search import SearchEntry, SearchState
from taizhang.office.models import Event
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
